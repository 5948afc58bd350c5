"""Slots in a coach's text, and their numbers.

A number in a slot comes from the refined counts and from nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from refiner.model import Advice, FillerCounts

_SLOT = re.compile(r"\{\{\s*fillers\s*\.\s*([^{}]*?)\s*\}\}", re.IGNORECASE)
_BY_WORD = re.compile(r"by_word\s*(?:\.\s*|(?=\[))(.+)", re.IGNORECASE | re.DOTALL)
_WRAPPING = " \t\r\n\"'“”‘’`[]"


def fill_slots(advice: Advice, counts: FillerCounts) -> Advice:
    """`advice` with every known slot filled; an unknown slot stays as written.

    The slot of a word that has no refined fillers is 0. Rates have one decimal at most.
    """
    return map_texts(advice, lambda text: _SLOT.sub(lambda slot: _value(slot, counts), text))


def map_texts(advice: Advice, change: Callable[[str], str]) -> Advice:
    """`advice` with each of its texts changed."""

    def each(part: Mapping[str, Any]) -> dict[str, str]:
        return {key: change(text) for key, text in part.items()}

    return Advice(
        change(advice.headline),
        tuple(each(area) for area in advice.focus_areas),
        tuple(change(strength) for strength in advice.strengths),
        tuple(each(goal) for goal in advice.weekly_goals),
        change(advice.motivation),
    )


def fold_word(word: str) -> str:
    """A word for comparison: ignores case, white space and the shape of an apostrophe."""
    return " ".join(word.replace("’", "'").split()).casefold()


def _value(slot: re.Match[str], counts: FillerCounts) -> str:
    name = slot[1].strip()
    match name.lower():
        case "total":
            return str(counts.total)
        case "per_minute":
            return f"{counts.per_minute:g}"
        case "per_100_words":
            return f"{counts.per_100_words:g}"
    by_word = _BY_WORD.fullmatch(name)
    if by_word is None:
        return slot[0]
    wanted = fold_word(by_word[1].strip(_WRAPPING))
    return str(sum(n for word, n in counts.by_word.items() if fold_word(word) == wanted))
