"""Many runs by the hour, day, week or month: shares with their uncertainty, times, money.

One rule: columns in, one value a period out; no run is looked at by itself, so that 100,000 of
them are added up in a moment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Unit = Literal["hour", "day", "week", "month"]
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

Z95 = 1.96
COLUMNS = (
    "created_at",
    "status",
    "strategy",
    "regenerate",
    "fallback_mode",
    "processing_time_ms",
    "cost_usd",
    "feedback",
)
_MONDAY = 4  # numpy counts weeks from a Thursday, the first day of 1970
_UPTO: tuple[tuple[int, Unit], ...] = ((2, "hour"), (62, "day"), (430, "week"))  # days


@dataclass(frozen=True, slots=True)
class Share:
    """A share of each period from 0 to 1 with its 95 % interval; NaN where there was nothing."""

    value: Floats
    low: Floats
    high: Floats
    of: Whole


@dataclass(frozen=True, slots=True)
class Periods:
    """One value for each period in which there was a run, oldest first.

    `starts`: ISO 8601, UTC. Times in ms; `mean_usd` over runs whose cost is known; NaN where
    nothing is. Shares as in `refiner.insight.health`.
    """

    unit: Unit
    starts: list[str]
    runs: Whole
    p50_ms: Floats
    p95_ms: Floats
    mean_usd: Floats
    regeneration: Share
    fallback: Share
    failure: Share
    liked: Share


def by_period(columns: Mapping[str, Sequence[Any]], unit: Unit | None = None) -> Periods:
    """Periods from `COLUMNS` of the run log; `unit` None takes one that gives some ten to sixty."""
    moments = np.array([text[:19] for text in columns["created_at"]], dtype="datetime64[s]")
    unit = unit or _unit(moments)
    begin = _floor(moments, unit)
    starts, place = np.unique(begin, return_inverse=True)
    number = len(starts)

    def count(flags: NDArray[np.bool_]) -> Whole:
        return np.bincount(place[flags], minlength=number)

    done = np.array(columns["status"], dtype=np.str_) == "done"
    failed = np.array(columns["status"], dtype=np.str_) == "failed"
    parallel = np.array(columns["strategy"], dtype=np.str_) != "sequential"
    again = _known(columns["regenerate"]) == 1
    fell = _known(columns["fallback_mode"]) == 1
    thumbs = _thumbs(columns["feedback"])
    times = np.where(done, _known(columns["processing_time_ms"]), np.nan)
    p50, p95 = _percentiles(times, place, number)
    return Periods(
        unit=unit,
        starts=[str(start) for start in starts.astype("datetime64[s]")],
        runs=np.bincount(place, minlength=number),
        p50_ms=p50,
        p95_ms=p95,
        mean_usd=_means(_known(columns["cost_usd"]), place, number),
        regeneration=share(count(again), count(parallel)),
        fallback=share(count(fell), count(done)),
        failure=share(count(failed), count(done | failed)),
        liked=share(count(thumbs == 1), count(~np.isnan(thumbs))),
    )


def _unit(moments: NDArray[np.datetime64]) -> Unit:
    if not len(moments):
        return "day"
    days = (moments.max() - moments.min()) / np.timedelta64(1, "D")
    return next((unit for most, unit in _UPTO if days <= most), "month")


def _floor(moments: NDArray[np.datetime64], unit: Unit) -> NDArray[np.datetime64]:
    """The beginning of each moment's period, weeks from Monday."""
    if unit == "week":
        shift = np.timedelta64(_MONDAY, "D")
        return np.asarray((moments.astype("datetime64[D]") - shift).astype("datetime64[W]") + shift)
    return moments.astype(f"datetime64[{ {'hour': 'h', 'day': 'D', 'month': 'M'}[unit] }]")


def _known(values: Sequence[Any]) -> Floats:
    return np.array(values, dtype=np.float64)


def _thumbs(feedback: Sequence[str | None]) -> Floats:
    """1 up, 0 down, NaN where nobody said."""
    said = np.full(len(feedback), np.nan)
    for n, text in enumerate(feedback):
        if text:
            try:
                thumb = json.loads(text)["thumb"]
            except (ValueError, KeyError, TypeError):
                continue
            if thumb is not None:
                said[n] = float(thumb)
    return said


def _means(values: Floats, place: Whole, number: int) -> Floats:
    known = ~np.isnan(values)
    sums = np.bincount(place[known], weights=values[known], minlength=number)
    return _ratio(sums, np.bincount(place[known], minlength=number))


def _percentiles(values: Floats, place: Whole, number: int) -> tuple[Floats, Floats]:
    known = ~np.isnan(values)
    order = np.argsort(place[known], kind="stable")
    groups = np.split(
        values[known][order], np.cumsum(np.bincount(place[known], minlength=number))[:-1]
    )
    found = [np.percentile(g, (50, 95)) if len(g) else (np.nan, np.nan) for g in groups]
    both = np.array(found[:number], dtype=np.float64).reshape(number, 2)
    return both[:, 0], both[:, 1]


def share(part: Whole, whole: Whole) -> Share:
    """`part` of `whole` with Wilson's interval (Wilson 1927), which holds for few runs too."""
    p, n = _ratio(part, whole), whole.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
        half = Z95 / (1 + Z95**2 / n) * np.sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2))
    return Share(p, np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1), whole)


def _ratio(part: NDArray[Any], whole: Whole) -> Floats:
    unknown = np.full(len(part), np.nan)
    return np.asarray(np.divide(part, whole, out=unknown, where=whole > 0))
