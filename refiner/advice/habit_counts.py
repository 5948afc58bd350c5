"""How often a talk shows each habit that a goal of its advice counts, now and to reach.

Counted by rule in the text, with the fillers that are shown: a corrected filler changes them too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from refiner.advice.habits import TextIndex
from refiner.advice.strengths import count_sentences
from refiner.spans import find_clusters

MAX_COUNTED_WORDS = 20_000  # the advice of a longer talk must not wait for these counts
MIN_SENTENCES = 4  # of a talk whose structure can be judged
SHORT_SENTENCE = 8  # words
LONG_ENDING = 16  # words of a last sentence from which a shorter one is easier to remember
GOOD_ENDING = 12


@dataclass(frozen=True, slots=True)
class HabitCount:
    """`label` names what is counted; `goal` gives the number for next time from that of now."""

    label: str
    count: Callable[[TextIndex], int]
    goal: Callable[[int], int]


def _half(now: int) -> int:
    return now // 2


def _count_clusters(index: TextIndex) -> int:
    return sum(1 for _ in find_clusters(sorted(index.fillers), index.word_starts))


def _count_short_sentences(index: TextIndex) -> int:
    return sum(words <= SHORT_SENTENCE for words in index.sentence_words.values())


def count_ending_words(index: TextIndex) -> int:
    """Words of the last sentence."""
    return index.words_in(index.sentences[-1]) if index.sentences else 0


HABIT_COUNTS: Mapping[str, HabitCount] = {
    "filler_cluster": HabitCount("crowded passages", _count_clusters, _half),
    "hedging": HabitCount("hedges", lambda index: len(index.hedges()), _half),
    "repetition": HabitCount("repeated words", lambda index: len(index.stumbles[0]), _half),
    "restart": HabitCount("restarted sentences", lambda index: len(index.stumbles[1]), _half),
    "long_sentence": HabitCount("long sentences", lambda index: len(index.long_sentences()), _half),
    "unmarked_parts": HabitCount(
        "signposts", lambda index: count_sentences(index, "signpost"), lambda now: now + 3
    ),
    "even_sentences": HabitCount("short sentences", _count_short_sentences, lambda now: now + 3),
    "few_names": HabitCount(
        "sentences that name a person or place",
        lambda index: count_sentences(index, "name"),
        lambda now: now + 2,
    ),
    "long_ending": HabitCount(
        "words in the last sentence", count_ending_words, lambda now: min(now, GOOD_ENDING)
    ),
}
"""By the kind of issue."""


def count_habit(index: TextIndex, kind: str, *, goal: bool) -> int | None:
    """How often the talk shows a habit, or how often it should; None for an unknown kind."""
    counted = HABIT_COUNTS.get(kind)
    if counted is None:
        return None
    now = counted.count(index)
    return counted.goal(now) if goal else now
