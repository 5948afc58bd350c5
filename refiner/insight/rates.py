"""How often fillers came in one run, and how fast the speaker was."""

from __future__ import annotations

from dataclasses import dataclass

from refiner.detection.lexicon import lexicon_for
from refiner.model import per_100_words, per_minute
from refiner.run_document import RunDocument


@dataclass(frozen=True, slots=True)
class Rate:
    """How often one kind of filler came, to one decimal.

    `per_minute` is an estimate if the length is one; None without a length.
    """

    name: str
    fillers: int
    per_100_words: float
    per_minute: float | None


def rates_by_kind(document: RunDocument) -> list[Rate]:
    """All refined fillers, then filled pauses and discourse markers separately."""
    counted = [f for f in document["fillers"] if f["ai"]]
    pauses = sum(f["kind"] == "filled_pause" for f in counted)
    sounds = lexicon_for(document.get("language")).words_of("filled_pause")[:2]
    kinds = (
        ("All fillers", len(counted)),
        (f"Filled pauses ({', '.join(sounds)})", pauses),
        ("Discourse markers and others", len(counted) - pauses),
    )
    words, seconds = document["words"], document["duration_s"]
    return [
        Rate(
            name,
            fillers,
            round(per_100_words(fillers, words), 1),
            round(per_minute(fillers, seconds), 1) if seconds else None,
        )
        for name, fillers in kinds
    ]


def measured_pace(document: RunDocument) -> int | None:
    """The speaker's pace; None if the talk's length is only estimated from its words."""
    if document["duration_source"] == "estimated" or not document["duration_s"]:
        return None
    return round(per_minute(document["words"], document["duration_s"]))
