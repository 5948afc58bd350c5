"""Hesitations that a transcriber left out are found in the sound, although it stretched words."""

from __future__ import annotations

import numpy as np
import pytest

from refiner.audio.decoding import RATE
from refiner.audio.hesitations import find_hesitations
from refiner.audio.silences import levels_of
from refiner.audio.sound import Sound
from refiner.model import Source, Transcript
from refiner.transcripts import build_transcript
from refiner.transcripts.recording import Recording, build_segment
from scripts.speak import PAUSE_S, can_speak, speak
from tests.support.sounds import noise, silence

PHRASES = ["The bus was late", "um", "and I walked home.", "uh", "My boss was not pleased."]
SPOKEN_WORDS = [phrase.split() for phrase in PHRASES]

pytestmark = pytest.mark.skipif(not can_speak(), reason="needs espeak-ng")


@pytest.fixture(scope="module")
def spoken():
    return speak(PHRASES)


def transcript_of(spoken, written: set[str]) -> Transcript:
    """As Whisper writes it: without the hesitations, their time given to the words beside them."""
    (first, second) = spoken.hesitations
    length_s = len(spoken.samples) / RATE
    edges = [0.0, *first, *second, length_s]
    words: list[tuple[str, float, float]] = []
    for number, phrase in enumerate(SPOKEN_WORDS):
        start_s, end_s = edges[number] + PAUSE_S * (number > 0), edges[number + 1] - PAUSE_S
        if number % 2:
            start_s, end_s = edges[number], edges[number + 1]
            if phrase[0] not in written:
                word, since, to = words[-1]
                words[-1] = (word, since, to + PAUSE_S + 0.2)  # into the hesitation
                continue
        step = (end_s - start_s) / len(phrase)
        words += [(w, start_s + n * step, start_s + (n + 1) * step) for n, w in enumerate(phrase)]
    text = " ".join(word for word, _, _ in words)
    segment = build_segment(text, "", 0.0, length_s, words)
    return build_transcript(Recording("", (segment,)), Source(None, "wav recording", ""))


def sound_of(tmp_path, samples) -> Sound:
    file = tmp_path / "samples"
    samples.tofile(file)
    return Sound(file, "talk.wav", "wav", file, len(samples) / RATE)


def test_each_is_found_with_its_times_and_the_word_after_it(tmp_path, spoken):
    transcript = transcript_of(spoken, set())
    sound = sound_of(tmp_path, spoken.samples)
    found = find_hesitations(sound, levels_of(sound), transcript).untranscribed
    assert [transcript.text[one.offset :].split()[0] for one in found] == ["and", "My"]
    for one, (start_s, end_s) in zip(found, spoken.hesitations, strict=True):
        assert one.start_s == pytest.approx(start_s, abs=0.03)
        assert one.end_s == pytest.approx(end_s, abs=0.03)


def test_what_is_written_is_not_found_again(tmp_path, spoken):
    transcript = transcript_of(spoken, {"um", "uh"})
    sound = sound_of(tmp_path, spoken.samples)
    assert find_hesitations(sound, levels_of(sound), transcript).untranscribed == ()


def test_what_is_written_late_is_not_found_again(tmp_path):
    """As Whisper times an "um" now and then: at the head of the phrase after it."""
    phrases = ["when the ground was still cold.", "uh", "first we planted beans"]
    spoken = speak(phrases, pause_s=0.3)
    ((um_start_s, um_end_s),) = spoken.hesitations
    begins_s, ends_s = um_end_s + 0.3, len(spoken.samples) / RATE - 0.3
    step = (um_start_s - 0.3) / 6
    words = [(w, n * step, (n + 1) * step) for n, w in enumerate(phrases[0].split())]
    words.append(("Uh,", begins_s + 0.05, begins_s + 0.13))
    step = (ends_s - begins_s - 0.13) / 4
    first = begins_s + 0.13
    words += [
        (w, first + n * step, first + (n + 1) * step) for n, w in enumerate(phrases[2].split())
    ]
    segment = build_segment(" ".join(w for w, _, _ in words), "", 0.0, ends_s, words)
    transcript = build_transcript(Recording("", (segment,)), Source(None, "wav recording", ""))
    sound = sound_of(tmp_path, spoken.samples)
    found = find_hesitations(sound, levels_of(sound), transcript)
    assert found.untranscribed == ()
    (uh,) = (w for w in found.timed_words if transcript.text[w.start : w.end] == "Uh,")
    assert uh.start_s == pytest.approx(um_start_s, abs=0.03)
    assert uh.end_s == pytest.approx(um_end_s, abs=0.03)
    others = [w for w in found.timed_words if w != uh]
    assert others == [w for w in transcript.timed_words if w.start != uh.start]


def test_a_cough_and_a_silence_are_not_hesitations(tmp_path):
    """Noise has no pitch; the same pause with a hum in it is one."""
    left, right = speak(["The bus was late"]).samples, speak(["and I walked home."]).samples
    end = (len(left) + round(0.3 * RATE)) / RATE
    words = [("The", 0, 0.2), ("bus", 0.2, 0.5), ("was", 0.5, 0.7), ("late", 0.7, 1.2)]
    words += [
        (w, end + n / 4, end + (n + 1) / 4) for n, w in enumerate(["and", "I", "walked", "home."])
    ]
    segment = build_segment(" ".join(w for w, _, _ in words), "", 0.0, end + 1.0, words)
    transcript = build_transcript(Recording("", (segment,)), Source(None, "wav recording", ""))
    for between, count in ((noise(0.3), 0), (silence(0.3), 0), (_hum(0.3), 1)):
        sound = sound_of(tmp_path, np.concatenate([left, between, silence(0.2), right]))
        assert len(find_hesitations(sound, levels_of(sound), transcript).untranscribed) == count


def _hum(seconds: float):
    at = np.arange(round(seconds * RATE)) / RATE
    harmonics = np.arange(1, 8)[:, None]
    waves = np.sin(2 * np.pi * 120 * harmonics * at) / harmonics
    return (waves.sum(axis=0) * 4000).astype(np.int16)


def test_without_word_times_or_sound_no_hesitation_is_found(tmp_path, spoken):
    plain = Transcript("The bus was late", Source(None, "wav recording", ""))
    sound = sound_of(tmp_path, spoken.samples)
    assert find_hesitations(sound, levels_of(sound), plain).untranscribed == ()
    nothing = Sound(tmp_path, "x", "wav")
    assert (
        find_hesitations(nothing, levels_of(nothing), transcript_of(spoken, set())).untranscribed
        == ()
    )
