"""Silences are measured from the sound, and long recordings are cut where no one speaks."""

from __future__ import annotations

import numpy as np
import pytest

from refiner.audio.decoding import RATE
from refiner.audio.silences import cut_at_silences, find_silences, levels_of
from refiner.audio.sound import Sound
from refiner.model import Source, Stretch, Transcript
from tests.support.sounds import TONE_S, noise, numbers_of, silence, tone, tones


def sound_of(tmp_path, samples) -> Sound:
    file = tmp_path / "samples"
    samples.tofile(file)
    return Sound(file, "talk.wav", "wav", file, len(samples) / RATE)


def test_silences_are_found_to_a_hundredth_and_only_within_turns(tmp_path):
    samples = np.concatenate(
        [silence(1), tone(1), silence(0.7), tone(2), silence(0.2), tone(3), silence(2), tone(4)]
    )
    levels = levels_of(sound_of(tmp_path, samples))
    source = Source(None, "wav recording", "")
    found = find_silences(levels, Transcript("a b c d", source))
    assert [(one.start_s, one.end_s) for one in found] == [(1.4, 2.1), (3.1, 5.1)]
    turn = (Stretch(0, 3, 1.0, 2.5),)
    found = find_silences(levels, Transcript("a b c d", source, stretches=turn))
    assert [(one.start_s, one.end_s) for one in found] == [(1.4, 2.1)]


def test_silences_are_found_under_noise(tmp_path):
    samples = np.concatenate([tone(1, 2), silence(1), tone(2, 2)])
    noisy = (samples + noise(5, 0.003)).astype(np.int16)
    levels = levels_of(sound_of(tmp_path, noisy))
    found = find_silences(levels, Transcript("a b", Source(None, "wav", "")))
    assert [(one.start_s, one.end_s) for one in found] == [(2.0, 3.0)]


@pytest.mark.parametrize("max_s", [3.0, 5.0, 20.0])
def test_pieces_hold_every_word_once_and_whole(tmp_path, max_s):
    numbers = list(range(0, 120, 2))
    sound = sound_of(tmp_path, tones(numbers))
    cuts = cut_at_silences(sound, max_s)
    assert all(cut.in_silence and cut.end_s - cut.start_s <= max_s for cut in cuts)
    parts = [sound.part(cut.start_s, cut.end_s) for cut in cuts]
    assert [n for part in parts for n in numbers_of(part)] == numbers
    assert sum(map(len, parts)) == len(sound.samples)


def test_without_a_silence_it_is_cut_at_the_quietest_place_and_says_so(tmp_path):
    quiet = (tone(1, 0.5) * 0.4).astype(np.int16)
    sound = sound_of(tmp_path, np.concatenate([tone(1, 7), quiet, tone(1, 7)]))
    first, _ = cut_at_silences(sound, 10.0)
    assert not first.in_silence
    assert 7.0 <= first.end_s <= 7.5 + TONE_S / 4
