"""One definition gives an answer's schema and its reader; a complaint never repeats a value."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.errors import Unusable
from refiner.llm.schemas import (
    ANSWER_TYPES,
    answer_keys,
    is_list,
    json_schema,
    read_answer,
    read_items,
    read_section,
    read_valid,
)

ISSUE = {
    "kind": "restart",
    "quote": "we we",
    "severity": "low",
    "tip": "pause",
}
SCORES = {"clarity": 70, "fluency": 71.5, "pacing": 0, "engagement": 100}
ANALYSIS: dict[str, Any] = {
    "verdicts": [(1, 0.9, "", "percent")],
    "missed_fillers": [{"quote": "um, so", "word": "um", "occurrence": 1}],
    "reasons": [{"number": 1, "why": "opens the turn"}],
    "issues": [ISSUE],
    "speech_quality": {**SCORES, "key_strengths": ["calm"], "primary_concern": ""},
    "summary": {"recommended_focus": "pauses", "filler_recommendation": "breathe"},
}


SENT = ANALYSIS | {"verdicts": [[1, 90]]}


def test_a_valid_answer_is_returned_as_it_is() -> None:
    assert read_answer("speech_analysis", SENT) == ANALYSIS


def test_a_map_of_number_to_verdict_is_read_as_its_list() -> None:
    for verdict in (90, {"percent": 90}, {"filler": True, "confidence": 0.9}):
        read = read_answer("speech_analysis", SENT | {"verdicts": {"1": verdict}})
        assert read | {"verdicts": [v[:2] for v in read["verdicts"]]} == ANALYSIS | {
            "verdicts": [(1, 0.9)]
        }


def test_unknown_keys_are_left_out_and_the_others_are_in_the_order_of_the_schema() -> None:
    assert read_answer("speech_analysis", SENT | {"total": 15}) == ANALYSIS
    assert list(read_answer("speech_analysis", dict(reversed(SENT.items())))) == list(ANALYSIS)


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
        ({"verdicts": [[1, 90], 3]}, "verdicts[1]: not a pair of numbers"),
        ({"verdicts": [[1.5, 90]]}, "verdicts[0]: not a pair of numbers"),
        ({"verdicts": [[None, 90]]}, "verdicts[0]: not a pair of numbers"),
        ({"missed_fillers": [{"quote": "um"}]}, "missed_fillers[0].word: missing"),
        ({"summary": {"recommended_focus": 3}}, "summary.recommended_focus: not a text"),
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
        read_answer("speech_analysis", SENT | change)
    assert str(caught.value) == complaint


def test_an_answer_that_is_not_an_object_is_refused() -> None:
    with pytest.raises(Unusable, match="the answer: not an object"):
        read_answer("coaching_advice", [])  # type: ignore[arg-type]


def test_only_the_invalid_elements_of_a_list_are_dropped() -> None:
    good, dropped = read_items("speech_analysis", "verdicts", [[1, 90], ["one", 90], [2, 0]])
    assert good == [(1, 0.9, "", "percent"), (2, 0.0, "", "")]
    assert dropped == ("verdicts[1]: not a pair of numbers",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ([7, 90], (7, 0.9, "")),
        (["7", "90"], (7, 0.9, "")),
        ([7, "90 %"], (7, 0.9, "")),
        ([7, 0.9], (7, 0.9, "")),
        ([7, 1.0], (7, 1.0, "")),
        ([7, 1], (7, 0.01, "")),
        ([7, True], (7, 1.0, "")),
        ([7, False], (7, 0.0, "")),
        ([7, "high"], (7, None, "")),
        ([7], (7, None, "")),
        ([7, 130], (7, None, "")),
        ({"id": 7, "filler": True}, (7, 1.0, "")),
        ({"id": "7", "filler": "yes", "confidence": "0.9"}, (7, 0.9, "")),
        (
            {"id": 7, "filler": False, "confidence": 0.75, "rationale": "a verb"},
            (7, 0.25, "a verb"),
        ),
        ({"id": 7, "filler": True, "confidence": 1}, (7, 1.0, "")),
        ({"number": 7, "percent": 40}, (7, 0.4, "")),
        ({"number": 7, "probability": 0.4}, (7, 0.4, "")),
        ({"number": 7, "probability": 1}, (7, 1.0, "")),
        ({"number": 7, "is_filler": True}, (7, 1.0, "")),
        ({"id": 7, "filler": "Y", "confidence": 0.9}, (7, 0.9, "")),
        ({"id": 7, "filler": " Yes"}, (7, 1.0, "")),
        ({"id": 7, "filler": 1.0}, (7, 1.0, "")),
        ({"id": 7, "filler": "n"}, (7, 0.0, "")),
        ({"id": 7, "filler": "0.0", "confidence": 0.75}, (7, 0.25, "")),
        ({"id": 7, "filler": "unclear", "confidence": 0.9}, (7, None, "")),
        ({"id": 7, "filler": "", "confidence": 0.9}, (7, None, "")),
        ({"id": 7, "filler": 2}, (7, None, "")),
    ],
)
def test_harmless_slips_of_type_and_verdicts_of_version_1_are_read(written: Any, read: Any) -> None:
    (verdict,), _ = read_items("speech_analysis", "verdicts", [written])
    assert (verdict.number, verdict.why) == (read[0], read[2])
    assert verdict.probability == (read[1] if read[1] is None else pytest.approx(read[1]))


def test_a_missed_filler_of_version_1_is_read_unless_it_was_doubtful() -> None:
    old = {"word": "um", "quote": "um, so", "confidence": 0.9, "rationale": "a pause"}
    read, dropped = read_items(
        "speech_analysis", "missed_fillers", [old, old | {"confidence": 0.3, "occurrence": 2}]
    )
    assert read == [{"quote": "um, so", "word": "um", "occurrence": 1}]
    assert len(dropped) == 1


ADVICE: dict[str, Any] = {
    "headline": "Breathe",
    "focus_areas": [{"skill": "Pause", "advice": "Breathe.", "exercise": "Read aloud."}],
    "strengths": ["You are clear."],
    "weekly_goals": [{"goal": "Pause more", "measurement": "Listen."}],
    "motivation": "Go on.",
}


@pytest.mark.parametrize(
    ("slip", "read"),
    [
        ({"strengths": None}, {"strengths": []}),
        ({"strengths": "You are clear."}, {}),
        ({"weekly_goals": None}, {"weekly_goals": []}),
        (
            {"weekly_goals": ["Pause more"]},
            {"weekly_goals": [{"goal": "Pause more", "measurement": ""}]},
        ),
        (
            {"weekly_goals": [{"goal": "Pause more"}]},
            {"weekly_goals": [{"goal": "Pause more", "measurement": ""}]},
        ),
        ({"weekly_goals": ADVICE["weekly_goals"][0]}, {}),
        ({"motivation": None}, {"motivation": ""}),
        (
            {"focus_areas": [{"skill": "Pause", "advice": "Breathe.", "exercise": None}]},
            {"focus_areas": [{"skill": "Pause", "advice": "Breathe.", "exercise": ""}]},
        ),
    ],
)
def test_a_slip_in_the_advice_costs_nothing_else(slip: Any, read: dict[str, Any]) -> None:
    assert read_answer("coaching_advice", ADVICE | slip) == ADVICE | read


def test_advice_without_its_heart_is_refused() -> None:
    with pytest.raises(Unusable, match="focus_areas: empty"):
        read_answer("coaching_advice", ADVICE | {"focus_areas": None})


def test_only_what_cannot_be_read_of_a_section_is_dropped_and_counted() -> None:
    areas = [*ADVICE["focus_areas"], {"skill": "Pause"}, 5]
    read, dropped = read_valid("coaching_advice", "focus_areas", areas)
    assert read == ADVICE["focus_areas"]
    assert dropped == {"invalid entries of focus_areas": 2}
    assert read_valid("coaching_advice", "motivation", 5) == (
        "", {"motivation that cannot be read": 1},
    )  # fmt: skip


@pytest.mark.parametrize("absent", [*SCORES, "key_strengths", "primary_concern"])
def test_a_part_of_the_scores_that_is_absent_costs_nothing_else(absent: str) -> None:
    whole = ANALYSIS["speech_quality"]
    given = {key: value for key, value in whole.items() if key != absent}
    read = read_section("speech_analysis", "speech_quality", given)
    assert {**read, absent: None} == {**whole, absent: None}
    assert not read[absent]
    if absent in SCORES:
        assert read == read_section("speech_analysis", "speech_quality", {**given, absent: None})


@pytest.mark.parametrize("name", sorted(ANSWER_TYPES))
def test_the_keys_of_an_answer_are_those_that_its_schema_requires(name: str) -> None:
    schema = json_schema(name)
    assert list(answer_keys(name)) == schema["required"]
    lists = [key for key, part in schema["properties"].items() if part["type"] == "array"]
    assert [key for key in answer_keys(name) if is_list(name, key)] == lists
