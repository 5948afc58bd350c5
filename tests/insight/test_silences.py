"""A silence is counted for the speaker unless a filler is next to it."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.insight.silences import count_silences, describe_silences
from tests.support.sample_document import document


def talk(*silences: tuple[float, float], **changes: Any) -> Any:
    """One filler at 10.0 s, in a talk whose words are not timed."""
    made = document("{+Um} we moved {-like} the lamp", **changes)
    made["fillers"][0]["at_s"] = 10.0
    made["fillers"][1]["at_s"] = 20.0
    made["silences"] = [{"start_s": start, "end_s": end} for start, end in silences]
    return made


def test_without_sound_there_is_no_sentence_on_silences() -> None:
    assert count_silences(document()) is None
    assert describe_silences(document()) == ""


@pytest.mark.parametrize(
    ("silence", "alone"),
    [
        ((9.0, 9.8), 0),  # the filler follows
        ((10.2, 11.0), 0),  # the filler is before
        ((9.0, 9.6), 1),
        ((19.0, 20.0), 1),  # what is no filler counts for nothing
    ],
)
def test_a_silence_beside_a_filler_is_not_praised(silence: tuple[float, float], alone: int) -> None:
    assert count_silences(talk(silence)) == (alone, 1 - alone)


def test_a_possible_hesitation_makes_a_pause_doubtful_unless_refused() -> None:
    made = talk((30.0, 31.0))
    made["possible_hesitations"] = [{"start_s": 31.1, "end_s": 31.4, "offset": 8}]
    assert count_silences(made) == (0, 1)
    made["possible_hesitations"][0]["label"] = False
    assert count_silences(made) == (1, 0)


def test_the_sentence_says_both_and_the_pace_without_silences() -> None:
    made = talk((1.0, 2.0), (3.0, 4.0), (9.0, 9.8))
    assert describe_silences(made) == (
        "You paused silently 2 times where you could have said “um”; 1 more pause came "
        "right before or after a filler."
    )
    made |= {"duration_source": "timestamps", "duration_s": 60.0, "words": 100}
    made["silences"] = [{"start_s": 0.0, "end_s": 10.0}]
    assert describe_silences(made).endswith("Without these pauses you spoke 120 words a minute.")
    made["silences"] = []
    assert describe_silences(made) == "You made no silent pause of half a second or more."
