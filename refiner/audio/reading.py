"""From a recording to transcripts: decoded, transcribed, and its sound looked at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from refiner.audio.hesitations import find_hesitations
from refiner.audio.progress import IsCancelled, ReportProgress
from refiner.audio.silences import find_silences, levels_of
from refiner.audio.sound import Sound, read_sound
from refiner.audio.transcriber import Transcriber, describe_transcriber
from refiner.errors import InputError
from refiner.model import Source, Transcript
from refiner.places import install_command
from refiner.transcripts import check_words
from refiner.transcripts.recording import Recording

_NOT_LOOKED_AT = (
    "silences and hesitations were not looked for in the recording: that needs "
    f"{install_command('audio')}"
)


@dataclass(frozen=True, slots=True)
class TranscribedRecording:
    """A recording's `sound`, and what all its speakers said, as if read from a transcript."""

    sound: Sound
    recording: Recording
    source: Source


def add_sound(sound: Sound, transcript: Transcript) -> Transcript:
    """The transcript with the silences and hesitations of its sound; a warning if not decoded.

    Its length is the recording's if the words have no times.
    """
    if sound.seconds is None:
        return replace(transcript, warnings=(*transcript.warnings, _NOT_LOOKED_AT))
    if transcript.duration_s is None:
        transcript = replace(
            transcript, duration_s=round(sound.seconds, 3), duration_source="timestamps"
        )
    levels = levels_of(sound)
    found = find_hesitations(sound, levels, transcript)
    return replace(
        transcript,
        timed_words=found.timed_words,
        possible_hesitations=found.untranscribed,
        silences=find_silences(levels, transcript),
    )


def transcribe_file(
    path: Path,
    transcriber: Transcriber,
    name: str | None = None,
    *,
    report_progress: ReportProgress = lambda _: None,
    is_cancelled: IsCancelled = lambda: False,
    language: str | None = None,
) -> TranscribedRecording:
    """Decode a recording and have it transcribed; `name` is what it is called, its path if None.

    `language` as for `Transcriber.transcribe`.

    It blocks, for minutes perhaps: call it in a thread. Raises InputError, BackendError and
    CancelledByUser, as `Transcriber.transcribe`.
    """
    sound = read_sound(path, name, is_cancelled=is_cancelled)
    try:
        recording = transcriber.transcribe(
            sound, report_progress=report_progress, is_cancelled=is_cancelled, language=language
        )
        recording = _with_words(recording, sound.name)
    except BaseException:
        sound.delete_samples()
        raise
    warning = describe_transcriber(transcriber)
    form = f"{sound.format} recording"
    recording = replace(recording, format=form, warnings=(warning, *recording.warnings))
    return TranscribedRecording(sound, recording, Source(name, form, _sha256(path)))


def _with_words(recording: Recording, name: str) -> Recording:
    try:
        return check_words(recording, name)
    except InputError:
        raise InputError(name, "no words were recognised in it") from None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
