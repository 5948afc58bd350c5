"""The parts of a run that a coach can edit: title and details, advice and a note, text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from pages.components.shared.current_run import leave_run, restore_form
from pages.components.shared.services import runner
from pages.components.shared.text import OPTIONAL_SPEAKER, markdown_safe
from refiner.config.settings import Settings
from refiner.errors import RefinerError
from refiner.insight.corrections import correct_about, edit_advice
from refiner.run.view import RunView
from refiner.run_document import (
    AdviceDict,
    CountedDocument,
    FocusAreaDict,
    GoalDict,
    RunDocument,
    is_counted,
)

_ABOUT, _ADVICE = "Title, speaker and day", "Advice and note"
_TEXT = "Change the text and run again"


def show_edit_menu(view: RunView, settings: Settings, document: RunDocument | None) -> None:
    """A menu closes itself: a popover under the dialog would take the first Escape."""
    options = [_TEXT]
    if document is not None and not view.not_saved:
        options = [_ABOUT, _ADVICE, _TEXT] if is_counted(document) else [_ABOUT, _TEXT]
    chosen = st.menu_button("Edit", options, icon=":material/edit:", key="refine_edit")
    if chosen == _TEXT:
        restore_form(view.transcript)
        leave_run()
        st.rerun()
    elif document is not None and chosen == _ABOUT:
        _edit_about(document, settings)
    elif document is not None and is_counted(document) and chosen == _ADVICE:
        _edit_advice(document, settings)


@st.dialog(_ABOUT, width="medium")
def _edit_about(document: RunDocument, settings: Settings) -> None:
    title = st.text_input("Title", document["title"], key="refine_about_title", max_chars=200)
    speaker = st.text_input(
        "Speaker",
        document["speaker"],
        key="refine_about_speaker",
        max_chars=100,
        placeholder=OPTIONAL_SPEAKER,
    )
    logged = date.fromisoformat(document.get("held_on") or document["created_at"][:10])
    day = st.date_input("Day of the talk", logged, key="refine_about_day", format="YYYY-MM-DD")
    if st.button("Save", type="primary", key="refine_about_save"):
        try:
            store = runner(settings).store
            correct_about(store, document["run_id"], title, speaker, str(day))
        except RefinerError as error:
            st.error(markdown_safe(f"{error}. Nothing was changed."))
            return
        st.rerun()


@st.dialog(_ADVICE, width="medium")
def _edit_advice(document: CountedDocument, settings: Settings) -> None:
    """The advice in fields; it is saved only if it contradicts none of the counts."""
    shown = document["coaching"]["advice"]
    headline = st.text_input("Headline", shown["headline"], key="refine_advice_headline")
    areas, goals = ask_for_areas(shown)
    strengths = "\n".join(shown["strengths"])
    works = _edit_text("What works, one line each", strengths, "refine_advice_strengths")
    closing = _edit_text("Closing", shown["motivation"], "refine_advice_motivation")
    note = st.text_area(
        "Your note to the speaker",
        document["coaching"].get("note", ""),
        key="refine_advice_note",
        height="content",
        placeholder="Printed with the advice",
    )
    edited: AdviceDict = {
        "headline": headline,
        "focus_areas": areas,
        "strengths": [line.strip() for line in works.splitlines() if line.strip()],
        "weekly_goals": goals,
        "motivation": closing,
    }
    with st.container(horizontal=True, key="refine_advice_buttons"):
        save = st.button("Save", type="primary", key="refine_advice_save")
        reset = st.button("Back to the original", key="refine_advice_reset")
    if save:
        changed = edited if edited != shown or document["coaching"].get("edited") else None
        _save_advice(document, settings, changed, note)
    elif reset:
        _save_advice(document, settings, None, note)


def ask_for_areas(shown: AdviceDict) -> tuple[list[FocusAreaDict], list[GoalDict]]:
    """The focus areas, each with its goal; an emptied one is dropped with its goal.

    Goals that belong to no area (there are more or fewer of them) come after the areas.
    """
    areas: list[FocusAreaDict] = []
    goals: list[GoalDict] = []
    paired = len(shown["weekly_goals"]) == len(shown["focus_areas"])
    for n, area in enumerate(shown["focus_areas"]):
        with st.container(border=True, gap="small", key=f"refine_advice_area_{n}"):
            skill = st.text_input("Focus", area["skill"], key=f"refine_advice_skill_{n}")
            advice = _edit_text("Advice", area["advice"], f"refine_advice_text_{n}")
            exercise = _edit_text("Exercise", area["exercise"], f"refine_advice_ex_{n}")
            goal = _edit_goal(shown["weekly_goals"][n], n) if paired else None
        if skill.strip() or advice.strip():
            areas.append({"skill": skill, "advice": advice, "exercise": exercise})
            goals += [] if goal is None else [goal]
    if not paired:
        goals = [_edit_goal(goal, n) for n, goal in enumerate(shown["weekly_goals"])]
    return areas, [goal for goal in goals if paired or goal["goal"].strip()]


def _edit_goal(goal: GoalDict, n: int) -> GoalDict:
    return {
        "goal": _edit_text("Goal", goal["goal"], f"refine_advice_goal_{n}"),
        "measurement": _edit_text(
            "How to check it", goal["measurement"], f"refine_advice_check_{n}"
        ),
    }


def _edit_text(label: str, text: str, key: str) -> str:
    """A field as high as its text, so that all of it can be read."""
    return st.text_area(label, text, key=key, height="content")


def _save_advice(
    document: CountedDocument, settings: Settings, advice: AdviceDict | None, note: str
) -> None:
    try:
        unfit = edit_advice(runner(settings).store, document, advice, note)
    except RefinerError as error:
        st.error(markdown_safe(f"Not saved: {error}."))
        return
    if not unfit:
        st.rerun()
    st.error(markdown_safe(describe_unfit(unfit)))


def describe_unfit(sentences: Sequence[str]) -> str:
    """Why an edit is not saved, and what to do about it."""
    quoted = ", ".join(f"“{sentence.rstrip('.')}”" for sentence in sentences)
    them = "It" if len(sentences) == 1 else "Each"
    return (
        f"Not saved, since it could not be checked against the counts: {quoted}. {them} may give a "
        "figure or compare something. Say it without, or put back what was there."
    )
