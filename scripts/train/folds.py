"""Which conversations are held out together, so that none is judged by weights that saw it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from refiner.evaluation.gold import FILLED_PAUSE, Sample

FOLDS = 5
_SERIES = re.compile(r"^(.*/[A-Z]{2}\d{4})[a-d]$")  # four meetings of the same people


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


def folds_of(samples: Sequence[Sample]) -> list[int]:
    """A fold for each sample: whole groups, about as many judged words in each fold."""
    groups = groups_of(samples)
    sizes = Counter(
        group
        for group, sample in zip(groups, samples, strict=True)
        for span in sample.judged
        if span.form != FILLED_PAUSE
    )
    load = [0] * FOLDS
    fold_of: dict[str, int] = {}
    for group in sorted(set(groups), key=lambda g: (-sizes[g], g)):
        fold_of[group] = load.index(min(load))
        load[fold_of[group]] += sizes[group]
    return [fold_of[g] for g in groups]
