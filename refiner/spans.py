"""Spans of a text: pairs of offsets, end exclusive, and where a phrase occurs."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from refiner.patterns import compile_later

Span = tuple[int, int]

_UNSPACED = compile_later(  # scripts without blanks: Thai, Lao, Burmese, Khmer, kana, Han
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)

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
    """Where `phrase` occurs in `text` as whole words, whatever its case and white space.

    Accents may be characters of their own in either (NFD). In a script without blanks between
    words it is found within longer words too.
    """
    if not phrase.strip():
        return []
    forms = (unicodedata.normalize(form, phrase).split() for form in ("NFC", "NFD"))
    source = "|".join(r"\s+".join(map(re.escape, words)) for words in forms)
    pattern = re.compile(source, re.IGNORECASE)
    found: list[Span] = []
    position = 0
    while match := pattern.search(text, position):
        start, end = match.span()
        is_whole = not (_is_within_word(text, start) or _is_within_word(text, end))
        if is_whole:
            found.append((start, end))
        position = end if is_whole else start + 1
    return found


def _is_within_word(text: str, offset: int) -> bool:
    """Whether the characters before and after `offset` are of one word."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if unicodedata.category(after).startswith("M"):  # it changes the letter before it
        return True
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return False
    is_letter = re.match(r"\w", before) or unicodedata.category(before).startswith("M")
    return bool(is_letter and re.match(r"\w", after))
