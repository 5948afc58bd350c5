"""How one speaker uses a word, learnt from corrections: someone's "so" is nearly always one.

Pure functions: who keeps the corrections, shows what was learnt or switches it off, decides
whether a `Bias` is handed to `apply_bias`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from refiner.analyst.judge import Judgement
from refiner.analyst.weights import chance_of

MIN_CORRECTIONS = 20  # of one word of one speaker
SPREAD = 1.0  # standard deviation of a bias among speakers, in logits; holds a bias back
_STEPS = 30  # of Newton's method
_EDGE = 0.01  # a stated probability is taken to be this far from 0 and 1

Bias = Mapping[str, float]
"""A word to what its logits are moved by."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the analyst gave an occurrence of `word`, and what the person said of it."""

    word: str
    probability: float
    filler: bool


def learn_bias(corrections: Iterable[Correction]) -> dict[str, float]:
    """One speaker's bias for each word with at least `MIN_CORRECTIONS`.

    The most likely shift of the word's logits, with a normal prior of `SPREAD` around 0
    (ridge logistic regression with one parameter).
    """
    by_word: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_word[correction.word.lower()].append(correction)
    return {
        word: round(_shift(found), 3)
        for word, found in sorted(by_word.items())
        if len(found) >= MIN_CORRECTIONS
    }


def _shift(corrections: Sequence[Correction]) -> float:
    shift = 0.0
    for _ in range(_STEPS):
        chances = [chance_of(_logit(c.probability) + shift) for c in corrections]
        excess = sum(c.filler - p for c, p in zip(corrections, chances, strict=True))
        slope = sum(p * (1 - p) for p in chances) + 1 / SPREAD**2
        shift += (excess - shift / SPREAD**2) / slope
    return shift


def _logit(probability: float) -> float:
    kept = min(1 - _EDGE, max(_EDGE, probability))
    return math.log(kept / (1 - kept))


def apply_bias(judged: Iterable[Judgement], bias: Bias) -> list[Judgement]:
    """The judgements with the speaker's bias; what is certain (0 or 1) stays as it is."""
    changed = []
    for judgement in judged:
        shift = bias.get(judgement.word.lower())
        if shift is None or judgement.probability in (0.0, 1.0):
            changed.append(judgement)
            continue
        probability = chance_of(_logit(judgement.probability) + shift)
        why = judgement.rationale
        if (probability >= 0.5) is not judgement.filler:
            why = "By this speaker's corrections of this word."
        changed.append(replace(judgement, probability=probability, rationale=why))
    return changed
