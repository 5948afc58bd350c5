"""A total and its likely range."""

import pytest

from refiner.uncertainty import LikelyTotal, is_uncertain, likely_total


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ([], LikelyTotal(0, 0, 0)),
        ([1.0] * 7 + [0.0] * 3, LikelyTotal(7, 7, 7)),
        ([0.5] * 100, LikelyTotal(100, 40, 100)),
        ([0.9] * 100, LikelyTotal(100, 84, 100)),
        ([0.99] * 70 + [0.6] * 10 + [0.05] * 20, LikelyTotal(80, 72, 80)),
    ],
)
def test_the_range_follows_the_probabilities_and_holds_the_count(probabilities, expected):
    assert likely_total(probabilities) == expected


def test_a_place_counts_from_the_given_probability_on():
    assert likely_total([0.6, 0.8], min_probability=0.7).count == 1


def test_a_guess_is_uncertain_and_a_span_that_was_not_judged_is_not():
    assert [is_uncertain(p) for p in (0.29, 0.3, 0.5, 0.7, 0.71, None)] == [
        False, True, True, True, False, False,
    ]  # fmt: skip
