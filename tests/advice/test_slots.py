"""Slots are filled from the refined counts and from nowhere else."""

from __future__ import annotations

import pytest

from refiner.advice.slots import fill_slots
from refiner.model import Advice, FillerCounts

COUNTS = FillerCounts("ai", {"like": 2, "you know": 3, "I mean": 1}, 0, 1000, 180.0)


def filled(text: str) -> str:
    part = {"skill": text, "advice": text, "exercise": text}
    goal = {"goal": text, "measurement": text}
    whole = fill_slots(Advice(text, (part,), (text,), (goal,), text), COUNTS)
    texts = {whole.headline, *whole.focus_areas[0].values(), *whole.strengths}
    texts |= {*whole.weekly_goals[0].values(), whole.motivation}
    (one,) = texts  # every part of the advice is treated alike
    return one


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("{{fillers.total}}", "6"),
        ("{{ fillers.total }}", "6"),
        ("{{Fillers.Total}}", "6"),
        ("{{fillers.per_minute}}", "2"),
        ("{{fillers.per_100_words}}", "0.6"),
        ("{{fillers.by_word.like}}", "2"),
        ("{{fillers.by_word.Like}}", "2"),
        ("{{fillers.by_word.you know}}", "3"),
        ("{{ fillers.by_word. you   know }}", "3"),
        ("{{fillers.by_word.i mean}}", "1"),
        ('{{fillers.by_word["you know"]}}', "3"),
        ("{{fillers.by_word.“like”}}", "2"),
        ("{{fillers.by_word.um}}", "0"),
        ("{{fillers.unknown}}", "{{fillers.unknown}}"),
        ("{{fillers.by_word}}", "{{fillers.by_word}}"),
        ("{{speaker}}", "{{speaker}}"),
        ("{{fillers.total}} and {{fillers.total}}", "6 and 6"),
        ("no slot, { not one }", "no slot, { not one }"),
    ],
)
def test_a_slot_becomes_its_refined_number(slot: str, value: str) -> None:
    assert filled(slot) == value


def test_a_filled_text_is_not_filled_again() -> None:
    assert filled("{{{{fillers.total}}}}") == "{{6}}"
