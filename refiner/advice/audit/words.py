"""The tables of words (`data/advice`): which are harmless, and which say a quantity.

A table holds words and reads off their regular endings. If a form is in a table itself,
that table decides: "hard" is harmless, "hardly" says how often.
"""

from __future__ import annotations

from collections.abc import Iterator
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


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one table."""
    lines = (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=20_000)
def is_harmless(word: str) -> bool:
    """Is it an English word that says no quantity? A word that no table knows is not harmless."""
    harmless, quantities = words_of("harmless"), words_of("quantities")
    stems = set(base_forms(word))
    for forms in ({word}, stems):
        if not (quantities.isdisjoint(forms) and harmless.isdisjoint(forms)):
            return quantities.isdisjoint(forms)
    if any({word[:end], word[end:]} <= harmless for end in range(4, len(word) - 3)):
        return True  # "houseplant"
    derived = {base for form in (word, *stems) for base in base_forms(form, _DERIVED)}
    return quantities.isdisjoint(derived) and not harmless.isdisjoint(derived)


def says_quantity(word: str) -> bool:
    """Is it, or may it be an inflection of, a word of quantity?"""
    return not (is_harmless(word) or words_of("quantities").isdisjoint({word, *base_forms(word)}))


def base_forms(word: str, endings: Endings = _ENDINGS) -> Iterator[str]:
    """What `word` may be an inflection of."""
    for ending, base in endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            yield stem + base
            if not base and stem[-1] == stem[-2]:
                yield stem[:-1]
