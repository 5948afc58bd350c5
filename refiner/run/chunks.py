"""Splits a transcript at sentence ends into independently judgeable chunks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

from refiner.spans import Span

_REACH = 600  # characters after the even place that are searched for a sentence end
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_SPACE = re.compile(r"\s+")


def split_transcript(text: str, kept: Sequence[Span], count: int) -> list[Span]:
    """At most `count` adjacent spans that cover the text, of about equal length.

    None of the `kept` spans, which are in order, is split. Text without sentence ends (as raw
    speech recognition gives it) is split between words.
    """
    starts = [0]
    for n in range(1, count):
        start = _chunk_start(text, max(len(text) * n // count, starts[-1]), kept)
        if starts[-1] < start < len(text):
            starts.append(start)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _chunk_start(text: str, even: int, kept: Sequence[Span]) -> int:
    """The first sentence end in reach after `even`, else the first gap between words."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, even, even + _REACH)]
    gaps = (match.end() for match in _SPACE.finditer(text, even))
    for offset in chain(ends, gaps):
        index = bisect_right(kept, offset, key=lambda span: span[0]) - 1
        if index < 0 or not kept[index][0] < offset < kept[index][1]:
            return offset
    return len(text)
