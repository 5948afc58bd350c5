"""A coach is warned when the numbers are unreliable, and only then."""

from __future__ import annotations

from refiner.insight.cautions import describe_fallback, list_cautions
from tests.support.sample_document import coaching, document

LONG = "and then we went on to the next thing " * 70


def test_a_long_talk_without_any_um_was_probably_cleaned() -> None:
    (caution,) = list_cautions(document(LONG + "{+like} that"))
    assert "filler_words=true" in caution
    assert "disfluencies=true" in caution


def test_one_um_is_enough_to_be_believed() -> None:
    assert list_cautions(document(LONG + "{+um} that")) == []


def test_a_very_short_text_gets_its_uncertainty() -> None:
    (caution,) = list_cautions(document("{+um} " + "word " * 49))
    assert "50 words" in caution
    assert "2.0 per 100 words" in caution


def test_a_fallback_says_what_is_shown_and_what_to_do() -> None:
    made = document(fallback_mode=True, error={"message": "the server could not be reached"})
    assert str(describe_fallback(made)).startswith(
        "A first try failed: the server could not be reached"
    )
    made["coaching"] = coaching("template")
    assert "The counts are refined" in str(describe_fallback(made))
    made["counts"]["refined_by"] = "rules"
    assert "are unverified" in str(describe_fallback(made))
    assert describe_fallback(document()) is None
