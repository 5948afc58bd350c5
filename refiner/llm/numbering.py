"""Numbers listed words in a transcript, `[7:like]`, and reads text that has such numbers.

A model cannot count characters, so a word is named by its number. A `[` or `]` of the
transcript itself is sent as `(` or `)`; offsets stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from refiner.spans import Span

_ROUND = str.maketrans("[]", "()")
_OPENING = re.compile(r"\[(\d+):")
_NUMBERED = re.compile(r"\[(\d+):([^\[\]]*)\]")


def number_words(text: str, spans: Sequence[Span]) -> str:
    """`text` with each span numbered from 1; `spans` are in order and do not overlap."""
    pieces, end = [], 0
    for number, (start, stop) in enumerate(spans, 1):
        pieces += [
            round_brackets(text[end:start]),
            f"[{number}:{round_brackets(text[start:stop])}]",
        ]
        end = stop
    return "".join([*pieces, round_brackets(text[end:])])


def round_brackets(text: str) -> str:
    """`text` as sent: its own square brackets become round ones, every offset unchanged."""
    return text.translate(_ROUND)


def strip_numbers(passage: str) -> str:
    """A passage without numbers and their brackets; a cut one may have half of a pair."""
    return _OPENING.sub("", passage).replace("]", "")


def read_numbered(text: str) -> tuple[str, dict[int, Span]]:
    """The text without its numbers, and the span of each number in it."""
    pieces: list[str] = []
    spans: dict[int, Span] = {}
    end = length = 0
    for match in _NUMBERED.finditer(text):
        before = text[end : match.start()]
        start = length + len(before)
        length = start + len(match[2])
        pieces += [before, match[2]]
        spans[int(match[1])] = (start, length)
        end = match.end()
    return "".join([*pieces, text[end:]]), spans
