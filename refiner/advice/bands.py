"""How a filler rate compares: published figures only.

A good public speaker uses about one filler a minute, the average speaker five (Zandan, "How to
Stop Saying 'Um,' 'Ah,' and 'You Know'", Harvard Business Review, August 2018, from recorded
talks; all fillers). Filled pauses alone are 2 to 3 in 100 words of conversation (2.6 in
Bortfeld, Leon, Bloom, Schober and Brennan 2001, Language and Speech 44(2)).
"""

from __future__ import annotations

from dataclasses import dataclass

from refiner.model import WORDS_PER_MINUTE, per_100_words

OPTIMUM_PER_MINUTE = 1.0
AVERAGE_PER_MINUTE = 5.0
PAUSES_PER_100_WORDS = 2.6  # Bortfeld et al. 2001, conversation
SOURCE = (
    "About 1 filler a minute is best, 5 are average (Zandan, Harvard Business Review, 2018),"
    f" at {WORDS_PER_MINUTE} words a minute. Filled pauses (um, uh) alone are about"
    f" {PAUSES_PER_100_WORDS} in 100 words of conversation (Bortfeld et al., 2001)."
)


@dataclass(frozen=True, slots=True)
class Band:
    """`upto`: the rate, in fillers per 100 words, at which the band ends; None has no end."""

    name: str
    upto: float | None


def _at_assumed_pace(per_minute: float) -> float:
    return round(per_100_words(per_minute, WORDS_PER_MINUTE), 1)


AVERAGE_PER_100_WORDS = _at_assumed_pace(AVERAGE_PER_MINUTE)
BANDS = (
    Band("hardly any", _at_assumed_pace(OPTIMUM_PER_MINUTE)),
    Band("fewer than average", AVERAGE_PER_100_WORDS),
    Band("more than average", _at_assumed_pace(2 * AVERAGE_PER_MINUTE)),
    Band("more than twice the average", None),
)


def find_band(rate: float) -> Band:
    """The band of a rate per 100 words; a rate on a limit belongs to the lower band."""
    return next(b for b in BANDS if b.upto is None or rate <= b.upto)
