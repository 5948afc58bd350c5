"""How the program itself does over the weeks, for the person who runs it: time, rewrites, cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.palette import Tones
from pages.components.shared.services import settings_or_stop, team_store
from pages.components.shared.text import provider_name, quiet_html
from pages.components.trends import team_figures as team
from pages.components.trends.filters import TrendFilter
from refiner.formatting import count
from refiner.insight.arrays import Floats
from refiner.insight.periods import PERIOD_COLUMNS, Periods, sum_by_period
from refiner.store import Store

MIN_RUNS_DRAWN = 10
_CHARTS: tuple[
    tuple[
        str,
        str,
        Callable[[Periods, Tones], go.Figure],
        Callable[[Periods], str],
        Callable[[Periods], Floats],
    ],
    ...,
] = (
    (
        "rewritten",
        "Rewrites",
        team.rewritten_figure,
        team.describe_rewritten,
        lambda p: p.regeneration.value,
    ),
    ("times", "Time", team.period_times_figure, team.describe_period_times, lambda p: p.p50_ms),
    (
        "trouble",
        "Degraded and failed",
        team.trouble_figure,
        team.describe_trouble,
        lambda p: np.concatenate((p.fallback.value, p.failure.value)),
    ),
    ("spent", "Cost", team.spent_figure, team.describe_spent, lambda p: p.mean_usd),
    ("liked", "Feedback", team.liked_figure, team.describe_liked, lambda p: p.liked.value),
)


def show_operations(store: Store, chosen: TrendFilter, tones: Tones) -> None:
    st.header("Operations", anchor=False)
    providers = store.runs.distinct("provider")
    provider = None
    if len(providers) > 1:
        provider = st.selectbox(
            "Provider",
            [None, *providers],
            key="trends_provider",
            bind="query-params",
            width=280,
            format_func=provider_name,
        )
    wanted: dict[str, Sequence[Any]] = {} if chosen.with_demo else {"demo": (0,)}
    if provider:
        wanted["provider"] = (provider,)
    periods = _read_weeks(store.source, store.version_token(), wanted, chosen.since)
    runs = int(periods.runs.sum())
    if runs < MIN_RUNS_DRAWN:
        st.html(
            quiet_html(
                f"Weekly charts appear once there are {MIN_RUNS_DRAWN} runs; there "
                f"{'is' if runs == 1 else 'are'} {count(runs, 'run')} so far."
            )
        )
        return
    columns: list[st.delta_generator.DeltaGenerator] = []
    for n, (name, title, figure, describe, values) in enumerate(_CHARTS):
        if n % 2 == 0:
            columns = list(st.columns(2, gap="large"))
        with columns[n % 2]:
            st.html(f'<h3 class="sr-part">{title}</h3>{finding_html(describe(periods))}')
            if len(periods.starts) > 1 and np.nansum(values(periods)):
                show_chart(figure(periods, tones), f"trends_team_{name}")
    st.html(
        quiet_html(
            "A point is a week. The 95 % interval of a share appears at the pointer, and as a band "
            "where the weeks have enough runs."
        )
    )


@st.cache_data(show_spinner=False, max_entries=8)
def _read_weeks(
    source: str, version: tuple[int, ...], wanted: Mapping[str, Sequence[Any]], since: str
) -> Periods:
    """Added up again only if the log has changed."""
    columns = team_store(settings_or_stop()).runs.columns(PERIOD_COLUMNS, wanted, since)
    return sum_by_period(columns, "week")
