"""From a recording to its run: where the sound goes is said first, then how far it is.

The work goes on whatever the person does on the pages; at its end it has started the run.
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
from pages.components.shared.current_run import TROUBLE
from pages.components.shared.run_options import sound_notice
from pages.components.shared.services import runner, show_run
from pages.components.shared.text import markdown_safe, safe
from refiner.audio.files import can_decode
from refiner.audio.jobs import RecordingJob
from refiner.audio.transcriber import Transcriber, choose_transcriber
from refiner.batch.reading import ReadingOptions, transcribe_input
from refiner.config.settings import Settings
from refiner.errors import InputError, StoreError
from refiner.model import Transcript

_TICK_S = 0.5
_JOB = "refine_job"  # session key: the job, what it was given, its settings, what went wrong


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
    own_runner, trouble = runner(settings), list[str]()

    def start_run(ready: Transcript) -> int:
        run_id = own_runner.submit(ready, settings)
        if given.keeps_recording:
            try:
                own_runner.store.recordings.keep(run_id, name, io.BytesIO(data))
            except StoreError as error:
                trouble.append(f"The recording was not kept: {error}.")
        return run_id

    st.session_state[_JOB] = RecordingJob(name, data, prepare, start_run), given, settings, trouble
    st.rerun()


def _transcribe(
    path: Path, *, transcriber: Transcriber, given: FormInput, name: str, **watch: Any
) -> Transcript:
    options = ReadingOptions(given.title, given.speaker, given.seconds)
    (transcript,) = transcribe_input(path, transcriber, name, options, **watch)
    return replace(transcript, held_on=given.held_on or transcript.held_on)


def _add_sound(path: Path, *, transcript: Transcript, name: str, **watch: Any) -> Transcript:
    """An unusable recording only adds a warning to its transcript."""
    if not can_decode():
        return transcript
    from refiner.audio.reading import add_sound
    from refiner.audio.sound import read_sound

    try:
        sound = read_sound(path, name, is_cancelled=watch["is_cancelled"])
    except InputError as error:
        return replace(transcript, warnings=(*transcript.warnings, str(error)))
    return add_sound(sound, transcript)


def show_recording_job() -> bool:
    """Whether a recording is being worked on: then how far it is, in place of the form.

    One that has ended leads to its run; an error, or that it was cancelled, is said once.
    """
    if _JOB not in st.session_state:
        return False
    job, given, settings, trouble = st.session_state[_JOB]
    if job.is_running:
        st.fragment(_follow, run_every=_TICK_S)(job, is_transcribed=given.data is None)
        return True
    del st.session_state[_JOB]
    if job.run_id is not None:
        remember_recording(job.transcript, given.recording)
        if trouble:
            st.session_state[TROUBLE] = trouble[0]
        show_run(job.run_id, settings)
    if job.error is None:
        st.info("Cancelled. Your recording and entries are still here.")
    else:
        st.error(f"{markdown_safe(job.error)}. No run was started; your entries are still here.")
    return False


def _follow(job: RecordingJob, *, is_transcribed: bool) -> None:
    if not job.is_running:
        st.rerun()
    doing = "Transcribing" if is_transcribed else "Analysing"
    st.html(f'<p class="sr-verdict running" role="status">{doing} {safe(job.name)}.</p>')
    st.progress(job.progress, text=f"{100 * job.progress:.0f} %")
    if st.button("Cancel", key="refine_job_cancel", icon=":material/close:"):
        job.cancel()
