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

    `monday` is an ISO date.
    """

    monday: str
    talks: int
    rate: float
    low: float
    high: float


def weekly_rates(talks: Sequence[LoggedTalk]) -> list[WeekRate]:
    """One speaker's weeks, oldest first; `talks` in the order of their days."""
    dispersion = dispersion_of([talk.counted for talk in talks])
    weeks = []
    for monday, held in groupby(talks, key=lambda talk: monday_of(talk.when)):
        counted = [talk.counted for talk in held]
        total = Counted(sum(c.fillers for c in counted), sum(c.words for c in counted))
        low, high = rate_interval(total, dispersion)
        weeks.append(WeekRate(monday, len(counted), per_100_words(*total), low, high))
    return weeks


def monday_of(day: str) -> str:
    """The Monday of an ISO date's week."""
    held_on = date.fromisoformat(day[:10])
    return (held_on - timedelta(days=held_on.weekday())).isoformat()


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
