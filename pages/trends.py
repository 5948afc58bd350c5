"""Trends: what all logged runs show together, and the way back to each of them."""

from __future__ import annotations

import streamlit as st

from pages.components.shared.frame import require_navigation
from pages.components.shared.palette import Tones
from pages.components.shared.services import invite, this_runner
from pages.components.shared.style import page_tones
from pages.components.trends.every_run import show_every_run
from pages.components.trends.filters import choose_filters
from pages.components.trends.speaker import show_speaker
from pages.components.trends.team import show_team
from refiner.errors import StoreError

_EMPTY = (
    "Every run is logged here: how the filler rate of each speaker moves, how often rules and "
    "analysis differ, and how long it takes. There are no runs yet."
)
_VIEWS = {"Every run": show_every_run, "One speaker": show_speaker, "The team": show_team}


def trends_page(tones: Tones) -> None:
    st.title("Trends", anchor=False)
    try:
        store = this_runner().store
        if not store.runs.distinct("status"):
            invite(_EMPTY, "trends")
            return
        search = choose_filters(store)
        view = st.segmented_control(
            "View",
            list(_VIEWS),
            default="Every run",
            key="trends_view",
            required=True,
            bind="query-params",
            label_visibility="collapsed",
        )
        _VIEWS[view](store, search, tones)
    except StoreError as error:
        st.error(f"{error}. New runs still give results; they cannot be listed here.")


require_navigation()
trends_page(page_tones())
