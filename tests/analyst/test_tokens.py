"""A text as words and the marks between them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.analyst.tokens import (
    COMMA,
    CUT,
    DASH,
    HYPHEN,
    QUOTE,
    SPACE,
    STOP,
    TURN,
    plain,
    tokenise,
)


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("Don't", "dont"),
        ("DON’T", "dont"),
        ("it's", "its"),
        ("we'll", "we'll"),
        ("We’re", "we're"),
        ("well", "well"),
        ("I'd", "i'd"),
    ],
)
def test_a_word_loses_its_apostrophe_unless_it_would_be_another(word: str, read: str) -> None:
    assert plain(word) == read


@pytest.mark.parametrize(
    ("between", "gap"),
    [
        (" ", SPACE),
        ("  ", SPACE),
        (", ", COMMA),
        ("; ", COMMA),
        (". ", STOP),
        ("? ", STOP),
        (" – ", DASH),
        ("... ", DASH),
        (' "', QUOTE),
        ("-", HYPHEN),
        ("- ", CUT),
        (".\n", TURN),
        ("\n\n", TURN),
        ("\n", SPACE),
    ],
)
def test_what_stands_between_two_words_is_one_mark(between: str, gap: int) -> None:
    assert tokenise(f"one{between}two").gaps[1] == gap


@pytest.mark.parametrize(("text", "gap"), [("so\nI left", SPACE), ("so\nWe left", TURN)])
def test_a_line_break_is_a_turn_unless_the_line_was_only_wrapped(text: str, gap: int) -> None:
    assert tokenise(text).gaps[1] == gap


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_words_stand_where_they_say(text: str) -> None:
    tokens = tokenise(text)
    assert len(tokens.gaps) == len(tokens.words) + 1
    for at, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        assert tokens.inside(start, end) == (at, at)
        assert tokens.words[at] == plain(text[start:end])
