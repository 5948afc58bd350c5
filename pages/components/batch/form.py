"""What a batch is given: files and a speaker; the rest under options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.components.shared.run_options import (
    choose_language,
    choose_options,
    choose_run_provider,
    open_options,
    sound_notice,
)
from pages.components.shared.text import OPTIONAL_SPEAKER, lead_html, markdown_safe
from pages.components.shared.uploads import MAX_RECORDING_MB, ask_for_files
from refiner.batch.inputs import Input, count_recordings
from refiner.batch.reading import ReadingOptions
from refiner.batch.tasks import BatchOptions
from refiner.config.settings import Settings
from refiner.errors import InputError, StoreError
from refiner.formatting import count
from refiner.store import Store

_WHOSE = {
    "all": "Everyone's, as one talk",
    "each": "One run per speaker",
    "only": "Only these speakers'",
}
_WHEN = {
    "now": "Now",
    "job": "OpenAI Batch API: half the price, answers within 24 hours",
}
_LANGUAGE = "batch_language"
_LEAD = (
    "Refine a folder of talks. Each talk gets its own run; one that cannot be read does not stop "
    "the others, and one that is already logged is not paid for twice."
)


@dataclass(frozen=True, slots=True)
class AskedBatch:
    """What was sent; `as_job`: as a job of the Batch API, not now, `jobs` in parallel."""

    inputs: list[Input]
    options: BatchOptions
    jobs: int
    as_job: bool


def ask_for_batch(settings: Settings, store: Store) -> AskedBatch | None:
    """The form; what was asked for once it is sent, else None."""
    st.html(lead_html(_LEAD))
    inputs = _choose_inputs()
    speaker = st.text_input(
        "Speaker of all these talks",
        key="batch_speaker",
        persist_state="session",
        max_chars=100,
        placeholder=OPTIONAL_SPEAKER,
        disabled=st.session_state.get("batch_whose") == "each",
    )
    with st.container(key="batch_choices", gap="small"):
        chosen = choose_run_provider(settings)
        as_job = chosen.chosen_provider == "openai" and _choose_when() == "job"
        with open_options(settings, _LANGUAGE):
            whose, names = _choose_speakers()
            language = choose_language(_LANGUAGE, persist_state="session")
            jobs = st.slider("Run in parallel", 1, 16, 4, key="batch_jobs", persist_state="session")
            again = st.checkbox(
                "Re-run talks already logged", key="batch_again", persist_state="session"
            )
            options = choose_options(chosen)
    if not as_job and (recordings := count_recordings(inputs)):
        st.caption(markdown_safe(sound_notice(options or chosen, recordings)))
    verb = "Prepare" if as_job else "Refine"
    label = f"{verb} {count(len(inputs), 'talk')}" if inputs else verb
    icon = ":material/schedule_send:" if as_job else ":material/play_arrow:"
    sent = st.button(label, type="primary", key="batch_go", icon=icon, disabled=not inputs)
    if not sent or options is None:
        return None
    try:
        each = whose == "each"
        name = "" if each else speaker.strip()
        reading = ReadingOptions(speaker=name, only=names, each=each, language=language)
        store.check()
    except (InputError, StoreError) as error:
        st.error(f"{markdown_safe(str(error))}. Nothing was sent.")
        return None
    return AskedBatch(inputs, BatchOptions(options, store, reading, again), jobs, as_job)


def _choose_when() -> str:
    when: str = st.radio(
        "When",
        list(_WHEN),
        format_func=_WHEN.__getitem__,
        key="batch_when",
        persist_state="session",
    )
    if when == "job":
        st.caption(
            "Prepare the job, see its price, then submit it. This page need not stay open. Once "
            "the talks are answered, the copies that were uploaded are deleted on the server."
        )
    return when


def _choose_inputs() -> list[Input]:
    """What was uploaded, archives opened; an empty archive gets a warning."""
    files = ask_for_files(
        "Transcripts, recordings, or zip archives of them",
        "batch_files",
        MAX_RECORDING_MB,
        accept_multiple_files=True,
        help="Text, subtitles, Word, CSV, JSON of transcription services, sound; recognised by "
        "content.",
    )
    inputs: list[Input] = []
    for name, data in files:
        try:
            inputs += Input(Path(name), data=data).unpacked()
        except InputError as error:
            st.warning(markdown_safe(str(error)))
    return inputs


def _choose_speakers() -> tuple[str, tuple[str, ...]]:
    whose: str = st.segmented_control(
        "Whose words count?",
        list(_WHOSE),
        format_func=_WHOSE.__getitem__,
        default="all",
        key="batch_whose",
        persist_state="session",
        required=True,
    )
    if whose != "only":
        return whose, ()
    typed = st.text_input(
        "Their names, as in the transcripts",
        key="batch_only",
        persist_state="session",
        placeholder="Ada Byron, Ben Okoro",
    )
    return whose, tuple(name.strip() for name in typed.split(",") if name.strip())
