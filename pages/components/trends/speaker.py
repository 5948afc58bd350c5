"""One speaker's progress: how fillers, words and pace move, against a target of their own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.palette import Tones
from pages.components.shared.run_table import show_clickable_chart, show_run_table
from pages.components.shared.speaker_plan import show_plan_editor
from pages.components.shared.text import lead_html, quiet_html, safe
from pages.components.trends.filters import TrendFilter
from pages.components.trends.speaker_figures import (
    describe_pace,
    describe_words,
    pace_figure,
    speaker_rate_figure,
    words_figure,
)
from pages.components.trends.watched_words import show_watched_words
from refiner.insight.improvement import (
    LoggedTalk,
    describe_changes,
    describe_target,
    read_logged_talks,
    word_changes,
)
from refiner.store import Store
from refiner.store.search import Search

MAX_TALKS = 60


def show_speaker(store: Store, speaker: str, chosen: TrendFilter, tones: Tones) -> None:
    rows = store.runs.talks(speaker, chosen.since, MAX_TALKS, with_demo=chosen.with_demo)
    talks = read_logged_talks(rows)
    if not talks:
        st.html(lead_html("No finished talk of this speaker in this time."))
        return
    st.html(f'<p class="sr-verdict">{safe(describe_changes(talks))}</p>')
    st.header("Filler rate", anchor=False)
    st.html(finding_html(describe_target(talks, chosen.target)))
    show_clickable_chart(speaker_rate_figure(talks, chosen.target, tones), "trends_own_rate")
    st.html(
        quiet_html(
            "The band is the 95 % interval: in a short talk a few fillers more or less are random "
            "variation. Select a point to open the talk."
        )
    )
    plan = show_plan_editor(store, speaker, "trends_plan")
    _show_words_and_pace(talks, plan.pace, tones)
    show_watched_words(store, talks, plan.words, tones)
    st.header("Talks", anchor=False)
    wanted: dict[str, Sequence[object]] = {"speaker": (speaker,), "status": ("done",)}
    if not chosen.with_demo:
        wanted["demo"] = (0,)
    listed = store.runs.find(Search("", wanted), MAX_TALKS)
    show_run_table([row for row in listed if row["held_on"] >= chosen.since])


def _show_words_and_pace(
    talks: Sequence[LoggedTalk], pace_target: int | None, tones: Tones
) -> None:
    words, pace = st.columns(2, gap="large")
    changes = word_changes(talks)
    with words:
        st.header("Words", anchor=False)
        st.html(finding_html(describe_words(changes)))
        if changes:
            show_chart(words_figure(changes, tones), "trends_own_words")
    with pace:
        st.header("Pace", anchor=False)
        st.html(finding_html(describe_pace(talks, pace_target)))
        if sum(talk.pace is not None for talk in talks) > 1:
            show_clickable_chart(pace_figure(talks, pace_target, tones), "trends_own_pace")
