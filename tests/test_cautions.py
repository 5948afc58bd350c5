"""A coach is warned where the numbers are less than they seem, and only there."""

from __future__ import annotations

from refiner.cautions import cautions
from tests.sample_document import document

LONG = "and then we went on to the next thing " * 70


def test_a_long_talk_without_any_um_was_probably_cleaned() -> None:
    (caution,) = cautions(document(LONG + "{+like} that"))
    assert "filler_words=true" in caution
    assert "disfluencies=true" in caution


def test_one_um_is_enough_to_be_believed() -> None:
    assert cautions(document(LONG + "{+um} that")) == []


def test_a_very_short_text_gets_its_uncertainty() -> None:
    (caution,) = cautions(document("{+um} " + "word " * 49))
    assert "50 words" in caution
    assert "2.0 per 100 words" in caution
