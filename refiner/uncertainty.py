"""How sure a total is that is counted from probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Z95 = 1.96  # two-sided
UNCERTAIN = (0.3, 0.7)  # verdicts that a person should look at first


def certainty_of(probability: float) -> float:
    """How likely the verdict is right, whichever it is, by how likely the span is a filler."""
    return max(probability, 1 - probability)


def is_uncertain(probability: float | None) -> bool:
    """Whether a verdict is little better than a guess; not one that has no probability."""
    return probability is not None and UNCERTAIN[0] <= probability <= UNCERTAIN[1]


@dataclass(frozen=True, slots=True)
class LikelyTotal:
    """A count, and the range that holds the true one in 95 of 100 cases."""

    count: int
    low: int
    high: int


def likely_total(probabilities: Sequence[float], min_probability: float = 0.5) -> LikelyTotal:
    """The total of places that are fillers with these probabilities, and its likely range.

    A place counts from `min_probability` on. Places are taken as independent of each other,
    so the true number has the Poisson binomial distribution (Le Cam 1960), here in its
    normal approximation; the range always holds the count itself.
    """
    count = sum(p >= min_probability for p in probabilities)
    mean = sum(probabilities)
    reach = Z95 * sum(p * (1 - p) for p in probabilities) ** 0.5
    low, high = max(0, round(mean - reach)), min(len(probabilities), round(mean + reach))
    return LikelyTotal(count, min(low, count), max(high, count))
