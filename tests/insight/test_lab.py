"""The lab answers as the decision itself would, run by run, without a model call."""

from __future__ import annotations

import math
import random
import time
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.advice.bands import find_band
from refiner.decision import Comparison, decide
from refiner.evaluation.gold import JudgedSpan, Sample
from refiner.insight import lab
from refiner.insight.lab import DecisionRule
from refiner.store import Store
from tests.support.insight import counted_runs
from tests.support.seed import seed


def replayed(runs: lab.LoggedRuns, threshold: float) -> tuple[float, float, float, float]:
    """The same figures, one run after another, with the product's own decision and bands."""
    regenerated = wrong_count = wrong_band = 0
    times = []
    for n in range(len(runs)):
        rule, refined, words = int(runs.rule[n]), int(runs.refined[n]), int(runs.words[n])
        again = decide(Comparison(rule, refined), "threshold", threshold, 0.0).regenerate
        regenerated += again
        rates = [round(100 * count / words, 1) for count in (rule, refined)]
        wrong_count += not again and rule != refined
        wrong_band += not again and find_band(rates[0]) is not find_band(rates[1])
        times.append(float((runs.again_ms if again else runs.kept_ms)[n]))
    known = [t for t in times if not math.isnan(t)]
    total = len(runs)
    return regenerated / total, wrong_count / total, wrong_band / total, sum(known) / len(known)


def test_the_curves_equal_a_replay_of_the_decision_over_a_thousand_random_runs(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "runs.db")
    seed(store, 1250)
    runs = lab.logged_runs(store.runs.columns(lab.LAB_COLUMNS, lab.LAB_FILTER))
    assert len(runs) > 1000
    found = lab.threshold_curves(runs, DecisionRule())
    for n in range(0, 101, 5):
        expected = replayed(runs, float(found.thresholds[n]))
        got = (found.rate[n], found.wrong_count[n], found.wrong_band[n], found.mean_ms[n])
        assert got == pytest.approx(expected, abs=1e-9, rel=1e-9)


COUNTS = st.integers(0, 60)


@given(
    st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=30), st.floats(0, 1, allow_nan=False)
)
@settings(max_examples=60, deadline=None)
def test_one_rule_decides_as_the_product_does_at_any_threshold(
    pairs: list[tuple[int, int]], threshold: float
) -> None:
    expected = [decide(Comparison(*p), "threshold", threshold, 0.0).regenerate for p in pairs]
    assert lab.regenerates(counted_runs(*pairs), DecisionRule(threshold)).tolist() == expected


@pytest.mark.parametrize("baseline", get_args(lab.Baseline))
@pytest.mark.parametrize("inclusive", [False, True])
@pytest.mark.parametrize("floor", [0, 2])
def test_curves_and_single_decisions_agree_for_every_variant(
    baseline: lab.Baseline, inclusive: bool, floor: int
) -> None:
    rng = random.Random(4)
    runs = counted_runs(*((rng.randint(0, 40), rng.randint(0, 40)) for _ in range(300)))
    for threshold in (0.0, 0.2, 0.25, 0.5, 1.0):
        rule = DecisionRule(threshold, inclusive, floor, baseline)
        found = lab.threshold_curves(runs, rule)
        assert found.rate[lab.nearest_index(found, threshold)] == lab.regenerates(runs, rule).mean()


@pytest.mark.parametrize(
    ("rule", "pairs", "decided"),
    [
        pytest.param(DecisionRule(0.2), [(10, 8), (5, 4), (15, 12)], [0, 0, 0], id="more than"),
        pytest.param(DecisionRule(0.2, True), [(10, 8), (5, 4), (15, 12)], [1, 1, 1], id="least"),
        pytest.param(DecisionRule(0.2, floor=1), [(3, 2), (4, 2), (1, 0)], [0, 1, 0], id="floor"),
        pytest.param(DecisionRule(0.2), [(12, 10), (12, 9)], [0, 1], id="of the rules"),
        pytest.param(
            DecisionRule(0.2, baseline="refined"), [(12, 10), (12, 9), (13, 10)], [0, 1, 1],
            id="of the refined",
        ),
        pytest.param(DecisionRule(0.2, baseline="larger"), [(8, 10), (7, 10)], [0, 1], id="larger"),
        pytest.param(DecisionRule(0.2, baseline="mean"), [(9, 11), (8, 10)], [0, 1], id="mean"),
        pytest.param(DecisionRule(0.0, True), [(4, 4), (0, 0), (9, 8)], [0, 0, 1], id="equal"),
        pytest.param(DecisionRule(1.0), [(0, 3), (3, 0), (2, 9)], [0, 0, 1], id="one is zero"),
    ],
)  # fmt: skip
def test_variants_part_where_the_report_and_its_code_do(
    rule: lab.DecisionRule, pairs: list[tuple[int, int]], decided: list[int]
) -> None:
    assert lab.regenerates(counted_runs(*pairs), rule).tolist() == [bool(d) for d in decided]


def columns(**changes: Any) -> dict[str, list[Any]]:
    one: dict[str, Any] = {
        "run_id": 7, "rule_fillers": 15, "ai_fillers": 7, "words": 400, "strategy": "hybrid",
        "regenerate": 1, "processing_time_ms": 38_140, "analysis_duration_ms": 35_280,
        "verdicts_duration_ms": None, "coaching_duration_ms": 3_240,
        "regeneration_duration_ms": 2_840, "cost_usd": 0.015, "coaching_cost_usd": 0.001,
        "regeneration_cost_usd": 0.002,
    }  # fmt: skip
    return {name: [value] for name, value in (one | changes).items()}


def test_a_replay_at_the_runs_own_decision_takes_what_the_run_took() -> None:
    runs = lab.logged_runs(columns())
    assert (runs.again_ms[0], runs.kept_ms[0]) == (38_140, 35_300)
    assert (runs.again_usd[0], runs.kept_usd[0]) == pytest.approx((0.015, 0.013))


def test_a_rewrite_that_was_never_made_is_taken_to_be_like_the_first_advice() -> None:
    runs = lab.logged_runs(
        columns(regenerate=0, processing_time_ms=35_300, regeneration_duration_ms=None,
                regeneration_cost_usd=None, cost_usd=0.013)
    )  # fmt: skip
    assert (runs.kept_ms[0], runs.again_ms[0]) == (35_300, 38_540)
    assert runs.again_usd[0] == pytest.approx(0.014)


def test_a_rewrite_hidden_by_the_early_decision_costs_no_time() -> None:
    runs = lab.logged_runs(
        columns(strategy="early", verdicts_duration_ms=20_000.0, processing_time_ms=35_300)
    )
    assert runs.kept_ms[0] == runs.again_ms[0] == 35_300


def test_a_sequential_run_is_replayed_as_a_hybrid() -> None:
    runs = lab.logged_runs(
        columns(strategy="sequential", regenerate=0, processing_time_ms=38_540,
                regeneration_duration_ms=None, regeneration_cost_usd=None, cost_usd=0.013)
    )  # fmt: skip
    assert (runs.kept_ms[0], runs.again_ms[0]) == (35_300, 38_540)


def test_unknown_times_and_costs_stay_unknown() -> None:
    unknown = dict.fromkeys(("processing_time_ms", "cost_usd"))
    found = lab.threshold_curves(lab.logged_runs(columns(**unknown)), DecisionRule())
    assert np.isnan(found.mean_ms).all()
    assert np.isnan(found.mean_usd).all()
    assert found.rate[20] == 1.0


def test_an_empty_log_gives_curves_of_nothing(tmp_path: Path) -> None:
    runs = lab.logged_runs(
        Store(tmp_path / "runs.db").runs.columns(lab.LAB_COLUMNS, lab.LAB_FILTER)
    )
    assert len(runs) == 0
    assert lab.threshold_curves(runs, DecisionRule()).rate.tolist() == [0.0] * 101


def test_a_run_is_on_the_edge_where_one_filler_changes_the_decision() -> None:
    runs = counted_runs((10, 8), (10, 10), (10, 7), (100, 20))
    assert lab.borderline_runs(runs, DecisionRule(0.2)).tolist() == [True, False, True, False]


@pytest.mark.parametrize("baseline", get_args(lab.Baseline))
@pytest.mark.parametrize("floor", [0, 3])
def test_the_drawn_wedge_holds_exactly_the_pairs_that_are_kept(
    baseline: lab.Baseline, floor: int
) -> None:
    pairs = [(r, a) for r in range(1, 30) for a in range(1, 60)]
    runs, rule = counted_runs(*pairs), DecisionRule(0.3, False, floor, baseline)
    low, high = lab.kept_range(rule, runs.rule.astype(float))
    inside = (runs.refined >= low - 1e-9) & (runs.refined <= high + 1e-9)
    assert (inside == ~lab.regenerates(runs, rule)).all()


def test_the_suggestion_is_the_highest_threshold_with_few_wrong_bands() -> None:
    right = [(20, 19)] * 95  # both "more than twice the average" in 100 words
    wrong = [(10, 6)] * 10  # another band, 40 % apart
    found = lab.suggest_threshold(counted_runs(*right, *wrong), DecisionRule())
    assert found.threshold == pytest.approx(0.39)
    assert "105 runs" in found.reason


def test_no_threshold_is_suggested_where_none_makes_a_difference() -> None:
    found = lab.suggest_threshold(counted_runs(*[(20, 19)] * 99, (10, 4)), DecisionRule())
    assert found.threshold is None
    assert "only 1 % of 100 runs" in found.reason


def test_no_threshold_is_suggested_from_a_handful_of_runs() -> None:
    found = lab.suggest_threshold(counted_runs((10, 6)), DecisionRule())
    assert found.threshold is None
    assert "there are 1" in found.reason


def test_gold_is_the_rules_against_people_on_the_spans_that_people_judged() -> None:
    text = "Um, the plan is ready. Um, the team knows it."
    judged = (JudgedSpan(0, 2, "Um", "fp", True), JudgedSpan(23, 25, "Um", "fp", False))
    runs = lab.gold_runs([Sample("talk:Ada", text, judged)])
    assert (runs.rule[0], runs.refined[0], runs.words[0]) == (2, 1, 10)
    assert lab.regenerates(runs, DecisionRule()).all()


def test_a_hundred_thousand_runs_answer_well_within_a_second() -> None:
    rng = np.random.default_rng(1)
    n = 100_000
    rule = rng.integers(0, 200, n)
    refined = np.maximum(rule + rng.integers(-30, 30, n), 0)
    times = rng.uniform(10_000, 60_000, n)
    runs = lab.LoggedRuns(
        np.arange(n), rule, refined, rng.integers(100, 4000, n), times, times, times, times
    )
    began = time.process_time()
    lab.threshold_curves(runs, DecisionRule())
    lab.borderline_runs(runs, DecisionRule())
    lab.suggest_threshold(runs, DecisionRule())
    assert time.process_time() - began < 0.5
