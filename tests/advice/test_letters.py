"""A text that lacks the letters that a pattern needs is not searched for it."""

from __future__ import annotations

import pytest

from refiner.advice.letters import needed_letters


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("one by one", [("one by one",)]),
        ("(?:a|the) crowd(?! of)", [(" crowd",), ("a", "the")]),
        ("(?:at once )?now", [("now",)]),
        ("falls?", [("fall",)]),
        (r"(?i)well, you\?$", [("well, you?",)]),
        ("ab+c", [("a",), ("c",)]),
        (r"from (?P<place>\w+) to (?P=place)", [("from ",), (" to ",)]),
        ("more(?: and more)*|less", [("more", "less")]),
        (r"\w+|less", []),
        ("[a-z]{2,3} (?:(?:x|y)z|w)", [("x", "y", "w")]),
    ],
)
def test_a_pattern_says_which_letters_it_needs(pattern: str, needed: list[tuple[str, ...]]) -> None:
    assert needed_letters(pattern) == needed
