"""Trends: who improves, speaker by speaker; below, how the program itself does."""

from __future__ import annotations

import streamlit as st

from pages.components.shared.frame import require_navigation
from pages.components.shared.palette import Tones
from pages.components.shared.services import invite, runner, settings_or_stop, team_store
from pages.components.shared.style import page_tones
from pages.components.shared.text import quiet_html
from pages.components.trends.filters import choose_filter
from pages.components.trends.operations import show_operations
from pages.components.trends.speaker import show_speaker
from pages.components.trends.speakers import show_speakers
from refiner.errors import StoreError
from refiner.formatting import count

_EMPTY = (
    "This page shows how each speaker's filler rate changes from talk to talk, how often advice is "
    "rewritten, and how long runs take. There are no runs yet."
)


def trends_page(tones: Tones) -> None:
    st.title("Trends", anchor=False)
    try:
        settings = settings_or_stop()
        store, team = runner(settings).store, team_store(settings)
        if not team.runs.distinct("status"):
            invite(_EMPTY, "trends")
            return
        chosen = choose_filter(store)
        if later := store.runs.count_future():
            st.html(quiet_html(f"Left out: {count(later, 'run')} dated in the future."))
        if chosen.speaker is None:
            show_speakers(store, chosen, tones)
        else:
            show_speaker(store, chosen.speaker, chosen, tones)
        show_operations(team, chosen, tones)
    except StoreError as error:
        st.error(f"{error}. New runs still give results; they cannot be listed here.")


require_navigation()
trends_page(page_tones())
