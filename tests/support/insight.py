"""Rows, columns and runs as the log gives them, for tests of what follows from many runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from refiner.insight import lab
from refiner.insight.arrays import Floats
from refiner.insight.improvement import LoggedTalk
from refiner.insight.intervals import Counted, rate_interval
from refiner.insight.periods import PERIOD_COLUMNS

HEALTH_ROW: Any = {
    "runs": 12, "done": 9, "parallel": 8, "regenerated": 2, "fallbacks": 1, "failed": 1,
    "average_ms": 36_200.0, "p50_ms": 35_000.0, "p95_ms": 61_000.0, "ready_p50_ms": 4_100.0,
    "cost_usd": 0.12, "liked": 3, "disliked": 1,
}  # fmt: skip


def talk(n: int, fillers: int, words: int = 1000, **by_word: int) -> LoggedTalk:
    counted = Counted(fillers, words)
    day, interval = f"2026-01-{n:02d}", rate_interval(counted)
    return LoggedTalk(n, day, f"Talk {n}", counted, 300.0, by_word, interval)


FALLING = [
    talk(1, 60, like=40, um=20),
    talk(2, 60, like=40, um=20),
    talk(3, 30, like=10, um=20),
    talk(4, 30, like=10, um=20),
]


def period_columns(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    one = {
        "created_at": "2026-03-04T10:20:30.000+00:00", "status": "done", "strategy": "hybrid",
        "regenerate": 0, "fallback_mode": 0, "processing_time_ms": 35_000,
        "advice_ready_ms": 35_000, "cost_usd": 0.01, "feedback": None,
    }  # fmt: skip
    return {name: [(one | row)[name] for row in rows] for name in PERIOD_COLUMNS}


def counted_runs(*pairs: tuple[int, int], words: int = 100) -> lab.LoggedRuns:
    """Runs with these rule and refined counts, of `words` words; 10 s if kept, 13 s rewritten."""
    rule, refined = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    n = len(pairs)

    def each(value: float) -> Floats:
        return np.full(n, value)

    return lab.LoggedRuns(
        np.arange(1, n + 1), rule, refined, np.full(n, words),
        each(10_000.0), each(13_000.0), each(0.02), each(0.03),
    )  # fmt: skip
