"""The form for a talk: its text (pasted, uploaded or a sample), speakers, and what it is about.

What was typed is kept across page switches and after every error.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import streamlit as st

from pages.components.shared.current_run import FORM, MICROPHONE, UPLOAD
from pages.components.shared.services import settings_or_stop
from pages.components.shared.text import OPTIONAL_SPEAKER, quiet_html
from pages.components.shared.uploads import (
    MAX_RECORDING_MB,
    Uploaded,
    ask_for_files,
    ask_for_sound,
)
from refiner.audio.files import HEAD_BYTES, is_recording
from refiner.errors import InputError
from refiner.formatting import count
from refiner.model import Transcript, count_words
from refiner.transcripts import read_recording, read_transcript
from refiner.transcripts.in_time import read_in_time
from refiner.transcripts.samples import SAMPLES, load_sample
from refiner.transcripts.speakers import speakers_of

_FORMATS = (
    "Plain or labelled text, subtitles (SRT, WebVTT), Word, CSV, and the JSON of Whisper, "
    "Deepgram, AssemblyAI, AWS and Google; recognised by content. A recording (WAV, MP3, M4A, MP4, "
    "WebM, Ogg, FLAC) alone is transcribed; of a transcript with times, each word can be heard."
)
_KEEP = (
    "A file beside the run log, deleted with the run. Otherwise the recording can be heard until "
    "this page is closed."
)
_DAY = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_SPEAKERS_S = 30.0
_REMEMBERED = (
    "refine_source",
    "refine_text",
    "refine_sample",
    "refine_title",
    "refine_speaker",
    "refine_minutes",
    "refine_day",
    "refine_keep_recording",
    "refine_language",
)


_Given = tuple[bytes | None, str | None, Uploaded | None]  # transcript, its name, recording


@dataclass(frozen=True, slots=True)
class FormInput:
    """`data` is None if there is nothing yet; `only` are the speakers who count, all if empty.

    `held_on` is the ISO date of the talk; empty for the one that the file names, else today.
    `language` is the code of the one that the person chose, None to find it out.
    `recording` is the talk's sound; `keeps_recording` tells whether it is kept with the run.
    """

    data: bytes | None
    name: str | None
    title: str
    speaker: str
    held_on: str
    seconds: float | None
    only: tuple[str, ...]
    is_sample: bool
    recording: Uploaded | None = None
    keeps_recording: bool = False
    language: str | None = None

    @property
    def words(self) -> int | None:
        """How many words were pasted; None of a file, which is read when it is run."""
        if self.name is not None or self.data is None:
            return None
        return count_words(self.data.decode("utf-8", "replace")) or None

    def transcript(self, timeout_s: float) -> Transcript:
        """Raises InputError, one plain line, if it cannot be read as a transcript in time."""
        if self.data is None:
            raise InputError("transcript", "choose a file first")
        read = partial(
            read_transcript,
            self.data,
            name=self.name,
            title=self.title,
            speaker=self.speaker,
            duration_s=self.seconds,
            speakers=self.only or None,
            language=self.language,
        )
        transcript = read_in_time(read, self.data, timeout_s, _let_go)
        return replace(transcript, held_on=self.held_on or transcript.held_on)


def _let_go() -> None:
    """Streamlit ends a script only while it shows something; then the waiting ends, too."""
    st.empty()


def _remember_form() -> None:
    """Keep what was typed: a widget forgets its value when another page is shown.

    Also called as soon as a field changes: a page that is left at once is not drawn again.
    """
    remembered = {key: st.session_state[key] for key in _REMEMBERED if key in st.session_state}
    st.session_state.setdefault(FORM, {}).update(remembered)


def ask_for_transcript() -> FormInput:
    """The form."""
    for key, value in st.session_state.get(FORM, {}).items():
        st.session_state.setdefault(key, value)
    source = st.segmented_control(
        "Where is the talk?",
        ("Paste", "Upload", "Record", "Sample"),
        key="refine_source",
        default=None if "refine_source" in st.session_state else "Paste",
        required=True,
        label_visibility="collapsed",
    )
    ways = {"Upload": _ask_for_upload, "Record": _ask_to_record, "Sample": _ask_for_sample}
    data, name, recording = ways.get(source or "", _ask_for_text)()
    keeps_recording = recording is not None and _ask_to_keep()
    only = _choose_speakers(data, name)
    title, speaker, minutes, held_on = _ask_about(name or (recording[0] if recording else ""))
    _remember_form()
    if source == "Sample":
        sample = next(s for s in SAMPLES if s.name == st.session_state["refine_sample"])
        title = title or sample.title
        speaker = speaker or ("" if only else sample.speaker)
    seconds = 60 * minutes if minutes else None
    is_sample = source == "Sample"
    about = (title, speaker, held_on, seconds, only, is_sample)
    return FormInput(data, name, *about, recording, keeps_recording)


def _ask_for_text() -> _Given:
    text = st.text_area(
        "Transcript",
        height=200,
        key="refine_text",
        placeholder="Um, so what I wanted to say is …",
        on_change=_remember_form,
    )
    return (text or "").encode("utf-8", "replace"), None, None


def _ask_for_upload() -> _Given:
    files = ask_for_files(
        "A transcript, a recording, or both",
        UPLOAD,
        MAX_RECORDING_MB,
        accept_multiple_files=True,
        help=_FORMATS,
    )
    recordings = [file for file in files if is_recording(file[0], file[1][:HEAD_BYTES])]
    transcripts = [file for file in files if file not in recordings]
    if len(recordings) > 1 or len(transcripts) > 1:
        st.warning("One talk at a time: the first of these files is used. Batch takes many.")
    name, data = transcripts[0] if transcripts else (None, None)
    return data, name, recordings[0] if recordings else None


def _ask_to_record() -> _Given:
    name = f"Recorded {date.today()}.wav"
    return None, None, ask_for_sound("Record your talk", MICROPHONE, name)


def _ask_to_keep() -> bool:
    if not settings_or_stop().keep_text:
        return False
    return st.checkbox("Keep the recording with the run", key="refine_keep_recording", help=_KEEP)


def _ask_for_sample() -> _Given:
    samples = {sample.name: sample for sample in SAMPLES}
    name = st.selectbox(
        "Sample", list(samples), key="refine_sample", format_func=lambda n: samples[n].title
    )
    st.html(quiet_html(f"{samples[name].shows}. By {samples[name].speaker}."))
    return load_sample(name).encode(), None, None


def _speaker_word_counts(data: bytes, name: str | None) -> dict[str, int]:
    """Who speaks in the transcript, and how many words; read once for each transcript."""
    digest = hashlib.sha256(data).hexdigest()
    if st.session_state.get("refine_speakers", ("", {}))[0] != digest:
        try:
            read = partial(read_recording, data, name)
            recording = read_in_time(read, data, _SPEAKERS_S, _let_go)
            found = {s.name: s.words for s in speakers_of(recording) if s.name}
        except InputError:  # reported when it is run
            found = {}
        st.session_state["refine_speakers"] = (digest, found)
    counts: dict[str, int] = st.session_state["refine_speakers"][1]
    return counts


def _choose_speakers(data: bytes | None, name: str | None) -> tuple[str, ...]:
    """Whose words count, if several people speak."""
    counts = _speaker_word_counts(data, name) if data else {}
    if len(counts) < 2:
        return ()
    chosen = st.multiselect(
        f"Whose words count? {len(counts)} people speak here",
        list(counts),
        format_func=lambda one: f"{one} ({count(counts.get(one, 0), 'word')})",
        key=f"refine_only_{hash(tuple(counts)) & 0xFFFF:x}",
        placeholder="Everyone's",
        help="A moderator's words should not count against the guest.",
    )
    return tuple(chosen)


def _ask_about(file_name: str) -> tuple[str, str, float | None, str]:
    with st.container(horizontal=True, key="refine_about"):
        title = st.text_input(
            "Title",
            key="refine_title",
            placeholder="Optional",
            max_chars=200,
            on_change=_remember_form,
        )
        speaker = st.text_input(
            "Speaker",
            key="refine_speaker",
            placeholder=OPTIONAL_SPEAKER,
            max_chars=100,
            on_change=_remember_form,
        )
    with st.container(horizontal=True, key="refine_when"):
        minutes = st.number_input(
            "Length in minutes",
            min_value=0.0,
            value=None,
            step=1.0,
            key="refine_minutes",
            placeholder="Estimated",
            on_change=_remember_form,
        )
        day = st.date_input(
            "Day of the talk",
            value=None,
            key="refine_day",
            format="YYYY-MM-DD",
            help="Empty: the date in the file's name, else today. Trends order talks by it.",
            on_change=_remember_form,
        )
    return title, speaker, minutes, str(day) if day else day_in(file_name)


def day_in(file_name: str) -> str:
    """The first ISO date in a file's name; empty if there is none."""
    for found in _DAY.findall(file_name):
        try:
            return date(*map(int, found)).isoformat()
        except ValueError:
            continue
    return ""
