"""What a recording adds to its transcript, and what a failure leaves behind: nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from refiner.audio.reading import add_sound, transcribe_file
from refiner.audio.sound import read_sound
from refiner.errors import Denied
from refiner.transcripts import read_transcript
from scripts.speak import speak, write_wave
from tests.support.sounds import needs_speech, noise


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


def test_without_the_extra_a_transcript_says_that_its_silences_were_not_looked_for(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("refiner.audio.sound.can_decode", lambda: False)
    sound = read_sound(write_wave(noise(1), tmp_path / "talk.wav"), "talk.wav")
    transcript = read_transcript(b"1\n00:00:00,500 --> 00:00:03,000\nUm, hello to you all.\n")
    warnings = add_sound(sound, transcript).warnings
    assert warnings[:-1] == transcript.warnings
    assert "silences and hesitations were not looked for" in warnings[-1]
    assert "pip install -r requirements-audio.txt" in warnings[-1]
