"""Three short transcripts as people judged them, and gold files made of them."""

from pathlib import Path
from typing import Any

from refiner.evaluation.gold import JudgedSpan, Sample


def sample(name: str, text: str, *judged: tuple[str, str, bool]) -> Sample:
    """Spans are given by their words; each is sought after the one before."""
    spans, at = [], 0
    for words, form, filler in judged:
        start = text.index(words, at)
        at = start + len(words)
        spans.append(JudgedSpan(start, at, words, form, filler))
    return Sample(name, text, tuple(spans))


ANN = sample(
    "set/one-A",
    "Um, I like it, you know, like, well, a lot. Um.",
    ("Um", "fp", True),
    ("like", "like", False),
    ("you know", "you know", True),
    ("like", "like", True),
    ("well", "well", True),
    ("Um", "fp", True),
)

BEN = sample(
    "set/one-B", "You see it well enough, um.", ("well", "well", False), ("um", "fp", True)
)

CAT = sample("set/two:Cat", "Nothing to like here.", ("like", "like", False))
SAMPLES = [ANN, BEN, CAT]


def row(gold: Sample, **changes: Any) -> dict[str, Any]:
    names = JudgedSpan.__slots__
    judged = [{name: getattr(span, name) for name in names} for span in gold.judged]
    return {"id": gold.id, "text": gold.text, "judged": judged, **changes}


def write(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
