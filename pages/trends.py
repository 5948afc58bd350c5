"""Trends: what all logged runs say together, and the way back into each of them."""

from __future__ import annotations

import streamlit as st

from pages.components.shared.chart import finding_html
from pages.components.shared.frame import inside_app
from pages.components.shared.run_table import open_from_chart, run_table
from pages.components.shared.services import runner, settings_or_stop
from pages.components.shared.style import use_style
from pages.components.shared.text import safe
from pages.components.trends.figures import (
    counts_figure,
    counts_finding,
    rate_figure,
    rate_finding,
    share_figure,
    share_finding,
    time_figure,
    time_finding,
)
from pages.components.trends.filters import chosen
from pages.components.trends.team_summary import team_html
from pages.components.trends.views import speaker_view, team_view
from refiner.errors import StoreError
from refiner.formatting import count
from refiner.insight.trends import FEWEST, Row, done, rolling_share
from refiner.store import Store
from refiner.store.search import Search

CHARTS = (
    ("rate", "Filler rate", rate_figure, rate_finding),
    ("counts", "Rules against analysis", counts_figure, counts_finding),
    ("time", "Time", time_figure, time_finding),
    ("share", "Regeneration", share_figure, share_finding),
)
EVERY, SPEAKER, TEAM = "Every run", "One speaker", "The team"
MOST_RUNS = 300  # marks that a chart can still tell apart


def page() -> None:
    st.title("Trends", anchor=False)
    try:
        store = runner(settings_or_stop()).store
        if not store.runs.distinct("status"):
            empty()
            return
        wanted = chosen(store)
        view = st.segmented_control(
            "View", (EVERY, SPEAKER, TEAM), default=EVERY, key="trends_view", required=True,
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        if view == SPEAKER:
            speaker_view(store, wanted, tones)
        elif view == TEAM:
            team_view(store, wanted, tones)
        else:
            every_run(store, wanted)
    except StoreError as error:
        st.error(f"{error}. New runs still give results; they cannot be listed here.")


def every_run(store: Store, wanted: Search) -> None:
    """The newest runs that fit, each a mark that opens it."""
    rows = store.runs.find(wanted, MOST_RUNS)
    ended = done(rows)
    if len(rows) == MOST_RUNS:
        total = count(store.runs.count(wanted), "run")
        st.html(
            f'<p class="sr-quiet">The newest {MOST_RUNS} of {safe(total)}; “{TEAM}” adds up all '
            "of them, and Runs finds any.</p>"
        )
    if ended:
        charts(ended)
        st.header("For the team", anchor=False)
        st.html(team_html(rows))
    else:
        st.html('<p class="sr-lead">No finished run fits these filters.</p>')
    st.header("Runs", anchor=False)
    run_table(rows)


def charts(ended: list[Row]) -> None:
    columns = [*st.columns(2, gap="large"), *st.columns(2, gap="large")]
    for column, (name, title, figure, finding) in zip(columns, CHARTS, strict=True):
        with column:
            st.header(title, anchor=False)
            st.html(finding_html(finding(ended)))
            if name == "share" and not rolling_share(ended):
                st.html(
                    f'<p class="sr-quiet">From {FEWEST} parallel runs on, a chart shows how this '
                    "share moves.</p>"
                )
                continue
            open_from_chart(figure(ended, tones), f"trends_{name}")


def empty() -> None:
    st.html(
        '<p class="sr-lead">Every run is logged here: how the filler rate of each speaker moves, '
        "how often rules and analysis differ, and how long it takes. There is none yet.</p>"
    )
    if st.button("Refine a first talk", type="primary", key="trends_first"):
        st.switch_page("pages/refine.py")


inside_app()
tones = use_style()
page()
