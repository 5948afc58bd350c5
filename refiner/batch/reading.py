"""How an input is read: all speakers together, chosen ones, or one transcript for each.

The transcripts of `each` share no word with one another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refiner.audio.transcriber import Transcriber
from refiner.errors import InputError
from refiner.model import Source, Transcript
from refiner.transcripts import build_transcript, read_recording
from refiner.transcripts.recording import Recording
from refiner.transcripts.speakers import speakers_of


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read an input. `only`: the speakers who count, all if empty.

    `speaker` is the speaker's name in the run log; `each` makes a transcript of
    every speaker (of `only`, if any are named there). `language` as for `read_transcript`.
    """

    title: str = ""
    speaker: str = ""
    duration_s: float | None = None
    only: tuple[str, ...] = ()
    each: bool = False
    language: str | None = None

    def __post_init__(self) -> None:
        seconds = self.duration_s
        if seconds is not None and not 0 < seconds < 1_000_000:
            raise InputError(f"duration {seconds:g}", "must be a positive number of seconds")
        if self.each and self.speaker:
            raise InputError(f"speaker {self.speaker!r}", "cannot be the name of each")
        if self.each and seconds is not None:
            raise InputError(f"duration {seconds:g}", "cannot be the length of each")


def read_transcripts(
    data: bytes, name: str | None, options: ReadingOptions
) -> tuple[Transcript, ...]:
    """The transcripts of an input, one unless `each`. Raises InputError, as readers do."""
    recording = read_recording(data, name)
    source = Source(name, recording.format, hashlib.sha256(data).hexdigest())
    return select_transcripts(recording, source, options)


def transcribe_input(
    path: Path, transcriber: Transcriber, name: str | None, options: ReadingOptions, **watch: Any
) -> tuple[Transcript, ...]:
    """As `read_transcripts`, of a recording; `watch` and errors as for `transcribe_file`."""
    from refiner.audio.reading import add_sound, transcribe_file  # numpy, transcripts need none

    found = transcribe_file(path, transcriber, name, language=options.language, **watch)
    transcripts = select_transcripts(found.recording, found.source, options)
    return tuple(add_sound(found.sound, transcript) for transcript in transcripts)


def select_transcripts(
    recording: Recording, source: Source, options: ReadingOptions
) -> tuple[Transcript, ...]:
    """The transcripts of what was read, one unless `each`. InputError for unknown speakers."""
    only = options.only or None
    title, speaker, duration_s = options.title, options.speaker, options.duration_s
    language = options.language
    if not options.each:
        return (build_transcript(recording, source, title, speaker, duration_s, only, language),)
    names = [speaker.name for speaker in speakers_of(recording) if speaker.words]
    wanted = {name.strip().casefold() for name in options.only}
    chosen = [name for name in names if not wanted or name.casefold() in wanted]
    if len(names) < 2 or not chosen:  # a single speaker, or unknown ones, which raise InputError
        return (build_transcript(recording, source, title, "", None, only, language),)
    base = build_transcript(recording, source, title).title
    return tuple(
        build_transcript(
            recording,
            source,
            f"{base} ({name or 'speaker not given'})",
            speakers=[name],
            language=language,
        )
        for name in chosen
    )
