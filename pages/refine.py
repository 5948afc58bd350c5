"""Refine: one transcript from paste to advice."""

from __future__ import annotations

import streamlit as st

from pages.components.refine.no_result import show_ended, show_missing
from pages.components.refine.result import head, show_done, show_running
from pages.components.refine.start import compose
from pages.components.shared.current_run import current_run
from pages.components.shared.frame import inside_app
from pages.components.shared.services import in_force_or_stop, runner, settings_or_stop
from pages.components.shared.style import use_style
from refiner.errors import StoreError
from refiner.run.session import RunView

TICK_S = 0.25


def page() -> None:
    settings = in_force_or_stop()
    run_id = current_run()
    if run_id is None:
        compose(settings)
        return
    view = _view(run_id)
    if view is None:
        show_missing(run_id)
    elif view.status == "running":
        head(view, settings)
        st.fragment(_follow, run_every=TICK_S)(run_id)
    elif view.status == "done":
        show_done(view, settings, tones)
    else:
        show_ended(view, settings)


def _view(run_id: int) -> RunView | None:
    try:
        return runner(settings_or_stop()).view(run_id)
    except StoreError as error:
        st.error(f"{error}. The runs in it cannot be shown.")
        st.stop()


def _follow(run_id: int) -> None:
    view = _view(run_id)
    if view is None or view.status != "running":
        st.rerun()
    show_running(view)


inside_app()
tones = use_style()
page()
