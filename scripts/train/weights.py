"""The weights of the fast way: features of judged words, and a logistic model of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from refiner.analyst.features import LEARNT, Features, features_of
from refiner.analyst.weights import logit_of
from refiner.detection.detector import deciding_line
from refiner.detection.lexicon import fold, load_lexicon
from refiner.evaluation.gold import JudgedSpan, Sample
from scripts.train.folds import FOLDS

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

LESSONS = Path(__file__).resolve().parents[1] / "lessons.txt"
STRENGTH = 0.03  # inverse of the penalty: the smaller, the smaller the weights
SEEN = 12  # times that a feature must occur to be kept
STEPS = 30  # of Newton's method


@dataclass(frozen=True, slots=True)
class Span:
    """A judged span of a learnt form, as the features describe it."""

    sample: int
    start: int
    form: str
    filler: bool
    by_rule: bool
    features: Features


def spans_of(samples: Sequence[Sample]) -> list[Span]:
    entries = {entry.word.lower(): entry for entry in load_lexicon().entries}
    spans = []
    for index, sample in enumerate(samples):
        folded = fold(sample.text)
        for j in sample.judged:
            form = j.form.lower()
            if form not in LEARNT:
                continue
            line = deciding_line(sample.text, folded, j.start, j.end, entries[form])
            features = features_of(form, folded, j.start, j.end, line)
            spans.append(Span(index, j.start, form, j.filler, line.filler, features))
    return spans


def lessons_of(path: Path) -> list[Sample]:
    """One sample a sentence: "+ We had [like] ten." for a filler, "-" for none."""
    samples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line[:1] in ("+", "-"):
            before, word, after = re.split(r"[\[\]]", line[2:])
            judged = JudgedSpan(len(before), len(before + word), word, word.lower(), line[0] == "+")
            samples.append(Sample("lesson", before + word + after, (judged,)))
    return samples


def fit(spans: Sequence[Span]) -> dict[str, float]:
    """Logistic regression with a squared penalty, by Newton's method: a weight a feature."""
    seen = Counter(name for s in spans for name in s.features)
    names = sorted(name for name, times in seen.items() if times >= SEEN)
    column = {name: i for i, name in enumerate(names)}
    rows = np.zeros((len(spans), len(names)))
    for i, span in enumerate(spans):
        for name, value in span.features.items():
            if name in column:
                rows[i, column[name]] = value
    labels = np.array([s.filler for s in spans], float)
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-rows @ weights))
        gradient = STRENGTH * rows.T @ (labels - chances) - weights
        curvature = (rows * (STRENGTH * chances * (1 - chances))[:, None]).T @ rows
        step = np.linalg.solve(curvature + np.eye(len(names)), gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return {n: round(float(w), 4) for n, w in zip(names, weights, strict=True) if abs(w) > 5e-5}


def cross_validate(
    copies: Sequence[Sequence[Span]], lessons: Sequence[Span], fold_of: Sequence[int]
) -> list[FloatArray]:
    """The logit of each span, in each copy, by weights that never saw its conversation."""
    logits = [np.zeros(len(spans)) for spans in copies]
    for held_out in range(FOLDS):
        seen = [s for spans in copies for s in spans if fold_of[s.sample] != held_out]
        weights = fit([*seen, *lessons])
        for found, spans in zip(logits, copies, strict=True):
            for i, span in enumerate(spans):
                if fold_of[span.sample] == held_out:
                    found[i] = logit_of(span.features, weights)
    return logits


def slope_of(logits: FloatArray, fillers: FloatArray) -> float:
    """What makes cross-validated logits mean what they say: one factor, by least log loss.

    The penalty on weights pulls every chance towards a half.
    """
    slope = 1.0
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-slope * logits))
        gradient = float((logits * (fillers - chances)).sum())
        slope += gradient / float((logits**2 * chances * (1 - chances)).sum())
    return slope
