"""Slots of a draft as marks, in which a sentence can be folded and its figures read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase

from refiner.advice.habit_counts import HABIT_COUNTS
from refiner.patterns import compile_later

_SLOT = compile_later(r"\{\{\s*([^{}]*?)\s*\}\}")
MARK = compile_later(r"@([a-z]+)(?:=([^@]*))?@")
NAMED = compile_later(r"FILLER<([^<>]*)>")
_HABIT = compile_later(r"(talk|goal)\.habits\.(\w+)")
_BY_WORD = compile_later(r"(fillers|goal)\s*\.\s*by_word\s*(?:\.\s*|(?=\[))(.+)", re.IGNORECASE)

_KINDS = {
    "fillers.total": "total",
    "fillers.per_minute": "perminute",
    "fillers.per_100_words": "perhundred",
    "talk.words": "words",
    "talk.minutes": "minutes",
    "talk.words_per_minute": "pace",
    "history.talks": "talks",
    "history.fillers.per_100_words": "earlier",
    "history.change": "change",
    "goal.fillers.per_100_words": "goal",
    "goal.words_per_minute": "goalpace",
}
_CODES = dict(zip(HABIT_COUNTS, ascii_lowercase, strict=False))  # a kind may read as a word
HABIT_LABELS = {code: HABIT_COUNTS[kind].label for kind, code in _CODES.items()}

AIMS = {"goal": "perhundred", "goalpace": "pace", "goalword": "word", "goalhabit": "habit"}
"""The figure of this talk that each goal is for."""
REACH = 120  # characters before a figure in which its noun is looked for


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what names it: `text[start:end]`; the mark itself begins at `at`."""

    kind: str
    start: int
    at: int
    end: int
    paired: bool = False

    @classmethod
    def of(cls, mark: re.Match[str], start: int | None = None, end: int | None = None) -> Figure:
        at = mark.start()
        return cls(mark[1], at if start is None else start, at, end or mark.end())


def mask(sentence: str) -> str:
    """Each slot of the sentence as `@name@`, that of a word as `@word=um@` or `@goalword=um@`.

    That of a habit is `@habit=b@` or `@goalhabit=b@`, by its code.
    """
    return _SLOT.sub(lambda slot: _mark_of(slot[1]), sentence)


def _mark_of(written: str) -> str:
    name = re.sub(r"\s*\.\s*", ".", written) if "by_word" not in written else written
    if name.lower() in _KINDS:
        return f"@{_KINDS[name.lower()]}@"
    by_word, habit = _BY_WORD.fullmatch(written.strip()), _HABIT.fullmatch(name.strip())
    if habit is not None and habit[2] in _CODES:
        return f"@{'habit' if habit[1] == 'talk' else 'goalhabit'}={_CODES[habit[2]]}@"
    if by_word is None:
        return "@unknown@"
    word = " ".join(by_word[2].strip(" \t\"'“”‘’`[]").casefold().split()).replace("’", "'")
    return f"@{'word' if by_word[1].lower() == 'fillers' else 'goalword'}={word}@"


def without_marks(text: str) -> str:
    """The masked text with `SLOT` for each figure and `FILLER` for each filler word."""
    return NAMED.sub("FILLER", MARK.sub("SLOT", text))


def end_of_times(text: str, mark: re.Match[str]) -> int:
    """The end of the mark, or of "times" right behind it."""
    return mark.end() + len(" times" if text.startswith(" times", mark.end()) else "")
