"""Learns the weights of `refiner.advice.audit.learnt` from lists of false and sound sentences, and
from the sentences of the local coach.

    python -m scripts.train_audit

Logistic regression with a squared penalty, both lists of equal weight, beside what the network says
of each; a minute on one core. (The network itself is learnt by `python -m scripts.train.audit`.)
The same lists give the same weights; `tests/advice/audit/test_learnt.py` tells when they have
changed. How good it is on texts that it has not seen is in docs/count-guarantee.md.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from refiner.advice.audit.learnt import PLACES, WEIGHTS, places_of
from refiner.advice.audit.network import read_sentence
from refiner.advice.audit.rules import LIMIT
from refiner.advice.coach import sentences
from refiner.advice.coach.filler_skills import FAMILIES
from tests.advice.audit.texts import LIES, SOUND, TALK, AuditText, texts
from tests.advice.test_coach import ALL_SKILLS

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

LISTS = Path(__file__).resolve().parents[1] / "tests" / "advice" / "audit"
STEPS, RATE = 300, 0.1
PENALTY = 5e-7
EMPHASIS, MARGIN = 60.0, 0.5


def hash_lists() -> str:
    """What tells whether weights were learnt from the lists as they are."""
    paths = sorted(path for path in LISTS.rglob("*.txt"))
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    return hashlib.sha256(text.encode()).hexdigest()


class Sample(NamedTuple):
    """The places of a sentence, what the network says of it, and whether it is false."""

    places: set[int]
    logit: float
    false: bool


def examples() -> Iterator[Sample]:
    """Each sound sentence, and of each false text the one that the network doubts most."""
    of_coach = (AuditText(field, text, TALK) for field, text in _of_local_coach())
    for sound in (*texts(SOUND), *of_coach):
        yield from (Sample(places, logit, False) for places, logit in _read(sound))
    for lie in texts(LIES):
        if read := _read(lie):
            places, logit = max(read, key=lambda one: one[1])
            yield Sample(places, logit, True)


def _of_local_coach() -> Iterator[tuple[str, str]]:
    """(field, text) of what the local coach says; of the words of a family, one or two."""
    strengths = [text for texts in sentences.STRENGTHS.values() for text in texts]
    yield from (("strength", text) for text in strengths)
    yield from (
        ("strength", text) for text in (*sentences.STRENGTH_OF_PACE, *sentences.STRENGTH_OF_RATE)
    )
    yield from (("headline", text) for text in sentences.HEADLINES_CLEAN)
    for text in (
        *sentences.MOTIVATION,
        *sentences.MOTIVATION_CLEAN,
        *sentences.MOTIVATION_WITH_HISTORY,
    ):
        yield "motivation", text
    for skill in ALL_SKILLS:
        words = [word for word, family in FAMILIES.items() if family is skill] or ["um"]
        for named in (f"“{words[0]}”", " and ".join(f"“{word}”" for word in words[:2])):
            yield from (("headline", text.replace("{words}", named)) for text in skill.headlines)
            yield from (("advice", text.replace("{words}", named)) for text in skill.advice)
        yield "skill", skill.skill
        yield from (("exercise", text) for text in skill.exercises)
        yield from (("goal", skill.goal), ("measurement", skill.measurement))


def _read(text: AuditText) -> list[tuple[set[int], float]]:
    """The places of each sentence, and what the network says of it."""
    field = text.field
    return [
        (places_of(part, field), read_sentence(part.text, field, part.after_mention))
        for part in text.parts()
    ]


def learn(samples: list[Sample]) -> tuple[FloatArray, float]:
    """The weight of each place, and the constant of the sum.

    Learnt twice: what the first weights leave on the wrong side of the limit counts more.
    """
    weights, bias = _learn(samples, np.ones(len(samples)))
    sums = np.array([_sum(sample, weights) + bias for sample in samples])
    false = np.array([sample.false for sample in samples])
    wrong = np.where(false, sums < LIMIT + MARGIN, sums > LIMIT - MARGIN)
    return _learn(samples, np.where(wrong, EMPHASIS, 1.0))


def _sum(sample: Sample, weights: FloatArray) -> float:
    places = list(sample.places)
    return sample.logit + float(weights[places].sum()) / math.sqrt(len(places))


def _learn(samples: list[Sample], emphasis: FloatArray) -> tuple[FloatArray, float]:
    """By steps of Adam."""
    lengths = np.array([len(sample.places) for sample in samples])
    place = np.concatenate([sorted(sample.places) for sample in samples])
    row = np.repeat(np.arange(len(samples)), lengths)
    share = np.repeat(1 / np.sqrt(lengths), lengths)
    false = np.array([sample.false for sample in samples], float)
    logits = np.array([sample.logit for sample in samples])
    importance = np.where(false == 1, 0.5 / false.sum(), 0.5 / (len(false) - false.sum()))
    importance *= emphasis
    numbers, mean, square = (np.zeros(PLACES + 1) for _ in range(3))
    penalty = np.append(np.full(PLACES, PENALTY), 0)
    for step in range(1, STEPS + 1):
        sums = np.bincount(row, numbers[place] * share, len(samples)) + numbers[-1] + logits
        error = importance * (1 / (1 + np.exp(-sums)) - false)
        slopes = np.bincount(place, error[row] * share, PLACES)
        gradient = np.append(slopes, error.sum()) + penalty * numbers
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        step_size = RATE * (1 - 0.9 * step / STEPS) / (1 - 0.9**step)
        numbers -= step_size * mean / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return numbers[:PLACES], float(numbers[-1])


def main() -> None:
    """Writes the weights, each in one byte."""
    weights, bias = learn(list(examples()))
    scale = float(np.abs(weights).max()) / 127
    levels = np.round(weights / scale).astype(np.int8)
    stored = {
        "about": "Written by scripts/train_audit.py; see docs/count-guarantee.md.",
        "lists": hash_lists(),
        "scale": scale,
        "bias": bias,
        "weights": b64encode(zlib.compress(levels.tobytes(), 9)).decode(),
    }
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(f"{np.count_nonzero(levels)} weights in {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
