"""A speaker's words to watch and pace target: set on a run's page or on Trends, shown on both."""

from __future__ import annotations

import streamlit as st

from pages.components.shared.text import markdown_safe, quiet_html, safe
from refiner.errors import RefinerError
from refiner.insight.watched import WatchedWord, count_watched, describe_pace_target, parse_watched
from refiner.run_document import RunDocument
from refiner.store import Store
from refiner.store.speaker_plans import SpeakerPlan


def show_watched(document: RunDocument, store: Store) -> None:
    """Next to the fillers of a run: the speaker's watched words and pace, and how to set them.

    Nothing without a speaker's name, since both are theirs.
    """
    speaker = document["speaker"]
    if not speaker:
        return
    plan = show_plan_editor(store, speaker, "refine_plan")
    if plan.words and document["text"]:
        st.html(watched_html(count_watched(document, plan.words)))
    if plan.pace:
        st.html(quiet_html(describe_pace_target(document, plan.pace)))


def show_plan_editor(store: Store, speaker: str, key: str) -> SpeakerPlan:
    """A button that opens the form; the plan as it is now. `key` is the page's own."""
    plan = store.plans.get(speaker)
    with (
        st.popover("Words to watch, pace target", key=key, icon=":material/visibility:"),
        st.form(f"{key}_form", border=False),
    ):
        st.html(quiet_html(f"For every talk of {speaker}, those in the run log too."))
        words = st.text_area(
            "Words to watch, between commas",
            ", ".join(plan.words),
            key=f"{key}_words_{speaker}",
            placeholder="moreover, to be clear",
            help="Counted wherever they are said, separately from the fillers.",
        )
        pace = st.number_input(
            "Pace target, words a minute",
            min_value=60,
            max_value=300,
            value=plan.pace,
            step=5,
            key=f"{key}_pace_{speaker}",
            placeholder="No target",
        )
        if st.form_submit_button("Save", type="primary", key=f"{key}_save"):
            try:
                changed = SpeakerPlan(parse_watched(words), pace)
                store.plans.set(speaker, changed)
                plan = changed
            except RefinerError as error:
                st.error(markdown_safe(f"{error}. Nothing was changed."))
    return plan


def watched_html(found: list[WatchedWord]) -> str:
    """A line for each watched word."""
    lines = "".join(f"<li>{safe(_describe(word))}</li>" for word in found)
    return f'<h3 class="sr-part">Words to watch</h3><ul class="sr-watched">{lines}</ul>'


def _describe(word: WatchedWord) -> str:
    rate = [] if word.per_100_words is None else [f"{word.per_100_words:g} per 100 words"]
    fillers = [] if word.fillers is None else [f"{word.fillers:,} as a filler"]
    more = ", ".join(rate + fillers)
    return f"“{word.word}” {word.count:,}{f' ({more})' if more else ''}"
