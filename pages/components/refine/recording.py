"""The recording of a talk: in this session's memory, and kept with the run log only if asked.

Sound that is not kept is gone with the session. The browser gets it in the ranges that it asks
for, so that a long recording can be played from anywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import streamlit as st
from streamlit import runtime

from pages.components.shared.services import runner
from pages.components.shared.uploads import Uploaded
from refiner.audio.files import HEAD_BYTES, format_of
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.model import Transcript
from refiner.run.view import RunView
from refiner.transcripts.pace import place_words

_MEDIA_TYPES = {
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
}
_HEARD = "refine_recording"  # session key: the source's sha256, and its recording
_PLACE = "refine_recording"  # under this name the server holds one recording for each session


class SoundDict(TypedDict):
    """What the player needs: an address, and of each word start, end and its seconds."""

    url: str
    words: list[tuple[int, int, float, float]]


def remember_recording(transcript: Transcript, recording: Uploaded) -> None:
    """Hold the recording of a transcript in this session's memory, in place of the last one."""
    st.session_state[_HEARD] = transcript.source.sha256, recording


def find_sound(view: RunView, settings: Settings) -> SoundDict | None:
    """The run's recording for the player; None without one."""
    recording = _find_recording(view, settings)
    if recording is None or not runtime.exists():
        return None
    name, data = recording
    media_type = _MEDIA_TYPES.get(format_of(name, data[:HEAD_BYTES]), "audio/mpeg")
    url = runtime.get_instance().media_file_mgr.add(data, media_type, _PLACE)
    base = st.get_option("server.baseUrlPath").strip("/")
    words = place_words(view.transcript)
    return {"url": f"/{base}{url}" if base else url, "words": words}


def _find_recording(view: RunView, settings: Settings) -> Uploaded | None:
    sha256, recording = st.session_state.get(_HEARD, ("", None))
    if recording is not None and sha256 == view.transcript.source.sha256:
        found: Uploaded = recording
        return found
    try:
        path = runner(settings).store.recordings.find(view.run_id)
        return None if path is None else (path.name, _read(path, path.stat().st_mtime_ns))
    except (StoreError, OSError):  # the page has said that the log cannot be read
        return None


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(path: Path, changed_ns: int) -> bytes:
    """Once for all reruns of a page; the server's own copy is the same bytes."""
    return path.read_bytes()
