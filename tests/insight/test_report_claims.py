"""The report's claims, compared with calls that have the report's own times."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.insight.report_claims import judge_claims, measure_times
from tests.support.sample_document import document

SPEED = 5.0


def run(*calls: tuple[str, float, float, float], ai: int = 7) -> Any:
    """A run of these calls: name, start and end in seconds of the model's time, dollars."""
    spans = [
        {"name": name, "start_ms": 1000 * start / SPEED, "end_ms": 1000 * end / SPEED,
         "status": "done", "cost_usd": cost}
        for name, start, end, cost in calls
    ]  # fmt: skip
    return document(timings={"spans": spans}, counts={"rule": 15, "ai": ai})


RUNS = {
    "before": run(("analysis", 0, 35.3, 0.02), ("coaching", 36.0, 56.2, 0.01)),
    "sequential": run(("analysis", 0, 35.3, 0.02), ("coaching", 36.0, 39.0, 0.001)),
    "hybrid": run(("analysis", 0, 35.3, 0.02), ("coaching", 0, 3.0, 0.001),
                  ("regeneration", 36.0, 38.84, 0.001)),
    "early": run(("analysis", 0, 35.3, 0.02), ("coaching", 0, 3.0, 0.001),
                 ("regeneration", 18.0, 20.84, 0.001)),
}  # fmt: skip


def test_times_are_those_of_the_calls_stretched_back() -> None:
    seen = measure_times(RUNS, SPEED)
    assert seen is not None
    assert (seen.before, seen.sequential, seen.kept, seen.rewritten, seen.early) == pytest.approx(
        (55_500, 38_300, 35_300, 38_140, 35_300)
    )


def test_each_claim_of_the_report_is_judged_on_what_it_counts() -> None:
    judged = {claim.claim: claim.holds for claim in judge_claims(RUNS, SPEED)}
    assert judged == {
        "Running in sequence takes 67 s": "holds",
        "36 s on average, 46 % faster": "does not hold",
        "35 s where the counts agree": "holds in part",
        "38 s where the advice is rewritten": "holds in part",
        "Running both calls in parallel saves the time": "holds in part",
        "Coaching calls cost 60 % less": "holds",
        "The counts in the advice are always accurate": "holds",
        "80 % of sessions keep their first advice": "not shown here",
    }


def test_the_average_is_given_with_and_without_the_other_work() -> None:
    average = judge_claims(RUNS, SPEED)[1].measured
    assert average == (
        "35.9 s is the model's time alone, 35.4 % less than before. "
        "With the 12 s of other work it is 47.9 s, 29.1 % less."
    )


def test_what_the_smaller_model_saves_is_not_credited_to_running_in_parallel() -> None:
    assert judge_claims(RUNS, SPEED)[4].measured == (
        "17.2 s are saved by the smaller coaching model, 3.0 s by running both in parallel."
    )


@pytest.mark.parametrize("missing", ["before", "hybrid"])
def test_nothing_is_claimed_without_the_runs_it_rests_on(missing: str) -> None:
    assert judge_claims({name: d for name, d in RUNS.items() if name != missing}, SPEED) == []


def test_nothing_is_claimed_of_a_rewrite_that_was_not_made() -> None:
    kept = run(("analysis", 0, 35.3, 0.02), ("coaching", 0, 3.0, 0.001))
    assert judge_claims({**RUNS, "hybrid": kept}, SPEED) == []


def test_different_counts_and_unknown_costs_are_reported() -> None:
    odd = run(("analysis", 0, 35.3, 0.02), ("coaching", 0, 3.0, 0.001), ai=8)
    odd["timings"]["spans"][1]["cost_usd"] = None
    judged = {c.claim: c for c in judge_claims({**RUNS, "before": odd}, SPEED)}
    assert judged["The counts in the advice are always accurate"].holds == "does not hold"
    assert judged["Coaching calls cost 60 % less"].holds == "not shown here"
