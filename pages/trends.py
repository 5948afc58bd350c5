"""Trends: what all logged runs say together, and the way back into each of them."""

from __future__ import annotations

import streamlit as st

from pages.components.frame import inside_app
from pages.components.run_table import open_from_chart, run_table
from pages.components.style import use_style
from pages.components.team_summary import team_html
from pages.components.trend_figures import (
    counts_figure,
    counts_finding,
    rate_figure,
    rate_finding,
    share_figure,
    share_finding,
    time_figure,
    time_finding,
)
from pages.components.trend_filters import filtered
from pages.components.words import safe
from pages.components.workbench import runner, settings_or_stop
from refiner.errors import StoreError
from refiner.trends import Row, done

MOST_RUNS = 2000  # the newest; what is older is found on the page of runs
CHARTS = (
    ("rate", "Filler rate", rate_figure, rate_finding),
    ("counts", "Rules against analysis", counts_figure, counts_finding),
    ("time", "Time", time_figure, time_finding),
    ("share", "Regeneration", share_figure, share_finding),
)


def page() -> None:
    st.title("Trends", anchor=False)
    try:
        rows = runner(settings_or_stop()).store.runs(limit=MOST_RUNS)
    except StoreError as error:
        st.error(f"{error}. New runs still give results; they cannot be listed here.")
        return
    if not rows:
        empty()
        return
    if len(rows) == MOST_RUNS:
        st.html(f'<p class="sr-quiet">The newest {MOST_RUNS:,} runs are looked at here.</p>')
    shown = filtered(rows)
    ended = done(shown)
    if ended:
        charts(ended)
        st.header("For the team", anchor=False)
        st.html(team_html(shown))
    else:
        st.html('<p class="sr-lead">No finished run fits these filters.</p>')
    st.header("Runs", anchor=False)
    run_table(shown)


def charts(ended: list[Row]) -> None:
    columns = [*st.columns(2, gap="large"), *st.columns(2, gap="large")]
    for column, (name, title, figure, finding) in zip(columns, CHARTS, strict=True):
        with column:
            st.header(title, anchor=False)
            st.html(f'<p class="sr-finding">{safe(finding(ended))}</p>')
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
