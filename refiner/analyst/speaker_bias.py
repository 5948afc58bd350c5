"""How one speaker uses a word, learnt from corrections: someone's "so" is nearly always one.

Pure functions: a session reads the corrections from the run log, and the local analyst applies
what was learnt from them.
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
_FARTHEST, _STEPS = 20.0, 40  # of the search for a bias, in logits; ends within 1e-10
_EDGE = 0.01  # a stated probability is taken to be this far from 0 and 1

Bias = Mapping[str, float]
"""A word to what its logits are moved by."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the analyst gave an occurrence of `word`, without a bias, and what the person said."""

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
    """Where the slope of the posterior is 0; it falls all the way, so the middle is halved."""
    logits = [_logit(c.probability) for c in corrections]
    fillers = sum(c.filler for c in corrections)
    low, high = -_FARTHEST, _FARTHEST
    for _ in range(_STEPS):
        shift = (low + high) / 2
        slope = fillers - sum(chance_of(x + shift) for x in logits) - shift / SPREAD**2
        low, high = (shift, high) if slope > 0 else (low, shift)
    return (low + high) / 2


def without_bias(probability: float, shift: float) -> float:
    """The probability as it was before the word's logits were moved by `shift`."""
    return chance_of(_logit(probability) - shift) if shift else probability


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
            why = "By corrections of this word in this speaker's earlier talks."
        changed.append(replace(judgement, probability=probability, rationale=why))
    return changed
