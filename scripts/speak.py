"""Speech whose hesitations and their times are known, by espeak-ng, to measure what is found.

A text is spoken phrase by phrase, so that it is known when each hesitation is said.
"""

from __future__ import annotations

import re
import subprocess
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import numpy as np

from refiner.audio.decoding import RATE, Samples

PAUSE_S = 0.25  # between two phrases
_HESITATION = re.compile(r"(?:um|uh|er|hmm|ah)[,.]?", re.IGNORECASE)
_ESPEAK_RATE = 22_050
_HEADER = 44  # bytes of a WAV file before its samples


@dataclass(frozen=True, slots=True)
class Spoken:
    """The samples of a text, and from when to when each hesitation in it is said, in seconds."""

    samples: Samples
    hesitations: tuple[tuple[float, float], ...]


def can_speak() -> bool:
    """Whether espeak-ng is installed."""
    return which("espeak-ng") is not None


def speak(phrases: Iterable[str], voice: str = "en-us", pause_s: float = PAUSE_S) -> Spoken:
    """Say phrases one after another; those that are a hesitation alone are remembered."""
    parts: list[Samples] = []
    hesitations: list[tuple[float, float]] = []
    second = 0.0
    pause = np.zeros(round(pause_s * RATE), np.int16)
    for phrase in phrases:
        samples = _say(phrase, voice)
        if _HESITATION.fullmatch(phrase.strip()):
            hesitations.append((round(second, 2), round(second + len(samples) / RATE, 2)))
        parts += [samples, pause]
        second += (len(samples) + len(pause)) / RATE
    return Spoken(np.concatenate(parts), tuple(hesitations))


def split_at_hesitations(text: str) -> list[str]:
    """`text` as phrases: what is between bars, so `I | um | went`."""
    return [phrase.strip() for phrase in text.split("|") if phrase.strip()]


def _say(phrase: str, voice: str) -> Samples:
    """A phrase at `RATE`, without the silence around it."""
    command = ["espeak-ng", "-v", voice, "-s", "150", "--stdout", "--", phrase]
    data = subprocess.run(command, check=True, capture_output=True).stdout[_HEADER:]
    said = np.frombuffer(data, "<i2")
    loud = np.flatnonzero(np.abs(said.astype(np.int32)) > 300)
    said = said[loud[0] : loud[-1] + 1] if len(loud) else said
    at = np.arange(0, len(said), _ESPEAK_RATE / RATE)
    samples: Samples = np.interp(at, np.arange(len(said)), said).astype(np.int16)
    return samples


def write_wave(samples: Samples, path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return path
