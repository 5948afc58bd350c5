"""The neighbours of a word that the rules look at.

Hesitation is ignored. Filled pauses, cut-off words ("th-") and repeated words are no
neighbours, so "like, um, th- the the thing" reads as "like the thing".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

NO_NEIGHBOUR = "<edge>"  # no word: the sentence, the turn or the text ends here
CONTEXT_CHARS = 72  # code points looked at on either side
_NEAR_CHARS = 24  # looked at first: three words are shorter than that
NEIGHBOURS = 3
POSITIONS = ("l1", "l2", "l3", "r1", "r2", "r3", "before", "after", "pause_before", "pause_after")

_TOKEN = re.compile(r"[$£€]?\w+(?:['’.\-]\w+)*-?|[^\w\s]+|\n")
_PAUSE = re.compile(r"(?:u+[hm]+|e+r+m*|h+m+|m+|uhm+|eh+)")
_STOP = frozenset(".?!\n…")


@dataclass(frozen=True, slots=True)
class Context:
    """The word or mark at each of `POSITIONS` around a span, in lower case.

    `l1 l2 l3` and `r1 r2 r3` are neighbours, nearest first, `EDGE` past a boundary. `before`
    and `after` are the marks at the span: "." for the end of a sentence, a turn or the text,
    "," for a comma, colon or semicolon, "-" for a dash or a quotation mark, "" for none.
    `pause_before` and `pause_after` are "um" for a filled pause next to the span, else "".
    """

    at: tuple[str, ...]


def context(folded: str, start: int, end: int) -> Context:
    """The context of `folded[start:end]`; costs the same at any offset."""
    itself = folded[start:end]
    before, left, pause_before = _left_side(folded, start, itself)
    after, right, pause_after = _right_side(folded, end, itself)
    return Context((*left, *right, before, after, pause_before, pause_after))


_Side = tuple[str, list[str], str]


def _left_side(folded: str, start: int, itself: str) -> _Side:
    """`_neighbours` on the left; most often the nearest words are enough."""
    far = max(0, start - CONTEXT_CHARS)
    near = folded.rfind(" ", far, max(far, start - _NEAR_CHARS))
    if near > far:
        side, is_whole = _neighbours(reversed(_TOKEN.findall(folded, near, start)), itself)
        if is_whole:
            return side
    lefts = _TOKEN.findall(folded, far, start)
    lefts.reverse()
    if start <= CONTEXT_CHARS:
        lefts.append(".")
    return _neighbours(lefts, itself)[0]


def _right_side(folded: str, end: int, itself: str) -> _Side:
    """`_neighbours` on the right; most often the nearest words are enough."""
    far = end + CONTEXT_CHARS
    near = folded.find(" ", end + _NEAR_CHARS, far)
    if near > 0:
        side, is_whole = _neighbours(_TOKEN.findall(folded, end, near), itself)
        if is_whole:
            return side
    rights = _TOKEN.findall(folded, end, far)
    if far >= len(folded):
        rights.append(".")
    return _neighbours(rights, itself)[0]


def is_marked(folded: str, start: int, end: int) -> bool:
    """Whether the sentence around has commas or full stops: else a missing one says nothing."""
    sides = (
        reversed(_TOKEN.findall(folded, max(0, start - CONTEXT_CHARS), start)),
        _TOKEN.findall(folded, end, end + CONTEXT_CHARS),
    )
    for tokens in sides:
        for token in tokens:
            if token[0] in ",;:.?!":
                return True
            if token[0] in _STOP:
                break
    return False


def _neighbours(tokens: Iterable[str], itself: str) -> tuple[_Side, bool]:
    """The mark at the span, its neighbours on one side, and "um" for a pause before them.

    The last value tells whether these are all: tokens farther off would change nothing.
    """
    words: list[str] = []
    mark, last, pause = "", itself, ""
    for token in tokens:
        if not (token[0].isalnum() or token[0] in "$£€"):
            stop = not _STOP.isdisjoint(token)
            if not words and mark != ".":
                mark = "." if stop else ("," if token[0] in ",;:" else mark or "-")
            if stop:
                return (mark, _padded(words), pause), True
        elif token[0] in "uehm" and _PAUSE.fullmatch(token):
            pause = pause if words else "um"
        elif token[-1] != "-" and token != last:
            words.append(token)
            if len(words) == NEIGHBOURS:
                return (mark, words, pause), True
            last = token
    return (mark, _padded(words), pause), False


def _padded(words: list[str]) -> list[str]:
    return words + [NO_NEIGHBOUR] * (NEIGHBOURS - len(words))
