"""Recordings of any channels and tracks are decoded, and a missing end is reported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from refiner.audio import sound as module
from refiner.audio.decoding import RATE, Decoded, decode_track
from refiner.audio.sound import read_sound
from refiner.errors import InputError
from tests.support.media import write_media
from tests.support.sounds import needs_audio, noise, silence, tones

pytestmark = needs_audio
SECONDS = 4.0
SPEECH = tones(range(0, 12, 2))[: round(SECONDS * RATE)]


def decoded(path: Path, number: int = 0) -> Decoded:
    with (path.parent / "samples").open("wb") as stream:
        return decode_track(path, path.name, number, stream, lambda: False)


def samples_of(path: Path) -> np.ndarray:
    decoded(path)
    return np.fromfile(path.parent / "samples", np.int16)


@pytest.mark.parametrize("kind", ["wav", "mp3", "m4a", "flac", "ogg", "opus", "mka", "webm"])
def test_a_recording_whose_end_is_missing_says_how_much_was_read(tmp_path, kind):
    options = {"movflags": "faststart"} if kind == "m4a" else {}
    whole = write_media(tmp_path / f"talk.{kind}", SPEECH[None], **options)
    assert decoded(whole).warnings == ()
    content = whole.read_bytes()
    whole.write_bytes(content[: round(len(content) * 0.55)])
    found = decoded(whole)
    (warning,) = found.warnings
    assert warning.startswith("the recording seems to be cut off: ")
    assert f"{round(found.seconds)} s could be read" in warning
    assert 0.3 * SECONDS < found.seconds < 0.8 * SECONDS
    assert found.is_altered


def test_an_mp4_without_its_index_says_that_it_is_cut_off(tmp_path):
    file = write_media(tmp_path / "talk.mp4", SPEECH[None])
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(InputError, match="it is cut off: the index"):
        decoded(file)


@pytest.mark.parametrize("size", [0xFFFF_FFFF, 0x7FFF_FFFF, 0])
def test_a_wave_that_was_written_into_a_pipe_is_not_taken_for_cut_off(tmp_path, size):
    file = write_media(tmp_path / "talk.wav", SPEECH[None])
    content = bytearray(file.read_bytes())
    data = content.index(b"data")
    content[4:8] = size.to_bytes(4, "little")
    content[data + 4 : data + 8] = (size or 0xFFFF_FFFF).to_bytes(4, "little")
    file.write_bytes(content)
    found = decoded(file)
    assert found.warnings == ()
    assert found.seconds == pytest.approx(SECONDS, abs=0.1)


def test_channels_that_cancel_each_other_are_decoded(tmp_path):
    file = write_media(tmp_path / "talk.wav", np.stack([SPEECH, -SPEECH]))
    assert np.array_equal(samples_of(file), SPEECH)
    assert decoded(file).is_altered


def test_channels_are_mixed_and_one_that_is_silent_takes_nothing_away(tmp_path):
    file = write_media(tmp_path / "talk.wav", np.stack([SPEECH, np.zeros_like(SPEECH)]))
    assert np.array_equal(samples_of(file), np.rint(SPEECH / 2).astype(np.int16))
    assert not decoded(file).is_altered


def hears_loud(samples):
    """In place of the detector: sound is speech."""
    return [(0.0, 1.0)] if np.abs(samples).max() > 100 else []


@pytest.mark.parametrize("first", [silence(SECONDS), noise(SECONDS, 0.002)])
def test_the_first_track_in_which_someone_speaks_is_used(tmp_path, monkeypatch, first):
    monkeypatch.setattr(module, "find_speech", lambda s: hears_loud(s) if s.max() > 1000 else [])
    file = write_media(tmp_path / "talk.mka", first[None], SPEECH[None])
    sound = read_sound(file, "talk.mka")
    assert sound.warnings == (
        "the recording has 2 audio tracks: number 2 was used, since no one speaks in the first",
    )
    assert np.abs(sound.part(0.0, 0.4)).max() > 5000
    assert sound.is_altered


def test_of_several_tracks_with_speech_the_first_is_used_with_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "find_speech", hears_loud)
    file = write_media(tmp_path / "talk.mka", SPEECH[None], SPEECH[None])
    sound = read_sound(file, "talk.mka")
    assert sound.warnings == (
        "the recording has 2 audio tracks: number 1 was used, the others were not",
    )


def test_if_no_track_has_speech_the_first_is_named(tmp_path):
    file = write_media(tmp_path / "talk.mka", silence(2)[None], noise(2)[None])
    with pytest.raises(InputError, match="it is silent"):
        read_sound(file, "talk.mka")
