"""One speaker's progress: how fillers, words and pace move, against a target of their own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.palette import Tones
from pages.components.shared.run_table import show_clickable_chart
from pages.components.shared.text import lead_html, quiet_html, safe
from pages.components.trends.speaker_figures import (
    describe_pace,
    describe_words,
    pace_figure,
    speaker_rate_figure,
    words_figure,
)
from refiner.advice.bands import AVERAGE_PER_100_WORDS
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


def show_speaker(store: Store, search: Search, tones: Tones) -> None:
    speaker = _choose_speaker(store, search)
    if speaker is None:
        return
    talks = read_logged_talks(store.runs.talks(speaker, search.since, MAX_TALKS))
    if not talks:
        st.html(lead_html("No finished talk of this speaker in this time."))
        return
    target = st.number_input(
        "Target, fillers per 100 words",
        0.0,
        50.0,
        AVERAGE_PER_100_WORDS,
        step=0.1,
        format="%.1f",
        key="trends_target",
        bind="query-params",
        width=260,
        help="Starts at the average speaker's rate; set your own target.",
    )
    st.html(f'<p class="sr-verdict">{safe(describe_changes(talks))}</p>')
    st.header("Filler rate", anchor=False)
    st.html(finding_html(describe_target(talks, target)))
    show_clickable_chart(speaker_rate_figure(talks, target, tones), "trends_own_rate")
    st.html(
        quiet_html(
            "The band is the 95 % interval: in a short talk a few fillers more or less are random "
            "variation. Select a point to open the talk."
        )
    )
    _show_words_and_pace(talks, tones)


def _show_words_and_pace(talks: Sequence[LoggedTalk], tones: Tones) -> None:
    words, pace = st.columns(2, gap="large")
    moves = word_changes(talks)
    with words:
        st.header("Words", anchor=False)
        st.html(finding_html(describe_words(moves)))
        if moves:
            show_chart(words_figure(moves, tones), "trends_own_words")
    with pace:
        st.header("Pace", anchor=False)
        st.html(finding_html(describe_pace(talks)))
        if sum(talk.pace is not None for talk in talks) > 1:
            show_clickable_chart(pace_figure(talks, tones), "trends_own_pace")


def _choose_speaker(store: Store, search: Search) -> str | None:
    """The one chosen in the filter; if none or several are chosen there, one of them."""
    names = list(search.wanted.get("speaker") or store.runs.distinct("speaker"))
    if not names:
        st.html(lead_html("No runs have a speaker yet. Enter one for the next talk."))
        return None
    if len(names) == 1:
        return str(names[0])
    chosen: str = st.selectbox("Speaker", names, key="trends_who", bind="query-params", width=320)
    return chosen
