"""Spans of a text: pairs of offsets, end exclusive, and where a phrase occurs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Span = tuple[int, int]


def overlapping(spans: Sequence[Span], span: Span) -> range:
    """The indices of the `spans` that share a character with `span`.

    `spans` are in order and do not overlap each other. Costs a binary search.
    """
    first = bisect_right(spans, span[0], key=lambda s: s[1])
    return range(first, bisect_left(spans, span[1], key=lambda s: s[0]))


def find_phrase(phrase: str, text: str) -> list[Span]:
    """Where `phrase` occurs in `text` as whole words, whatever its case and white space."""
    if not phrase.strip():
        return []
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, phrase.split())) + r"(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
