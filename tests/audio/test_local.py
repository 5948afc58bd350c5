"""A Cancel is obeyed within a second, and a language that a person named is the one transcribed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from refiner.audio.decoding import RATE
from refiner.audio.local import LocalTranscriber, find_weights, transcribe_with
from refiner.audio.reading import transcribe_file
from refiner.audio.sound import Sound
from refiner.errors import CancelledByUser
from scripts.speak import speak, write_wave
from tests.support.sounds import needs_audio, needs_speech, tones

HOUR_S = 3600
PHRASES = ["So", "um", "we started the garden in March.", "uh", "First we planted beans."]


@pytest.fixture(scope="module")
def hour(tmp_path_factory):
    spoken = speak(PHRASES)
    times = HOUR_S * RATE // len(spoken.samples) + 1
    samples = np.tile(spoken.samples, times)[: HOUR_S * RATE]
    return write_wave(samples, tmp_path_factory.mktemp("hour") / "hour.wav")


@pytest.fixture
def local() -> LocalTranscriber:
    weights = find_weights(None)
    assert weights is not None
    return LocalTranscriber(weights)


class ModelOfNoWords:
    """Takes the place of a model, and notes in which language it was asked."""

    def __init__(self, is_multilingual: bool) -> None:
        self.model = SimpleNamespace(is_multilingual=is_multilingual)
        self.asked: list[str] = []

    def transcribe(self, _samples: Any, *, language: str, **_: Any) -> tuple[Iterator[Any], None]:
        self.asked.append(language)
        return iter(()), None


@needs_audio
@pytest.mark.parametrize(("is_multilingual", "asked"), [(True, "de"), (False, "en")])
def test_the_named_language_is_not_detected_and_an_english_model_says_it_knows_no_other(
    is_multilingual: bool, asked: str, tmp_path: Path
) -> None:
    samples = tones([1]).astype(np.int16)
    samples.tofile(tmp_path / "samples")
    sound = Sound(tmp_path, "a", "wav", tmp_path / "samples", len(samples) / RATE)
    model = ModelOfNoWords(is_multilingual)
    recording = transcribe_with(cast(Any, model), sound, "um", language="de")
    assert (model.asked, recording.language) == ([asked], asked)
    assert any("knows English only" in one for one in recording.warnings) is not is_multilingual


@pytest.mark.soak
@needs_speech
def test_cancel_is_obeyed_within_a_second(hour, local):
    shares: list[float] = []
    asked: list[float] = []

    def is_cancelled() -> bool:
        if shares and not asked:
            asked.append(time.monotonic())
        return bool(asked)

    with pytest.raises(CancelledByUser):
        transcribe_file(hour, local, report_progress=shares.append, is_cancelled=is_cancelled)
    assert time.monotonic() - asked[0] < 1
