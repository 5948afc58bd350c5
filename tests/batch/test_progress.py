"""Progress and summary of a batch."""

from typing import Any

from refiner.batch.progress import BatchTotal
from refiner.batch.tasks import BatchResult


def outcome(document=True, reused=False, cost=0.0):
    if not document:
        return BatchResult("a", 2, error="a: it is empty")
    made: Any = {
        "words": 1000, "counts": {"rule": 20, "ai": 15}, "coaching_regenerated": True,
        "fallback_mode": False, "usage": {"cost_usd": cost},
    }  # fmt: skip
    return BatchResult("a", 0, made, reused=reused)


def test_progress_and_summary_add_up():
    total = BatchTotal(inputs=10, began_s=100.0)
    for one in (outcome(), outcome(cost=0.5), outcome(False), outcome(reused=True, cost=9.0)):
        total.add(one)
    assert total.progress(103.0) == "batch: 4 of 10, 1 failed, 1.0 a second, 6 s left"
    assert total.summary(103.0).splitlines() == [
        "batch: 3 done (1 from the run log), 1 failed (3 s)",
        "batch: 45 fillers (rules: 60) in 3,000 words, 1.5 per 100; "
        "advice regenerated in 100 % of the runs",
        "batch: cost $0.5000",
    ]
    total.add(outcome(cost=None))
    assert total.summary(103.0).endswith("cost $0.5000, unknown for 1")


def test_a_batch_whose_price_is_unknown_does_not_say_that_it_cost_nothing():
    total = BatchTotal(inputs=2, began_s=100.0)
    for one in (outcome(cost=None), outcome(cost=None)):
        total.add(one)
    assert total.summary(103.0).endswith("batch: cost unknown")
