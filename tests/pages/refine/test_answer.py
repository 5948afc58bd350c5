"""The answer of a run: its sentence, its scale, the speaker's words."""

from __future__ import annotations

from typing import Any

import pytest

from pages.components.refine.answer import answer_html, describe_outcome, scale_html, words_html
from tests.support.sample_document import document


def test_the_sentence_says_both_counts_the_rate_and_the_word_to_start_with() -> None:
    made = document()
    page = answer_html(made)
    counts = made["counts"]
    assert f"{counts['ai']} fillers in context (rules: {counts['rule']})" in page
    assert f"{made['rates']['per_100_words']:.1f} per 100 words" in page
    assert "Start with “like” (3)." in page


def test_rule_counts_are_never_called_counts_in_context() -> None:
    made = document(fallback_mode=True)
    made["counts"]["refined_by"] = "rules"
    assert "in context (" not in answer_html(made)
    assert "not yet checked in context" in answer_html(made)


@pytest.mark.parametrize(
    ("changes", "tone"),
    [
        ({}, "regenerated"),
        ({"coaching_regenerated": False, "regeneration_reason": None}, "kept"),
        ({"fallback_mode": True}, "fallback"),
    ],
)
def test_the_sentence_has_the_tone_of_its_outcome(changes: dict[str, Any], tone: str) -> None:
    assert f'class="sr-verdict {tone}"' in answer_html(document(**changes))


def test_the_outcome_says_how_the_advice_came_about_and_whose_the_corrections_are() -> None:
    made = document()
    made["counts"]["labelled"] = 2
    made["timings"]["advice_ready_ms"] = 4_100
    for filler in made["fillers"]:
        filler["probability"] = float(filler["ai"])
    assert describe_outcome(made) == (
        "rewritten · ready in 4.1 s · simulated · 2 places judged by people"
    )


def test_the_outcome_begins_with_the_likely_range_of_the_total() -> None:
    made = document("{+like} {+like} {+like} {+um} the end")
    for filler, probability in zip(made["fillers"], (0.6, 0.6, 0.6, 1.0), strict=True):
        filler["probability"] = probability
    assert describe_outcome(made).startswith("likely 1 to 4 fillers · ")


def test_a_rate_beyond_the_scale_stays_on_it() -> None:
    assert 'class="far" style="left:100.0%"' in scale_html(25.0)


def test_words_are_listed_by_frequency_and_lead_to_their_places() -> None:
    page = words_html(document()["fillers"])
    assert page.index('data-word="like"') < page.index('data-word="um"')
    assert "well" not in page, "a word that is no filler here is not listed"
