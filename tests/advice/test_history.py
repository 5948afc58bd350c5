"""A speaker's earlier talks as the coach and the slots get them."""

from __future__ import annotations

import pytest

from refiner.advice.history import summarise_history


def test_without_earlier_talks_there_is_no_history() -> None:
    assert summarise_history([]) is None


@pytest.mark.parametrize(
    ("rates", "trend"),
    [([3.0], "unknown"), ([3.0, 3.1], "steady"), ([3.0, 2.0], "falling"), ([2.0, 3.0], "rising")],
)
def test_the_trend_is_the_direction_of_the_last_talk(rates: list[float], trend: str) -> None:
    history = summarise_history(rates)
    assert history is not None
    assert history["trend"] == trend
    assert history["earlier_talks"] == len(rates)
