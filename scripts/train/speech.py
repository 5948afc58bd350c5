"""Unmarked speech for training: transcripts in Markdown, "**Name:** what was said" a turn."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from refiner.analyst.features import LEARNT
from refiner.evaluation.gold import JudgedSpan, Sample

MIN_CHARS = 400  # a shorter part of one speaker is left out
MAX_PLACES = 3000  # places of each form, over all talks
A_SPEAKER = 60  # places of one speaker in one talk
_TURN = re.compile(
    r"^\*\*([^*\n]{2,40}):\*\*\s*(.*?)(?=^\*\*[^*\n]{2,40}:\*\*|\Z)", re.MULTILINE | re.DOTALL
)
_REMARK = re.compile(r"\\\[[^\]]*\\\]|\[\d+:\d\d[^\]]*\]|`|https?://\S+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_FORM = re.compile(rf"\b({'|'.join(LEARNT)})\b", re.IGNORECASE)


def read_speech(folder: Path) -> list[str]:
    """What each speaker says in each file under `folder`, shuffled in one fixed order."""
    parts = []
    for path in sorted(folder.rglob("*.md")):
        turns: dict[str, list[str]] = {}
        for name, said in _TURN.findall(path.read_text(encoding="utf-8", errors="replace")):
            text = re.sub(r"[*_\\]", "", _REMARK.sub("", _LINK.sub(r"\1", said)))
            turns.setdefault(name, []).append(" ".join(text.split()))
        parts += [" ".join(said) for said in turns.values()]
    parts = [part for part in parts if len(part) > MIN_CHARS]
    random.Random(4).shuffle(parts)
    return parts


def find_places(text: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[JudgedSpan]:
    """Every occurrence of a learnt form outside `taken`, marked as no filler: it is not known."""
    for match in _FORM.finditer(text):
        start, end = match.span()
        if not any(low < end and start < high for low, high in taken):
            yield JudgedSpan(start, end, match.group(), match.group().lower(), False)


def choose_places(parts: Sequence[str]) -> list[Sample]:
    """Unjudged places in `parts`, the frequent forms thinned out."""
    rng = random.Random(7)
    seen: Counter[str] = Counter()
    samples = []
    for part in parts:
        found = [s for s in find_places(part) if seen[s.form] < MAX_PLACES]
        found = sorted(rng.sample(found, min(A_SPEAKER, len(found))), key=lambda s: s.start)
        seen.update(s.form for s in found)
        if found:
            samples.append(Sample("speech", part, tuple(found)))
        if len(seen) == len(LEARNT) and min(seen.values()) >= MAX_PLACES:
            break
    return samples
