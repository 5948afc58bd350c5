"""Health of the program compared with the report's targets, from sums over the run log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from refiner.formatting import count, duration, iso_moment, percent
from refiner.store.row_types import HealthRow

WINDOWS: Mapping[str, timedelta] = {
    "Last hour": timedelta(hours=1),
    "Last day": timedelta(days=1),
    "Last week": timedelta(weeks=1),
}
MIN_COMPARABLE = 10  # runs from which on a target is judged
COMPARABLE_PROVIDERS = ("openai", "simulated")
TARGET_SHARE = (0.15, 0.25)  # the report's regeneration rate
TARGET_MS = (35_000, 38_000)  # the report's processing time
_TAIL_BYTES = 32_768


@dataclass(frozen=True, slots=True)
class Health:
    """One window. Times in ms, shares from 0 to 1; None if there is nothing to divide by.

    `regeneration` is rewrites among parallel runs, `fallback` among runs with a result,
    `failure` among runs that ended with or without one, `liked` among thumbs up and down.
    """

    runs: int
    average_ms: float | None
    p50_ms: float | None
    p95_ms: float | None
    ready_p50_ms: float | None
    regeneration: float | None
    fallback: float | None
    failure: float | None
    liked: float | None
    thumbs: int
    cost_usd: float | None

    @classmethod
    def of(cls, row: HealthRow) -> Health:
        """From `Store.runs.health`."""
        done, failed = row["done"] or 0, row["failed"] or 0
        thumbs = row["liked"] + row["disliked"]
        return cls(
            runs=row["runs"],
            average_ms=row["average_ms"],
            p50_ms=row["p50_ms"],
            p95_ms=row["p95_ms"],
            ready_p50_ms=row["ready_p50_ms"],
            regeneration=_share(row["regenerated"], row["parallel"] or 0),
            fallback=_share(row["fallbacks"], done),
            failure=_share(failed, done + failed),
            liked=_share(row["liked"], thumbs),
            thumbs=thumbs,
            cost_usd=row["cost_usd"],
        )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def window_start(window: timedelta, now: datetime) -> str:
    """The moment a window began, as rows store it; `now` in UTC."""
    return iso_moment(now - window)


def compare_with_target(value: float | None, target: tuple[float, float]) -> str:
    """`below`, `within` or `above` a target; empty without a value."""
    if value is None:
        return ""
    low, high = target
    return "below" if value < low else "above" if value > high else "within"


def is_comparable(health: Health, provider: str | None) -> bool:
    """Whether the report's targets apply: they are for enough runs of one large model."""
    return provider in COMPARABLE_PROVIDERS and health.runs >= MIN_COMPARABLE


def describe_health(health: Health, window: str, provider: str | None = None) -> str:
    """What a window shows, in one sentence; targets only if its runs are comparable."""
    when = window.lower()
    if not health.runs:
        return f"No run in the {when}."
    judged = is_comparable(health, provider)
    text = f"{count(health.runs, 'run')} in the {when}"
    if health.average_ms is not None:
        text += f", {duration(health.average_ms)} on average"
        if judged:
            relation = compare_with_target(health.average_ms, TARGET_MS)
            text += f", {relation} the report's target"
    if health.regeneration is not None:
        text += f"; advice rewritten in {percent(health.regeneration)}"
        if judged:
            text += f", {compare_with_target(health.regeneration, TARGET_SHARE)} its target"
    return f"{text}."


def last_log_lines(path: Path | None, lines: int) -> list[str]:
    """The last lines of the log file, oldest first; empty without a file."""
    if path is None or not path.is_file():
        return []
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL_BYTES))
        return file.read().decode("utf-8", "replace").splitlines()[-lines:]
