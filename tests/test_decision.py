import pytest

from refiner.decision import Comparison, decide


@pytest.mark.parametrize(
    ("rule", "ai", "difference", "regenerate"),
    [
        (10, 9, 0.10, False),
        (10, 8, 0.20, False),
        (5, 4, 0.20, False),
        (15, 12, 0.20, False),
        (10, 7, 0.30, True),
        (15, 7, 8 / 15, True),
        (10, 13, 0.30, True),
        (1, 0, 1.0, True),
        (0, 1, 1.0, True),
        (0, 9, 1.0, True),
        (0, 0, 0.0, False),
    ],
)
def test_only_a_difference_of_more_than_the_threshold_regenerates(rule, ai, difference, regenerate):
    seen = Comparison(rule, ai)
    assert seen.difference == pytest.approx(difference)
    assert decide(seen, "threshold", 0.20, 0.0).regenerate is regenerate


@pytest.mark.parametrize("count", range(1, 400))
def test_a_fifth_is_never_over_the_threshold_of_a_fifth(count):
    """No count is so unlucky that floating point takes exactly 20 % for more."""
    assert not decide(Comparison(5 * count, 4 * count), "threshold", 0.20, 0.0).regenerate
    assert not decide(Comparison(5 * count, 6 * count), "threshold", 0.20, 0.0).regenerate


@pytest.mark.parametrize(
    ("policy", "threshold", "rule", "ai", "regenerate"),
    [
        ("always", 0.20, 10, 10, True),
        ("always", 1.0, 0, 0, True),
        ("never", 0.0, 15, 7, False),
        ("never", 0.20, 0, 9, False),
        ("threshold", 0.0, 10, 10, False),
        ("threshold", 0.0, 100, 99, True),
        ("threshold", 1.0, 1, 0, False),
        ("threshold", 1.0, 10, 21, True),
    ],
)
def test_policies_outrank_the_threshold_and_zero_keeps_equal_counts(
    policy, threshold, rule, ai, regenerate
):
    assert decide(Comparison(rule, ai), policy, threshold, 0.0).regenerate is regenerate


def test_the_reason_says_the_difference_and_the_threshold():
    reason = decide(Comparison(15, 7), "threshold", 0.20, 12.5).reason
    assert reason == "difference 53.3% is over the threshold of 0.2"
