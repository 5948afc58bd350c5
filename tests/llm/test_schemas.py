"""One definition gives an answer's schema and its reader; a complaint never repeats a value."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.errors import Unusable
from refiner.llm.schemas import ANSWER_TYPES, json_schema, read_answer, read_items

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


def test_a_valid_answer_is_returned_as_it_is() -> None:
    assert read_answer("speech_analysis", ANALYSIS) == ANALYSIS


def test_unknown_keys_are_left_out_and_the_others_are_in_the_order_of_the_schema() -> None:
    assert read_answer("speech_analysis", ANALYSIS | {"total": 15}) == ANALYSIS
    assert list(read_answer("speech_analysis", dict(reversed(ANALYSIS.items())))) == list(ANALYSIS)


@pytest.mark.parametrize("name", ANSWER_TYPES)
def test_a_schema_is_strict_down_to_its_last_object_and_has_nothing_else(name: str) -> None:
    def check(part: dict[str, Any]) -> None:
        match part:
            case {"type": "object", "properties": properties}:
                assert list(part) == ["type", "properties", "required", "additionalProperties"]
                assert part["required"] == list(properties)
                assert part["additionalProperties"] is False
                for value in properties.values():
                    check(value)
            case {"type": "array"}:
                assert list(part) == ["type", "items"]
                check(part["items"])
            case _:
                assert part.keys() <= {"type", "enum"}

    check(json_schema(name))


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
            "issues[0].severity: not 'low', 'medium' or 'high'",
        ),
        (
            {"speech_quality": {**ANALYSIS["speech_quality"], "key_strengths": [None]}},
            "speech_quality.key_strengths[0]: not a text",
        ),
    ],
)
def test_a_complaint_names_the_place(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_answer("speech_analysis", ANALYSIS | change)
    assert str(caught.value) == complaint


def test_an_answer_that_is_no_object_is_refused() -> None:
    with pytest.raises(Unusable, match="the answer: not an object"):
        read_answer("coaching_advice", [])  # type: ignore[arg-type]


def test_only_the_invalid_elements_of_a_list_are_dropped() -> None:
    bad = {**VERDICT, "id": "one"}
    good, dropped = read_items("speech_analysis", "verdicts", [VERDICT, bad, VERDICT | {"id": 2}])
    assert good == [VERDICT, VERDICT | {"id": 2}]
    assert dropped == ("verdicts[1].id: not a whole number",)
