"""By its noun phrase a number counts practice, a target, or the fillers of this talk."""

from __future__ import annotations

import re

import pytest

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.practice import blank_practice
from refiner.advice.audit.presumed import COUNT
from tests.advice.audit.texts import faults


def keeps_a_number(text: str, field: str = "exercise") -> bool:
    sentence = Sentence.of(text, field, False, True)
    return re.search(rf"\b{COUNT}\b", blank_practice(text, sentence)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "put six buttons in your left pocket and move one to the right for each FILLER you hear.",
        "give the talk to three empty chairs.",
        "ask a friend to raise a hand at each FILLER in a two-minute story.",
        "write ten alternatives to FILLER on cards.",
        "prepare nine cards with a keyword each and speak two sentences to every card.",
        "clap twice in place of FILLER , then say the sentence five times.",
        "speak for three minutes without a filler.",
    ],
)
def test_time_repetitions_and_material_are_practice_beside_fillers_too(text: str) -> None:
    assert not keeps_a_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "set the limit at five fillers in a practice talk of three minutes.",
        "give a talk of eight minutes with a ceiling of eight fillers.",
        "four marks or fewer after a call without FILLER is a pass.",
        "cap the fillers of your next call at three.",
        "finish six out of ten sentences without FILLER .",
    ],
)
def test_a_bound_makes_a_number_a_target(text: str) -> None:
    assert not keeps_a_number(text, "goal")


def test_fillers_are_counted_in_a_talk_to_come() -> None:
    assert not keeps_a_number("swap three FILLER for breaths in the next meeting.", "goal")
    assert keeps_a_number("swap three FILLER for breaths.", "goal")


@pytest.mark.parametrize(
    "text",
    [
        "breathe after five sentences that begin with FILLER .",
        "read four lines with a FILLER in them.",
        "cut FILLER to its place: nine, and the rest is calm.",
    ],
)
def test_places_of_fillers_and_bare_numbers_are_no_practice(text: str) -> None:
    assert keeps_a_number(text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (
            "exercise",
            "Draw a slash in your script at the end of each sentence, then read the page twice, "
            "breathing at the slashes.",
        ),
        ("exercise", "Walk ten steps, stop, say one sentence, and walk on."),
        ("goal", "A week of short rehearsals: ten minutes each morning, before breakfast."),
        ("goal", "Set your limit at three ums for a five-minute talk."),
        ("goal", "Score at least seven out of ten for calm in your next rehearsal."),
        ("measurement", "You are on target with at most three coins in the jar after a call."),
        ("measurement", "You win the week with five ticks or more."),
        (
            "measurement",
            "You have succeeded when you can give the five sentences on fencing in a row, "
            "recorded on your phone by the end of the month.",
        ),
        ("measurement", "Count the fillers in three minutes of the next recording and divide by "
         "three."),
    ],
)  # fmt: skip
def test_sound_practice_with_numbers_is_shown(field: str, text: str) -> None:
    assert faults(text, field) == []
