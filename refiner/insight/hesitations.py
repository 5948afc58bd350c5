"""Hesitations in the sound that the transcript lacks: they count once a person confirms them.

They have no text, so each is the empty span at its offset. What was found at one offset, between
the same two words, is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from refiner.model import HESITATION, Kind
from refiner.run_document import FillerDict, PossibleHesitationDict, RunDocument
from refiner.spans import Span


def list_hesitations(
    document: RunDocument, verdicts: Mapping[tuple[int, int], bool]
) -> list[PossibleHesitationDict]:
    """The possible hesitations, one an offset, with a person's `label` where there is one."""
    merged: dict[int, PossibleHesitationDict] = {}
    for found in document.get("possible_hesitations", ()):
        offset = found["offset"]
        one = merged.setdefault(offset, found.copy())
        one["start_s"] = min(one["start_s"], found["start_s"])
        one["end_s"] = max(one["end_s"], found["end_s"])
        if (offset, offset) in verdicts:
            one["label"] = verdicts[offset, offset]
    return list(merged.values())


def confirmed_fillers(hesitations: list[PossibleHesitationDict]) -> Iterator[FillerDict]:
    """Those that a person confirmed, as fillers."""
    for one in hesitations:
        if one.get("label"):
            span = (one["offset"], one["offset"])
            yield added_filler(span, "", HESITATION, "filled_pause", one["start_s"])


def added_filler(span: Span, text: str, word: str, kind: Kind, at_s: float | None) -> FillerDict:
    """A filler that a person found, and neither the rules nor the analysis."""
    return {
        "start": span[0],
        "end": span[1],
        "text": text,
        "word": word,
        "kind": kind,
        "rule": False,
        "ai": True,
        "probability": None,
        "rationale": "",
        "label": True,
        "at_s": at_s,
    }
