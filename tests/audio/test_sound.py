"""A recording is decoded in bounded memory, or refused with one clear line."""

from __future__ import annotations

import gc
import os
import stat

import numpy as np
import pytest

from refiner.audio.decoding import RATE
from refiner.audio.files import is_recording
from refiner.audio.sound import read_sound
from refiner.errors import CancelledByUser, InputError
from scripts.speak import speak, write_wave
from tests.support.sounds import needs_audio, needs_speech, noise, silence, tone, tones


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("talk.mp3", b"ID3\x04\x00" + bytes(100), True),
        ("talk", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40), True),
        ("talk.txt", b"OggS\x00\x02" + bytes(60), True),
        ("call.mp4", b"\x00\x00\x00\x20ftypisom" + bytes(40), True),
        ("photo.heic", b"\x00\x00\x00\x20ftypheic" + bytes(40), False),
        ("talk.wav", b"", True),  # said to be empty, as a recording
        ("talk.aac", b"\xff\xf9\x50\x80" + bytes(60), True),
        ("talk.mp3", b"Ada: um, this is text that someone named so", False),
        ("talk.txt", b"um, hello", False),
        ("notes.docx", b"PK\x03\x04" + bytes(60), False),
    ],
)
def test_recordings_are_known_by_their_bytes(name, head, expected):
    assert is_recording(name, head) is expected


@needs_audio
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"ID3" + bytes(range(256)) * 9, "it is broken or in an unknown format"),
        (b"RIFF\x24\x00\x00\x00WAVE", "it is broken"),
    ],
)
def test_a_broken_or_empty_file_gives_one_line(tmp_path, content, why):
    file = tmp_path / "talk.mp3"
    file.write_bytes(content)
    with pytest.raises(InputError, match=why) as caught:
        read_sound(file, "talk.mp3")
    assert str(caught.value).startswith("talk.mp3: ")
    assert "\n" not in str(caught.value)


@needs_audio
@pytest.mark.parametrize(
    ("samples", "why"),
    [
        (silence(2), "it is silent"),
        (noise(2), "no speech was found"),
        (tones(range(0, 60, 7)), "no speech was found"),
        (tone(1, 0.01), "no speech was found"),
    ],
    ids=["silence", "noise", "music", "click"],
)
def test_a_file_without_speech_gives_one_line(tmp_path, samples, why):
    with pytest.raises(InputError, match=why):
        read_sound(write_wave(samples, tmp_path / "talk.wav"))


@needs_speech
def test_speech_is_decoded_into_a_private_file_that_goes_with_the_sound(tmp_path):
    spoken = speak(["Um, this is a short talk."])
    sound = read_sound(write_wave(spoken.samples, tmp_path / "talk.wav"), "talk.wav")
    assert (sound.format, sound.warnings) == ("wav", ())
    assert sound.seconds == len(spoken.samples) / RATE
    assert np.array_equal(np.concatenate(list(sound.pieces(0.3))), spoken.samples)
    assert np.array_equal(sound.part(0.5, 0.75), spoken.samples[RATE // 2 : 3 * RATE // 4])
    file = sound.samples_file
    assert file is not None
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    del sound
    gc.collect()
    assert not file.exists()


@needs_audio
def test_decoding_can_be_cancelled(tmp_path):
    with pytest.raises(CancelledByUser):
        read_sound(write_wave(noise(2), tmp_path / "talk.wav"), is_cancelled=lambda: True)


def test_without_the_extra_a_recording_is_taken_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr("refiner.audio.sound.can_decode", lambda: False)
    sound = read_sound(write_wave(noise(1), tmp_path / "talk.wav"), "talk.wav")
    assert (sound.seconds, sound.samples_file, len(sound.samples)) == (None, None, 0)


@needs_audio
def test_a_list_of_other_files_is_not_a_recording(tmp_path):
    """FFmpeg would read the files that it names, which no one gave."""
    write_wave(noise(2), tmp_path / "other.wav")
    listed = tmp_path / "list.wav"
    listed.write_bytes(b"ffconcat version 1.0\n#\xff\xfe\nfile other.wav\n")
    with pytest.raises(InputError, match="broken or in an unknown format"):
        read_sound(listed)
