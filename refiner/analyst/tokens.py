"""Text as the analyst reads it: words, and what stands between them.

One rule: a word reads the same with and without its capitals, apostrophes and typographic
marks, so that raw recogniser text and a polished transcript give the same words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from refiner.model import SPOKEN_WORD

_STOP = re.compile(r"[.?!]")
_DASH = re.compile(r"[–—…]|--|\.\.\.")
_COMMA = re.compile(r"[,;:]")
_QUOTE = re.compile(r"[\"“”«»]|[‘']\B")

# What stands before a word, from weakest to strongest.
SPACE, HYPHEN, CUT, QUOTE, COMMA, DASH, STOP, TURN = range(8)

# Contractions that would read as another word without their apostrophe keep it.
_DISTINCT = frozenset({"well", "were", "ill", "shell", "hell", "id", "wed", "shed"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists, one entry a word; `gaps` has one more, for what follows the last.

    `gaps[i]` is the strongest mark between word i-1 and word i.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[int]

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """First and last word of the characters `start` to `end`; first > last if none."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end) - 1


def plain(word: str) -> str:
    """`word` in lower case without apostrophes: "Don’t" reads "dont"."""
    low = word.lower()
    if "'" not in low and "’" not in low:
        return low
    bare = low.replace("'", "").replace("’", "")
    return low.replace("’", "'") if bare in _DISTINCT else bare


def _new_turn(between: str, word: str) -> bool:
    """A line break is a new turn, unless the line was only wrapped in mid-sentence."""
    wrapped = word[0].islower() or word[:2] in ("I", "I'", "I’")
    return not wrapped or between.count("\n") > 1 or bool(_STOP.search(between))


def _gap(between: str, word: str) -> int:
    """The strongest mark in what stands before `word`."""
    if between == " ":
        return SPACE
    if "\n" in between and _new_turn(between, word):
        return TURN
    if _DASH.search(between):
        return DASH
    if _STOP.search(between):
        return STOP
    if _COMMA.search(between):
        return COMMA
    if _QUOTE.search(between):
        return QUOTE
    if "-" in between:
        return CUT if between.strip() != between else HYPHEN
    return SPACE


def tokenise(text: str) -> Tokens:
    """Words of `text` in order; linear in its length."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[int] = []
    last = 0
    for found in SPOKEN_WORD.finditer(text):
        start, end = found.span()
        words.append(plain(found.group()))
        starts.append(start)
        ends.append(end)
        gaps.append(_gap(text[last:start], found.group()) if last else TURN)
        last = end
    gaps.append(STOP if _STOP.search(text, last) else TURN)
    return Tokens(words, starts, ends, gaps)
