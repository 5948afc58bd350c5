"""Which logged runs are shown; the choice is kept in the address, so that a view can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import streamlit as st

from pages.components.shared.text import PROVIDER_NAMES, STRATEGY_NAMES
from refiner.store import Store
from refiner.store.search import Search

PERIODS = {"All": None, "A year": 365, "90 days": 90, "30 days": 30, "7 days": 7, "Today": 0}
_COLUMNS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "speaker": ("Speaker", "All speakers", {}),
    "provider": ("Provider", "All providers", PROVIDER_NAMES),
    "strategy": ("Strategy", "All strategies", STRATEGY_NAMES),
}


def choose_filters(store: Store, now: datetime | None = None) -> Search:
    """The runs that fit the filters chosen on the page."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="trends_filters"):
        wanted = {name: _choose_values(store, name, *column) for name, column in _COLUMNS.items()}
        period = st.selectbox("Time", list(PERIODS), key="trends_period", bind="query-params")
    return Search("", wanted, midnight_before(PERIODS[period or "All"], now or datetime.now(UTC)))


def _choose_values(
    store: Store, name: str, label: str, placeholder: str, names: Mapping[str, str]
) -> list[str]:
    return st.multiselect(
        label,
        store.runs.distinct(name),
        key=f"trends_{name}",
        bind="query-params",
        placeholder=placeholder,
        format_func=lambda value: names.get(value, value),
    )


def midnight_before(days: int | None, now: datetime) -> str:
    """Midnight so many days ago, as rows store it; empty for all of time."""
    if days is None:
        return ""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - timedelta(days=days)).isoformat(timespec="milliseconds")
