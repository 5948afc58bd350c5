"""Bytes in, one `Transcript` out, or one clear line that says why not.

A reader is a small module for a family of formats; it takes decoded text and returns None if
the text is in none of them. They are tried in order, plain text last.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from refiner.errors import InputError
from refiner.model import DurationSource, Source, Transcript
from refiner.transcripts.readers.docx_file import read_word_file
from refiner.transcripts.readers.encoding import decode
from refiner.transcripts.readers.json_files import read_json
from refiner.transcripts.readers.labelled import read_labelled
from refiner.transcripts.readers.plain import read_plain
from refiner.transcripts.readers.subtitles import read_subtitles
from refiner.transcripts.readers.table import read_table
from refiner.transcripts.recording import Recording
from refiner.transcripts.speakers import join_segments, select_speakers

MAX_BYTES = 5 * 1024 * 1024
_TITLE_LENGTH = 60
_NUMBERED = re.compile(r"(?:speaker|spk|channel|unknown|guest)[ _#]*\w{0,3}", re.I)
_READERS: tuple[Callable[[str, str], Recording | None], ...] = (
    read_json,
    read_subtitles,
    read_table,
    read_labelled,
)


def read_recording(data: bytes, name: str | None = None) -> Recording:
    """Everything in a file, from all speakers; `name` is only for messages.

    Raises InputError: empty, over 5 MB, binary, not text in a known encoding, no words, or a
    known format that is broken.
    """
    what = name or "transcript"
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise InputError(what, f"{size:.1f} MB is over the limit of 5 MB")
    recording = read_word_file(data, what) or _read_text(data, what)
    if not any(re.search(r"[^\W\d_]", segment.text) for segment in recording.segments):
        raise InputError(what, "there are no words in it")
    return recording


def read_transcript(
    data: bytes,
    *,
    name: str | None = None,
    title: str = "",
    speaker: str = "",
    duration_s: float | None = None,
    speakers: Sequence[str] | None = None,
) -> Transcript:
    """Read a transcript; `duration_s` is the talk's length in seconds, if known.

    `speakers` are those whose words count, all for None; `speaker` is what the talk's speaker
    is called. Raises InputError as `read_recording` does, and for an unknown speaker.
    """
    if duration_s is not None and not 0 < duration_s < 1_000_000:
        raise InputError(f"duration {duration_s:g}", "must be a positive number of seconds")
    recording = read_recording(data, name)
    source = Source(name, recording.format, hashlib.sha256(data).hexdigest())
    return build_transcript(recording, source, title, speaker, duration_s, speakers)


def build_transcript(
    recording: Recording,
    source: Source,
    title: str = "",
    speaker: str = "",
    duration_s: float | None = None,
    speakers: Sequence[str] | None = None,
) -> Transcript:
    """The transcript of the chosen speakers; an explicit duration overrides timestamps."""
    chosen = select_speakers(recording, speakers)
    spoken = join_segments(recording, chosen)
    duration_source: DurationSource = "given"
    if duration_s is None:
        duration_s = spoken.seconds
        duration_source = "estimated" if duration_s is None else "timestamps"
    return Transcript(
        text=spoken.text,
        source=source,
        title=title.strip() or _default_title(source.path, spoken.text),
        speaker=speaker.strip() or _only_name(chosen),
        duration_s=duration_s,
        duration_source=duration_source,
        stretches=spoken.stretches,
        timed_words=spoken.timed_words,
        warnings=(*recording.warnings, *_speaker_warnings(chosen, speakers)),
    )


def _read_text(data: bytes, what: str) -> Recording:
    if not data:
        raise InputError(what, "it is empty")
    text, warnings = decode(data, what)
    if not text:
        raise InputError(what, "it is empty")
    if not text.strip():
        raise InputError(what, "it holds only white space")
    recordings = (read(text, what) for read in _READERS)
    recording = next(filter(None, recordings), None) or read_plain(text)
    return replace(recording, warnings=(*warnings, *recording.warnings))


def _only_name(chosen: set[str]) -> str:
    """The only speaker's name; not "Speaker 1", which is somebody else in the next file."""
    name = next(iter(chosen)) if len(chosen) == 1 else ""
    return "" if _NUMBERED.fullmatch(name) else name


def _speaker_warnings(chosen: set[str], speakers: Sequence[str] | None) -> tuple[str, ...]:
    """Warn if several speakers are counted together."""
    names = sorted(chosen - {""})
    if speakers is not None or len(names) < 2:
        return ()
    some = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
    return (f"{len(names)} people speak here ({some}) and all are counted; choose one of them",)


def _default_title(name: str | None, text: str) -> str:
    """The file's name without folder and ending; else the talk's first words."""
    if name:
        return name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    line = " ".join(text.split())
    return line if len(line) <= _TITLE_LENGTH else line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
