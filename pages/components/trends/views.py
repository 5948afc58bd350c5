"""Two views of the log over time: one speaker's progress, and the team's periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.components.shared.chart import CONFIG, finding_html
from pages.components.shared.palette import Tones
from pages.components.shared.run_table import open_from_chart
from pages.components.shared.services import runner, settings_or_stop
from pages.components.shared.text import safe
from pages.components.trends import speaker_figures as own
from pages.components.trends import team_figures as team
from refiner.advice.bands import AVERAGE_PER_100_WORDS
from refiner.insight.improvement import Talk, got_better, reached, talk_of, word_moves
from refiner.insight.periods import COLUMNS, Periods, by_period
from refiner.store import Store
from refiner.store.search import Search

MOST_TALKS = 60

_TEAM = (
    ("rewritten", "Regeneration", team.rewritten_figure, team.rewritten_finding),
    ("times", "Time", team.times_figure, team.times_finding),
    ("trouble", "Fallbacks and failures", team.trouble_figure, team.trouble_finding),
    ("spent", "Cost", team.spent_figure, team.spent_finding),
    ("liked", "Satisfaction", team.liked_figure, team.liked_finding),
)


def speaker_view(store: Store, wanted: Search, tones: Tones) -> None:
    """How one person's fillers, words and pace move, against a target of their own."""
    speaker = _one_speaker(store, wanted)
    if speaker is None:
        return
    talks = [talk_of(row) for row in store.runs.talks(speaker, wanted.since, MOST_TALKS)]
    if not talks:
        st.html('<p class="sr-lead">No finished talk of this speaker in this time.</p>')
        return
    target = st.number_input(
        "Target, fillers per 100 words", 0.0, 50.0, AVERAGE_PER_100_WORDS, step=0.1,
        format="%.1f", key="trends_target", bind="query-params", width=260,
        help="Begins at the average speaker's rate; set the one that is worked towards.",
    )  # fmt: skip
    st.html(f'<p class="sr-verdict">{safe(got_better(talks))}</p>')
    st.header("Filler rate", anchor=False)
    st.html(finding_html(reached(talks, target)))
    open_from_chart(own.rate_figure(talks, target, tones), "trends_own_rate")
    st.html(
        '<p class="sr-quiet">The band is the 95 % interval: in a short talk a few fillers more or '
        "less are chance. Select a point to open the talk.</p>"
    )
    _words_and_pace(talks, tones)


def _words_and_pace(talks: Sequence[Talk], tones: Tones) -> None:
    words, pace = st.columns(2, gap="large")
    moves = word_moves(talks)
    with words:
        st.header("Words", anchor=False)
        st.html(finding_html(own.words_finding(moves)))
        if moves:
            st.plotly_chart(own.words_figure(moves, tones), key="trends_own_words", config=CONFIG)
    with pace:
        st.header("Pace", anchor=False)
        st.html(finding_html(own.pace_finding(talks)))
        if sum(talk.pace is not None for talk in talks) > 1:
            open_from_chart(own.pace_figure(talks, tones), "trends_own_pace")


def _one_speaker(store: Store, wanted: Search) -> str | None:
    """The one chosen in the filter; with none or several chosen, a choice among them."""
    known = list(wanted.wanted.get("speaker") or store.runs.distinct("speaker"))
    if not known:
        st.html('<p class="sr-lead">No run says who spoke. Give a speaker with the next talk.</p>')
        return None
    if len(known) == 1:
        return str(known[0])
    chosen: str = st.selectbox(
        "Whose talks?", known, key="trends_who", bind="query-params", width=320
    )
    return chosen


def team_view(store: Store, wanted: Search, tones: Tones) -> None:
    """All runs that fit, added up by period, each figure against the report's target."""
    seen = _periods(str(store.path), store.version_token(), wanted.wanted, wanted.since)
    if not seen.starts:
        st.html('<p class="sr-lead">No run fits these filters.</p>')
        return
    shown = [chart for chart in _TEAM if chart[0] != "liked" or seen.liked.of.sum()]
    columns = [column for _ in range(0, len(shown), 2) for column in st.columns(2, gap="large")]
    for column, (name, title, figure, finding) in zip(columns, shown, strict=False):
        with column:
            st.header(title, anchor=False)
            st.html(finding_html(finding(seen)))
            st.plotly_chart(figure(seen, tones), key=f"trends_team_{name}", config=CONFIG)
    st.html(
        f'<p class="sr-quiet">A point is a {seen.unit}; bands are 95 % intervals, wide where there '
        "were few runs.</p>"
    )


@st.cache_data(show_spinner=False, max_entries=8)
def _periods(
    db: str, stamp: tuple[int, ...], wanted: Mapping[str, Sequence[Any]], since: str
) -> Periods:
    """Added up again only when the log has changed."""
    store = runner(settings_or_stop()).store
    return by_period(store.runs.columns(COLUMNS, wanted, since))
