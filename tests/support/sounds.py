"""Sounds for tests: tones in place of words, noise, silence, and speech where espeak-ng is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from refiner.audio.decoding import RATE, Samples
from refiner.audio.files import can_decode
from scripts.speak import can_speak

needs_audio = pytest.mark.skipif(
    not can_decode(), reason="needs the extra: pip install -r requirements-audio.txt"
)
needs_speech = pytest.mark.skipif(
    not (can_decode() and can_speak()),
    reason="needs espeak-ng and the extra: pip install -r requirements-audio.txt",
)
_FIRST_HZ, _STEP_HZ = 300, 20
TONE_S, GAP_S = 0.4, 0.3


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.int16)


def noise(seconds: float, level: float = 0.1) -> Samples:
    random = np.random.default_rng(1)
    samples: Samples = (random.normal(size=round(seconds * RATE)) * level * 32767).astype(np.int16)
    return samples


def tone(number: int, seconds: float = TONE_S) -> Samples:
    """A sound that represents word `number`, up to 150."""
    at = np.arange(round(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * (_FIRST_HZ + _STEP_HZ * number) * at)
    samples: Samples = (wave * 0.3 * 32767).astype(np.int16)
    return samples


def tones(numbers: Sequence[int], gap_s: float = GAP_S) -> Samples:
    parts = [part for number in numbers for part in (tone(number), silence(gap_s))]
    return np.concatenate(parts)


def numbers_of(samples: Samples) -> list[int]:
    """The words in a sound of `tones`, as a recogniser would hear them; halves are words too."""
    loud = np.abs(samples.astype(np.int32)) > 0
    block = RATE // 100
    blocks = loud[: len(loud) // block * block].reshape(-1, block).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], blocks, [False])).astype(int)))
    recognised = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        part = samples[start * block : end * block]
        peak = np.abs(np.fft.rfft(part, RATE)).argmax()
        recognised.append(round((float(peak) - _FIRST_HZ) / _STEP_HZ))
    return recognised
