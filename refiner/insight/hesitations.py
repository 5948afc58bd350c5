"""Hesitations that the sound has and the transcript does not: counted once a person confirms them.

They have no text, so each is the empty span at its offset. What was found at one offset, between
the same two words, is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from refiner.model import HESITATION
from refiner.run_document import FillerDict, PossibleHesitationDict, RunDocument


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
            yield {
                "start": one["offset"],
                "end": one["offset"],
                "text": "",
                "word": HESITATION,
                "kind": "filled_pause",
                "rule": False,
                "ai": True,
                "probability": None,
                "rationale": "",
                "label": True,
                "at_s": one["start_s"],
            }
