"""Which talks are shown; the choice is kept in the address, so that a view can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from refiner.advice.bands import AVERAGE_PER_100_WORDS
from refiner.store import Store

ALL_SPEAKERS = "All speakers"
PERIODS = {"All": None, "A year": 365, "90 days": 90, "30 days": 30, "7 days": 7}
SPEAKER = "trends_speaker"


@dataclass(frozen=True, slots=True)
class TrendFilter:
    """`speaker` None for all; `since` an ISO date; `target` in fillers per 100 words."""

    speaker: str | None
    since: str
    target: float
    with_demo: bool


def choose_filter(store: Store, now: datetime | None = None) -> TrendFilter:
    """One selector for everything on the page."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="trends_filters"):
        speaker = st.selectbox(
            "Speaker",
            [ALL_SPEAKERS, *store.runs.distinct("speaker")],
            key=SPEAKER,
            bind="query-params",
        )
        period = st.selectbox("Time", list(PERIODS), key="trends_period", bind="query-params")
        target = st.number_input(
            "Target, fillers per 100 words",
            0.0,
            50.0,
            AVERAGE_PER_100_WORDS,
            step=0.1,
            format="%.1f",
            key="trends_target",
            bind="query-params",
            help="Starts at the average speaker's rate; set your own target.",
        )
        with_demo = st.checkbox(
            "Include simulated and demo runs", key="trends_demo", bind="query-params"
        )
    since = day_before(PERIODS[period or "All"], now or datetime.now(UTC))
    return TrendFilter(None if speaker == ALL_SPEAKERS else speaker, since, target, with_demo)


def day_before(days: int | None, now: datetime) -> str:
    """The ISO date so many days ago; empty for all of time."""
    return "" if days is None else (now - timedelta(days=days)).date().isoformat()
