"""Agreement of two people."""

import pytest

from refiner.evaluation.agreement import LabelAgreement, agreement_of


def labels(*fillers):
    return {(n, n + 1): filler for n, filler in enumerate(fillers)}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (labels(), labels(True), LabelAgreement(0, 0, None)),
        (labels(True, True), labels(True, True), LabelAgreement(2, 2, None)),
        (labels(True, False), labels(True, False), LabelAgreement(2, 2, 1.0)),
        (
            labels(True, False, True, False),
            labels(True, True, False, False),
            LabelAgreement(4, 2, 0.0),
        ),
    ],
)
def test_kappa_is_agreement_beyond_chance(first, second, expected):
    assert agreement_of(first, second) == expected


def test_only_spans_that_both_judged_count():
    assert agreement_of(labels(True), labels(True, False, True)).spans == 1
