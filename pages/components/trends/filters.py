"""Which logged runs are looked at; the choice stands in the address, so a view can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import streamlit as st

from pages.components.shared.text import PROVIDERS, STRATEGIES
from refiner.store import Store
from refiner.store.search import Search

PERIODS = {"All": None, "A year": 365, "90 days": 90, "30 days": 30, "7 days": 7, "Today": 0}
_COLUMNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "speaker": ("Speaker", {}),
    "provider": ("Provider", PROVIDERS),
    "strategy": ("Strategy", STRATEGIES),
}


def chosen(store: Store, now: datetime | None = None) -> Search:
    """The runs that fit the filters chosen on the page."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="trends_filters"):
        wanted = {name: _choice(store, name, *column) for name, column in _COLUMNS.items()}
        period = st.selectbox("Time", list(PERIODS), key="trends_period", bind="query-params")
    return Search("", wanted, since(PERIODS[period or "All"], now or datetime.now(UTC)))


def _choice(store: Store, name: str, label: str, names: Mapping[str, str]) -> list[str]:
    return st.multiselect(
        label, store.runs.distinct(name), key=f"trends_{name}", bind="query-params",
        placeholder=f"All {label.lower()}s" if label != "Strategy" else "All strategies",
        format_func=lambda value: names.get(value, value),
    )  # fmt: skip


def since(days: int | None, now: datetime) -> str:
    """Midnight so many days ago, as rows store it; empty for all of time."""
    if days is None:
        return ""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - timedelta(days=days)).isoformat(timespec="milliseconds")
