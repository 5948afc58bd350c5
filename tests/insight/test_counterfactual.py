"""Replays use the run's own durations, and say what each strategy would have taken."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.insight.counterfactual import replay_strategies
from tests.support.sample_document import document, spans


def run(decided_ms: float, *, again: bool = True, strategy: str = "early", **changes: Any) -> Any:
    """The report's times: analysis 35.3 s, coaching 3 s, regeneration 2.84 s."""
    rows = [("analysis", 0.0, 35_300.0), ("coaching", 0.0, 3_000.0)]
    if again:
        rows.append(("regeneration", decided_ms, decided_ms + 2_840))
    made = document(strategy=strategy, **changes)
    made["timings"]["spans"] = spans(*rows)
    made["decision"] = {"regenerate": again, "reason": "", "decided_at_ms": decided_ms}
    return made


def totals(made: Any) -> dict[str, float]:
    return {r.strategy: r.total_ms for r in replay_strategies(made)}


def test_regenerated_run_under_every_strategy() -> None:
    assert totals(run(20_000)) == {
        "sequential": 35_300 + 2_840,
        "hybrid": 35_300 + 2_840,
        "early": 35_300,
    }


def test_kept_run_under_every_strategy() -> None:
    made = run(20_000, again=False)
    made["counts"] |= {"rule": 10, "ai": 9}
    assert totals(made) == {"sequential": 38_300, "hybrid": 35_300, "early": 35_300}


def test_a_late_verdict_hides_only_part_of_the_rewrite() -> None:
    assert totals(run(34_000))["early"] == 36_840


def test_without_the_moment_of_the_last_verdict_early_is_not_guessed() -> None:
    assert "early" not in totals(run(35_300, strategy="hybrid"))


def test_a_hybrid_run_that_knows_the_moment_replays_early() -> None:
    made = run(35_300, strategy="hybrid")
    made["timings"]["counted_at_ms"] = 20_000
    assert totals(made)["early"] == 35_300


def test_money_is_the_calls_that_a_strategy_makes() -> None:
    made = run(20_000)
    for span, cost in zip(made["timings"]["spans"], (0.01, 0.001, 0.002), strict=True):
        span["cost_usd"] = cost
    costs = {r.strategy: r.cost_usd for r in replay_strategies(made)}
    assert costs == pytest.approx({"sequential": 0.012, "hybrid": 0.013, "early": 0.013})


def test_unknown_cost_stays_unknown() -> None:
    assert {r.cost_usd for r in replay_strategies(run(20_000))} == {None}


def test_nothing_is_replayed_where_the_analysis_failed() -> None:
    made = run(20_000)
    made["timings"]["spans"][0]["status"] = "failed"
    assert replay_strategies(made) == ()


def test_a_first_advice_that_was_cut_off_does_not_stop_the_replay() -> None:
    made = run(20_000)
    made["timings"]["spans"][1] |= {"status": "cancelled", "end_ms": 20_000}
    assert totals(made)["early"] == 35_300


def test_a_fan_out_is_shown_as_it_ran_and_the_others_name_their_estimates() -> None:
    made = run(9_000, strategy="fanout")
    verdicts, coaching, again = made["timings"]["spans"]
    made["timings"]["spans"] = [
        verdicts | {"end_ms": 8_000, "part": "verdicts 1 of 2"},
        verdicts | {"end_ms": 9_000, "part": "verdicts 2 of 2"},
        verdicts | {"end_ms": 15_000, "part": "quality"},
        coaching,
        again,
    ]
    found = {r.strategy: r for r in replay_strategies(made)}
    assert found["fanout"].total_ms == 15_000
    assert found["fanout"].estimate == ""
    assert found["early"].total_ms == 32_000
    assert found["early"].estimate
