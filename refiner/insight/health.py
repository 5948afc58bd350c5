"""How the program is doing, against the report's own targets: plain sums in, judgements out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from refiner.formatting import count, duration, percent
from refiner.insight.trends import TARGET_MS, TARGET_SHARE

WINDOWS: Mapping[str, timedelta] = {
    "Last hour": timedelta(hours=1),
    "Last day": timedelta(days=1),
    "Last week": timedelta(weeks=1),
}
_TAIL_BYTES = 32_768


@dataclass(frozen=True, slots=True)
class Health:
    """One window. Times in ms, shares from 0 to 1; None where there is nothing to divide by.

    `regeneration` is rewrites among parallel runs, `fallback` among runs with a result,
    `failure` among runs that ended with or without one, `liked` among thumbs up and down.
    """

    runs: int
    average_ms: float | None
    p50_ms: float | None
    p95_ms: float | None
    regeneration: float | None
    fallback: float | None
    failure: float | None
    liked: float | None
    thumbs: int
    cost_usd: float | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Health:
        """From `Store.health`."""
        done, failed = row["done"] or 0, row["failed"] or 0
        thumbs = (row["liked"] or 0) + (row["disliked"] or 0)
        return cls(
            runs=row["runs"],
            average_ms=row["average_ms"],
            p50_ms=row["p50_ms"],
            p95_ms=row["p95_ms"],
            regeneration=_share(row["regenerated"], row["parallel"] or 0),
            fallback=_share(row["fallbacks"], done),
            failure=_share(failed, done + failed),
            liked=_share(row["liked"] or 0, thumbs),
            thumbs=thumbs,
            cost_usd=row["cost_usd"],
        )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def since(window: timedelta, now: datetime) -> str:
    """The moment a window began, as rows store it; `now` in UTC."""
    return (now - window).isoformat(timespec="milliseconds")


def against(value: float | None, target: tuple[float, float]) -> str:
    """`below`, `within` or `above` a target; empty where there is no value."""
    if value is None:
        return ""
    low, high = target
    return "below" if value < low else "above" if value > high else "within"


def sentence(seen: Health, window: str) -> str:
    """What a window shows, in one sentence."""
    when = window.lower()
    if not seen.runs:
        return f"No run in the {when}."
    told = f"{count(seen.runs, 'run')} in the {when}"
    if seen.average_ms is not None:
        told += (
            f", {duration(seen.average_ms)} on average, {against(seen.average_ms, TARGET_MS)} "
            f"the report's target"
        )
    if seen.regeneration is not None:
        told += (
            f"; advice rewritten in {percent(seen.regeneration)}, "
            f"{against(seen.regeneration, TARGET_SHARE)} its target"
        )
    return f"{told}."


def tail(path: Path | None, lines: int) -> list[str]:
    """The last lines of the log file, oldest first; empty where there is none."""
    if path is None or not path.is_file():
        return []
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL_BYTES))
        return file.read().decode("utf-8", "replace").splitlines()[-lines:]
