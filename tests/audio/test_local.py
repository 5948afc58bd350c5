"""A Cancel is obeyed within a second, also in the middle of an hour of sound."""

from __future__ import annotations

import time

import numpy as np
import pytest

from refiner.audio.decoding import RATE
from refiner.audio.local import LocalTranscriber, find_weights
from refiner.audio.reading import transcribe_file
from refiner.errors import CancelledByUser
from scripts.speak import speak, write_wave
from tests.support.sounds import needs_speech

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
