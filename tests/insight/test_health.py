"""Health is the log's own figures, and its targets are the report's."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from refiner.insight.health import (
    Health,
    compare_with_target,
    describe_health,
    last_log_lines,
    window_start,
)
from refiner.store import Store
from tests.support.insight import HEALTH_ROW
from tests.support.seed import START, seed


def test_rates_are_of_what_they_can_happen_to() -> None:
    seen = Health.of(HEALTH_ROW)
    assert (seen.regeneration, seen.fallback, seen.failure, seen.liked) == (
        2 / 8, 1 / 9, 1 / 10, 3 / 4,
    )  # fmt: skip


ZERO = ("runs", "regenerated", "fallbacks", "liked", "disliked")


def test_an_empty_window_has_no_rates() -> None:
    empty: Any = {**dict.fromkeys(HEALTH_ROW), **dict.fromkeys(ZERO, 0)}
    seen = Health.of(empty)
    assert (seen.regeneration, seen.fallback, seen.failure, seen.liked) == (None,) * 4
    assert describe_health(seen, "Last hour") == "No run in the last hour."


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (0.1, "below"), (0.15, "within"), (0.25, "within"), (0.26, "above")],
)
def test_a_target_is_a_range_that_holds_its_ends(value: float | None, expected: str) -> None:
    assert compare_with_target(value, (0.15, 0.25)) == expected


def test_a_window_is_described_in_one_sentence() -> None:
    assert describe_health(Health.of(HEALTH_ROW), "Last day", "openai") == (
        "12 runs in the last day, 36.2 s on average, within the report's target; "
        "advice rewritten in 25 %, within its target."
    )


def test_targets_are_judged_only_of_enough_runs_of_one_large_model() -> None:
    few: Any = {**HEALTH_ROW, "runs": 9}
    for row, provider in ((few, "openai"), (HEALTH_ROW, "local"), (HEALTH_ROW, None)):
        assert "target" not in describe_health(Health.of(row), "Last day", provider)


def test_windows_and_providers_are_kept_apart(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    seed(store, 200)
    day = store.runs.health(window_start(timedelta(days=1), START))
    assert day["runs"] == 25
    parts = [store.runs.health(provider=name)["runs"] for name in store.runs.distinct("provider")]
    assert sum(parts) == store.runs.health()["runs"] == 200


def test_percentiles_are_those_of_the_logged_times(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    seed(store, 200)
    times = sorted(r["processing_time_ms"] or 0 for r in store.runs.rows(status="done"))
    health = store.runs.health()
    p50, p95 = health["p50_ms"] or 0, health["p95_ms"] or 0
    below = sum(t <= p95 for t in times) / len(times)
    assert times[0] <= p50 <= p95 <= times[-1]
    assert below == pytest.approx(0.95, abs=0.01)
    ready = sorted(r["advice_ready_ms"] or 0 for r in store.runs.rows(status="done"))
    assert ready[0] <= (health["ready_p50_ms"] or 0) <= ready[-1]


def test_thumbs_are_counted_whatever_else_the_feedback_holds(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    seed(store, 4)
    for run_id, feedback in enumerate(
        ('{"thumb": 1}', '{"thumb": 0}', '{"thumb": null}', "fine"), 1
    ):
        store.runs.set_feedback(run_id, feedback)
    health = store.runs.health()
    assert (health["liked"], health["disliked"]) == (1, 1)


def test_health_is_read_from_columns_alone(tmp_path: Path) -> None:
    """However long the log: the hour, day and week take far less than 100 ms."""
    store = Store(tmp_path / "runs.db")
    seed(store, 10_000, until=datetime.now(UTC), spacing=timedelta(minutes=5))
    began = time.process_time()
    for window in (timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)):
        store.runs.health(window_start(window, datetime.now(UTC)))
    assert time.process_time() - began < 0.1


def test_the_tail_is_the_last_lines_in_order(tmp_path: Path) -> None:
    log = tmp_path / "refiner.log"
    log.write_text("".join(f"[Session {n}] line é\n" for n in range(5000)))
    assert last_log_lines(log, 2) == ["[Session 4998] line é", "[Session 4999] line é"]
    assert last_log_lines(tmp_path / "none.log", 5) == []
    assert last_log_lines(None, 5) == []
