"""What a coach must know before trusting the numbers of a talk, in plain words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

CLEANED_FROM_WORDS = 500  # a spoken talk of this length without any "um" is hardly natural
SHORT_WORDS = 100
Z95 = 1.96
_LABEL = re.compile(r"^[^\n:]{1,40}(?=:[ \t])", re.MULTILINE)
_NAME = re.compile(r"[\w.'’-]+")


def labels(text: str) -> Iterator[tuple[int, int]]:
    """Where lines begin with a speaker's name: up to four capitalised words before a colon."""
    for match in _LABEL.finditer(text):
        names = _NAME.findall(match.group())
        if 1 <= len(names) <= 4 and all(n[0].isupper() or n[0].isdigit() for n in names):
            yield match.span()


def speakers(text: str) -> list[str]:
    """The names that lines begin with, in the order they first speak."""
    return list(dict.fromkeys(text[start:end].strip() for start, end in labels(text)))


def cautions(document: Mapping[str, Any]) -> list[str]:
    """One plain sentence or two for each thing that makes the counts less than they seem."""
    checks = (_cleaned(document), _crowd(document["text"]), _short(document))
    return [caution for caution in checks if caution]


def _cleaned(document: Mapping[str, Any]) -> str | None:
    pauses = any(f["kind"] == "filled_pause" for f in document["fillers"])
    if pauses or document["words"] < CLEANED_FROM_WORDS:
        return None
    return (
        f"Not one “um” or “uh” in {document['words']:,} words: if this was spoken freely, the "
        "recogniser has probably removed them. Switch them on and transcribe again (Deepgram: "
        "filler_words=true, AssemblyAI: disfluencies=true)."
    )


def _crowd(text: str) -> str | None:
    names = speakers(text)
    if len(names) < 2:
        return None
    shown = ", ".join(names[:4]) + (" and others" if len(names) > 4 else "")
    return (
        f"Several speakers were found ({shown}), and their fillers are counted together. For one "
        "person's figures, give only that person's lines."
    )


def _short(document: Mapping[str, Any]) -> str | None:
    words, fillers = document["words"], document["counts"]["ai"]
    if words >= SHORT_WORDS or not words:
        return None
    rate = 100 * fillers / words
    spread = 100 * Z95 * math.sqrt(max(fillers, 1)) / words
    return (
        f"A very short text: with {words} words the rate of {rate:.1f} per 100 words could as well "
        f"be {max(0.0, rate - spread):.1f} or {rate + spread:.1f}."
    )
