"""Agreement of two people."""

import pytest

from refiner.evaluation.agreement import (
    LabelAgreement,
    Place,
    agreement_of,
    compare_labellers,
    describe_agreement,
)
from tests.support.gold_samples import sample


def labels(*fillers):
    return {("a talk", n, n + 1): filler for n, filler in enumerate(fillers)}


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


def test_a_hesitation_that_is_only_in_the_sound_is_not_a_word():
    judged: dict[Place, bool] = {("a talk", 0, 3): True, ("a talk", 7, 7): False}
    assert agreement_of(judged, judged).spans == 1


def test_two_files_are_compared_by_their_texts():
    text = "It was, like, late. You know."
    ann = sample("runs/1", text, ("like", "like", True), ("You know", "you know", True))
    bob = sample("runs/7", text, ("like", "like", False), ("You know", "you know", True))
    other = sample("runs/8", "Like this.", ("Like", "like", True))
    found = compare_labellers([ann, other], [bob])
    assert (found.spans, found.agreed) == (2, 1)
    assert (
        describe_agreement(found)
        == "two labellers: 2 words judged by both, 50 % alike, Cohen's kappa 0.00"
    )
    assert describe_agreement(compare_labellers([other], [bob])).endswith("both judged")
