"""The tables of words (`data/advice`), and which of them a word belongs to.

A table holds words and reads off their regular endings. If a form is in a table itself,
that table decides: "hard" is harmless, "hardly" says how often.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from functools import cache, lru_cache

from refiner.places import DATA_FOLDER

TABLES = DATA_FOLDER / "advice"

Endings = tuple[tuple[str, str], ...]
_ENDINGS: Endings = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""),
    ("ing", "e"), ("ly", ""), ("ily", "y"), ("ness", ""), ("iness", "y"), ("'s", ""), ("s'", "s"),
    ("'ll", ""), ("'d", ""), ("'ve", ""),
    ("'re", ""),
)  # fmt: skip


# A harmless word may also be one of these: "instrumental", "hesitancy".
_DERIVED: Endings = (
    ("ation", "ate"), ("ation", "e"), ("ation", ""), ("ion", ""), ("ion", "e"), ("ment", ""),
    ("able", ""), ("able", "e"), ("ful", ""), ("ity", ""), ("ity", "e"), ("al", ""), ("al", "e"),
    ("ive", "e"), ("ive", ""), ("ous", ""), ("ence", "ent"), ("ance", "ant"), ("ency", "ent"),
    ("ancy", "ant"), ("ise", ""), ("ize", ""), ("or", ""), ("or", "e"), ("y", ""), ("y", "e"),
    ("ism", ""), ("ist", ""), ("ic", ""), ("ish", ""), ("ward", ""), ("wards", ""),
)  # fmt: skip


class Level(IntEnum):
    """How freely a word may be used: the lower, the more freely."""

    ABOUT_FILLERS = 0  # also in a statement about fillers
    HARMLESS = 1  # in any other sentence
    LOOSE = 2  # in a sentence that names no filler
    RELATIVE = 3  # where nothing is stated of the talk
    QUANTIFIER = 4  # there, if no filler is named, or where delivery is not mentioned
    UNFIT = 5  # only in an idiom, or where practice is counted


_STRICT = (Level.UNFIT, Level.QUANTIFIER, Level.RELATIVE, Level.LOOSE)
_BY_FORM = (Level.ABOUT_FILLERS, *_STRICT, Level.HARMLESS)
_BY_STEM = (*_STRICT, Level.ABOUT_FILLERS, Level.HARMLESS)
_FILES = {
    Level.ABOUT_FILLERS: "about_fillers",
    Level.HARMLESS: "harmless",
    Level.LOOSE: "loose",
    Level.RELATIVE: "relative",
    Level.QUANTIFIER: "quantifiers",
    Level.UNFIT: "quantities",
}


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one table."""
    lines = (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=20_000)
def level_of(word: str) -> Level:
    """The level of an English word; a word that no table knows is unfit."""
    stems = set(base_forms(word))
    for forms, levels in (({word}, _BY_FORM), (stems, _BY_STEM)):
        for level in levels:
            if not words_of(_FILES[level]).isdisjoint(forms):
                return level
    derived = {base for form in (word, *stems) for base in base_forms(form, _DERIVED)}
    quantities = words_of(_FILES[Level.UNFIT])
    if any(
        {word[:end], word[end:]} <= words_of("harmless") for end in range(4, len(word) - 3)
    ):  # "houseplant"
        return Level.HARMLESS
    if derived.isdisjoint(quantities) and derived & words_of("harmless"):
        return Level.HARMLESS
    return Level.UNFIT


def says_quantity(word: str) -> bool:
    """Is it, or may it be an inflection of, a word of quantity?"""
    return level_of(word) == Level.UNFIT and not words_of(_FILES[Level.UNFIT]).isdisjoint(
        {word, *base_forms(word)}
    )


def base_forms(word: str, endings: Endings = _ENDINGS) -> Iterator[str]:
    """What `word` may be an inflection of."""
    for ending, base in endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            yield stem + base
            if not base and stem[-1] == stem[-2]:
                yield stem[:-1]
