"""How often a talk shows a habit, and what to reach."""

from __future__ import annotations

import pytest

from refiner.advice.habit_counts import HABIT_COUNTS, MAX_COUNTED_WORDS, count_habit
from refiner.advice.habits import TextIndex
from refiner.advice.slots import TalkFigures, slot_value
from refiner.model import FillerCounts

TALK = (
    "First, we met in Paris. I think it rained, maybe. We, we went to the the park. "
    + "It was a very long way, and we walked, "
    + "and we walked, " * 20
    + "home."
)
NOW_AND_GOAL = {
    "filler_cluster": (1, 0),
    "hedging": (2, 1),
    "repetition": (1, 0),
    "restart": (1, 0),
    "long_sentence": (1, 0),
    "unmarked_parts": (1, 4),
    "even_sentences": (3, 6),
    "few_names": (1, 3),
    "long_ending": (70, 12),
}


def index_of(text: str) -> TextIndex:
    """With a cluster of three fillers at its beginning."""
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("met", "in", "rained")]
    return TextIndex(text, tuple(spans))


@pytest.mark.parametrize("kind", sorted(HABIT_COUNTS))
def test_a_habit_is_counted_now_and_to_reach(kind: str) -> None:
    index = index_of(TALK)
    counted = (count_habit(index, kind, goal=False), count_habit(index, kind, goal=True))
    assert counted == NOW_AND_GOAL[kind]


def test_a_slot_of_a_habit_has_the_number_of_the_talk() -> None:
    counts = FillerCounts("ai", {"um": 3}, 3, 100, 60.0)
    figures = TalkFigures(counts, 60.0, index=index_of(TALK))
    assert slot_value("talk.habits.hedging", figures) == "2"
    assert slot_value("goal.habits.hedging", figures) == "1"
    assert slot_value("talk.habits.wit", figures) is None
    assert slot_value("talk.habits.hedging", TalkFigures(counts)) is None
    long = FillerCounts("ai", {}, 0, MAX_COUNTED_WORDS + 1, 60.0)
    assert slot_value("talk.habits.hedging", TalkFigures(long, index=figures.index)) is None


@pytest.mark.parametrize(
    ("pace", "goal"), [(230.0, "180"), (150.0, "150"), (90.0, "120"), (None, None)]
)
def test_a_pace_out_of_bounds_is_brought_within_them(pace: float | None, goal: str | None) -> None:
    counts = FillerCounts("ai", {}, 0, round(pace or 1), 60.0)
    figures = TalkFigures(counts, 60.0 if pace else None)
    assert slot_value("goal.words_per_minute", figures) == goal
