"""Slots are filled from the refined counts and from nowhere else."""

from __future__ import annotations

import pytest

from refiner.advice.history import summarise_history
from refiner.advice.slots import TalkFigures, describe_change, fill_slots, slot_value
from refiner.model import Advice, FillerCounts

COUNTS = FillerCounts("ai", {"like": 2, "you know": 3, "I mean": 1}, 0, 1000, 180.0)


def filled(text: str) -> str:
    part = {"skill": text, "advice": text, "exercise": text}
    goal = {"goal": text, "measurement": text}
    whole = fill_slots(Advice(text, (part,), (text,), (goal,), text), TalkFigures(COUNTS, 180.0))
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
        ("{{talk.words}}", "1000"),
        ("{{talk.minutes}}", "3.0"),
        ("{{talk.words_per_minute}}", "333"),
        ("{{goal.by_word.you know}}", "1"),
        ("{{goal.fillers.per_100_words}}", "0.6"),
        ("{{history.change}}", "{{history.change}}"),
        ("{{fillers.unknown}}", "{{fillers.unknown}}"),
        ("{{fillers.by_word}}", "{{fillers.by_word}}"),
        ("{{speaker}}", "{{speaker}}"),
        ("{{fillers.total}} and {{fillers.total}}", "6 and 6"),
        ("no slot, { not one }", "no slot, { not one }"),
    ],
)
def test_a_slot_becomes_its_refined_number(slot: str, value: str) -> None:
    assert filled(slot) == value


@pytest.mark.parametrize(
    "text",
    [
        "{{{{fillers.total}}}}",
        "{{fillers.by_word.a {{fillers.total}} }}",
        "{{a {{b {{fillers.total}} }} }}",
    ],
)
def test_a_slot_inside_another_is_left_as_it_is(text: str) -> None:
    assert filled(text) == text


def test_an_estimated_length_gives_no_minutes_and_no_pace() -> None:
    assert slot_value("talk.minutes", TalkFigures(COUNTS)) is None
    assert slot_value("talk.words_per_minute", TalkFigures(COUNTS)) is None


@pytest.mark.parametrize(("rate", "goal"), [(10.0, "5"), (1.0, "0.7"), (0.5, "0.5"), (0.0, "0")])
def test_a_goal_is_half_of_today_but_not_below_a_good_speakers_rate(rate: float, goal: str) -> None:
    counts = FillerCounts("ai", {"um": round(rate * 10)}, 0, 1000, 400.0)
    assert slot_value("goal.fillers.per_100_words", TalkFigures(counts)) == goal


def test_a_change_is_stated_only_beyond_chance_and_with_its_interval() -> None:
    def change(*earlier: float, today: int) -> str | None:
        history = summarise_history(earlier)
        assert history is not None
        return describe_change(history, FillerCounts("ai", {"um": today}, 0, 1000, 400.0))

    assert change(5.0, today=5) is None
    assert change(5.0, 5.2, today=50) == "no clear change"
    assert change(5.0, 5.2, today=10) == (
        "4.1 fewer fillers per 100 words (likely 3.4 to 4.8 fewer)"
    )
    assert "more" in (change(1.0, 1.2, today=60) or "")
