"""Batch: many talks in parallel, each with its own run; the results as a table that opens them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import streamlit as st

from pages.components.batch.form import ask_for_batch
from pages.components.batch.jobs import prepare_job, show_jobs
from pages.components.batch.progress import show_progress, show_results
from pages.components.shared.current_run import came_back
from pages.components.shared.frame import require_navigation
from pages.components.shared.services import run_settings_or_stop, runner
from refiner.batch.inputs import Input
from refiner.batch.running import Batches, BatchRow, RunningBatch
from refiner.batch.tasks import BatchOptions
from refiner.config.settings import Settings

_TICK_S = 0.5
_BATCH = "batch_token"  # session key: the name of the batch that is shown
_IN_ADDRESS = "batch"
_HOW = "batch_how"  # session key: the name of a batch of this session, its options and jobs


@st.cache_resource(show_spinner=False)
def _batches() -> Batches:
    return Batches()


def batch_page() -> None:
    st.title("Batch", anchor=False)
    settings = run_settings_or_stop()
    batch = _current_batch(settings)
    if batch is None:
        store = runner(settings).store
        asked = ask_for_batch(settings, store)
        if asked is not None and asked.as_job:
            prepare_job(asked)
        elif asked is not None:
            _start(asked.inputs, asked.options, asked.jobs)
        show_jobs(settings, store)
    elif batch.ended_s is None:
        st.fragment(show_progress, run_every=_TICK_S)(batch)
    else:
        own, options, jobs = st.session_state.get(_HOW, (None, None, 0))
        match show_results(batch, may_retry=own == st.session_state[_BATCH]):
            case "another":
                _leave_batch()
                st.rerun()
            case "retry":
                done = [row for row in batch.rows if row.run_id is not None]
                _start(batch.failed_inputs, options, jobs, done)


def _current_batch(settings: Settings) -> RunningBatch | None:
    """The batch of the address, else the session's; it is in the address from then on."""
    asked = st.query_params.get(_IN_ADDRESS)
    if asked is None and not came_back():
        asked = st.session_state.get(_BATCH)
    batch = None if asked is None else _batches().find(asked, settings)
    if asked is None or batch is None:
        _leave_batch()
        return None
    st.session_state[_BATCH] = st.query_params[_IN_ADDRESS] = asked
    return batch


def _leave_batch() -> None:
    st.session_state.pop(_BATCH, None)
    st.query_params.pop(_IN_ADDRESS, None)


def _start(
    inputs: Sequence[Input], options: BatchOptions, jobs: int, before: Sequence[BatchRow] = ()
) -> NoReturn:
    """Options, and a key in them, stay in this session's memory, for a retry."""
    token = _batches().start(inputs, options, jobs, before)
    st.session_state[_HOW] = token, options, jobs
    st.session_state[_BATCH] = st.query_params[_IN_ADDRESS] = token
    st.rerun()


require_navigation()
batch_page()
