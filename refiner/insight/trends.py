"""Logged runs together: groups, shares, times, money and thumbs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import median
from typing import cast

from refiner.insight.intervals import Counted, RateChange, dispersion_of, rate_change, rate_interval
from refiner.run_document import FinishedRunRow, RunRow, thumb_of

WINDOW = 20  # runs over which the share of regenerations is taken
MIN_RUNS = 5  # too few for a meaningful share
TARGET_SHARE = (0.15, 0.25)  # the report's regeneration rate
TARGET_MS = (35_000, 38_000)  # the report's processing time


def finished_runs(rows: Iterable[RunRow]) -> list[FinishedRunRow]:
    """Runs with a result, oldest first."""
    finished = (cast(FinishedRunRow, row) for row in rows if row["status"] == "done")
    return sorted(finished, key=lambda row: row["created_at"])


def group_by_speaker(rows: Iterable[FinishedRunRow]) -> dict[str, list[FinishedRunRow]]:
    """Runs of each speaker, in the order given; runs without a speaker are keyed ''."""
    groups: dict[str, list[FinishedRunRow]] = {}
    for row in rows:
        groups.setdefault(row["speaker"] or "", []).append(row)
    return groups


def rate_intervals(rows: Sequence[FinishedRunRow]) -> list[tuple[float, float]]:
    """The 95 % interval of each run's fillers per 100 words; `rows` of one speaker, in order."""
    counted = _counted(rows)
    dispersion = dispersion_of(counted)
    return [rate_interval(talk, dispersion) for talk in counted]


def speaker_change(rows: Sequence[FinishedRunRow]) -> RateChange | None:
    """What changed over a speaker's runs, oldest first; None for fewer than two."""
    return rate_change("fillers", _counted(rows))


def _counted(rows: Sequence[FinishedRunRow]) -> list[Counted]:
    return [Counted(row["ai_fillers"], row["words"]) for row in rows]


def regenerated_share(rows: Sequence[FinishedRunRow]) -> float | None:
    """The share of parallel runs whose advice was regenerated; None without any."""
    parallel = [r for r in rows if r["strategy"] != "sequential"]
    return _share_regenerated(parallel) if parallel else None


def rolling_share(rows: Sequence[FinishedRunRow]) -> list[tuple[FinishedRunRow, float]]:
    """Each parallel run with the share of regenerations among it and the `WINDOW - 1` before.

    The first `MIN_RUNS - 1` runs are left out.
    """
    parallel = [r for r in rows if r["strategy"] != "sequential"]
    return [
        (row, _share_regenerated(parallel[max(0, n - WINDOW) : n]))
        for n, row in enumerate(parallel[MIN_RUNS - 1 :], MIN_RUNS)
    ]


def _share_regenerated(parallel: Sequence[FinishedRunRow]) -> float:
    return sum(bool(r["coaching_regenerated"]) for r in parallel) / len(parallel)


def median_ms(rows: Sequence[FinishedRunRow]) -> float | None:
    times = _times_ms(rows)
    return float(median(times)) if times else None


def p95_ms(rows: Sequence[FinishedRunRow]) -> float | None:
    """The 95th percentile of the processing times; None for fewer than `MIN_RUNS`."""
    times = _times_ms(rows)
    return float(times[math.ceil(0.95 * len(times)) - 1]) if len(times) >= MIN_RUNS else None


def _times_ms(rows: Sequence[FinishedRunRow]) -> list[int]:
    return sorted(r["processing_time_ms"] for r in rows if r["processing_time_ms"] is not None)


def failure_share(rows: Sequence[RunRow]) -> float | None:
    """The share of ended runs that failed or fell back; None without any."""
    ended = [r for r in rows if r["status"] in ("done", "failed")]
    if not ended:
        return None
    return sum(r["status"] == "failed" or bool(r["fallback_mode"]) for r in ended) / len(ended)


def sum_known_costs(rows: Sequence[RunRow]) -> tuple[float, int]:
    """US dollars of all runs of known cost, and how many finished runs have no recorded cost.

    Simulated runs cost nothing, whatever they show of a provider's prices.
    """
    paid = [r for r in rows if r["status"] == "done" and r["provider"] != "simulated"]
    known = [r["cost_usd"] for r in paid if r["cost_usd"] is not None]
    return sum(known), len(paid) - len(known)


def count_thumbs(rows: Sequence[RunRow]) -> tuple[int, int]:
    """Thumbs up, and all thumbs: the report's user satisfaction figure."""
    thumbs = [thumb for r in rows if (thumb := thumb_of(r["feedback"])) is not None]
    return sum(thumbs), len(thumbs)


def count_off_by_more_than(rows: Sequence[FinishedRunRow], share: float) -> int:
    """Runs in which the rule count differed from the refined count by more than `share`."""
    return sum(r["difference"] > share for r in rows)
