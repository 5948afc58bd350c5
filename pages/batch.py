"""Batch: many talks in parallel, each with its own run; the results as a table that opens them."""

from __future__ import annotations

import streamlit as st

from pages.components.batch.form import ask_for_batch
from pages.components.batch.progress import show_progress, show_results
from pages.components.shared.frame import require_navigation
from pages.components.shared.services import run_settings_or_stop, runner
from refiner.batch.running import Batches

_TICK_S = 0.5
_BATCH = "batch_number"


@st.cache_resource(show_spinner=False)
def _batches() -> Batches:
    return Batches()


def batch_page() -> None:
    st.title("Batch", anchor=False)
    batch = _batches().get(st.session_state.get(_BATCH, 0))
    if batch is None:
        settings = run_settings_or_stop()
        asked = ask_for_batch(settings, runner(settings).store)
        if asked is not None:
            st.session_state[_BATCH] = _batches().start(*asked)
            st.rerun()
    elif batch.ended_s is None:
        st.fragment(show_progress, run_every=_TICK_S)(batch)
    elif show_results(batch):
        del st.session_state[_BATCH]
        st.rerun()


require_navigation()
batch_page()
