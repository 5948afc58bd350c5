"""Batch: many talks in parallel, each with its own run; the results as a table that opens them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import streamlit as st

from pages.components.batch.form import ask_for_batch
from pages.components.batch.jobs import prepare_job, show_jobs
from pages.components.batch.progress import show_progress, show_results
from pages.components.shared.frame import require_navigation
from pages.components.shared.services import run_settings_or_stop, runner
from refiner.batch.inputs import Input
from refiner.batch.running import Batches, BatchRow

_TICK_S = 0.5
_BATCH = "batch_number"
_HOW = "batch_how"


@st.cache_resource(show_spinner=False)
def _batches() -> Batches:
    return Batches()


def batch_page() -> None:
    st.title("Batch", anchor=False)
    batch = _batches().get(st.session_state.get(_BATCH, 0))
    if batch is None:
        settings = run_settings_or_stop()
        store = runner(settings).store
        asked = ask_for_batch(settings, store)
        if asked is not None and asked.as_job:
            prepare_job(asked)
        elif asked is not None:
            st.session_state[_HOW] = asked.options, asked.jobs
            _start(asked.inputs)
        show_jobs(settings, store)
    elif batch.ended_s is None:
        st.fragment(show_progress, run_every=_TICK_S)(batch)
    else:
        match show_results(batch):
            case "another":
                del st.session_state[_BATCH]
                st.rerun()
            case "retry":
                _start(batch.failed_inputs, [row for row in batch.rows if row.run_id is not None])


def _start(inputs: Sequence[Input], before: Sequence[BatchRow] = ()) -> NoReturn:
    """Options, and a key in them, stay in this session's memory, for a retry."""
    options, jobs = st.session_state[_HOW]
    st.session_state[_BATCH] = _batches().start(inputs, options, jobs, before)
    st.rerun()


require_navigation()
batch_page()
