"""A recording as sound: decoded once, to 16 kHz mono, into a file that only this person can read.

PyAV decodes; it comes with the extra `audio`. Without it a recording is sent as it is.
"""

from __future__ import annotations

import os
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from refiner.audio.files import HEAD_BYTES, RECORDING_PREFIX, can_decode, format_of
from refiner.errors import CancelledByUser, InputError, describe_os_error

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

Samples = NDArray[np.int16]

RATE = 16_000  # samples a second: what speech recognisers take
MAX_HOURS = 10.0  # about 1.2 GB of samples
SILENT_DB = -60.0  # of full scale: the loudest tenth of a second of a silent recording is below
_PREFIX = "refiner-sound-"
_LEFT_OVER = (f"{_PREFIX}*", f"{RECORDING_PREFIX}*")
_PLAYLISTS = {"concat", "hls", "dash"}  # FFmpeg would read the files that they name
_MAX_AGE_S = 2 * 24 * 3600.0  # no transcription takes as long
_PIECE_S = 30.0
_MIN_SPEECH_S = 0.25
_TENTH = RATE // 10


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Sound:
    """The sound of the file `path`. `format`: its kind, such as `wav`; `name`: what it is called.

    `samples_file` holds 16-bit samples, `RATE` a second, and is deleted with the value that
    `read_sound` returned. It and `seconds` are None if the recording could not be decoded,
    because PyAV is not installed.
    """

    path: Path
    name: str
    format: str
    samples_file: Path | None = None
    seconds: float | None = None
    warnings: tuple[str, ...] = ()

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
    is_cancelled: Callable[[], bool] = lambda: False,
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
    _delete_left_over()
    if not can_decode():
        return sound
    handle, file = tempfile.mkstemp(prefix=_PREFIX)  # for its owner alone
    samples_file = Path(file)
    try:
        with os.fdopen(handle, "wb") as stream:
            sound = _decode(sound, stream, is_cancelled)
        sound = replace(sound, samples_file=samples_file)
        _check_speech(sound)
    except BaseException:
        samples_file.unlink(missing_ok=True)
        raise
    weakref.finalize(sound, _delete, samples_file)
    return sound


def _delete_left_over() -> None:
    """Delete the files of killed processes, once they are too old to be in use."""
    folder = Path(tempfile.gettempdir())
    for file in (file for pattern in _LEFT_OVER for file in folder.glob(pattern)):
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > _MAX_AGE_S:
                file.unlink()


def _delete(file: Path) -> None:
    with suppress(OSError):
        file.unlink()


def _decode(sound: Sound, stream: BinaryIO, is_cancelled: Callable[[], bool]) -> Sound:
    """Write the samples of the first audio stream; what cannot be decoded is left out."""
    import av

    written, damaged, loudest = 0, 0, 0.0
    try:
        with av.open(str(sound.path), metadata_errors="ignore") as container:
            if _PLAYLISTS.intersection(container.format.name.split(",")):
                raise ValueError("a list of other files")
            if not container.streams.audio:
                raise InputError(sound.name, "it has no audio track")
            for samples in _decoded(container):
                if is_cancelled():
                    raise CancelledByUser("cancelled")
                if samples is None:
                    damaged += 1
                    continue
                stream.write(samples.tobytes())
                written += len(samples)
                loudest = max(loudest, _loudness(samples))
                if written > MAX_HOURS * 3600 * RATE:
                    raise InputError(sound.name, f"it is longer than {MAX_HOURS:g} hours")
    except (av.FFmpegError, ValueError, EOFError):
        if not written:
            raise InputError(sound.name, "it is broken or in an unknown format") from None
        damaged += 1
    if not written:
        raise InputError(sound.name, "it is broken: no sound could be read from it")
    if 20 * np.log10(max(loudest, 1e-9)) < SILENT_DB:
        raise InputError(sound.name, "it is silent: check the microphone, or choose another file")
    warnings = ("parts of the recording are damaged and were left out",) if damaged else ()
    return replace(sound, seconds=written / RATE, warnings=warnings)


def _decoded(container: InputContainer) -> Iterator[Samples | None]:
    """Samples in order, about a second at a time; None for a packet that is damaged."""
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    waiting: list[Samples] = []
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames: list[Any] = list(packet.decode())
        except av.FFmpegError:
            yield None
            continue
        for frame in frames:
            frame.pts = None  # times of a stream may jump; only the order counts
            waiting += map(_samples_of, resampler.resample(frame))
        if sum(map(len, waiting)) >= RATE:
            yield np.concatenate(waiting)
            waiting = []
    waiting += map(_samples_of, resampler.resample(None))
    if waiting:
        yield np.concatenate(waiting)


def _samples_of(frame: AudioFrame) -> Samples:
    return frame.to_ndarray().reshape(-1).astype(np.int16, copy=False)


def _loudness(samples: Samples) -> float:
    """The root mean square of the loudest tenth of a second, 1.0 being full scale."""
    whole = samples[: len(samples) // _TENTH * _TENTH] if len(samples) >= _TENTH else samples
    tenths = whole.reshape(-1, min(_TENTH, len(whole))).astype(np.float32) / 32768
    return float(np.sqrt((tenths**2).mean(axis=1)).max())


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
