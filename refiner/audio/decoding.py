"""From a file to samples by PyAV: one audio track, its channels mixed, its missing end noticed.

A recording that was cut off still decodes, only to less; so what it says of its own length is
compared with how far it reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from refiner.audio.files import HEAD_BYTES, format_of
from refiner.audio.progress import IsCancelled
from refiner.audio.stated_length import MICROSECOND, breaks_off, lacks_index, stated_seconds
from refiner.errors import CancelledByUser, InputError
from refiner.formatting import length

if TYPE_CHECKING:
    from av import AudioFrame, Packet
    from av.container import InputContainer

Samples = NDArray[np.int16]

RATE = 16_000  # samples a second: what speech recognisers take
MAX_HOURS = 10.0  # about 1.2 GB of samples
_PLAYLISTS = {"concat", "hls", "dash"}  # FFmpeg would read the files that they name
_TENTH = RATE // 10
_OPPOSED = -0.5  # correlation from which on a channel would cancel another
_MISSING_S, _MISSING_SHARE = 2.0, 0.1  # lengths are written to the second, or by the clock


@dataclass(slots=True)
class Decoded:
    """What a track held. `loudest`: of a tenth of a second, 1.0 being full scale.

    `damaged`: pieces that could not be decoded, `trailing` those among them after which nothing
    could. `stated_s`: how long the file says it is, None if it does not; `reached_s`: the end of
    its last piece, of any track. `is_inverted`: a channel that would have cancelled another
    was inverted.
    """

    seconds: float = 0.0
    loudest: float = 0.0
    damaged: int = 0
    trailing: int = 0
    stated_s: float | None = None
    reached_s: float = 0.0
    is_broken_off: bool = False
    is_inverted: bool = False

    @property
    def is_altered(self) -> bool:
        """Whether another decoder may find less of the speech."""
        return self.is_inverted or bool(self.warnings)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is missing; damage at the very end is part of a cut."""
        cut = self._describe_cut()
        damaged = self.damaged - self.trailing if cut else self.damaged
        lost = ("parts of the recording are damaged and were left out",) if damaged else ()
        return (*cut, *lost)

    def _describe_cut(self) -> tuple[str, ...]:
        read = f"{length(self.seconds)} could be read"
        if self.stated_s is not None:
            missing_s = self.stated_s - max(self.reached_s, self.seconds)
            if missing_s > min(_MISSING_S, _MISSING_SHARE * self.stated_s):
                stated = f"the file says that it lasts {length(self.stated_s)}"
                return (f"the recording seems to be cut off: {stated}, but only {read}",)
        if self.is_broken_off:
            return (f"the recording seems to be cut off: it ends in the middle; {read}",)
        return ()


def count_tracks(path: Path, name: str) -> int:
    """How many audio tracks a recording has. Raises InputError for none, and if it is broken."""
    with _opened(path, name) as container:
        return len(container.streams.audio)


def decode_track(
    path: Path, name: str, number: int, stream: BinaryIO, is_cancelled: IsCancelled
) -> Decoded:
    """Write the samples of an audio track, the first being 0; what is damaged is left out.

    Raises InputError for a track without sound and one over `MAX_HOURS`, and CancelledByUser.
    """
    decoded = Decoded()
    with _opened(path, name, decoded) as container:
        decoded.stated_s = stated_seconds(container, path)
        for samples in _decode(container, number, decoded):
            if is_cancelled():
                raise CancelledByUser("cancelled")
            stream.write(samples.tobytes())
            decoded.seconds += len(samples) / RATE
            decoded.loudest = max(decoded.loudest, _loudness(samples))
            if decoded.seconds > MAX_HOURS * 3600:
                raise InputError(name, f"it is longer than {MAX_HOURS:g} hours")
    if not decoded.seconds:
        raise InputError(name, "it is broken: no sound could be read from it")
    decoded.is_broken_off = breaks_off(path)
    return decoded


@contextmanager
def _opened(path: Path, name: str, decoded: Decoded | None = None) -> Iterator[InputContainer]:
    """The container. What ends its reading is damage if samples were decoded, else InputError."""
    import av

    try:
        with av.open(str(path), metadata_errors="ignore") as container:
            if _PLAYLISTS.intersection(container.format.name.split(",")):
                raise ValueError("a list of other files")
            if not container.streams.audio:
                raise InputError(name, "it has no audio track")
            yield container
    except (av.FFmpegError, ValueError, EOFError):
        if decoded is None or not decoded.seconds:
            raise InputError(name, _describe_broken(path)) from None
        decoded.damaged += 1
        decoded.trailing += 1


def _decode(container: InputContainer, number: int, decoded: Decoded) -> Iterator[Samples]:
    """Samples in order, about a second at a time; counts what is damaged in `decoded`."""
    import av

    track = container.streams.audio[number]
    start_s = (container.start_time or 0) * MICROSECOND
    resampler: Any = None
    waiting: list[Samples] = []
    for packet in container.demux():
        decoded.reached_s = max(decoded.reached_s, _end_of(packet) - start_s)
        if packet.stream_index != track.index:
            continue
        try:
            frames: list[Any] = list(packet.decode())
        except av.FFmpegError:
            decoded.damaged += 1
            decoded.trailing += 1
            yield np.zeros(0, np.int16)  # a Cancel is noticed
            continue
        for frame in frames:
            frame.pts = None  # times of a stream may jump; only the order counts
            if resampler is None:
                layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
                resampler = av.AudioResampler(format="s16p", layout=layout, rate=RATE)
            waiting += map(_channels_of, resampler.resample(frame))
            decoded.trailing = 0
        if sum(part.shape[1] for part in waiting) >= RATE:
            yield _mix(waiting, decoded)
            waiting = []
    waiting += map(_channels_of, resampler.resample(None)) if resampler else ()
    if waiting:
        yield _mix(waiting, decoded)


def _mix(parts: list[Samples], decoded: Decoded) -> Samples:
    channels = np.concatenate(parts, axis=1)
    opposed = find_opposed(channels)
    decoded.is_inverted |= bool(opposed.any())
    return mix_channels(channels, opposed)


def _channels_of(frame: AudioFrame) -> Samples:
    """One row a channel."""
    return frame.to_ndarray().astype(np.int16, copy=False)


def find_opposed(channels: Samples) -> NDArray[np.bool_]:
    """Which channels, one a row, would cancel the first if they were added to it.

    A balanced microphone that is plugged in as stereo has such a channel.
    """
    waves = channels.astype(np.float64)
    powers = (waves**2).sum(axis=1)
    likeness = (waves * waves[0]).sum(axis=1)  # threads of a matrix product would cost more
    found: NDArray[np.bool_] = likeness < _OPPOSED * np.sqrt(powers * powers[0])
    return found


def mix_channels(channels: Samples, opposed: NDArray[np.bool_]) -> Samples:
    """The mean of channels, the opposed ones inverted."""
    waves = channels.astype(np.float64)
    waves[opposed] *= -1
    mixed: Samples = np.rint(waves.mean(axis=0)).clip(-32768, 32767).astype(np.int16)
    return mixed


def _loudness(samples: Samples) -> float:
    """The root mean square of the loudest tenth of a second, 1.0 being full scale."""
    if not len(samples):
        return 0.0
    whole = samples[: len(samples) // _TENTH * _TENTH] if len(samples) >= _TENTH else samples
    tenths = whole.reshape(-1, min(_TENTH, len(whole))).astype(np.float32) / 32768
    return float(np.sqrt((tenths**2).mean(axis=1)).max())


def _end_of(packet: Packet[Any]) -> float:
    """The second at which what is in a packet ends; 0 if it does not say."""
    ticks = packet.pts if packet.pts is not None else packet.dts
    if ticks is None or packet.time_base is None:
        return 0.0
    return float((ticks + (packet.duration or 0)) * packet.time_base)


def _describe_broken(path: Path) -> str:
    with path.open("rb") as file:
        is_mp4 = format_of("", file.read(HEAD_BYTES)) == "mp4"
    if is_mp4 and lacks_index(path):
        return "it is cut off: the index, without which an MP4 cannot be read, is missing"
    return "it is broken or in an unknown format"
