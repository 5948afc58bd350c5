"""Advice is readable, literal, and never shows a number before it is known to be right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pages.components.refine.advice_card import advice_html, advice_so_far, card_html
from pages.components.refine.advice_diff import changed_share, diff_html
from pages.components.refine.printed_report import report_html
from pages.components.refine.verdict import figures_html, verdict_html
from tests.support.sample_document import coaching, document

ADVICE: dict[str, Any] = coaching()["advice"]


def test_card_has_headline_areas_exercises_goals_and_its_source() -> None:
    page = card_html(coaching())
    for text in ("Let the pauses work", "Open without a run-up", "one silent breath", "run-ups"):
        assert text in page
    assert "Written anew from the refined counts." in page


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
    page = advice_html(advice_so_far(WHOLE[:cut]))
    assert "{{" not in page
    assert "fillers.total" not in page


def test_counts_stay_open_while_the_advice_is_written() -> None:
    assert advice_so_far(WHOLE)["headline"] == "You said … fillers, … of them"


@pytest.mark.parametrize("raw", ["", "   ", "not json", "[1, 2]", '"text"', "{"])
def test_what_is_no_answer_shows_nothing(raw: str) -> None:
    assert advice_so_far(raw) == {}


def test_wrong_kinds_of_values_are_left_out() -> None:
    raw = json.dumps({"headline": 3, "focus_areas": ["text"], "weekly_goals": [1]})
    assert advice_html(advice_so_far(raw))


def test_diff_strikes_what_is_gone_and_underlines_what_is_new() -> None:
    page = diff_html(ADVICE, ADVICE | {"headline": "Let the silences work"})
    assert "Let the <del>pauses </del><ins>silences </ins>work" in page
    assert page.count("<ins>") == 1


def test_texts_with_little_in_common_are_shown_whole() -> None:
    page = diff_html(ADVICE, ADVICE | {"headline": "Something else entirely"})
    assert "<del>Let the pauses work</del> <ins>Something else entirely</ins>" in page


def test_equal_advice_changed_nothing() -> None:
    assert changed_share(ADVICE, ADVICE) == 0
    assert "<ins>" not in diff_html(ADVICE, ADVICE)


def test_diff_is_literal() -> None:
    assert "<b>" not in diff_html(ADVICE, ADVICE | {"headline": "<b>bold</b>"})


def test_figures_say_what_they_count() -> None:
    made = document()
    page = figures_html(made)
    assert f"<b>{made['counts']['ai']}</b>" in page
    assert f"rules heard {made['counts']['rule']}" in page
    assert "3.2 s less than one call after another" in page


def test_rule_counts_are_never_called_refined() -> None:
    made = document(fallback_mode=True)
    made["counts"]["refined_by"] = "rules"
    assert "Refined" not in figures_html(made)
    assert "not checked by an analysis" in figures_html(made)


@pytest.mark.parametrize(
    ("changes", "tone"),
    [
        ({}, "regenerated"),
        ({"coaching_regenerated": False, "regeneration_reason": None}, "kept"),
        ({"fallback_mode": True}, "fallback"),
    ],
)
def test_the_verdict_has_a_tone(changes: dict[str, Any], tone: str) -> None:
    assert f'class="sr-verdict {tone}"' in verdict_html(document(**changes))


def test_the_report_stands_alone_and_acts_on_nothing() -> None:
    made = document(title="<script>x</script>", speaker="<img src=x>")
    page = report_html(made)
    for forbidden in ("<script", "<img", "http://", "https://", "<link"):
        assert forbidden not in page
    assert "Let the pauses work" in page
    assert 'class="mk both"' in page
    assert 'tabindex="' not in page
