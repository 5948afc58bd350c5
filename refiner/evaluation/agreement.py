"""How far two people who labelled the same run agree."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from refiner.evaluation.gold import Sample
from refiner.formatting import count, percent

Place = tuple[Hashable, int, int]
"""A text, or its key, and where a span of it starts and ends."""


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """`spans` both judged, of which they `agreed` on; Cohen's `kappa`, None if it is undefined.

    Kappa is the agreement beyond what their shares of fillers alone would give (Cohen 1960):
    1 for full agreement, 0 for none beyond chance.
    """

    spans: int
    agreed: int
    kappa: float | None


def agreement_of(first: Mapping[Place, bool], second: Mapping[Place, bool]) -> LabelAgreement:
    """The agreement of two people's labels (a filler or not) on the words that both judged.

    A hesitation that is only in the sound is an empty span: no word, so it is not counted.
    """
    shared = [place for place in first.keys() & second.keys() if place[1] < place[2]]
    n = len(shared)
    agreed = sum(first[span] is second[span] for span in shared)
    if not n:
        return LabelAgreement(0, 0, None)
    one, two = (sum(labels[span] for span in shared) / n for labels in (first, second))
    by_chance = one * two + (1 - one) * (1 - two)
    kappa = None if by_chance == 1 else (agreed / n - by_chance) / (1 - by_chance)
    return LabelAgreement(n, agreed, kappa)


def compare_labellers(first: Sequence[Sample], second: Sequence[Sample]) -> LabelAgreement:
    """The agreement of two gold files on the texts that both hold, whatever their ids."""
    return agreement_of(_labels_by_place(first), _labels_by_place(second))


def _labels_by_place(samples: Sequence[Sample]) -> dict[Place, bool]:
    return {(s.text, j.start, j.end): j.filler for s in samples for j in s.judged}


def describe_agreement(agreement: LabelAgreement, who: str = "two labellers") -> str:
    """One line: words that both judged, the share they judged alike, and kappa."""
    if not agreement.spans:
        return f"{who}: no word that both judged"
    kappa = "undefined" if agreement.kappa is None else f"{agreement.kappa:.2f}"
    alike = percent(agreement.agreed / agreement.spans)
    words = count(agreement.spans, "word")
    return f"{who}: {words} judged by both, {alike} alike, Cohen's kappa {kappa}"
