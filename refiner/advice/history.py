"""The speaker's trend, as given to the coach: a direction, never an earlier count."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import Any

_NOTICEABLE = 0.1  # a change of a tenth of the rate; less is noise in so few talks


def summarise_history(rates: Sequence[float]) -> dict[str, Any] | None:
    """`rates`: refined fillers per 100 words of earlier talks, oldest first; None if empty."""
    if not rates:
        return None
    if len(rates) == 1:
        return {"earlier_talks": 1, "trend": "unknown"}
    before, last = mean(rates[:-1]), rates[-1]
    if abs(last - before) <= _NOTICEABLE * before:
        trend = "steady"
    else:
        trend = "falling" if last < before else "rising"
    return {"earlier_talks": len(rates), "trend": trend}
