"""How far two people who labelled the same run agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from refiner.spans import Span


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """`spans` both judged, of which they `agreed` on; Cohen's `kappa`, None if it is undefined.

    Kappa is the agreement beyond what their shares of fillers alone would give (Cohen 1960):
    1 for full agreement, 0 for none beyond chance.
    """

    spans: int
    agreed: int
    kappa: float | None


def agreement_of(first: Mapping[Span, bool], second: Mapping[Span, bool]) -> LabelAgreement:
    """The agreement of two people's labels (a filler or not) on the spans that both judged."""
    shared = first.keys() & second.keys()
    n = len(shared)
    agreed = sum(first[span] is second[span] for span in shared)
    if not n:
        return LabelAgreement(0, 0, None)
    one, two = (sum(labels[span] for span in shared) / n for labels in (first, second))
    by_chance = one * two + (1 - one) * (1 - two)
    kappa = None if by_chance == 1 else (agreed / n - by_chance) / (1 - by_chance)
    return LabelAgreement(n, agreed, kappa)
