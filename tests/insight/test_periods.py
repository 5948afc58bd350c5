"""Runs added up by period: the sums are those of the runs, and few runs look uncertain."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from refiner.insight.periods import PERIOD_COLUMNS, Unit, share_with_interval, sum_by_period
from refiner.store import Store
from tests.support.insight import period_columns
from tests.support.seed import START, seed


@pytest.mark.parametrize(
    ("unit", "start"),
    [
        ("hour", "2026-03-04T10:00:00"),
        ("day", "2026-03-04T00:00:00"),
        ("week", "2026-03-02T00:00:00"),
        ("month", "2026-03-01T00:00:00"),
    ],
)
def test_a_period_begins_where_people_say_it_does(unit: Unit, start: str) -> None:
    assert sum_by_period(period_columns({}), unit).starts == [start]


@pytest.mark.parametrize("day", range(2, 9))
def test_weeks_begin_on_monday(day: int) -> None:
    (start,) = sum_by_period(
        period_columns({"created_at": f"2026-03-0{day}T10:00:00.000+00:00"}), "week"
    ).starts
    assert datetime.fromisoformat(start).weekday() == 0
    assert timedelta(0) <= datetime(2026, 3, day, 10) - datetime.fromisoformat(start) < timedelta(7)


@pytest.mark.parametrize(
    ("days", "unit"), [(1, "hour"), (30, "day"), (300, "week"), (900, "month")]
)
def test_the_unit_fits_the_time_that_the_runs_span(days: int, unit: Unit) -> None:
    then = (datetime(2026, 3, 4) - timedelta(days=days)).isoformat(timespec="milliseconds")
    assert sum_by_period(period_columns({}, {"created_at": f"{then}+00:00"})).unit == unit


def test_shares_and_means_are_of_what_they_can_happen_to() -> None:
    seen = sum_by_period(
        period_columns(
            {"regenerate": 1, "feedback": '{"thumb": 1}'},
            {"feedback": '{"thumb": 0}', "cost_usd": None},
            {"strategy": "sequential", "fallback_mode": 1, "feedback": '{"thumb": null}'},
            {"status": "failed", "processing_time_ms": None, "cost_usd": None, "feedback": "fine"},
        ),
        "day",
    )
    assert seen.runs.tolist() == [4]
    assert seen.regeneration.value.tolist() == [pytest.approx(1 / 3)]
    assert seen.fallback.value.tolist() == [pytest.approx(1 / 3)]
    assert seen.failure.value.tolist() == [1 / 4]
    assert (seen.liked.value.tolist(), seen.liked.of.tolist()) == ([0.5], [2])
    assert seen.mean_usd.tolist() == [pytest.approx(0.01)]


def test_a_period_without_anything_to_divide_by_is_unknown() -> None:
    seen = sum_by_period(period_columns({"status": "cancelled", "strategy": "sequential",
                              "processing_time_ms": None, "cost_usd": None}), "day")  # fmt: skip
    for values in (seen.p50_ms, seen.mean_usd, seen.regeneration.value, seen.liked.low):
        assert np.isnan(values).all()


def test_percentiles_of_each_period_are_those_of_its_runs(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    seed(store, 400)
    seen = sum_by_period(store.runs.columns(PERIOD_COLUMNS), "day")
    rows = store.runs.rows(status="done")
    for start, p50 in zip(seen.starts, seen.p50_ms, strict=True):
        day = [r["processing_time_ms"] or 0 for r in rows if r["created_at"][:10] == start[:10]]
        assert p50 == median(day)
    assert seen.runs.sum() == 400


def test_the_interval_is_wide_for_few_runs_and_narrow_for_many() -> None:
    seen = share_with_interval(np.array([2, 200, 0]), np.array([10, 1000, 10]))
    width = seen.high - seen.low
    assert width[0] > 0.4 > 0.06 > width[1]
    assert (seen.low[0], seen.high[0]) == pytest.approx((0.0567, 0.5098), abs=1e-4)
    assert (seen.low[2], seen.high[2]) == pytest.approx((0.0, 0.2775), abs=1e-4)


def test_no_runs_make_no_periods() -> None:
    assert sum_by_period(period_columns()).starts == []


def test_a_hundred_thousand_runs_are_added_up_within_half_a_second() -> None:
    moments = [(START + timedelta(minutes=5 * n)).isoformat() for n in range(100_000)]
    many = {name: [column[0]] * 100_000 for name, column in period_columns({}).items()}
    began = time.process_time()
    assert sum_by_period(many | {"created_at": moments}).runs.sum() == 100_000
    assert time.process_time() - began < 1.0
