"""A complaint about an answer names a place and a type, never what stands there."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.errors import Unusable
from refiner.llm.prompts import ANALYSIS_SCHEMA, COACHING_SCHEMA
from refiner.llm.schemas import check, check_items

VERDICT = {"id": 1, "filler": True, "confidence": 0.9, "rationale": "opens the turn"}
ISSUE = {
    "kind": "restart",
    "quote": "we we",
    "severity": "low",
    "rationale": "begun twice",
    "tip": "pause",
    "confidence": 0.5,
}
SCORES = {"clarity": 70, "fluency": 71.5, "pacing": 0, "engagement": 100}
ANALYSIS: dict[str, Any] = {
    "verdicts": [VERDICT],
    "missed_fillers": [],
    "issues": [ISSUE],
    "speech_quality": {**SCORES, "key_strengths": ["calm"], "primary_concern": ""},
    "summary": {"recommended_focus": "pauses", "filler_recommendation": "breathe"},
}


def test_a_fitting_answer_is_given_back() -> None:
    assert check(ANALYSIS, ANALYSIS_SCHEMA) == ANALYSIS


def test_keys_that_the_schema_does_not_know_are_left_out() -> None:
    assert check(ANALYSIS | {"total": 15}, ANALYSIS_SCHEMA) == ANALYSIS
    assert list(check(dict(reversed(ANALYSIS.items())), ANALYSIS_SCHEMA)) == list(ANALYSIS)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"verdicts": {}}, "verdicts: not a list"),
        ({"verdicts": [VERDICT, 3]}, "verdicts[1]: not an object"),
        ({"verdicts": [{**VERDICT, "confidence": "high"}]}, "verdicts[0].confidence: not a number"),
        ({"verdicts": [{**VERDICT, "confidence": True}]}, "verdicts[0].confidence: not a number"),
        ({"verdicts": [{**VERDICT, "confidence": 1e999}]}, "verdicts[0].confidence: not a number"),
        ({"verdicts": [{**VERDICT, "id": 1.5}]}, "verdicts[0].id: not a whole number"),
        ({"verdicts": [{**VERDICT, "id": None}]}, "verdicts[0].id: not a whole number"),
        ({"verdicts": [{**VERDICT, "filler": "yes"}]}, "verdicts[0].filler: not true or false"),
        ({"verdicts": [{"id": 1}]}, "verdicts[0].filler: missing"),
        ({"summary": {"recommended_focus": "x"}}, "summary.filler_recommendation: missing"),
        (
            {"issues": [{**ISSUE, "severity": "awful"}]},
            "issues[0].severity: not one of low, medium, high",
        ),
        (
            {"speech_quality": {**ANALYSIS["speech_quality"], "key_strengths": [None]}},
            "speech_quality.key_strengths[0]: not a text",
        ),
    ],
)
def test_a_complaint_names_the_place(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Unusable) as caught:
        check(ANALYSIS | change, ANALYSIS_SCHEMA)
    assert str(caught.value) == complaint


def test_the_answer_itself_may_be_something_else() -> None:
    with pytest.raises(Unusable, match="the answer: not an object"):
        check([], COACHING_SCHEMA)


def test_a_single_bad_element_can_be_dropped() -> None:
    schema = ANALYSIS_SCHEMA["properties"]["verdicts"]
    bad = {**VERDICT, "id": "one"}
    good, dropped = check_items([VERDICT, bad, VERDICT | {"id": 2}], schema, "verdicts")
    assert good == [VERDICT, VERDICT | {"id": 2}]
    assert dropped == ("verdicts[1].id: not a whole number",)
