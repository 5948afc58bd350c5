"""What may or should be states nothing of the talk, unless something is presupposed."""

from __future__ import annotations

import pytest

from refiner.advice.audit.wishes import ordered_spans, wished_spans


def wished(text: str) -> list[str]:
    return [text[start:end] for start, end in wished_spans(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("clearer pauses will help people follow", ["clearer pauses will help people follow"]),
        ("a question deserves a cleaner start", ["a question deserves a cleaner start"]),
        ("your story has room to do more", ["room to do more"]),
        ("your voice is warm, and it will grow stronger", ["it will grow stronger"]),
    ],
)
def test_what_may_or_should_be_is_a_wish(text: str, found: list[str]) -> None:
    assert wished(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "your second half is steadier",
        "clearer pauses help people follow",
        "your clearer half will win",  # presupposes one
        "it will stay calmer",
        "it will be clearer than last week",
        "your talk could be as clear as the garden was before",
        "you will hear longer pauses",
        "the fewer FILLER will help",
        "a calmer FILLER will help",
    ],
)
def test_what_is_or_is_presupposed_is_no_wish(text: str) -> None:
    assert wished(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("your pace is high, so pause after each point.", ["pause after each point."]),
        ("you breathe well, so keep each pause.", []),  # presupposes pauses
        ("you pause well, so drop each FILLER.", []),
        ("you speak clearly and pause after each point.", []),  # what you do
    ],
)
def test_an_order_drawn_from_a_statement_states_nothing(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in ordered_spans(text)] == found
