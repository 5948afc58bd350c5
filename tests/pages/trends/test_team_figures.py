"""Charts of the team hold the figures they are given, with their uncertainty, in both themes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pages.components.shared.palette import DARK, LIGHT
from pages.components.trends.team_figures import (
    describe_liked,
    describe_period_times,
    describe_rewritten,
    describe_spent,
    describe_trouble,
    liked_figure,
    period_times_figure,
    rewritten_figure,
    spent_figure,
    trouble_figure,
)
from refiner.insight.periods import PERIOD_COLUMNS, Periods, sum_by_period
from refiner.store import Store
from tests.support.insight import period_columns
from tests.support.seed import seed

TONES = pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])

CANCELLED = {"status": "cancelled", "strategy": "sequential", "cost_usd": None}
EMPTY = sum_by_period(period_columns(CANCELLED | {"processing_time_ms": None}))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Periods:
    store = Store(tmp_path_factory.mktemp("log") / Path("runs.db"))
    seed(store, 600)
    store.runs.set_feedback(600, '{"thumb": 1}')
    return sum_by_period(store.runs.columns(PERIOD_COLUMNS))


@TONES
def test_rewrites_are_drawn_in_percent_with_interval_and_target(seen: Periods, tones: Any) -> None:
    figure = rewritten_figure(seen, tones)
    band, line = figure.data
    known = ~np.isnan(seen.regeneration.value)
    assert np.allclose(line.y, 100 * seen.regeneration.value[known])
    assert max(band.y) == pytest.approx(100 * np.nanmax(seen.regeneration.high))
    assert (figure.layout.shapes[0].y0, figure.layout.shapes[0].y1) == (15, 25)
    assert line.line.color == tones.amber


@TONES
def test_times_are_drawn_in_seconds_half_and_95_in_100(seen: Periods, tones: Any) -> None:
    figure = period_times_figure(seen, tones)
    assert np.allclose(figure.data[0].y, seen.p95_ms / 1000)
    assert np.allclose(figure.data[1].y, seen.p50_ms / 1000)
    assert {"median", "95th percentile", "shaded: target 35–38 s"} <= {
        a.text for a in figure.layout.annotations
    }


def test_the_time_until_advice_was_ready_comes_first_if_it_is_known() -> None:
    runs = {"processing_time_ms": 9_000, "advice_ready_ms": 4_000}
    text = describe_period_times(sum_by_period(period_columns(runs)))
    assert "advice ready in 4.0 s, whole run 9.0 s" in text
    unknown = sum_by_period(period_columns({"processing_time_ms": 9_000, "advice_ready_ms": None}))
    assert "advice ready" not in describe_period_times(unknown)


def test_the_target_of_a_large_model_is_not_drawn_over_local_runs() -> None:
    figure = period_times_figure(sum_by_period(period_columns({"processing_time_ms": 30})), LIGHT)
    assert figure.layout.shapes == ()


@TONES
def test_trouble_tells_fallbacks_and_failures_apart(seen: Periods, tones: Any) -> None:
    figure = trouble_figure(seen, tones)
    lines = [trace for trace in figure.data if trace.fill is None]
    assert [line.line.color for line in lines] == [tones.amber, tones.red]
    assert len({line.line.dash for line in lines}) == 2


def test_money_is_drawn_in_cents(seen: Periods) -> None:
    assert np.allclose(spent_figure(seen, LIGHT).data[0].y, 100 * seen.mean_usd)


def test_periods_without_feedback_are_left_out(seen: Periods) -> None:
    assert liked_figure(seen, LIGHT).data[1].y.tolist() == [100]


def test_findings_state_the_figures(seen: Periods) -> None:
    share = seen.regeneration
    whole = np.nansum(share.value * share.of) / share.of.sum()
    assert f"{100 * whole:.1f}".removesuffix(".0") + " %" in describe_rewritten(seen)
    assert describe_period_times(seen).startswith("Last day: advice ready in ")
    assert "were degraded" in describe_trouble(seen)
    assert describe_spent(seen).startswith("A run cost $0.01")
    assert describe_liked(seen) == "1 of 1 found it useful."


@pytest.mark.parametrize(
    "finding",
    [describe_rewritten, describe_period_times, describe_spent, describe_liked, describe_trouble],
)
def test_findings_say_when_there_is_nothing_to_say(finding: Any) -> None:
    sentence = finding(EMPTY)
    assert "nan" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    "figure", [rewritten_figure, period_times_figure, trouble_figure, spent_figure, liked_figure]
)
def test_figures_of_nothing_are_drawn_empty(figure: Any) -> None:
    assert figure(EMPTY, LIGHT).layout.yaxis.title.text
