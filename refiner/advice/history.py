"""A speaker's earlier talks: what the slots of history say, and the direction for the coach."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import mean, stdev
from typing import Any, Literal, TypedDict

MIN_CHANGE = 0.1  # a change of a tenth of the rate; less is noise in so few talks

Trend = Literal["unknown", "falling", "steady", "rising"]


PASSAGE_LEAD = "From this talk: "  # before the passage that an advice ends with
_PASSAGE = re.compile(rf" ?{PASSAGE_LEAD}“[^”]*”|“[^”]*(?: [^”]*){{3,}}”")


class LastAdvice(TypedDict):
    """What the speaker was advised last time, without the passages and figures of that talk."""

    headline: str
    focus_areas: list[dict[str, str]]
    strengths: list[str]
    motivation: str


class SpeakerHistory(TypedDict):
    """`per_100_words`: the mean rate of the earlier talks, `standard_error` that of the mean."""

    earlier_talks: int
    trend: Trend
    per_100_words: float
    standard_error: float
    last_advice: LastAdvice | None


def summarise_history(
    rates: Sequence[float], last_draft: Mapping[str, Any] | None = None
) -> SpeakerHistory | None:
    """`rates`: refined fillers per 100 words of earlier talks, oldest first; None if empty.

    `last_draft`: the advice of the newest of them, as its run document has it, slots unfilled.
    """
    if not rates:
        return None
    error = stdev(rates) / len(rates) ** 0.5 if len(rates) > 1 else 0.0
    return SpeakerHistory(
        earlier_talks=len(rates),
        trend=_trend(rates),
        per_100_words=round(mean(rates), 1),
        standard_error=error,
        last_advice=None if last_draft is None else _read_last(last_draft),
    )


def without_passages(text: str) -> str:
    """A text of advice without what it quotes."""
    return _PASSAGE.sub("", text).strip(" :")


def _read_last(draft: Mapping[str, Any]) -> LastAdvice:
    """The parts that must not be said again."""
    bare = without_passages
    return LastAdvice(
        headline=bare(draft["headline"]),
        focus_areas=[
            {name: bare(area[name]) for name in ("skill", "advice", "exercise")}
            for area in draft["focus_areas"]
        ],
        strengths=[bare(strength) for strength in draft["strengths"]],
        motivation=bare(draft["motivation"]),
    )


def _trend(rates: Sequence[float]) -> Trend:
    if len(rates) == 1:
        return "unknown"
    before, last = mean(rates[:-1]), rates[-1]
    if abs(last - before) <= MIN_CHANGE * before:
        return "steady"
    return "falling" if last < before else "rising"
