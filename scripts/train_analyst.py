"""Trains the local analyst from a gold file: weights, word tags, and its confidence.

    python scripts/train_analyst.py GOLD.jsonl TAGGED.tsv.gz [--out data/analyst.json]

Prints the cross-validated table, by conversation, as `python -m refiner evaluate` would
score it: every verdict in it comes from weights that never saw the conversation. The same
input gives the same file. Needs scikit-learn (requirements-train.txt); the product does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from refiner.analyst.features import CUE_TABLES, Features, cues_of, features_of, ruled  # noqa: E402
from refiner.analyst.place import place_of  # noqa: E402
from refiner.analyst.tokens import plain, tokenise  # noqa: E402
from refiner.analyst.weights import Steps, tags_of  # noqa: E402
from refiner.analyst.words import BE  # noqa: E402
from refiner.analyst.wordtags import WordTags  # noqa: E402
from refiner.detection.lexicon import fold, load_lexicon  # noqa: E402
from refiner.evaluation.evaluate import evaluate  # noqa: E402
from refiner.evaluation.gold import JudgedSpan, Sample, load_gold, strip_punctuation  # noqa: E402
from refiner.evaluation.scores import Prediction  # noqa: E402
from refiner.evaluation.tables import report_table  # noqa: E402

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]

PAUSE = "filled_pause"
FOLDS = 10
HOLD_BACK = 0.03  # scikit-learn's C: the smaller, the smaller the weights
SEEN = 12  # times that a feature, or an ending, must occur to be kept
_SERIES = re.compile(r"^(.*/[A-Z]{2}\d{4})[a-d]$")  # four meetings of the same people

# Penn tags that the cues do not tell apart.
_COARSE = {
    "NNP": "NN", "NNPS": "NNS", "ADD": "NN", "GW": "NN", "AFX": "NN", "FW": "NN", "LS": "CD",
    "$": "CD", "WP$": "PRP$", "PDT": "DT", "RBS": "RBR", "JJS": "JJR",
}  # fmt: skip
_JOINED = {
    "PRP+VBP": "PRP+V", "PRP+VBZ": "PRP+V", "PRP+MD": "PRP+V", "PRP+VBD": "PRP+V",
    "DT+VBZ": "DT+V", "WP+VBZ": "W+V", "EX+VBZ": "EX+V",
    "VBP+RB": "MD+RB", "VBD+RB": "MD+RB", "VBZ+RB": "MD+RB",
}  # fmt: skip
# Written text hardly knows these, or knows them in another sense.
_SPOKEN = {
    "gonna": "MD", "wanna": "MD", "gotta": "MD", "yeah": "UH", "mm": "UH", "okay": "UH",
    "we're": "PRP+V", "we'll": "PRP+V", "ive": "PRP+V", "weve": "PRP+V", "dunno": "VB",
}  # fmt: skip
_CLITIC = re.compile(r"^(n['’]t|['’](s|m|re|ll|ve|d))$", re.IGNORECASE)
_OPEN = frozenset({"NN", "NNS", "JJ", "VB", "VBD", "VBG", "VBN", "VBZ", "VBP", "RB"})


def tagged_words(path: Path) -> Iterator[tuple[str, str]]:
    """Words as the analyst reads them ("dont" for "do n't") with their Penn tags joined."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    at = 0
    while at < len(rows):
        if len(rows[at]) < 2 or not any(c.isalnum() for c in rows[at][0]):
            at += 1
            continue
        word, tag = rows[at][0], _COARSE.get(rows[at][1], rows[at][1])
        following = rows[at + 1] if at + 1 < len(rows) else [""]
        if _CLITIC.match(following[0]) and word[0].isalpha():
            word, tag = word + following[0], f"{tag}+{_COARSE.get(following[1], following[1])}"
            at += 1
        yield plain(word), tag
        at += 1


def word_table(path: Path) -> dict[str, Any]:
    """The `words` part of the file: see `WordTags`. Words seen once are left to their ending."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, tag in tagged_words(path):
        counts[word][tag] += 1
    report_table: dict[str, list[str]] = defaultdict(list)
    often: dict[str, list[str]] = {"verbs": [], "nouns": []}
    endings: dict[str, Counter[str]] = defaultdict(Counter)
    for word, seen in sorted(counts.items()):
        best = min(seen, key=lambda t: (-seen[t], t))
        for length in (2, 3, 4):
            if len(word) > 3 and best in _OPEN:
                endings[word[-length:]][best] += 1
        if seen.total() > 1:
            report_table[_tag(word, best)].append(word)
            share = Counter({t.split("+")[0]: 0 for t in seen})
            for tag, times in seen.items():
                share[tag.split("+")[0]] += times
            if (share["VB"] + share["VBP"]) / seen.total() >= 0.15:
                often["verbs"].append(word)
            if (share["NN"] + share["NNS"]) / seen.total() >= 0.2:
                often["nouns"].append(word)
    for word, tag in _SPOKEN.items():
        if word not in counts:
            report_table[tag].append(word)
    return {
        "tags": {tag: " ".join(sorted(words)) for tag, words in sorted(report_table.items())},
        "endings": _usual(endings),
        **{name: " ".join(words) for name, words in often.items()},
    }


def _usual(endings: Mapping[str, Counter[str]]) -> dict[str, str]:
    """The commonest tag of each ending that enough words share."""
    return {e: c.most_common(1)[0][0] for e, c in sorted(endings.items()) if c.total() >= SEEN}


def _tag(word: str, best: str) -> str:
    tag = _SPOKEN.get(word, _JOINED.get(best, best))
    return "BE" if word in BE and "+" not in tag else tag


@dataclass(frozen=True, slots=True)
class Span:
    """A judged span of a trained form, as the features see it."""

    sample: int
    start: int
    end: int
    filler: bool
    features: Features


def spans_of(samples: Sequence[Sample], tags: WordTags) -> list[Span]:
    spans = []
    for index, sample in enumerate(samples):
        tokens, folded = tokenise(sample.text), fold(sample.text)
        for judged in sample.judged:
            if judged.form in CUE_TABLES:
                first, last = tokens.inside(judged.start, judged.end)
                place = place_of(tokens, first, last, judged.form, tags)
                by_rule = ruled(folded, judged.start, judged.end, judged.form)
                features = features_of(place, cues_of(place), by_rule)
                spans.append(Span(index, judged.start, judged.end, judged.filler, features))
    return spans


def lessons_of(path: Path) -> list[Sample]:
    """One sample a sentence: "+ We had [like] ten." for a filler, "-" for none."""
    samples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line[:1] in ("+", "-"):
            before, said, after = re.split(r"[\[\]]", line[2:])
            text = before + said + after
            judged = JudgedSpan(len(before), len(before + said), said, said.lower(), line[0] == "+")
            samples.append(Sample("lesson", text, (judged,)))
    return samples


def groups_of(samples: Sequence[Sample]) -> list[str]:
    """What must not be torn apart: a conversation, a series of meetings, a text told twice."""
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
    fold: dict[str, int] = {}
    for group in sorted(set(groups), key=lambda g: (-sizes[g], g)):
        fold[group] = load.index(min(load))
        load[fold[group]] += sizes[group]
    return [fold[g] for g in groups]


class Model:
    """Logistic regression over named features that are seen often enough."""

    def __init__(self, spans: Sequence[Span]) -> None:
        seen = Counter(name for s in spans for name in s.features)
        self._kept = {name for name, times in seen.items() if times >= SEEN}
        self._names = DictVectorizer()
        rows = self._names.fit_transform([self._keep(s) for s in spans])
        labels = [s.filler for s in spans]
        self._model = LogisticRegression(C=HOLD_BACK, max_iter=2000).fit(rows, labels)

    def _keep(self, span: Span) -> Features:
        return {n: v for n, v in span.features.items() if n in self._kept}

    def chances(self, spans: Sequence[Span]) -> FloatArray:
        if not spans:
            return np.zeros(0)
        rows = self._names.transform([self._keep(s) for s in spans])
        return np.asarray(self._model.predict_proba(rows)[:, 1])

    def weights(self) -> dict[str, float]:
        values = dict(zip(self._names.feature_names_, self._model.coef_[0], strict=True))
        values["*|"] = values.get("*|", 0.0) + float(self._model.intercept_[0]) / 0.5
        return {name: round(float(v), 4) for name, v in sorted(values.items()) if abs(v) > 5e-5}


BAR = 0.5  # a filler verdict is one that is likelier than not
COUNTS = 0.7  # a run's default bar on confidence (REFINER_CONFIDENCE)
MARGIN = 0.01  # the lowest filler step is measured this far above it
LITERAL_EDGES = (0.05, 0.1, 0.2)
FILLER_EDGES = (0.8, 0.82, 0.84, 0.86, 0.88, 0.9)


def steps_of(chances: FloatArray, fillers: BoolArray) -> dict[str, Any]:
    """How often verdicts were right, in steps of the chance, on conversations not trained on.

    The lowest filler step is as wide as it must be for its verdicts to be right in `COUNTS`
    of cases: verdicts between 0.5 and 0.8 are right about equally often (people contradict
    each other there), so narrower steps would tell nothing more, and cutting them off
    would bias every total downwards.
    """
    lowest = next(
        edge
        for edge in FILLER_EDGES
        if fillers[(chances >= BAR) & (chances < edge)].mean() >= COUNTS + MARGIN
    )
    edges = [*LITERAL_EDGES, BAR, lowest]
    shares = []
    for low, high in zip([0.0, *edges], [*edges, 1.01], strict=True):
        inside = fillers[(chances >= low) & (chances < high)]
        share = float(inside.mean())
        shares.append(round(share if low >= BAR else 1 - share, 3))
    return {"bar": BAR, "edges": edges, "shares": shares}


def cross_validated(
    copies: Sequence[Sequence[Span]], lessons: Sequence[Span], fold: Sequence[int]
) -> list[FloatArray]:
    """The chance of each span, in each copy, by weights that never saw its conversation."""
    chances = [np.zeros(len(spans)) for spans in copies]
    for held in range(FOLDS):
        seen = [s for spans in copies for s in spans if fold[s.sample] != held]
        model = Model([*seen, *lessons])
        for found, spans in zip(chances, copies, strict=True):
            at = [i for i, s in enumerate(spans) if fold[s.sample] == held]
            found[at] = model.chances([spans[i] for i in at])
    return chances


def scored(
    samples: Sequence[Sample], spans: Sequence[Span], chances: FloatArray, steps: Steps, bar: float
) -> str:
    """The table of `evaluate`, from cross-validated chances; filled pauses as the product's."""
    found: dict[int, list[Prediction]] = defaultdict(list)
    for span, chance in zip(spans, chances, strict=True):
        filler = bool(chance >= steps.bar)
        found[span.sample].append(
            Prediction(span.start, span.end, filler, steps.confidence(float(chance)))
        )
    for index, sample in enumerate(samples):
        pauses = [o for o in load_lexicon().occurrences(sample.text) if o.entry.kind == PAUSE]
        found[index] += [Prediction(o.start, o.end, True, 0.99) for o in pauses]
    texts = {
        sample.text: sorted(found[i], key=lambda p: p.start) for i, sample in enumerate(samples)
    }

    def detector(asked: Sequence[str]) -> list[list[Prediction]]:
        return [texts[text] for text in asked]

    punctuated = samples[0].text != samples[0].text.lower()
    report, _ = evaluate(
        samples, "cross-validated", {"cross-validated": detector}, confidence=bar,
        punctuated=punctuated,
    )  # fmt: skip
    lines = report_table(report).splitlines()
    return "\n".join(line for line in lines if not line.startswith("advice"))  # needs all words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("tagged", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "analyst.json")
    args = parser.parse_args()
    words = word_table(args.tagged)
    samples = load_gold(args.gold)
    copies = [samples, [strip_punctuation(sample) for sample in samples]]
    tags = tags_of(words)
    spans = [spans_of(copy, tags) for copy in copies]
    written = lessons_of(ROOT / "scripts" / "lessons.txt")
    lessons = spans_of([*written, *map(strip_punctuation, written)], tags)
    fold = folds_of(groups_of(samples), spans[0])
    chances = cross_validated(spans, lessons, fold)
    fillers = np.array([s.filler for found in spans for s in found])
    steps = steps_of(np.concatenate(chances), fillers)
    for copy, found, chance in zip(copies, spans, chances, strict=True):
        learnt = Steps(steps["bar"], tuple(steps["edges"]), tuple(steps["shares"]))
        print(scored(copy, found, chance, learnt, COUNTS), end="\n\n")
    document = {
        "about": "Written by scripts/train_analyst.py; sources and licences in docs/accuracy.md.",
        "steps": steps,
        "weights": Model([*spans[0], *spans[1], *lessons]).weights(),
        "words": words,
    }
    args.out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
