"""Runs without a result: cancelled, failed, interrupted, unknown. What happened, what is kept."""

from __future__ import annotations

import streamlit as st

from pages.components.refine.result import head
from pages.components.shared.current_run import leave_run
from pages.components.shared.services import submit_again
from pages.components.shared.text import safe
from refiner.config.settings import Settings
from refiner.run.session import RunView

_WHAT = {
    "cancelled": "You cancelled this run. Nothing more is sent; the transcript is kept.",
    "failed": "This run failed: {why}. The transcript is kept.",
    "interrupted": "The program was stopped in the middle of this run. The transcript is kept.",
}


def show_ended(view: RunView, settings: Settings) -> None:
    """Why there is no result, and the transcript that was given, ready to be run again."""
    head(view, settings)
    what = _WHAT[view.status].format(why=view.error or "no reason is known")
    kind = "failed" if view.status == "failed" else "fallback"
    st.html(f'<p class="sr-verdict {kind}">{safe(what)}</p>')
    if view.not_saved:
        st.html(f'<p class="sr-note">Not saved: {safe(view.not_saved)}.</p>')
    if st.button("Run again", type="primary", icon=":material/replay:", key="refine_again"):
        submit_again(view.run_id, view.talk, settings)
    with st.expander("The transcript", key="refine_kept"):
        st.text(view.talk.text)


def show_missing(run_id: int) -> None:
    st.title("No such run", anchor=False)
    number = (
        f"There is no run {run_id} in this run log." if run_id >= 0 else "This is no run's number."
    )
    st.html(f'<p class="sr-lead">{number} It may have been deleted, or logged elsewhere.</p>')
    if st.button("Start with a new talk", type="primary", key="refine_start"):
        leave_run()
        st.rerun()
