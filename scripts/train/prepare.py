"""Everything that the encoder is trained on, as one file of arrays."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from refiner.analyst.encoder import BEGIN, END, FOLDER, PAD, SHARED
from refiner.analyst.weights import logit_of
from refiner.evaluation.gold import Sample, strip_punctuation
from scripts.train.folds import FOLDS, folds_of
from scripts.train.speech import choose_places, find_places, read_speech
from scripts.train.variants import UNPUNCTUATED, WRITTEN, strip_marks
from scripts.train.weights import LESSONS, fit, lessons_of, spans_of
from scripts.train.windows import FULL_REACH, LENGTH, Reach, Windows, cut_windows, join_windows

AnyArray = np.ndarray[Any, np.dtype[Any]]

REACHES: Sequence[Reach] = (FULL_REACH, (32, 22, SHARED), (24, 16, SHARED))
"""Contexts in which the held-out places are read: shorter ones cost less time."""
SPEECH = 1_000_000  # in the sample numbers of unmarked speech
STREAM = 27_000_000  # word pieces of unmarked speech, for guessing words
STEP = 110  # pieces between windows of the gold's own texts


def prepare(
    samples: Sequence[Sample], speech: Path | None, stream: int = STREAM
) -> dict[str, AnyArray]:
    """The arrays by name; what they hold is said where they are made."""
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    parts = read_speech(speech) if speech else []
    numbered = list(enumerate(samples))
    fold_of = folds_of(samples)
    found: dict[str, AnyArray] = {"fold": np.array(fold_of, np.int8)}
    for row, variants in (("written", WRITTEN), ("unpunctuated", UNPUNCTUATED)):
        for v, variant in enumerate(variants):
            rng = random.Random(f"{row} {v}")
            form = [(i, variant(sample, rng)) for i, sample in numbered]
            found |= cut_windows(tokenizer, form, rng=rng if v else None).arrays(f"{row}.{v}")
    forms = {"written": numbered, "unpunctuated": [(i, strip_punctuation(s)) for i, s in numbered]}
    for row, form in forms.items():
        for r, reach in enumerate(REACHES):
            found |= cut_windows(tokenizer, form, reach).arrays(f"test.{row}.{r}")
    windows, logits = _unjudged(tokenizer, samples, parts, fold_of)
    found |= windows.arrays("unjudged") | {"unjudged.logit": logits}
    found["own"], found["own.sample"] = _own_texts(tokenizer, samples)
    found["stream"] = _stream(tokenizer, parts, stream)
    found["marks"] = _marks(tokenizer)
    return found


def _unjudged(
    tokenizer: Tokenizer, samples: Sequence[Sample], parts: Sequence[str], fold_of: Sequence[int]
) -> tuple[Windows, AnyArray]:
    """Windows of places that are not judged, and the weights' logits on them.

    The logits (FOLDS + 1, windows, PLACES): by the weights of each fold, and of all the gold.
    Samples of unmarked speech are numbered from `SPEECH` on.
    """
    taught = [
        (i, replace(s, judged=tuple(find_places(s.text, [(j.start, j.end) for j in s.judged]))))
        for i, s in enumerate(samples)
    ]
    taught += list(enumerate(choose_places(parts), SPEECH))
    taught = [(i, sample) for i, sample in taught if sample.judged]
    rng = random.Random(11)
    bare = [
        (i, strip_punctuation(s) if rng.random() < 0.5 else strip_marks(s, rng)) for i, s in taught
    ]
    weights = _weights_by_fold(samples, fold_of)
    cut, logits = [], []
    for form in (taught, bare):
        windows = cut_windows(tokenizer, form)
        spans = spans_of([sample for _, sample in form])
        at = {(form[s.sample][0], s.start): s.features for s in spans}
        starts = {(i, k): j.start for i, sample in form for k, j in enumerate(sample.judged)}
        values = np.zeros((FOLDS + 1, *windows.label.shape), np.float32)
        for row, place in zip(*np.nonzero(windows.label >= 0), strict=True):
            number = int(windows.sample[row])
            features = at[number, starts[number, int(windows.span[row, place])]]
            values[:, row, place] = [logit_of(features, w) for w in weights]
        cut.append(windows)
        logits.append(values)
    return join_windows(cut), np.concatenate(logits, 1).astype(np.float16)


def _weights_by_fold(samples: Sequence[Sample], fold_of: Sequence[int]) -> list[dict[str, float]]:
    copies = [*spans_of(samples), *spans_of([strip_punctuation(s) for s in samples])]
    written = lessons_of(LESSONS)
    lessons = spans_of([*written, *map(strip_punctuation, written)])
    return [
        fit([*(s for s in copies if fold_of[s.sample] != held_out), *lessons])
        for held_out in range(FOLDS + 1)
    ]


def _own_texts(tokenizer: Tokenizer, samples: Sequence[Sample]) -> tuple[AnyArray, AnyArray]:
    """The gold's texts in windows, without labels, as written and unpunctuated; their samples."""
    rows, numbers = [], []
    rng = random.Random(0)
    for i, sample in enumerate(samples):
        for form in (sample, strip_marks(sample, rng), strip_punctuation(sample)):
            pieces = tokenizer.encode(form.text, add_special_tokens=False).ids
            for at in range(0, max(1, len(pieces) - 30), STEP):
                row = np.full(LENGTH, PAD, np.uint16)
                part = (BEGIN, *pieces[at : at + STEP], END)
                row[: len(part)] = part
                rows.append(row)
                numbers.append(i)
    return np.array(rows), np.array(numbers, np.int32)


def _stream(tokenizer: Tokenizer, parts: Sequence[str], most: int) -> AnyArray:
    def pieces() -> Iterator[AnyArray]:
        held = 0
        for at in range(0, len(parts), 64):
            for encoding in tokenizer.encode_batch(parts[at : at + 64], add_special_tokens=False):
                held += len(encoding.ids)
                yield np.array(encoding.ids, np.uint16)
            if held >= most:
                return

    return np.concatenate([np.zeros(0, np.uint16), *pieces()])[:most]


def _marks(tokenizer: Tokenizer) -> AnyArray:
    """The numbers of pieces that are marks of punctuation."""
    return np.array(
        sorted(
            number
            for piece, number in tokenizer.get_vocab().items()
            if not any(c.isalnum() for c in piece) and piece not in ("'", "’")
        ),
        np.uint16,
    )
