"""Refine: one transcript from paste to advice."""

from __future__ import annotations

import streamlit as st

from pages.components.refine.no_result import show_missing, show_without_result
from pages.components.refine.result import show_done
from pages.components.refine.running import MAX_WORDS_DRAWN, show_running
from pages.components.refine.start import show_start
from pages.components.refine.talk_head import show_head
from pages.components.shared.current_run import current_run
from pages.components.shared.frame import require_navigation
from pages.components.shared.palette import Tones
from pages.components.shared.services import run_settings_or_stop, this_runner
from pages.components.shared.style import page_tones
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.run.view import RunView

_TICK_S = 0.25
_LONG_TICK_S = 1.0


def refine_page(tones: Tones) -> None:
    settings = run_settings_or_stop()
    run_id = current_run()
    # Each in its own container, so that Streamlit never reuses an element of one for the other.
    if run_id is None:
        with st.container(key="refine_start_page"):
            show_start(settings)
        return
    with st.container(key="refine_run_page"):
        _show_run(run_id, settings, tones)


def _show_run(run_id: int, settings: Settings, tones: Tones) -> None:
    view = _find_view(run_id)
    if view is None:
        show_missing(run_id, is_hidden=this_runner().store.runs.is_hidden(run_id))
    elif view.status == "running":
        show_head(view, settings)
        is_long = view.transcript.words > MAX_WORDS_DRAWN
        st.fragment(_follow_run, run_every=_LONG_TICK_S if is_long else _TICK_S)(run_id)
    elif view.status == "done":
        show_done(view, settings, tones)
    else:
        show_without_result(view, settings)


def _find_view(run_id: int) -> RunView | None:
    try:
        return this_runner().view(run_id)
    except StoreError as error:
        st.error(f"{error}. The runs in it cannot be shown.")
        st.stop()


def _follow_run(run_id: int) -> None:
    view = _find_view(run_id)
    if view is None or view.status != "running":
        st.rerun()
    show_running(view)


require_navigation()
refine_page(page_tones())
