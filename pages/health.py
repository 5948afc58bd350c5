"""Health: figures against their targets, rollback levels, the log."""

from __future__ import annotations

import streamlit as st

from pages.components.health.figures import choose_provider, show_figures
from pages.components.health.log import show_log
from pages.components.health.rollback_levels import LEVELS_HINT, changes_html, show_levels
from pages.components.shared.access import current_viewer
from pages.components.shared.explore import is_exploring
from pages.components.shared.frame import require_navigation
from pages.components.shared.services import invite, settings_or_stop, team_store
from pages.components.shared.text import quiet_html
from refiner.errors import StoreError

_REFRESH_S = 10
_EMPTY = (
    "This page compares run times, rewrites and costs with their targets. There are no runs yet; "
    "simulated and demo runs are not counted."
)


def health_page() -> None:
    st.title("Health", anchor=False)
    settings = settings_or_stop()
    store, viewer = team_store(settings), current_viewer()
    try:
        provider = choose_provider(store)
        if provider is None and not store.runs.health()["runs"]:
            invite(_EMPTY, "health")
        else:
            st.fragment(show_figures, run_every=_REFRESH_S)(store, provider)
        st.header("Rollback levels", anchor=False)
        if viewer.user and not viewer.is_admin:
            st.html(quiet_html("Admins of this server set them; they apply to all new runs."))
        else:
            st.html(quiet_html(LEVELS_HINT))
            show_levels(store, settings, store.switches.current())
        st.header("Changes", anchor=False)
        st.html(changes_html(store.switches.changes()))
    except StoreError as error:
        st.error(f"{error}. Its figures and levels cannot be read; runs still give results.")
    may_see_log = viewer.is_admin or not viewer.user  # its lines are of everyone's runs
    if may_see_log and not is_exploring():
        st.header("Log", anchor=False)
        st.fragment(show_log, run_every=_REFRESH_S)(settings)


require_navigation()
health_page()
