"""A transcript as other recognisers would have written it, the judged spans moved along."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from refiner.evaluation.gold import FILLED_PAUSE, JudgedSpan, Sample, strip_punctuation

Variant = Callable[[Sample, random.Random], Sample]
PAUSES_DROPPED = 0.7  # the share of filled pauses that a recogniser leaves out
_COMMA_DROPPED = 0.7  # the share of their commas
_APOSTROPHES = "'’"


def keep_characters(sample: Sample, kept: Sequence[bool]) -> Sample:
    """`sample` with the characters that are `kept`; a span that is left empty is dropped."""
    moved = [0]
    for keep in kept:
        moved.append(moved[-1] + keep)
    text = "".join(char for char, keep in zip(sample.text, kept, strict=True) if keep)
    judged = []
    for span in sample.judged:
        start, end = moved[span.start], moved[span.end]
        if start < end:
            judged.append(JudgedSpan(start, end, text[start:end], span.form, span.filler))
    return Sample(sample.id, text, tuple(judged), sample.source)


def drop_marks(share: float) -> Variant:
    """Each mark is dropped with the chance `share`; hyphens and apostrophes stay."""

    def variant(sample: Sample, rng: random.Random) -> Sample:
        return keep_characters(
            sample,
            [
                c.isalnum() or c.isspace() or c in f"{_APOSTROPHES}-" or rng.random() > share
                for c in sample.text
            ],
        )

    return variant


def drop_pauses(sample: Sample, rng: random.Random) -> Sample:
    """Most filled pauses are dropped, with the comma or dash after them."""
    kept = [True] * len(sample.text)
    for span in sample.judged:
        if span.form != FILLED_PAUSE or rng.random() > PAUSES_DROPPED:
            continue
        end = span.end
        rest = sample.text[end : end + 4]
        if rest.lstrip()[:1] in (",", "–", "—", "-") and rng.random() < _COMMA_DROPPED:
            end += len(rest) - len(rest.lstrip()) + 1
        kept[span.start : end] = [False] * (end - span.start)
    return keep_characters(sample, kept)


def strip_marks(sample: Sample, rng: random.Random) -> Sample:
    """As `strip_punctuation`, but "don't" keeps its apostrophe."""
    inside = [
        c in _APOSTROPHES and 0 < i < len(sample.text) - 1
        and sample.text[i - 1].isalnum() and sample.text[i + 1].isalnum()
        for i, c in enumerate(sample.text)
    ]  # fmt: skip
    # strip_punctuation keeps U+02BC: it is a letter, other than the apostrophes
    marked = "".join("ʼ" if held else c for held, c in zip(inside, sample.text, strict=True))
    bare = strip_punctuation(Sample(sample.id, marked, sample.judged, sample.source))
    text = bare.text.replace("ʼ", "'")
    judged = tuple(
        JudgedSpan(s.start, s.end, text[s.start : s.end], s.form, s.filler) for s in bare.judged
    )
    return Sample(sample.id, text, judged, sample.source)


def as_written(sample: Sample, rng: random.Random) -> Sample:
    return sample


def unpunctuated(sample: Sample, rng: random.Random) -> Sample:
    return strip_punctuation(sample)


def _after_pauses(variant: Variant) -> Variant:
    return lambda sample, rng: variant(drop_pauses(sample, rng), rng)


WRITTEN: Sequence[Variant] = (
    as_written,
    as_written,
    as_written,
    drop_marks(0.5),
    drop_marks(0.3),
    drop_pauses,
)
UNPUNCTUATED: Sequence[Variant] = (
    unpunctuated,
    unpunctuated,
    strip_marks,
    strip_marks,
    _after_pauses(unpunctuated),
    _after_pauses(strip_marks),
)
"""In each epoch a transcript is read in one form of each row, drawn each time."""
