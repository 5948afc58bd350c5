"""Spans of a text: pairs of offsets, end exclusive, and where a phrase occurs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Span = tuple[int, int]

CLUSTER_FILLERS, CLUSTER_WORDS = 3, 12  # ours: so many fillers within so many words


def overlapping(spans: Sequence[Span], span: Span) -> range:
    """The indices of the `spans` that share a character with `span`.

    `spans` are in order and do not overlap each other. Costs a binary search.
    """
    first = bisect_right(spans, span[0], key=lambda s: s[1])
    return range(first, bisect_left(spans, span[1], key=lambda s: s[0]))


def find_clusters(fillers: Sequence[Span], word_starts: Sequence[int]) -> list[range]:
    """Clusters of fillers, as the indices of each: every three neighbours within a few words.

    `fillers` and `word_starts` in order. A cluster is as long as it can be.
    """
    clusters: list[range] = []
    for first in range(len(fillers) - CLUSTER_FILLERS + 1):
        end = first + CLUSTER_FILLERS
        start_word = bisect_left(word_starts, fillers[first][0])
        if bisect_left(word_starts, fillers[end - 1][1]) - start_word <= CLUSTER_WORDS:
            if clusters and first < clusters[-1].stop:
                first = clusters.pop().start
            clusters.append(range(first, end))
    return clusters


def find_phrase(phrase: str, text: str) -> list[Span]:
    """Where `phrase` occurs in `text` as whole words, whatever its case and white space."""
    if not phrase.strip():
        return []
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, phrase.split())) + r"(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
