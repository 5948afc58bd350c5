"""Advice is readable, literal, and never shows a number before it is known to be right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pages.components.refine.advice_card import advice_html, card_html, parse_partial_advice
from tests.support.sample_document import coaching

ADVICE: Any = coaching()["advice"]


def test_card_has_headline_areas_exercises_goals_and_its_source() -> None:
    page = card_html(coaching())
    for text in ("Let the pauses work", "Open without a run-up", "one silent breath", "run-ups"):
        assert text in page
    assert "Rewritten with the final counts." in page


def test_an_edit_that_lost_sentences_to_a_correction_says_so() -> None:
    edited: Any = coaching() | {"edited": True}
    assert "Edited by you; numbers checked." in card_html(edited)
    outdated: Any = edited | {"edit_outdated": True}
    assert "sentences that no longer agree with the counts are left out." in card_html(outdated)


def test_at_most_three_focus_areas_are_shown() -> None:
    area = {"skill": "skill", "advice": "do", "exercise": "try"}
    assert advice_html(ADVICE | {"focus_areas": [area] * 5}).count("<h4>") == 3


@pytest.mark.parametrize("field", ["headline", "motivation"])
def test_what_a_model_writes_stays_text(field: str) -> None:
    page = card_html(coaching() | {"advice": ADVICE | {field: "<script>alert(1)</script>"}})
    assert "<script" not in page
    assert "&lt;script&gt;" in page


WHOLE = json.dumps(
    ADVICE | {"headline": "You said {{fillers.total}} fillers, {{fillers.by_word.like}} of them"}
)


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 7))
def test_any_beginning_of_an_answer_can_be_shown(cut: int) -> None:
    advice = parse_partial_advice(WHOLE[:cut])
    page = advice_html(advice) if advice else ""
    assert "{{" not in page
    assert "fillers.total" not in page


def test_counts_stay_open_while_the_advice_is_written() -> None:
    advice = parse_partial_advice(WHOLE)
    assert advice is not None
    assert advice["headline"] == "You said … fillers, … of them"


@pytest.mark.parametrize("raw", ["", "   ", "not json", "[1, 2]", '"text"', "{"])
def test_what_is_no_answer_shows_nothing(raw: str) -> None:
    assert parse_partial_advice(raw) is None


def test_wrong_kinds_of_values_are_left_out() -> None:
    raw = json.dumps({"headline": 3, "focus_areas": ["text"], "weekly_goals": [1]})
    advice = parse_partial_advice(raw)
    assert advice is not None
    assert advice["headline"] == ""
    assert "text" not in advice_html(advice)
