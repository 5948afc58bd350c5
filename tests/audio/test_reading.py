"""What a recording leaves behind when it could not be transcribed: nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from refiner.audio.reading import transcribe_file
from refiner.errors import Denied
from scripts.speak import speak, write_wave
from tests.support.sounds import needs_speech


class Refusing:
    name = "refusing"
    model = "none"
    destination = "nowhere"

    def transcribe(self, sound, **_):
        assert sound.samples_file.exists()
        raise Denied("the key is wrong")


@needs_speech
def test_a_failed_transcription_leaves_no_sound_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    Path(tempfile.gettempdir()).mkdir()
    spoken = write_wave(speak(["We went home early."]).samples, tmp_path / "home.wav")
    with pytest.raises(Denied) as refused:
        transcribe_file(spoken, Refusing())
    assert refused.value  # an error that is still there keeps what it saw
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
