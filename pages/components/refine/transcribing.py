"""From a recording to its run: first where its sound will be sent, then the progress.

The work continues when the person leaves the page, is found again by its address after a reload,
and starts the run at its end.
"""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st

from pages.components.refine.recording import remember_recording
from pages.components.refine.transcript_form import FormInput
from pages.components.shared.access import current_viewer
from pages.components.shared.current_run import (
    TROUBLE,
    came_back,
    current_job,
    leave_job,
    select_job,
)
from pages.components.shared.run_options import sound_notice
from pages.components.shared.services import runner, show_run
from pages.components.shared.text import markdown_safe, quiet_html, safe
from refiner.audio.files import can_decode
from refiner.audio.jobs import RecordingJob, RecordingJobs
from refiner.audio.transcriber import Transcriber, choose_transcriber
from refiner.batch.reading import ReadingOptions, transcribe_input
from refiner.config.settings import Settings
from refiner.errors import InputError, StoreError
from refiner.model import Transcript

_TICK_S = 0.5
_GONE = (
    "The recording at this address is no longer being transcribed. Look for its run on the page "
    "Runs; if there is none, add the recording again."
)
_OWN = "refine_own_job"  # session key: the job that this session started, and its settings


@st.cache_resource(show_spinner=False)
def _jobs() -> RecordingJobs:
    return RecordingJobs()


def describe_way(given: FormInput, settings: Settings) -> str:
    """Where the sound goes, or how to get what transcribes it; empty without a recording."""
    if given.recording is None:
        return ""
    if given.data is not None:
        looked = "It is searched for hesitations and silences and" if can_decode() else "It"
        return f"The recording stays on this computer. {looked} can be played on the run's page."
    return sound_notice(settings, 1)


def start_recording(
    given: FormInput, transcript: Transcript | None, settings: Settings
) -> NoReturn:
    """Transcribe the recording, or look at the sound of its `transcript`; then start the run.

    Raises SettingsError if nothing is there that transcribes.
    """
    assert given.recording is not None
    name, data = given.recording
    if transcript is not None:
        prepare = partial(_add_sound, transcript=transcript, name=name)
    else:
        transcriber = choose_transcriber(settings)
        prepare = partial(_transcribe, transcriber=transcriber, given=given, name=name)
    own_runner = runner(settings)

    def start_run(ready: Transcript) -> tuple[int, str]:
        run_id = own_runner.submit(ready, settings)
        if given.keeps_recording:
            try:
                own_runner.store.recordings.keep(run_id, name, io.BytesIO(data))
            except StoreError as error:
                return run_id, f"The recording was not kept: {error}."
        return run_id, ""

    doing = "Transcribing" if transcript is None else "Analysing"
    job = RecordingJob(name, data, prepare, start_run, doing, current_viewer().user)
    token = _jobs().add(job)
    st.session_state[_OWN] = token, settings
    select_job(token)
    st.rerun()


def _transcribe(
    path: Path, *, transcriber: Transcriber, given: FormInput, name: str, **watch: Any
) -> Transcript:
    options = ReadingOptions(given.title, given.speaker, given.seconds, language=given.language)
    (transcript,) = transcribe_input(path, transcriber, name, options, **watch)
    return replace(transcript, held_on=given.held_on or transcript.held_on)


def _add_sound(path: Path, *, transcript: Transcript, name: str, **watch: Any) -> Transcript:
    """What is wrong with a recording only adds a warning to its transcript."""
    from refiner.audio.reading import add_sound
    from refiner.audio.sound import read_sound

    try:
        sound = read_sound(path, name, is_cancelled=watch["is_cancelled"])
    except InputError as error:
        unused = f"the recording was not used; {error}"
        return replace(transcript, warnings=(*transcript.warnings, unused))
    warned = replace(transcript, warnings=(*transcript.warnings, *sound.warnings))
    return add_sound(sound, warned)


def show_recording_job(settings: Settings) -> bool:
    """Whether a recording is being worked on: then how far it is, in place of the form.

    One that has ended leads to its run; an error or a cancellation is shown once.
    `settings` are for running its talk again, unless this session chose others for it.
    """
    token = current_job()
    if token is None:
        return False
    job = _jobs().find(token, current_viewer().user)
    if job is not None and job.is_running:
        st.fragment(_follow, run_every=_TICK_S)(job)
        return True
    leave_job()
    own, chosen = st.session_state.get(_OWN, ("", settings))
    if job is None:
        st.warning(_GONE)
    elif not came_back():  # from its run to the address of its progress
        _show_ended(job, chosen if own == token else settings, is_own=own == token)
    return False


def _show_ended(job: RecordingJob, settings: Settings, *, is_own: bool) -> None:
    """Lead to the run; without one, say why. `is_own`: the form still has what was entered."""
    if job.run_id is not None and job.transcript is not None:
        remember_recording(job.transcript, (job.name, job.data))
        if job.trouble:
            st.session_state[TROUBLE] = job.trouble
        show_run(job.run_id, settings)
    if job.error is None:
        kept = "Your recording and entries are still here." if is_own else "No run was started."
        st.info(f"Cancelled. {kept}")
    else:
        kept = "; your entries are still here" if is_own else ""
        message = f"{markdown_safe(job.error)}. No run was started{kept}."
        st.error(message)
        if is_own:  # on a phone the form's top is far from the button that was pressed
            st.toast(message, icon=":material/error:", duration="long")


def _follow(job: RecordingJob) -> None:
    if not job.is_running:
        st.rerun()
    st.html(f'<p class="sr-verdict running" role="status">{job.doing} {safe(job.name)}.</p>')
    st.progress(job.progress, text=f"{100 * job.progress:.0f} %")
    if st.button("Cancel", key="refine_job_cancel", icon=":material/close:"):
        job.cancel()
    st.html(quiet_html("You can leave or reload this page; the work continues."))
