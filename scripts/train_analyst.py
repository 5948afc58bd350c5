"""Trains the local analyst's weights from gold files, and prints how good they are.

    python scripts/train_analyst.py GOLD.jsonl [CORRECTIONS.jsonl ...] [--out data/analyst.json]

Corrections exported from the Runs page are a gold file like any other.

Prints a table for each way of judging (the rules alone, the weights) in both forms: every
verdict of the weights comes from a fold that never saw the conversation. The same input
gives the same file. One minute on one core; needs numpy alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from refiner.analyst.features import LEARNT, Features, features_of  # noqa: E402
from refiner.analyst.judge import judge  # noqa: E402
from refiner.analyst.weights import chance_of, logit_of  # noqa: E402
from refiner.detection.detector import deciding_line  # noqa: E402
from refiner.detection.lexicon import fold, load_lexicon  # noqa: E402
from refiner.evaluation.evaluate import evaluate  # noqa: E402
from refiner.evaluation.gold import JudgedSpan, Sample, load_gold, strip_punctuation  # noqa: E402
from refiner.evaluation.scores import Prediction  # noqa: E402
from refiner.evaluation.tables import report_table  # noqa: E402

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

FOLDS = 5
STRENGTH = 0.03  # inverse of the penalty: the smaller, the smaller the weights
SEEN = 12  # times that a feature must occur to be kept
STEPS = 30  # of Newton's method
_SERIES = re.compile(r"^(.*/[A-Z]{2}\d{4})[a-d]$")  # four meetings of the same people


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


def groups_of(samples: Sequence[Sample]) -> list[str]:
    """What must stay together: a conversation, a series of meetings, a text found twice."""
    groups: dict[str, str] = {}
    by_text: dict[str, str] = {}
    for sample in samples:
        series = _SERIES.match(sample.conversation)
        group = series[1] if series else sample.conversation
        twin = by_text.setdefault(sample.text, group)
        groups[group] = groups.get(twin, twin)
        groups.setdefault(sample.conversation, groups[group])
    return [
        groups[m[1] if (m := _SERIES.match(s.conversation)) else s.conversation] for s in samples
    ]


def folds_of(groups: Sequence[str], spans: Sequence[Span]) -> list[int]:
    """A fold for each sample: whole groups, about as many judged spans in each fold."""
    sizes = Counter(groups[s.sample] for s in spans)
    load = [0] * FOLDS
    fold_of: dict[str, int] = {}
    for group in sorted(set(groups), key=lambda g: (-sizes[g], g)):
        fold_of[group] = load.index(min(load))
        load[fold_of[group]] += sizes[group]
    return [fold_of[g] for g in groups]


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


def score(samples: Sequence[Sample], spans: Sequence[Span], logits: FloatArray) -> str:
    """The table of `evaluate`, with these logits in place of the shipped weights'."""
    chances = {(s.sample, s.start): chance_of(float(z)) for s, z in zip(spans, logits, strict=True)}

    def detect(texts: Sequence[str]) -> list[list[Prediction]]:
        found = []
        for index, text in enumerate(texts):
            row = []
            for j in judge(text, mode="fast"):
                p = chances.get((index, j.start), j.probability)
                row.append(Prediction(j.start, j.end, p >= 0.5, max(p, 1 - p)))
            found.append(row)
        return found

    punctuated = any("." in sample.text for sample in samples)
    name = "cross-validated"
    report, _ = evaluate(samples, name, {name: detect}, confidence=0.5, punctuated=punctuated)
    return report_table(report)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "analyst.json")
    args = parser.parse_args()
    samples = [sample for path in args.gold for sample in load_gold(path)]
    copies = [samples, [strip_punctuation(sample) for sample in samples]]
    spans = [spans_of(copy) for copy in copies]
    written = lessons_of(ROOT / "scripts" / "lessons.txt")
    lessons = spans_of([*written, *map(strip_punctuation, written)])
    fold_of = folds_of(groups_of(samples), spans[0])
    logits = cross_validate(spans, lessons, fold_of)
    fillers = np.array([s.filler for found in spans for s in found], float)
    slope = slope_of(np.concatenate(logits), fillers)
    for copy, found, values in zip(copies, spans, logits, strict=True):
        print(score(copy, found, slope * values), end="\n\n")
    weights = fit([*spans[0], *spans[1], *lessons])
    document = {
        "about": "Written by scripts/train_analyst.py; sources and licences in docs/accuracy.md.",
        "gold_sha256": [hashlib.sha256(path.read_bytes()).hexdigest() for path in args.gold],
        "slope": round(slope, 3),
        "weights": {name: round(slope * weight, 4) for name, weight in weights.items()},
    }
    args.out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
