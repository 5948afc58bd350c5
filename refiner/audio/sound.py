"""A recording as sound: decoded once, to 16 kHz mono, into a file that only this person can read.

PyAV decodes; it comes with the extra `audio`. Without it a recording is sent unchanged.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from refiner.audio.decoding import RATE, Samples, count_tracks, decode_track
from refiner.audio.files import (
    HEAD_BYTES,
    can_decode,
    delete_left_over,
    format_of,
    make_temporary,
)
from refiner.audio.progress import IsCancelled
from refiner.errors import InputError, describe_os_error

SILENT_DB = -60.0  # of full scale: the loudest tenth of a second of a silent recording is below
_PIECE_S = 30.0
_MIN_SPEECH_S = 0.25


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Sound:
    """The sound of the file `path`. `format`: its kind, such as `wav`; `name`: what it is called.

    `samples_file` holds 16-bit samples, `RATE` a second, and is deleted with the value that
    `read_sound` returned. It and `seconds` are None if the recording could not be decoded,
    because PyAV is not installed. `is_altered`: another decoder may find less of the speech, since
    it is damaged, the voice is in a later track, or its channels cancel each other.
    """

    path: Path
    name: str
    format: str
    samples_file: Path | None = None
    seconds: float | None = None
    warnings: tuple[str, ...] = ()
    is_altered: bool = False

    @property
    def samples(self) -> Samples:
        """All samples, read from the file as they are used; none if not decoded."""
        if self.samples_file is None:
            return np.zeros(0, np.int16)
        return np.memmap(self.samples_file, np.int16, "r")

    def delete_samples(self) -> None:
        """Before the value goes: an error that is still shown would keep it."""
        if self.samples_file is not None:
            _delete(self.samples_file)

    def part(self, start_s: float, end_s: float) -> Samples:
        """A copy of the samples between two seconds."""
        return np.array(self.samples[max(0, round(start_s * RATE)) : max(0, round(end_s * RATE))])

    def pieces(self, seconds: float) -> Iterator[Samples]:
        """The samples in order, in copies of so many seconds; the last may be shorter."""
        size = max(1, round(seconds * RATE))
        samples = self.samples
        for start in range(0, len(samples), size):
            yield np.array(samples[start : start + size])


def read_sound(
    path: Path,
    name: str | None = None,
    *,
    is_cancelled: IsCancelled = lambda: False,
) -> Sound:
    """Decode a recording in bounded memory; `name` is what messages call it, and its kind.

    Raises InputError, one clear line, for what is empty, broken, silent, without speech or over
    `MAX_HOURS`, and CancelledByUser. Without PyAV, only an empty file is noticed.
    """
    what = name or "recording"
    try:
        with path.open("rb") as recorded:
            head = recorded.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(what, describe_os_error(error)) from None
    if not head:
        raise InputError(what, "it is empty")
    sound = Sound(path, what, format_of(what, head))
    delete_left_over()
    if not can_decode():
        return sound
    samples_file = make_temporary("sound")
    try:
        sound = _decode(sound, samples_file, is_cancelled)
    except BaseException:
        samples_file.unlink(missing_ok=True)
        raise
    weakref.finalize(sound, _delete, samples_file)
    return sound


def _delete(file: Path) -> None:
    with suppress(OSError):
        file.unlink()


def _decode(sound: Sound, samples_file: Path, is_cancelled: IsCancelled) -> Sound:
    """The first audio track in which someone speaks; if there are several, a warning says which.

    If no one speaks in any, the InputError of the first.
    """
    tracks = count_tracks(sound.path, sound.name)
    refused: list[InputError] = []
    for number in range(tracks):
        try:
            with samples_file.open("wb") as stream:
                decoded = decode_track(sound.path, sound.name, number, stream, is_cancelled)
            if 20 * np.log10(max(decoded.loudest, 1e-9)) < SILENT_DB:
                raise InputError(
                    sound.name, "it is silent: check the microphone, or choose another file"
                )
            warnings = (*_describe_track(number, tracks), *decoded.warnings)
            found = replace(
                sound,
                samples_file=samples_file,
                seconds=decoded.seconds,
                warnings=warnings,
                is_altered=number > 0 or decoded.is_altered,
            )
            _check_speech(found)
            return found
        except InputError as error:
            refused.append(error)
    raise refused[0]


def _describe_track(number: int, tracks: int) -> tuple[str, ...]:
    """Which of several tracks was used."""
    if tracks == 1:
        return ()
    used = f"the recording has {tracks} audio tracks: number {number + 1} was used"
    others = "no one speaks in the first" if number == 1 else "no one speaks in those before it"
    return (f"{used}, since {others}",) if number else (f"{used}, the others were not",)


def _check_speech(sound: Sound) -> None:
    """Raise InputError unless a quarter of a second of speech is found; stops at the first."""
    for piece in sound.pieces(_PIECE_S):
        if sum(end_s - start_s for start_s, end_s in find_speech(piece)) >= _MIN_SPEECH_S:
            return
    raise InputError(sound.name, "no speech was found in it, only noise, music or silence")


def find_speech(samples: Samples) -> list[tuple[float, float]]:
    """Where someone speaks, in seconds: Silero's detector, which comes with faster-whisper."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        threshold=0.5, min_silence_duration_ms=200, speech_pad_ms=0, min_speech_duration_ms=100
    )
    spans = get_speech_timestamps(samples.astype(np.float32) / 32768, options, RATE)
    return [(span["start"] / RATE, span["end"] / RATE) for span in spans]
