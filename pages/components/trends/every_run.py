"""The newest runs that fit, each a mark that opens it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components.shared.chart import finding_html
from pages.components.shared.palette import Tones
from pages.components.shared.run_table import show_clickable_chart, show_run_table
from pages.components.shared.text import lead_html, quiet_html
from pages.components.trends.run_figures import (
    counts_figure,
    describe_counts,
    describe_rates,
    describe_share,
    describe_times,
    run_times_figure,
    share_figure,
    speakers_figure,
)
from pages.components.trends.team_summary import team_html
from refiner.formatting import count
from refiner.insight.trends import MIN_RUNS, finished_runs, rolling_share
from refiner.run_document import FinishedRunRow
from refiner.store import Store
from refiner.store.search import Search

MAX_RUNS = 300  # marks that a chart can still tell apart
_CHARTS = (
    ("rate", "Filler rate", speakers_figure, describe_rates),
    ("counts", "Rules and analysis", counts_figure, describe_counts),
    ("time", "Time", run_times_figure, describe_times),
    ("share", "Rewrites", share_figure, describe_share),
)


def show_every_run(store: Store, search: Search, tones: Tones) -> None:
    rows = store.runs.find(search, MAX_RUNS)
    if len(rows) == MAX_RUNS:
        st.html(
            quiet_html(
                f"The newest {MAX_RUNS} of {count(store.runs.count(search), 'run')}; “The team” "
                "adds up all of them, and Runs finds any."
            )
        )
    if finished := finished_runs(rows):
        _show_charts(finished, tones)
        st.header("For the team", anchor=False)
        st.html(team_html(rows))
    else:
        st.html(lead_html("No finished run fits these filters."))
    st.header("Runs", anchor=False)
    show_run_table(rows)


def _show_charts(finished: Sequence[FinishedRunRow], tones: Tones) -> None:
    columns = [*st.columns(2, gap="large"), *st.columns(2, gap="large")]
    for column, (name, title, figure, describe) in zip(columns, _CHARTS, strict=True):
        with column:
            st.header(title, anchor=False)
            st.html(finding_html(describe(finished)))
            if name == "share" and not rolling_share(finished):
                st.html(quiet_html(f"This chart appears after {MIN_RUNS} parallel runs."))
                continue
            show_clickable_chart(figure(finished, tones), f"trends_{name}")
