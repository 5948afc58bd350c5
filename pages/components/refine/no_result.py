"""Runs without a result: cancelled, failed, interrupted, unknown. What happened, what is kept."""

from __future__ import annotations

import streamlit as st

from pages.components.refine.talk_head import show_head
from pages.components.shared.current_run import leave_run
from pages.components.shared.services import submit_again
from pages.components.shared.text import lead_html, note_html, safe
from refiner.config.settings import Settings
from refiner.run.view import RunView

_REASONS = {
    "cancelled": "You cancelled this run. No further requests are sent; the transcript is kept.",
    "failed": "This run failed: {why}. The transcript is kept.",
    "interrupted": "The program was stopped in the middle of this run. The transcript is kept.",
}


def show_without_result(view: RunView, settings: Settings) -> None:
    """Why there is no result, and the transcript, ready to be run again."""
    show_head(view, settings)
    reason = _REASONS[view.status].format(why=view.error or "for an unknown reason")
    kind = "failed" if view.status == "failed" else "fallback"
    st.html(f'<p class="sr-verdict {kind}">{safe(reason)}</p>')
    if view.not_saved:
        st.html(note_html(f"Not saved: {view.not_saved}."))
    if st.button("Run again", type="primary", icon=":material/replay:", key="refine_again"):
        submit_again(view.run_id, view.transcript, settings)
    with st.expander("The transcript", key="refine_kept"):
        st.text(view.transcript.text)


def show_missing(run_id: int, *, is_hidden: bool) -> None:
    """Why there is nothing to see; `is_hidden`: the run is another person's."""
    if is_hidden:
        st.title("Not yours", anchor=False)
        st.html(
            lead_html(f"Run {run_id} is another person's. Only they and their coach can see it.")
        )
    else:
        st.title("No such run", anchor=False)
        number = "Not a valid run number."
        if run_id >= 0:
            number = f"There is no run {run_id} in this run log."
        st.html(lead_html(f"{number} It may have been deleted, or logged elsewhere."))
    if st.button("Start with a new talk", type="primary", key="refine_start"):
        leave_run()
        st.rerun()
