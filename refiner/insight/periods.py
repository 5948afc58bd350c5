"""Many runs by the hour, day, week or month: shares with their uncertainty, times, money.

Column arrays in, one value per period out, so that 100,000 runs take a moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from refiner.insight.arrays import Flags, Floats, Ints
from refiner.store.row_types import thumb_of
from refiner.uncertainty import Z95

Unit = Literal["hour", "day", "week", "month"]
PERIOD_COLUMNS = (
    "created_at",
    "status",
    "strategy",
    "regenerate",
    "fallback_mode",
    "processing_time_ms",
    "advice_ready_ms",
    "cost_usd",
    "feedback",
)
_MONDAY = 4  # numpy counts weeks from a Thursday, the first day of 1970
_MAX_DAYS: tuple[tuple[int, Unit], ...] = ((2, "hour"), (62, "day"), (430, "week"))


@dataclass(frozen=True, slots=True)
class Share:
    """A share of each period from 0 to 1 with its 95 % interval; NaN without any of them."""

    value: Floats
    low: Floats
    high: Floats
    of: Ints


@dataclass(frozen=True, slots=True)
class Periods:
    """One value for each period in which there was a run, oldest first.

    `starts`: ISO 8601, UTC. Times in ms; `mean_usd` over runs whose cost is known; NaN if
    unknown. Shares as in `refiner.insight.health`.
    """

    unit: Unit
    starts: list[str]
    runs: Ints
    p50_ms: Floats
    p95_ms: Floats
    ready_p50_ms: Floats
    mean_usd: Floats
    regeneration: Share
    fallback: Share
    failure: Share
    liked: Share


def sum_by_period(columns: Mapping[str, Sequence[Any]], unit: Unit | None = None) -> Periods:
    """Periods from `PERIOD_COLUMNS` of the run log; without a `unit`, ten to sixty of them."""
    moments = np.array([text[:19] for text in columns["created_at"]], dtype="datetime64[s]")
    unit = unit or _unit(moments)
    starts, index = np.unique(_floor(moments, unit), return_inverse=True)
    number = len(starts)

    def count_flagged(flags: Flags) -> Ints:
        return np.bincount(index[flags], minlength=number)

    done = np.array(columns["status"], dtype=np.str_) == "done"
    failed = np.array(columns["status"], dtype=np.str_) == "failed"
    parallel = np.array(columns["strategy"], dtype=np.str_) != "sequential"
    regenerated = _floats(columns["regenerate"]) == 1
    fell_back = _floats(columns["fallback_mode"]) == 1
    thumbs = _floats([thumb_of(feedback) for feedback in columns["feedback"]])
    times = np.where(done, _floats(columns["processing_time_ms"]), np.nan)
    p50, p95 = _percentiles(times, index, number)
    ready = np.where(done, _floats(columns["advice_ready_ms"]), np.nan)
    return Periods(
        unit=unit,
        starts=[str(start) for start in starts.astype("datetime64[s]")],
        runs=np.bincount(index, minlength=number),
        p50_ms=p50,
        p95_ms=p95,
        ready_p50_ms=_percentiles(ready, index, number)[0],
        mean_usd=_means(_floats(columns["cost_usd"]), index, number),
        regeneration=share_with_interval(count_flagged(regenerated), count_flagged(parallel)),
        fallback=share_with_interval(count_flagged(fell_back), count_flagged(done)),
        failure=share_with_interval(count_flagged(failed), count_flagged(done | failed)),
        liked=share_with_interval(count_flagged(thumbs == 1), count_flagged(~np.isnan(thumbs))),
    )


def _unit(moments: NDArray[np.datetime64]) -> Unit:
    if not len(moments):
        return "day"
    days = (moments.max() - moments.min()) / np.timedelta64(1, "D")
    return next((unit for max_days, unit in _MAX_DAYS if days <= max_days), "month")


def _floor(moments: NDArray[np.datetime64], unit: Unit) -> NDArray[np.datetime64]:
    """The start of each moment's period, weeks from Monday."""
    if unit == "week":
        shift = np.timedelta64(_MONDAY, "D")
        return np.asarray((moments.astype("datetime64[D]") - shift).astype("datetime64[W]") + shift)
    return moments.astype(f"datetime64[{ {'hour': 'h', 'day': 'D', 'month': 'M'}[unit] }]")


def _floats(values: Sequence[Any]) -> Floats:
    """NaN for None."""
    return np.array(values, dtype=np.float64)


def _means(values: Floats, index: Ints, number: int) -> Floats:
    known = ~np.isnan(values)
    sums = np.bincount(index[known], weights=values[known], minlength=number)
    return _ratio(sums, np.bincount(index[known], minlength=number))


def _percentiles(values: Floats, index: Ints, number: int) -> tuple[Floats, Floats]:
    known = ~np.isnan(values)
    order = np.argsort(index[known], kind="stable")
    groups = np.split(
        values[known][order], np.cumsum(np.bincount(index[known], minlength=number))[:-1]
    )
    found = [np.percentile(g, (50, 95)) if len(g) else (np.nan, np.nan) for g in groups]
    both = np.array(found[:number], dtype=np.float64).reshape(number, 2)
    return both[:, 0], both[:, 1]


def share_with_interval(part: Ints, whole: Ints) -> Share:
    """`part` of `whole` with Wilson's interval (Wilson 1927), which is valid for few runs too."""
    p, n = _ratio(part, whole), whole.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
        half = Z95 / (1 + Z95**2 / n) * np.sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2))
    return Share(p, np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1), whole)


def _ratio(part: NDArray[Any], whole: Ints) -> Floats:
    unknown = np.full(len(part), np.nan)
    return np.asarray(np.divide(part, whole, out=unknown, where=whole > 0))
