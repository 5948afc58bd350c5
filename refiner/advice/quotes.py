"""Passages of a transcript that show a habit, short enough to be quoted.

A quote is an exact slice of the transcript, at most `QUOTE_CHARS` long, cut at word ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from refiner.advice.habits import TextIndex, trim_span
from refiner.spans import Span

QUOTE_CHARS = 140
MAX_CONSIDERED = 40  # places from which the examples are chosen
EASY_WORDS = range(4, 23)  # words of a passage that reads well by itself

_NUMBER = re.compile(
    r"\d|\b(?=[efnost])(?:one|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE
)


def choose_quotes(index: TextIndex, spans: Iterable[Span], limit: int) -> list[str]:
    """Up to `limit` passages that do not overlap, those that read best by themselves first.

    A passage without numbers comes before one with: advice that quotes it cannot be
    misread as a count.
    """
    text = index.text
    considered = {_find_passage(index, span): span for span in islice(spans, MAX_CONSIDERED)}

    def rank(passage: Span) -> tuple[bool, bool, bool]:
        quote, end = text[slice(*passage)], considered[passage][1]
        set_off = text[end : end + 1] in (",", ".", "…", "?", "-")
        return bool(_NUMBER.search(quote)), not set_off, len(quote.split()) not in EASY_WORDS

    chosen: list[Span] = []
    for passage in sorted(considered, key=rank):
        if len(chosen) < limit and all(passage[1] <= s or e <= passage[0] for s, e in chosen):
            chosen.append(passage)
    return [text[start:end] for start, end in chosen]


def quote_around(index: TextIndex, span: Span) -> str:
    """The passage that shows `span`."""
    return index.text[slice(*_find_passage(index, span))]


def _find_passage(index: TextIndex, span: Span) -> Span:
    """The sentence around `span`, or as much of it as `QUOTE_CHARS` hold, cut at blanks."""
    text = index.text
    bounds = index.sentence_at(span[0])[0], index.sentence_at(span[1] - 1)[1]
    low, high = _line_within(text, *bounds, span)
    if high - low <= QUOTE_CHARS:
        return trim_span(text, low, high)
    if span[1] - span[0] > QUOTE_CHARS:
        start, end = index.word_from(span[0])
        span = (start, min(end, start + QUOTE_CHARS))
    start = max(low, span[0] - (QUOTE_CHARS - (span[1] - span[0])) // 2)
    end = min(high, start + QUOTE_CHARS)
    start = max(low, end - QUOTE_CHARS)
    while low < start < span[0] and not text[start - 1].isspace():
        start += 1
    if end >= high:
        return start, len(text[:high].rstrip())
    while end > span[1] and not text[end].isspace():
        end -= 1
    return start, end


def _line_within(text: str, low: int, high: int, span: Span) -> Span:
    """`low` to `high`, or only the line of `span` if that line is long enough to show it."""
    start = max(low, text.rfind("\n", low, span[0]) + 1)
    end = text.find("\n", span[1], high)
    end = high if end < 0 else end
    return (start, end) if end - start >= QUOTE_CHARS // 3 else (low, high)
