"""What was written in another shape is put into the schema's, if it says the same."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.llm.answer_shape import fit
from refiner.llm.schemas import json_schema

AREA = {"skill": "Openings", "advice": "Begin with the noun.", "exercise": "Read aloud."}
GOAL = {"goal": "Pause more", "measurement": "Listen."}


def fit_section(schema_name: str, section: str, value: Any) -> Any:
    return fit(value, json_schema(schema_name)["properties"][section])


@pytest.mark.parametrize(
    ("written", "areas"),
    [
        (AREA, [AREA]),
        ([AREA], [AREA]),
        ({"items": [AREA]}, [AREA]),
        ({"Openings": {k: AREA[k] for k in ("advice", "exercise")}}, [AREA]),
        ([["Openings", "Begin with the noun.", "Read aloud."]], [AREA]),
        ({"Openings": "Begin with the noun."}, [AREA | {"exercise": ""}]),
        (["Openings: Begin with the noun."], [AREA | {"exercise": ""}]),
        (["**Openings** – Begin with the noun."], [AREA | {"exercise": ""}]),
        ("1. Openings: Begin with the noun.", [AREA | {"exercise": ""}]),
        (["Breathe."], [{"skill": "", "advice": "Breathe.", "exercise": ""}]),
        ([AREA | {"exercise": ["Read", "aloud."]}], [AREA]),
        ([AREA | {"exercise": {"text": "Read aloud.", "minutes": "5"}}], [AREA]),
        ([AREA | {"exercise": None}], [AREA | {"exercise": ""}]),
        ('[{"skill": "Openings", "advice": "Begin with the noun.", "exercise": "Read aloud."}]',
         [AREA]),
        (None, []), ("none", []),
    ],
)  # fmt: skip
def test_focus_areas_are_read_in_other_shapes(written: Any, areas: Any) -> None:
    fitted = fit_section("coaching_advice", "focus_areas", written)
    assert [{key: area[key] for key in AREA} for area in fitted] == areas


@pytest.mark.parametrize(
    ("written", "goals"),
    [
        (GOAL, [GOAL]),
        (["Pause more"], [GOAL | {"measurement": ""}]),
        ([{"target": "Pause more", "metric": "Listen."}], [GOAL]),
        ({"goal 1": GOAL}, [GOAL]),
        ("- Pause more\n- Breathe", [GOAL | {"measurement": ""},
                                     {"goal": "Breathe", "measurement": ""}]),
    ],
)  # fmt: skip
def test_goals_are_read_in_other_shapes(written: Any, goals: Any) -> None:
    fitted = fit_section("coaching_advice", "weekly_goals", written)
    assert [{key: goal[key] for key in GOAL} for goal in fitted] == goals


@pytest.mark.parametrize(
    ("section", "written", "fitted"),
    [
        ("strengths", "You are clear.", ["You are clear."]),
        ("strengths", "- Clear.\n- Calm.", ["Clear.", "Calm."]),
        ("strengths", {"1": "Clear.", "2": "Calm."}, ["Clear.", "Calm."]),
        ("strengths", [{"strength": "Clear.", "where": "x"}], ["Clear."]),
        ("headline", ["Breathe", "more"], "Breathe more"),
        ("headline", {"text": "Breathe"}, "Breathe"),
        ("headline", 3, 3),
    ],
)
def test_texts_and_lists_stand_for_each_other(section: str, written: Any, fitted: Any) -> None:
    assert fit_section("coaching_advice", section, written) == fitted


@pytest.mark.parametrize(
    "written",
    [{"clarity": 80}, {"scores": {"clarity": 80}}, {"Clarity": 80}, {"clarity": 80, "x": {}}],
)
def test_scores_are_found_in_a_group_too(written: Any) -> None:
    fitted = fit_section("speech_analysis", "speech_quality", written)
    assert (fitted["clarity"], fitted["pacing"], fitted["key_strengths"]) == (80, None, [])


@pytest.mark.parametrize(
    ("written", "reasons"),
    [
        ({"7": "opens"}, [{"number": "7", "why": "opens"}]),
        ([[7, "opens"]], [{"number": 7, "why": "opens"}]),
        ([{"id": 7, "reason": "opens"}], [{"number": 7, "why": "opens"}]),
    ],
)
def test_reasons_are_read_in_other_shapes(written: Any, reasons: Any) -> None:
    fitted = fit_section("speech_analysis", "reasons", written)
    assert [{key: row[key] for key in ("number", "why")} for row in fitted] == reasons


@pytest.mark.parametrize("value", [True, 3, 2.5])
@pytest.mark.parametrize("section", ["focus_areas", "weekly_goals", "headline"])
def test_what_fits_no_shape_is_left_to_the_strict_reader(section: str, value: Any) -> None:
    assert fit_section("coaching_advice", section, value) is value
