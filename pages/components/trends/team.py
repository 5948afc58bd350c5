"""All runs that fit, added up by period, each figure against the report's target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.palette import Tones
from pages.components.shared.services import this_runner
from pages.components.shared.text import lead_html, quiet_html
from pages.components.trends import team_figures as team
from refiner.insight.periods import PERIOD_COLUMNS, Periods, sum_by_period
from refiner.store import Store
from refiner.store.search import Search

_CHARTS = (
    ("rewritten", "Rewrites", team.rewritten_figure, team.describe_rewritten),
    ("times", "Time", team.period_times_figure, team.describe_period_times),
    ("trouble", "Degraded and failed", team.trouble_figure, team.describe_trouble),
    ("spent", "Cost", team.spent_figure, team.describe_spent),
    ("liked", "Feedback", team.liked_figure, team.describe_liked),
)


def show_team(store: Store, search: Search, tones: Tones) -> None:
    periods = _read_periods(str(store.path), store.version_token(), search.wanted, search.since)
    if not periods.starts:
        st.html(lead_html("No run fits these filters."))
        return
    shown = [chart for chart in _CHARTS if chart[0] != "liked" or periods.liked.of.sum()]
    columns = [column for _ in range(0, len(shown), 2) for column in st.columns(2, gap="large")]
    for column, (name, title, figure, describe) in zip(columns, shown, strict=False):
        with column:
            st.header(title, anchor=False)
            st.html(finding_html(describe(periods)))
            show_chart(figure(periods, tones), f"trends_team_{name}")
    st.html(
        quiet_html(
            f"A point is a {periods.unit}; bands are 95 % intervals, wide if there were few runs."
        )
    )


@st.cache_data(show_spinner=False, max_entries=8)
def _read_periods(
    db: str, version: tuple[int, ...], wanted: Mapping[str, Sequence[Any]], since: str
) -> Periods:
    """Added up again only if the log has changed."""
    return sum_by_period(this_runner().store.runs.columns(PERIOD_COLUMNS, wanted, since))
