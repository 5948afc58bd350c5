"""Speakers' filler rates by the week, and who improved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from refiner.insight.improvement import LoggedTalk, overall_change
from refiner.insight.intervals import Counted, dispersion_of, rate_interval
from refiner.model import per_100_words


@dataclass(frozen=True, slots=True)
class WeekRate:
    """Fillers per 100 words of one week's talks as one long talk, with its 95 % interval.

    `day` is the ISO date in the middle of its talks.
    """

    day: str
    talks: int
    rate: float
    low: float
    high: float


def weekly_rates(talks: Sequence[LoggedTalk]) -> list[WeekRate]:
    """One speaker's weeks, oldest first; `talks` in the order of their days."""
    dispersion = dispersion_of([talk.counted for talk in talks])
    weeks = []
    for _, grouped in groupby(talks, key=lambda talk: _monday(talk.when)):
        held = list(grouped)
        counted = [talk.counted for talk in held]
        middle = sum(_day(talk.when).toordinal() for talk in held) / len(held)
        total = Counted(sum(c.fillers for c in counted), sum(c.words for c in counted))
        low, high = rate_interval(total, dispersion)
        day = date.fromordinal(round(middle)).isoformat()
        weeks.append(WeekRate(day, len(held), per_100_words(*total), low, high))
    return weeks


def _day(when: str) -> date:
    return date.fromisoformat(when[:10])


def _monday(when: str) -> date:
    return _day(when) - timedelta(days=_day(when).weekday())


def describe_speakers(talks: Mapping[str, Sequence[LoggedTalk]]) -> str:
    """Who improved and who did not, in one or two sentences."""
    better: list[str] = []
    worse: list[str] = []
    unclear: list[str] = []
    for speaker, held in talks.items():
        change = overall_change(held)
        if change is None:
            continue
        if not change.clear:
            unclear.append(speaker)
        else:
            line = f"{speaker} (from {change.before:.1f} to {change.after:.1f} per 100 words)"
            (better if change.better else worse).append(line)
    parts = [f"Improved: {', '.join(better)}"] if better else []
    parts += [f"got worse: {', '.join(worse)}"] if worse else []
    parts += [f"no clear change: {', '.join(unclear)}"] if unclear else []
    if not parts:
        return "Each speaker needs a second talk before this page can say what changed."
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."
