"""The verdict and the receipt say what was compared and what was decided, number for number."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.insight.receipt import (
    agreement_on,
    build_receipt,
    describe_verdict,
    difference_formula,
    total_row,
    word_rows,
)
from tests.support.sample_document import coaching, document, spans


def of(rule: int, ai: int, found: int = 0, **changes: Any) -> Any:
    """A document with so many fillers; `found` of the refined ones were missed by the rules."""
    both = ai - found
    marks = ["{+um}"] * both + ["{-like}"] * (rule - both) + ["{?well}"] * found
    kept = {"coaching_regenerated": False, "regeneration_reason": None}
    return document(" ".join(marks) + " end", **(kept | changes))


AGAIN: Any = {
    "coaching_regenerated": True,
    "regeneration_reason": "filler_count_mismatch",
}


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            of(15, 7, **AGAIN),
            "Advice rewritten: rules found 15 fillers, the analysis confirmed 7, "
            "a difference of 53.3 %, over the threshold of 20 %.",
        ),
        (
            of(10, 9),
            "First draft kept: rules found 10 fillers, the analysis confirmed 9, "
            "a difference of 10 %, within the threshold of 20 %.",
        ),
        (of(4, 4), "First draft kept: rules found 4 fillers, the analysis confirmed all of them."),
        (of(0, 0), "First draft kept: neither the rules nor the analysis found a filler."),
        (
            of(0, 2, found=2, **AGAIN),
            "Advice rewritten: rules found none, the analysis found 2 fillers, "
            "a difference of 100 %, over the threshold of 20 %.",
        ),
        (
            of(1, 0, **AGAIN),
            "Advice rewritten: rules found 1 filler, the analysis confirmed none, "
            "a difference of 100 %, over the threshold of 20 %.",
        ),
        (
            of(5, 5, found=2),
            "First draft kept: rules found 5 fillers, the analysis confirmed 3 and found 2 more, "
            "5 in all.",
        ),
        (
            of(15, 7, policy="never"),
            "First draft kept, as the policy is to never rewrite: rules found 15 fillers, "
            "the analysis confirmed 7.",
        ),
        (
            of(4, 4, policy="always", coaching_regenerated=True),
            "Advice rewritten, as the policy is to always rewrite: rules found 4 fillers, "
            "the analysis confirmed all of them.",
        ),
        (
            of(15, 7, strategy="sequential"),
            "Advice written after the analysis: rules found 15 fillers, the analysis confirmed 7.",
        ),
        (
            of(10, 9, coaching_regenerated=True, regeneration_reason="count_audit"),
            "Advice rewritten: the first draft gave a wrong filler count; "
            "rules found 10 fillers, the analysis confirmed 9.",
        ),
        (
            of(10, 9, coaching=coaching("template")),
            "Template advice, because the model's advice could not be used: "
            "rules found 10 fillers, the analysis confirmed 9.",
        ),
    ],
)
def test_verdict_in_one_sentence(made: Any, sentence: str) -> None:
    assert describe_verdict(made) == sentence


def test_counts_of_the_rules_alone_are_named_as_such() -> None:
    made = of(3, 3)
    made["counts"]["refined_by"] = "rules"
    assert describe_verdict(made) == (
        "Rule counts only: the rules found 3 fillers, not yet checked in context."
    )


@pytest.mark.parametrize(
    ("rule", "ai", "shown"),
    [
        (15, 7, "|15 − 7| ÷ 15 = 53.3 %"),
        (0, 0, "no fillers on either side = 0 %"),
        (0, 3, "0 against 3: exactly one is zero = 100 %"),
    ],
)
def test_formula_has_its_numbers_in_it(rule: int, ai: int, shown: str) -> None:
    assert difference_formula(rule, ai) == shown


def test_agreement_is_counted_span_by_span_where_totals_hide_it() -> None:
    made = document("{-like} and {?like} and {+um}")
    like, um = word_rows(made["fillers"])
    assert (like.rule, like.ai, like.both, like.rejected, like.found) == (1, 1, 0, 1, 1)
    assert (um.rule, um.ai, um.both) == (1, 1, 1)


def test_rows_add_up_to_the_document_s_counts() -> None:
    made = document()
    total = total_row(made["fillers"])
    rows = word_rows(made["fillers"])
    assert (total.rule, total.ai) == (made["counts"]["rule"], made["counts"]["ai"])
    assert sum(row.rule for row in rows) == total.rule
    assert sum(row.both + row.found for row in rows) == total.ai


@pytest.mark.parametrize(
    ("filler", "expected"),
    [
        ({"rule": True, "ai": True, "probability": 0.9}, "both"),
        ({"rule": True, "ai": False, "probability": 0.9}, "rejected"),
        ({"rule": False, "ai": True, "probability": 0.9}, "found"),
        ({"rule": True, "ai": True, "probability": None, "kind": "hedge"}, "unjudged"),
        ({"rule": True, "ai": True, "probability": None, "kind": "filled_pause"}, "both"),
        ({"rule": True, "ai": False, "probability": None, "label": False}, "rejected"),
        ({"rule": False, "ai": True, "probability": None, "label": True}, "found"),
    ],
)
def test_every_span_has_one_mark(filler: Any, expected: str) -> None:
    assert agreement_on(filler) == expected


def test_receipt_tells_what_speculation_saved_and_threw_away() -> None:
    made = document()
    made["timings"]["spans"] = [
        *spans(("analysis", 20, 35_300)),
        {**spans(("coaching", 20, 3_260))[0], "cost_usd": 0.0004},
        *spans(("regeneration", 30_000, 32_840)),
    ]
    seen = build_receipt(made)
    assert seen.saved_ms == 41_360 - 38_120
    assert seen.hidden_ms == 2_840
    assert seen.replaced_usd == 0.0004
    assert seen.outcome == "rewritten"


def test_nothing_is_hidden_when_the_rewrite_follows_the_analysis() -> None:
    assert build_receipt(document()).hidden_ms == 0


def test_what_nothing_judged_is_in_the_rules_count_alone() -> None:
    made = document("{+um} {+like}")
    made["fillers"][1]["probability"] = None
    total = total_row(made["fillers"])
    assert (total.rule, total.ai, total.both, total.rejected, total.unjudged) == (2, 1, 1, 0, 1)


def test_receipt_of_rule_counts_compares_nothing() -> None:
    made = document()
    made["counts"]["refined_by"] = "rules"
    assert "no analysis to compare with" in build_receipt(made).formula
