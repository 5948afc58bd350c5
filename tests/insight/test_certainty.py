"""The likely range of a run's total, and decisions that depend on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from refiner.insight.certainty import describe_dependence, describe_likely, likely_fillers
from refiner.uncertainty import LikelyTotal
from tests.support.sample_document import document


def of(source: str, probabilities: Sequence[float | None], **changes: Any) -> Any:
    made = document(source + " the end", policy="threshold", strategy="early", **changes)
    made["decision"] = {"regenerate": False, "reason": "", "decided_at_ms": 1.0}
    for filler, probability in zip(made["fillers"], probabilities, strict=True):
        filler["probability"] = probability
    return made


def test_labels_and_spans_that_were_not_judged_are_certain() -> None:
    made = of("{+like} {-like} {+um}", [0.5, 0.5, None])
    assert likely_fillers(made) == LikelyTotal(2, 1, 3)
    made["fillers"][0]["label"], made["fillers"][1]["label"] = True, False
    assert likely_fillers(made) == LikelyTotal(2, 2, 2)
    assert describe_likely(made) == ""


def test_the_range_is_given_in_words() -> None:
    assert (
        describe_likely(of("{+like} {+like} {+like}", [0.6, 0.6, 0.6])) == "likely 0 to 3 fillers"
    )


def test_rule_counts_have_no_range() -> None:
    made = of("{+like} {+like}", [0.6, 0.6])
    made["counts"]["refined_by"] = "rules"
    assert describe_likely(made) == describe_dependence(made) == ""


@pytest.mark.parametrize(
    ("source", "probabilities", "sentence"),
    [
        ("{+um} " * 4 + "{+like}", [1.0] * 4 + [0.55], ""),
        (
            "{+um} " * 3 + "{+like} " * 2,
            [1.0] * 3 + [0.55] * 2,
            "3 fillers in context, which is likely too, would rewrite the advice",
        ),
        (
            "{+um} " * 3 + "{-like} " * 2,
            [1.0] * 3 + [0.45] * 2,
            "4 fillers in context, which is likely too, would keep the first draft",
        ),
        ("{+um} " * 5, [1.0] * 5, ""),
    ],
)
def test_the_receipt_says_what_another_likely_total_would_decide(
    source: str, probabilities: Sequence[float | None], sentence: str
) -> None:
    assert describe_dependence(of(source, probabilities)) == sentence


def test_a_policy_or_a_sequential_run_hangs_on_no_count() -> None:
    made = of("{+um} " * 3 + "{+like} " * 2, [1.0] * 3 + [0.55] * 2)
    assert not describe_dependence(made | {"policy": "always"})
    assert not describe_dependence(made | {"strategy": "sequential"})
