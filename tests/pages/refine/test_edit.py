"""A coach edits every part of the advice; a focus and its goal belong together."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from pages.components.refine.edit import describe_unfit
from tests.support.sample_document import coaching


def draw(goals: int) -> AppTest:
    """The fields of advice with two focus areas and so many goals."""
    advice: Any = coaching()["advice"]
    advice["weekly_goals"] = [{"goal": f"Goal {n}", "measurement": "by ear"} for n in range(goals)]

    def script(advice: object) -> None:
        from typing import Any, cast

        import streamlit as st

        from pages.components.refine.edit import ask_for_areas

        st.session_state["made"] = ask_for_areas(cast(Any, advice))

    return AppTest.from_function(script, args=(advice,)).run()


def made(at: AppTest) -> tuple[Any, Any]:
    assert not at.exception
    areas, goals = at.session_state["made"]
    return areas, goals


def test_without_a_change_everything_stays() -> None:
    areas, goals = made(draw(2))
    assert areas == coaching()["advice"]["focus_areas"]
    assert [goal["goal"] for goal in goals] == ["Goal 0", "Goal 1"]


def test_a_goal_is_changed_and_a_focus_that_is_emptied_goes_with_its_goal() -> None:
    at = draw(2)
    at.text_area(key="refine_advice_goal_1").input("Say it to a friend")
    at.text_input(key="refine_advice_skill_0").input("")
    at.text_area(key="refine_advice_text_0").input("").run()
    areas, goals = made(at)
    assert [area["skill"] for area in areas] == ["Replace “like” by a pause"]
    assert goals == [{"goal": "Say it to a friend", "measurement": "by ear"}]


def test_goals_of_no_focus_can_be_changed_and_left_out_too() -> None:
    at = draw(3)
    at.text_area(key="refine_advice_goal_0").input("").run()
    areas, goals = made(at)
    assert len(areas) == 2
    assert [goal["goal"] for goal in goals] == ["Goal 1", "Goal 2"]


def test_an_edit_that_is_not_saved_names_its_sentences_without_words_of_the_audit() -> None:
    line = describe_unfit(["You said 4 fillers.", "Half of them were “um”."])
    assert "“You said 4 fillers”, “Half of them were “um””. Each may" in line
    assert "slot" not in line
