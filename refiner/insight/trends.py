"""What logged runs say together: rates with their uncertainty, shares, and what changed.

Counts of fillers are small, so a rate carries the spread of a Poisson count, and a change
is called one only where it is larger than chance (two-sided, 95 %).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Row = Mapping[str, Any]

Z95 = 1.96
WINDOW = 20  # runs over which the share of regenerations is taken
FEWEST = 5
TARGET_SHARE = (0.15, 0.25)  # the report's regeneration rate
TARGET_MS = (35_000, 38_000)  # the report's processing time


def done(rows: Iterable[Row]) -> list[Row]:
    """Runs with a result, oldest first."""
    return sorted((r for r in rows if r["status"] == "done"), key=lambda r: r["created_at"])


def by_speaker(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Runs of each speaker, in the order given; runs without one stand under ''."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["speaker"] or "", []).append(row)
    return found


def spread(row: Row) -> float:
    """Half the 95 % interval of a run's fillers per 100 words, counted as Poisson."""
    words = row["words"] or 1
    return 100 * Z95 * math.sqrt(max(row["ai_fillers"], 1)) / words


@dataclass(frozen=True, slots=True)
class Change:
    """Fillers per 100 words in the earlier and the later half of a speaker's runs."""

    before: float
    after: float
    clear: bool


def change(rows: Sequence[Row]) -> Change | None:
    """What changed over a speaker's runs, oldest first; None for fewer than two."""
    if len(rows) < 2:
        return None
    half = len(rows) // 2
    first, last = _pooled(rows[:half]), _pooled(rows[-half:])
    (before, before_var), (after, after_var) = first, last
    clear = abs(after - before) > Z95 * math.sqrt(before_var + after_var)
    return Change(round(before, 1), round(after, 1), clear)


def _pooled(rows: Sequence[Row]) -> tuple[float, float]:
    """Rate per 100 words of all `rows` as one talk, and its variance."""
    words = sum(r["words"] for r in rows) or 1
    fillers = sum(r["ai_fillers"] for r in rows)
    return 100 * fillers / words, 100**2 * max(fillers, 1) / words**2


def regenerated_share(rows: Sequence[Row]) -> float | None:
    """The share of parallel runs whose advice was written anew; None without any."""
    parallel = [r for r in rows if r["strategy"] != "sequential"]
    if not parallel:
        return None
    return sum(bool(r["coaching_regenerated"]) for r in parallel) / len(parallel)


def rolling_share(rows: Sequence[Row]) -> list[tuple[Row, float]]:
    """Each parallel run with the share of regenerations among it and the `WINDOW - 1` before.

    The first `FEWEST - 1` runs are left out: a share of so few says nothing.
    """
    parallel = [r for r in rows if r["strategy"] != "sequential"]
    shares = []
    for n, row in enumerate(parallel[FEWEST - 1 :], FEWEST):
        window = parallel[max(0, n - WINDOW) : n]
        shares.append((row, sum(bool(r["coaching_regenerated"]) for r in window) / len(window)))
    return shares


def median_ms(rows: Sequence[Row]) -> float | None:
    times = [r["processing_time_ms"] for r in rows if r["processing_time_ms"] is not None]
    return float(median(times)) if times else None


def slow_ms(rows: Sequence[Row]) -> float | None:
    """The time that 95 of 100 runs stayed within; None for fewer than `FEWEST`."""
    times = sorted(r["processing_time_ms"] for r in rows if r["processing_time_ms"] is not None)
    return float(times[math.ceil(0.95 * len(times)) - 1]) if len(times) >= FEWEST else None


def unwell_share(rows: Sequence[Row]) -> float | None:
    """The share of ended runs that failed or fell back; None without any."""
    ended = [r for r in rows if r["status"] in ("done", "failed")]
    if not ended:
        return None
    unwell = [r for r in ended if r["status"] == "failed" or r["fallback_mode"]]
    return len(unwell) / len(ended)


def known_cost(rows: Sequence[Row]) -> tuple[float, int]:
    """US dollars of all runs whose cost is known, and how many finished runs do not tell it.

    Simulated runs cost nothing, whatever they show of a provider's prices.
    """
    ended = [r for r in rows if r["status"] == "done" and r["provider"] != "simulated"]
    known = [r["cost_usd"] for r in ended if r["cost_usd"] is not None]
    return sum(known), len(ended) - len(known)


def satisfaction(rows: Sequence[Row]) -> tuple[int, int]:
    """Thumbs up, and all thumbs: the report's user satisfaction figure."""
    thumbs = [thumb for r in rows if (thumb := _thumb(r["feedback"])) is not None]
    return sum(thumbs), len(thumbs)


def _thumb(feedback: str | None) -> bool | None:
    try:
        said = json.loads(feedback) if feedback else {}
    except ValueError:
        return None
    thumb = said.get("thumb") if isinstance(said, dict) else None
    return None if thumb is None else bool(thumb)


def off_by_more_than(rows: Sequence[Row], share: float) -> int:
    """Runs in which the rules were further from the refined count than `share`."""
    return sum(r["difference"] > share for r in rows)
