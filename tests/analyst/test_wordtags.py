"""The likeliest tag of each word."""

from __future__ import annotations

import pytest

from refiner.analyst.weights import load_weights


@pytest.mark.parametrize(
    ("word", "tag"), [("they", "PRP"), ("would", "MD"), ("is", "BE"), ("17", "CD"), ("#", "#")]
)
def test_a_word_has_its_likeliest_tag(word: str, tag: str) -> None:
    assert load_weights().tags.tag(word) == tag


def test_an_unknown_word_is_tagged_by_its_ending() -> None:
    tags = load_weights().tags
    assert not tags.knows("blorfing")
    assert tags.tag("blorfing") == "VBG"
