"""A speaker's earlier talks: what the slots of history say, and the direction for the coach."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, stdev
from typing import Literal, TypedDict

MIN_CHANGE = 0.1  # a change of a tenth of the rate; less is noise in so few talks

Trend = Literal["unknown", "falling", "steady", "rising"]


class SpeakerHistory(TypedDict):
    """`per_100_words`: the mean rate of the earlier talks, `standard_error` that of the mean."""

    earlier_talks: int
    trend: Trend
    per_100_words: float
    standard_error: float


def summarise_history(rates: Sequence[float]) -> SpeakerHistory | None:
    """`rates`: refined fillers per 100 words of earlier talks, oldest first; None if empty."""
    if not rates:
        return None
    error = stdev(rates) / len(rates) ** 0.5 if len(rates) > 1 else 0.0
    return SpeakerHistory(
        earlier_talks=len(rates),
        trend=_trend(rates),
        per_100_words=round(mean(rates), 1),
        standard_error=error,
    )


def _trend(rates: Sequence[float]) -> Trend:
    if len(rates) == 1:
        return "unknown"
    before, last = mean(rates[:-1]), rates[-1]
    if abs(last - before) <= MIN_CHANGE * before:
        return "steady"
    return "falling" if last < before else "rising"
