"""The run that Refine shows: `?run=` in the address, kept in the session across page switches."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.components.shared.uploads import forget_files
from refiner.model import Transcript

FORM = "refine_form"  # session key of what was typed into the form
UPLOAD = "refine_upload"  # key of the form's uploader
MICROPHONE = "refine_microphone"  # key of the form's microphone
TROUBLE = "refine_trouble"  # session key of one line that the run's page shows once
_RUN = "refine_run"
_JOB = "refine_job"  # session key: the name of a recording's job
_JOB_IN_ADDRESS = "recording"
_REFINE = "pages/refine.py"


def current_run() -> int | None:
    """The run asked for; None for a new one; -1, which no run has, for what is not a number."""
    asked = st.query_params.get("run")
    if asked is None:
        if came_back():
            st.session_state.pop(_RUN, None)
        asked = st.session_state.get(_RUN)
        if asked is None:
            return None
        st.query_params["run"] = asked
    st.session_state[_RUN] = asked
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= 18
    return int(asked) if is_number else -1


def came_back() -> bool:
    """Whether the browser's Back or Forward led here: then the address alone counts."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def last_run() -> int | None:
    """The run that Refine showed last in this session, for other pages."""
    number = st.session_state.get(_RUN, "")
    return int(number) if number.isdigit() else None


def select_run(run_id: int) -> None:
    """Make `run_id` the run that Refine shows from now on."""
    st.session_state[_RUN] = str(run_id)
    st.query_params.pop(_JOB_IN_ADDRESS, None)
    st.query_params["run"] = str(run_id)


def current_job() -> str | None:
    """The recording that is being transcribed: `?recording=` in the address, else the session's."""
    asked = st.query_params.get(_JOB_IN_ADDRESS) or st.session_state.get(_JOB)
    if asked is not None:
        select_job(asked)
    return asked


def select_job(token: str) -> None:
    """Make a recording the one whose progress Refine shows from now on, also after a reload."""
    st.session_state[_JOB] = token
    st.query_params[_JOB_IN_ADDRESS] = token


def leave_job() -> None:
    """Return to the form; the job continues."""
    st.session_state.pop(_JOB, None)
    st.query_params.pop(_JOB_IN_ADDRESS, None)


def leave_run() -> None:
    """Back to an empty form; the run itself continues or stays logged."""
    st.session_state.pop(_RUN, None)
    st.query_params.pop("run", None)


def clear_form() -> None:
    """What was typed or uploaded for the last talk is forgotten; options are kept."""
    st.session_state.pop(FORM, None)
    forget_files(UPLOAD)
    forget_files(MICROPHONE)


def open_run(run_id: int) -> NoReturn:
    """Switch to Refine, with this run."""
    select_run(run_id)
    st.switch_page(_REFINE, query_params={"run": str(run_id)})


def open_form(transcript: Transcript | None = None) -> NoReturn:
    """Switch to Refine's form, filled with `transcript` if there is one."""
    if transcript is not None:
        restore_form(transcript)
        leave_run()
    st.switch_page(_REFINE)


def restore_form(transcript: Transcript) -> None:
    """Fill the form of Refine with the transcript of an earlier run."""
    seconds = transcript.duration_s
    st.session_state[FORM] = {
        "refine_source": "Paste",
        "refine_text": transcript.text,
        "refine_title": transcript.title,
        "refine_speaker": transcript.speaker,
        "refine_minutes": None if seconds is None else round(seconds / 60, 2),
        "refine_language": transcript.given_language,
    }
