"""Slots in a coach's text, and their figures.

A figure comes from the refined counts, the transcript or the run log, and from nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import combining, normalize

from refiner.advice.bands import BANDS
from refiner.advice.habit_counts import MAX_COUNTED_WORDS, count_habit
from refiner.advice.habits import FAST_GOAL_WPM, SLOW_GOAL_WPM, TextIndex
from refiner.advice.history import SpeakerHistory
from refiner.model import Advice, FillerCounts, Transcript, per_100_words, per_minute
from refiner.spans import Span
from refiner.uncertainty import Z95

_SLOT = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
# A slot in the braces of another is left as it is: filled, it would make a new one of that.
_FILLED = re.compile(rf"\{{\{{[^{{}}]*(?:\{{\{{[^{{}}]*\}}\}}[^{{}}]*)+\}}\}}|{_SLOT.pattern}")
_BY_WORD = re.compile(
    r"(fillers|goal)\s*\.\s*by_word\s*(?:\.\s*|(?=\[))(.+)", re.IGNORECASE | re.DOTALL
)
_HABIT = re.compile(r"(talk|goal)\.habits\.(\w+)")
_WRAPPING = " \t\r\n\"'“”‘’`[]"
_BEST_PER_100_WORDS = BANDS[0].upto or 0.0


@dataclass(frozen=True, slots=True)
class TalkFigures:
    """Everything that a slot may say of a talk. `duration_s` is None if it is only estimated.

    `index` is of the talk's text with the fillers that are shown, for its other habits.
    """

    counts: FillerCounts
    duration_s: float | None = None
    history: SpeakerHistory | None = None
    index: TextIndex | None = None

    @classmethod
    def of(
        cls,
        counts: FillerCounts,
        transcript: Transcript,
        fillers: Iterable[Span],
        history: SpeakerHistory | None = None,
    ) -> TalkFigures:
        """`fillers`: the spans that are counted."""
        index = TextIndex(transcript.text, tuple(fillers))
        return cls(counts, transcript.duration_s, history, index)


def fill_slots(advice: Advice, figures: TalkFigures) -> Advice:
    """`advice` with every slot filled that has a value; another stays as written.

    The slot of a word that has no refined fillers is 0. Rates have one decimal at most.
    """
    return map_texts(
        advice,
        lambda text: _FILLED.sub(
            lambda slot: (slot[1] and slot_value(slot[1], figures)) or slot[0], text
        ),
    )


def map_texts(advice: Advice, change: Callable[[str], str]) -> Advice:
    """`advice` with each of its texts changed."""

    def each(part: Mapping[str, Any]) -> dict[str, str]:
        return {key: change(text) for key, text in part.items()}

    return Advice(
        change(advice.headline),
        tuple(each(area) for area in advice.focus_areas),
        tuple(change(strength) for strength in advice.strengths),
        tuple(each(goal) for goal in advice.weekly_goals),
        change(advice.motivation),
    )


def texts_of(part: Any) -> Iterator[str]:
    """Every text inside a document or a part of one, in its order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from texts_of(inner)
    elif isinstance(part, Sequence):
        for inner in part:
            yield from texts_of(inner)


def slot_names(text: str) -> list[str]:
    """What is written in the slots of `text`."""
    return [match[1] for match in _SLOT.finditer(text)]


def has_value(name: str, figures: TalkFigures) -> bool:
    return slot_value(name, figures) is not None


def fold_word(word: str) -> str:
    """A word for comparison: ignores case, white space and the shape of an apostrophe."""
    return " ".join(word.replace("’", "'").split()).casefold()


def slot_value(name: str, figures: TalkFigures) -> str | None:
    """What a slot says; None if it does not exist or its figure is not known.

    A goal is half of today's number, the rate at best that of a good speaker.
    """
    counts = figures.counts
    habit = _HABIT.fullmatch(name.strip())
    if habit is not None:
        return _habit_value(habit[2], figures, is_goal=habit[1] == "goal")
    by_word = _BY_WORD.fullmatch(name.strip())
    if by_word is not None:
        wanted = fold_word(by_word[2].strip(_WRAPPING))
        count = _count_of(wanted, counts.by_word)
        return str(count if by_word[1].lower() == "fillers" else count // 2)
    figure = _FIGURES.get(re.sub(r"\s*\.\s*", ".", name).lower())
    return None if figure is None else figure(figures)


def _count_of(wanted: str, by_word: Mapping[str, int]) -> int:
    """The fillers of a word; one that is written without its accents is the same word."""
    forms = {word: fold_word(word) for word in by_word}
    if wanted not in forms.values():
        wanted = _without_accents(wanted)
        forms = {word: _without_accents(form) for word, form in forms.items()}
    return sum(by_word[word] for word, form in forms.items() if form == wanted)


def _without_accents(word: str) -> str:
    return "".join(c for c in normalize("NFKD", word) if not combining(c))


def _habit_value(kind: str, figures: TalkFigures, *, is_goal: bool) -> str | None:
    if figures.index is None or figures.counts.words > MAX_COUNTED_WORDS:
        return None
    number = count_habit(figures.index, kind, goal=is_goal)
    return None if number is None else str(number)


def _goal_pace(figures: TalkFigures) -> str | None:
    """Within the bounds of a usual pace."""
    pace = _pace(figures)
    return pace and str(min(max(int(pace), SLOW_GOAL_WPM), FAST_GOAL_WPM))


def _pace(figures: TalkFigures) -> str | None:
    if not figures.duration_s:
        return None
    return f"{per_minute(figures.counts.words, figures.duration_s):.0f}"


def _goal_rate(figures: TalkFigures) -> str:
    rate = figures.counts.per_100_words
    return f"{round(max(rate / 2, min(rate, _BEST_PER_100_WORDS)), 1):g}"


_FIGURES: Mapping[str, Callable[[TalkFigures], str | None]] = {
    "fillers.total": lambda f: str(f.counts.total),
    "fillers.per_minute": lambda f: f"{f.counts.per_minute:g}",
    "fillers.per_100_words": lambda f: f"{f.counts.per_100_words:g}",
    "talk.words": lambda f: str(f.counts.words),
    "talk.minutes": lambda f: f"{f.duration_s / 60:.1f}" if f.duration_s else None,
    "talk.words_per_minute": _pace,
    "history.talks": lambda f: str(f.history["earlier_talks"]) if f.history else None,
    "history.fillers.per_100_words": (
        lambda f: f"{f.history['per_100_words']:g}" if f.history else None
    ),
    "history.change": (lambda f: describe_change(f.history, f.counts) if f.history else None),
    "goal.fillers.per_100_words": _goal_rate,
    "goal.words_per_minute": _goal_pace,
}


def describe_change(history: SpeakerHistory, counts: FillerCounts) -> str | None:
    """Today's rate against that of the earlier talks, with its 95 % interval.

    The interval is the normal one of a difference of two means: today's from the count
    (Poisson), the earlier ones' from how they differ among themselves. None below two talks.
    """
    if history["earlier_talks"] < 2 or not counts.words:
        return None
    today = per_100_words(counts.total, counts.words)
    difference = today - history["per_100_words"]
    spread = per_100_words(max(counts.total, 1) ** 0.5, counts.words)
    margin = Z95 * (spread**2 + history["standard_error"] ** 2) ** 0.5
    if abs(difference) <= margin:
        return "no clear change"
    low, high = sorted((abs(difference) - margin, abs(difference) + margin))
    word = "fewer" if difference < 0 else "more"
    rate = f"{abs(difference):.1f} {word} fillers per 100 words"
    return f"{rate} (likely {low:.1f} to {high:.1f} {word})"
