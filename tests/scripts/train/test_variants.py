"""Variants of a transcript: the marked words stay marked."""

from __future__ import annotations

import random

import pytest

from refiner.evaluation.gold import JudgedSpan, Sample, strip_punctuation
from scripts.train.variants import (
    UNPUNCTUATED,
    WRITTEN,
    drop_marks,
    drop_pauses,
    strip_marks,
)

TEXT = "Well, I don't, um, like it - you know."
SAMPLE = Sample(
    "a",
    TEXT,
    tuple(
        JudgedSpan(TEXT.index(w), TEXT.index(w) + len(w), w, form, True)
        for w, form in (("Well", "well"), ("um", "fp"), ("like", "like"), ("you know", "you know"))
    ),
)


@pytest.mark.parametrize("number", range(len(WRITTEN) + len(UNPUNCTUATED)))
def test_every_variant_keeps_the_words_that_people_judged(number: int) -> None:
    variant = [*WRITTEN, *UNPUNCTUATED][number]
    made = variant(SAMPLE, random.Random(number))
    words = {"well", "like", "you know"}
    assert {j.text.lower() for j in made.judged} - {"um"} == words
    assert all(made.text[j.start : j.end] == j.text for j in made.judged)


def test_marks_go_and_apostrophes_stay() -> None:
    assert drop_marks(1.0)(SAMPLE, random.Random(0)).text == "Well I don't um like it - you know"
    assert strip_marks(SAMPLE, random.Random(0)).text == "well i don't um like it you know"
    assert strip_punctuation(SAMPLE).text == "well i dont um like it you know"


def test_a_dropped_pause_takes_its_comma_along() -> None:
    texts = {drop_pauses(SAMPLE, random.Random(n)).text for n in range(20)}
    assert "Well, I don't,  like it - you know." in texts
    assert TEXT in texts
