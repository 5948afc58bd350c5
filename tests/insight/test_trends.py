"""What many runs say together: uncertainty shown, chance not taken for change."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.insight.trends import (
    MIN_RUNS,
    count_thumbs,
    failure_share,
    finished_runs,
    median_ms,
    p95_ms,
    regenerated_share,
    rolling_share,
    speaker_change,
    sum_known_costs,
)


def row(n: int = 0, **changes: Any) -> Any:
    base = {
        "run_id": n,
        "created_at": f"2026-11-{n + 1:02d}T10:00:00",
        "status": "done",
        "speaker": "Ada",
        "words": 1000,
        "ai_fillers": 40,
        "provider": "openai",
        "strategy": "hybrid",
        "coaching_regenerated": 0,
        "processing_time_ms": 35_000,
        "fallback_mode": 0,
        "cost_usd": 0.01,
        "feedback": None,
    }
    return base | changes


def test_a_clear_fall_is_called_one() -> None:
    rows = [row(n, ai_fillers=60 if n < 3 else 30) for n in range(6)]
    seen = speaker_change(rows)
    assert seen is not None
    assert (seen.before, seen.after, seen.clear) == (6.0, 3.0, True)


def test_a_difference_within_chance_is_no_change() -> None:
    seen = speaker_change([row(0, words=100, ai_fillers=4), row(1, words=100, ai_fillers=3)])
    assert seen is not None
    assert not seen.clear


def test_one_run_is_no_trend() -> None:
    assert speaker_change([row()]) is None


def test_talks_weigh_by_their_words() -> None:
    seen = speaker_change(
        [row(0, words=100, ai_fillers=10), row(1, words=900, ai_fillers=9), row(2)]
    )
    assert seen is not None
    assert seen.before == 10.0


def test_sequential_runs_do_not_count_in_the_regeneration_rate() -> None:
    rows = [row(0, coaching_regenerated=1), row(1), row(2, strategy="sequential")]
    assert regenerated_share(rows) == 0.5
    assert regenerated_share([row(strategy="sequential")]) is None


def test_a_share_is_drawn_only_from_enough_runs() -> None:
    rows = [row(n, coaching_regenerated=n % 2) for n in range(MIN_RUNS + 1)]
    assert [r["run_id"] for r, _ in rolling_share(rows)] == [MIN_RUNS - 1, MIN_RUNS]
    assert rolling_share(rows[: MIN_RUNS - 1]) == []


def test_only_finished_runs_in_the_order_of_time() -> None:
    rows = [row(3), row(1, status="failed"), row(0)]
    assert [r["run_id"] for r in finished_runs(rows)] == [0, 3]


def test_median_time_without_runs_is_unknown() -> None:
    assert median_ms([]) is None
    assert median_ms([row(processing_time_ms=1), row(processing_time_ms=3)]) == 2


def test_the_slow_runs_are_named_only_where_there_are_enough() -> None:
    rows = [row(processing_time_ms=n) for n in range(1, 101)]
    assert p95_ms(rows) == 95
    assert p95_ms(rows[: MIN_RUNS - 1]) is None


def test_failures_and_fallbacks_are_trouble_and_cancelled_runs_are_not() -> None:
    rows = [row(), row(fallback_mode=1), row(status="failed"), row(status="cancelled")]
    assert failure_share(rows) == pytest.approx(2 / 3)
    assert failure_share([row(status="cancelled")]) is None


def test_unknown_cost_is_counted_not_taken_for_nothing() -> None:
    assert sum_known_costs([row(), row(cost_usd=None), row(status="failed")]) == (0.01, 1)


def test_a_simulated_run_costs_nothing() -> None:
    assert sum_known_costs([row(), row(provider="simulated")]) == (0.01, 0)


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        (['{"thumb": 1}', '{"thumb": 0}', '{"comment": "x"}', None], (1, 2)),
        (["not json", "[1]", "7", '{"thumb": null}'], (0, 0)),
    ],
)
def test_satisfaction_counts_thumbs_alone(said: list[str | None], counted: tuple[int, int]) -> None:
    assert count_thumbs([row(feedback=text) for text in said]) == counted
