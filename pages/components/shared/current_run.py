"""Which run a page shows: `?run=` in the address, kept in the session across page switches."""

from __future__ import annotations

import streamlit as st

from refiner.model import Transcript

FORM = "refine_given"  # session key of what was typed into the form
_KEPT = "refine_run"


def current_run() -> int | None:
    """The run asked for; None for a new one. Something that is no number is -1, no run's id."""
    asked = st.query_params.get("run")
    if asked is None:
        asked = st.session_state.get(_KEPT)
        if asked is None:
            return None
        st.query_params["run"] = asked
    st.session_state[_KEPT] = asked
    sound = asked.isascii() and asked.isdigit() and len(asked) <= 18
    return int(asked) if sound else -1


def open_run(run_id: int) -> None:
    """Make `run_id` the run that Refine shows, from now on."""
    st.session_state[_KEPT] = str(run_id)
    st.query_params["run"] = str(run_id)


def leave_run() -> None:
    """Back to an empty page; the run itself goes on or stays logged."""
    st.session_state.pop(_KEPT, None)
    st.query_params.pop("run", None)


def restore_form(talk: Transcript) -> None:
    """Fill the form of Refine with the transcript of an earlier run."""
    st.session_state[FORM] = {
        "refine_source": "Paste",
        "refine_text": talk.text,
        "refine_title": talk.title,
        "refine_speaker": talk.speaker,
        "refine_minutes": None if talk.duration_s is None else round(talk.duration_s / 60, 2),
    }
