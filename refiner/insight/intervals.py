"""How uncertain filler rates and shares are, and whether two rates differ by more than chance.

Talks of one person differ more than Poisson counts would, by topic and by day; so a variance is
widened by as much as the talks differ (quasi-Poisson; McCullagh and Nelder 1989, 4.5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from refiner.model import per_100_words
from refiner.uncertainty import Z95


class Counted(NamedTuple):
    """Fillers and words of one talk."""

    fillers: int
    words: int


@dataclass(frozen=True, slots=True)
class RateChange:
    """A rate, in fillers per 100 words, in the earlier and in the later talks.

    `clear` if the difference is larger than chance.
    """

    what: str
    before: float
    after: float
    clear: bool

    @property
    def better(self) -> bool:
        return self.after < self.before


def poisson_interval(events: float) -> tuple[float, float]:
    """The 95 % interval of a count, by Byar's approximation.

    Breslow and Day 1987, Statistical Methods in Cancer Research II, formula 2.12; within 1 % of
    the exact interval but for counts below 3, where it is a little wide.
    """

    def edge(n: float, z: float) -> float:
        return n * max(0.0, 1 - 1 / (9 * n) + z / (3 * math.sqrt(n))) ** 3

    return edge(events, -Z95) if events else 0.0, edge(events + 1, Z95)


def rate_interval(counted: Counted, dispersion: float = 1.0) -> tuple[float, float]:
    """The 95 % interval of a talk's fillers per 100 words.

    `dispersion`: how many times the variance of a Poisson count, from `dispersion_of` over the
    talks of one speaker.
    """
    low, high = poisson_interval(counted.fillers / dispersion)
    words = max(counted.words, 1)
    return per_100_words(dispersion * low, words), per_100_words(dispersion * high, words)


def dispersion_of(talks: Sequence[Counted]) -> float:
    """Pearson's chi-square per degree of freedom; 1 if the talks differ no more than chance.

    `talks` oldest first; each half has its own rate, so that progress is not mistaken for
    spread.
    """
    groups = halves(talks)
    freedom = sum(len(group) - 1 for group in groups)
    if freedom < 1:
        return 1.0
    chi = 0.0
    for group in groups:
        rate, _ = _pooled(group)
        for talk in group:
            expected = talk.words * rate / 100
            chi += (talk.fillers - expected) ** 2 / expected if expected else 0.0
    return max(1.0, chi / freedom)


def halves(talks: Sequence[Counted]) -> tuple[Sequence[Counted], Sequence[Counted]]:
    """The earlier and the later talks, without the one in the middle; empty for fewer than two."""
    half = len(talks) // 2
    return talks[:half], talks[-half:] if half else ()


def rate_change(what: str, talks: Sequence[Counted], z: float = Z95) -> RateChange | None:
    """What changed from the earlier to the later talks, each half as one long talk.

    `talks` oldest first; None for fewer than two. `z`: how many standard deviations are clear.
    """
    first, last = halves(talks)
    if not first:
        return None
    (before, before_variance), (after, after_variance) = _pooled(first), _pooled(last)
    variance = dispersion_of(talks) * (before_variance + after_variance)
    return RateChange(what, before, after, abs(after - before) > z * math.sqrt(variance))


def _pooled(talks: Sequence[Counted]) -> tuple[float, float]:
    """Fillers per 100 words of all talks as one, and the Poisson variance of that rate."""
    fillers = sum(talk.fillers for talk in talks)
    words = max(sum(talk.words for talk in talks), 1)
    deviation = per_100_words(math.sqrt(max(fillers, 1)), words)
    return per_100_words(fillers, words), deviation**2
