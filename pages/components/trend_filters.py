"""Which logged runs are looked at; the choice stands in the address, so a view can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from pages.components.words import PROVIDERS, STRATEGIES
from refiner.trends import Row

PERIODS = {"All": None, "30 days": 30, "7 days": 7, "Today": 0}


def filtered(rows: Sequence[Row], today: date | None = None) -> list[Row]:
    """The rows that fit the filters chosen on the page."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="trends_filters"):
        speakers = st.multiselect(
            "Speaker", sorted({r["speaker"] for r in rows if r["speaker"]}), key="trends_speaker",
            placeholder="All speakers", bind="query-params",
        )  # fmt: skip
        providers = st.multiselect(
            "Provider", sorted({r["provider"] for r in rows}), key="trends_provider",
            placeholder="All providers", bind="query-params",
            format_func=lambda p: PROVIDERS.get(p, p),
        )  # fmt: skip
        strategies = st.multiselect(
            "Strategy", sorted({r["strategy"] for r in rows}), key="trends_strategy",
            placeholder="All strategies", bind="query-params",
            format_func=lambda s: STRATEGIES.get(s, s),
        )  # fmt: skip
        period = st.selectbox("Time", list(PERIODS), key="trends_period", bind="query-params")
    days = PERIODS[period or "All"]
    since = "" if days is None else str((today or date.today()) - timedelta(days=days))
    return [
        row
        for row in rows
        if (not speakers or row["speaker"] in speakers)
        and (not providers or row["provider"] in providers)
        and (not strategies or row["strategy"] in strategies)
        and row["created_at"] >= since
    ]
