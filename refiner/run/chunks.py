"""Splits a transcript at sentence ends into independently judgeable chunks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

from refiner.model import Candidate, count_words

CHUNK_WORDS = 400  # with fewer, the instructions sent with each chunk outweigh its text
MAX_CHUNKS = 6  # more would hit the provider's concurrency limit
_REACH = 600  # characters after the even place that are searched for a sentence end
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_SPACE = re.compile(r"\s+")


def split_transcript(text: str, candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Adjacent spans that cover the text, of about equal length; no candidate is split.

    Text without sentence ends (as raw speech recognition gives it) is split between words.
    """
    count = min(MAX_CHUNKS, max(1, round(count_words(text) / CHUNK_WORDS)))
    starts = [0]
    for n in range(1, count):
        start = _chunk_start(text, max(len(text) * n // count, starts[-1]), candidates)
        if starts[-1] < start < len(text):
            starts.append(start)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _chunk_start(text: str, even: int, candidates: Sequence[Candidate]) -> int:
    """The first sentence end in reach after `even`, else the first gap between words."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, even, even + _REACH)]
    gaps = (match.end() for match in _SPACE.finditer(text, even))
    for offset in chain(ends, gaps):
        index = bisect_right(candidates, offset, key=lambda c: c.start) - 1
        if index < 0 or not candidates[index].start < offset < candidates[index].end:
            return offset
    return len(text)
