"""Silences by the loudness of the sound, and where a long recording is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from refiner.audio.decoding import RATE, Samples
from refiner.audio.sound import Sound
from refiner.model import Silence, Transcript

MIN_SILENCE_S = 0.5  # ours: shorter ones part words and clauses
FRAME_S = 0.01
_FRAME = round(RATE * FRAME_S)
_FLOOR_DB = -75.0  # digital silence and the noise of converters
_BELOW_SPEECH_DB, _ABOVE_NOISE_DB = 30.0, 8.0
_MIN_BELOW_SPEECH_DB = 12.0
_MIN_CUT_S = 0.15  # at a shorter silence a word might be cut, since stops are silent too

Levels = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a recording. `in_silence`: false if no silence was found to end it in."""

    start_s: float
    end_s: float
    in_silence: bool = True

    @property
    def warnings(self) -> tuple[str, ...]:
        """What may be wrong in the transcript of this piece."""
        if self.in_silence:
            return ()
        return (f"no silence to cut at near {self.end_s:.0f} s: a word may be damaged",)


def measure_levels(samples: Samples) -> Levels:
    """The loudness of each hundredth of a second, in dB of full scale."""
    whole = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float32)
    power = (whole**2).mean(axis=1) / 32768**2
    levels: Levels = np.maximum(10 * np.log10(power + 1e-12), _FLOOR_DB).astype(np.float32)
    return levels


def levels_of(sound: Sound) -> Levels:
    """As `measure_levels`, of a whole recording, read piece by piece."""
    levels = [measure_levels(piece) for piece in sound.pieces(60.0)]
    return np.concatenate(levels) if levels else np.zeros(0, np.float32)


def quiet_level(levels: Levels) -> float:
    """The level below which a frame is silent: well below speech, yet above the noise."""
    noise, speech = (float(level) for level in np.percentile(levels, (10, 95)))
    above_noise = noise + min(_ABOVE_NOISE_DB, (speech - noise) / 2)
    return min(max(above_noise, speech - _BELOW_SPEECH_DB), speech - _MIN_BELOW_SPEECH_DB)


def silent_spans(levels: Levels, min_s: float) -> Iterator[tuple[float, float]]:
    """Spans of `min_s` seconds and more in which every frame is silent, in seconds."""
    if not len(levels):
        return
    silent = np.concatenate(([False], levels < quiet_level(levels), [False]))
    edges = np.flatnonzero(silent[1:] != silent[:-1])
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if (end - start) * FRAME_S >= min_s - 1e-9:
            yield float(start * FRAME_S), float(end * FRAME_S)


def find_silences(levels: Levels, transcript: Transcript) -> tuple[Silence, ...]:
    """Silences of `MIN_SILENCE_S` and more in the turns of the transcript's speakers.

    `levels` of the whole recording. Without times in the transcript, all between its first sound
    and its last. Times are measured, to a hundredth of a second.
    """
    end = len(levels) * FRAME_S
    turns = list(_turn_spans(transcript)) or [(0.0, end)]
    found = []
    for start_s, end_s in silent_spans(levels, MIN_SILENCE_S):
        is_within = any(since < (start_s + end_s) / 2 < to for since, to in turns)
        if is_within and start_s > FRAME_S and end_s < end - FRAME_S:
            found.append(Silence(round(start_s, 2), round(end_s, 2)))
    return tuple(found)


def _turn_spans(transcript: Transcript) -> Iterator[tuple[float, float]]:
    """From and to of each turn, in seconds."""
    turns: dict[int, tuple[float, float]] = {}
    for piece in transcript.stretches:
        if piece.start_s is not None and piece.end_s is not None:
            since, to = turns.get(piece.turn, (piece.start_s, piece.end_s))
            turns[piece.turn] = min(since, piece.start_s), max(to, piece.end_s)
    yield from turns.values()


def cut_at_silences(sound: Sound, max_s: float, from_s: float = 0.0) -> list[Cut]:
    """The recording from a second on, in pieces of at most `max_s` seconds, which never overlap.

    Each is cut in the middle of the longest silence of its second half; if there is none, at
    the quietest place.
    """
    levels = levels_of(sound)
    total = sound.seconds or 0.0
    silences = list(silent_spans(levels, _MIN_CUT_S))
    cuts, start = [], from_s
    while total - start > max_s:
        least, most = start + max_s / 2, start + max_s
        inside = [(min(to, most) - max(since, least), since, to) for since, to in silences]
        length, since, to = max(inside, default=(0.0, 0.0, 0.0))
        if length > 0:
            end = (max(since, least) + min(to, most)) / 2
        else:
            end = _quietest(levels, least, most)
        cuts.append(Cut(start, end, length > 0))
        start = end
    return [*cuts, Cut(start, total)]


def _quietest(levels: Levels, least: float, most: float) -> float:
    first = round(least / FRAME_S)
    window = levels[first : round(most / FRAME_S)]
    smooth = np.convolve(window, np.full(15, 1 / 15), "same")
    return float((first + int(smooth[8:-8].argmin()) + 8) * FRAME_S)
