"""The neighbours of a word that the rules look at.

Hesitation is ignored. Filled pauses, cut-off words ("th-") and repeated words are no
neighbours, so "like, um, th- the the thing" reads as "like the thing".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NO_NEIGHBOUR = "<edge>"  # no word: the sentence, the turn or the text ends here
CONTEXT_CHARS = 72  # code points looked at on either side
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
    lefts = _TOKEN.findall(folded, max(0, start - CONTEXT_CHARS), start)
    lefts.reverse()
    if start <= CONTEXT_CHARS:
        lefts.append(".")
    rights = _TOKEN.findall(folded, end, end + CONTEXT_CHARS)
    if end + CONTEXT_CHARS >= len(folded):
        rights.append(".")
    before, left, pause_before = _neighbours(lefts, itself)
    after, right, pause_after = _neighbours(rights, itself)
    return Context((*left, *right, before, after, pause_before, pause_after))


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


def _neighbours(tokens: list[str], itself: str) -> tuple[str, list[str], str]:
    """The mark at the span, its neighbours on one side, and "um" for a pause before them."""
    words: list[str] = []
    mark, last, pause = "", itself, ""
    for token in tokens:
        if not (token[0].isalnum() or token[0] in "$£€"):
            stop = not _STOP.isdisjoint(token)
            if not words and mark != ".":
                mark = "." if stop else ("," if token[0] in ",;:" else mark or "-")
            if stop:
                break
        elif _PAUSE.fullmatch(token):
            pause = pause if words else "um"
        elif token[-1] != "-" and token != last:
            words.append(token)
            if len(words) == NEIGHBOURS:
                return mark, words, pause
            last = token
    return mark, words + [NO_NEIGHBOUR] * (NEIGHBOURS - len(words)), pause
