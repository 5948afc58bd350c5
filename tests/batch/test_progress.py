"""Progress and summary of a batch."""

from typing import Any

import pytest

from refiner.batch.progress import Total, duration
from refiner.batch.workers import Outcome


def outcome(document=True, before=False, cost=0.0):
    if not document:
        return Outcome("a", 2, error="a: it is empty")
    made: Any = {
        "words": 1000, "counts": {"rule": 20, "ai": 15}, "coaching_regenerated": True,
        "fallback_mode": False, "usage": {"cost_usd": cost},
    }  # fmt: skip
    return Outcome("a", 0, made, before=before)


def test_progress_and_summary_add_up():
    total = Total(inputs=10, began_s=100.0)
    for one in (outcome(), outcome(cost=0.5), outcome(False), outcome(before=True, cost=9.0)):
        total.add(one)
    assert total.progress(103.0) == "batch: 4 of 10, 1 failed, 1.0 a second, 6 s left"
    assert total.summary(103.0).splitlines() == [
        "batch: 3 results (1 from the run log), 1 failed in 3 s, 1.0 a second",
        "batch: 45 fillers (rules heard 60) in 3,000 words, 1.5 per 100; "
        "advice regenerated in 100% of the runs",
        "batch: cost $0.5000",
    ]
    total.add(outcome(cost=None))
    assert total.summary(103.0).endswith("cost $0.5000, unknown for 1")


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (59.4, "59 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")]
)
def test_a_duration_in_words(seconds, said):
    assert duration(seconds) == said
