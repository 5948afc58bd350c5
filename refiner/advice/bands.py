"""How a filler rate compares: published figures only.

A good public speaker uses about one filler a minute, the average speaker five (Zandan, "How to
Stop Saying 'Um,' 'Ah,' and 'You Know'", Harvard Business Review, August 2018, from recorded
talks; all fillers). Filled pauses alone are 2 to 3 in 100 words of conversation (2.6 in
Bortfeld, Leon, Bloom, Schober and Brennan 2001, Language and Speech 44(2)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refiner.model import WORDS_PER_MINUTE

OPTIMUM_PER_MINUTE = 1.0
AVERAGE_PER_MINUTE = 5.0
PAUSES_PER_100_WORDS = 2.6  # Bortfeld et al. 2001, conversation
SOURCE = (
    "Bands: about 1 filler a minute is best, 5 are average (Zandan, Harvard Business Review, 2018),"
    f" at {WORDS_PER_MINUTE} words a minute. Filled pauses (um, uh) alone are about"
    f" {PAUSES_PER_100_WORDS} in 100 words of conversation (Bortfeld et al., 2001)."
)


@dataclass(frozen=True, slots=True)
class Band:
    """`upto`: the rate, in fillers per 100 words, at which the band ends; None has no end."""

    name: str
    upto: float | None


def _per_100_words(per_minute: float) -> float:
    return round(100 * per_minute / WORDS_PER_MINUTE, 1)


AVERAGE_PER_100_WORDS = _per_100_words(AVERAGE_PER_MINUTE)
BANDS = (
    Band("hardly any", _per_100_words(OPTIMUM_PER_MINUTE)),
    Band("fewer than average", AVERAGE_PER_100_WORDS),
    Band("more than average", _per_100_words(2 * AVERAGE_PER_MINUTE)),
    Band("more than twice the average", None),
)


def find_band(per_100_words: float) -> Band:
    """The band of a rate; a rate on a limit belongs to the lower band."""
    return next(b for b in BANDS if b.upto is None or per_100_words <= b.upto)


@dataclass(frozen=True, slots=True)
class Rate:
    """How often one kind of filler came. `per_minute` is an estimate where the length is one."""

    name: str
    fillers: int
    per_100_words: float
    per_minute: float | None


def rates(document: Mapping[str, Any]) -> list[Rate]:
    """All refined fillers, then filled pauses and discourse markers apart."""
    counted = [f for f in document["fillers"] if f["ai"]]
    pauses = [f for f in counted if f["kind"] == "filled_pause"]
    kinds = (
        ("All fillers", len(counted)),
        ("Filled pauses (um, uh)", len(pauses)),
        ("Discourse markers and others", len(counted) - len(pauses)),
    )
    return [_rate(name, fillers, document) for name, fillers in kinds]


def _rate(name: str, fillers: int, document: Mapping[str, Any]) -> Rate:
    words, seconds = document["words"], document["duration_s"]
    per_100 = round(100 * fillers / words, 1) if words else 0.0
    return Rate(name, fillers, per_100, round(60 * fillers / seconds, 1) if seconds else None)


def pace(document: Mapping[str, Any]) -> int | None:
    """Words a minute, where the talk's length is known and not estimated from its words."""
    if document["duration_source"] == "estimated" or not document["duration_s"]:
        return None
    return round(60 * int(document["words"]) / float(document["duration_s"]))
