"""All speakers' charts share one axis, on which nothing that is drawn is cut off."""

from __future__ import annotations

import pytest

from pages.components.trends.speakers import find_axis_top
from refiner.insight.weekly import WeekRate
from tests.support.insight import FALLING

HIGHEST = max(talk.rate for talk in FALLING)


@pytest.mark.parametrize(
    ("band", "target", "seen"),
    [
        (HIGHEST - 1, 2.5, HIGHEST),
        (HIGHEST - 1, 9.0, 9.0),
        (1.5 * HIGHEST, 2.5, 1.5 * HIGHEST),
        (7 * HIGHEST, 2.5, 2 * HIGHEST),  # a very short talk
    ],
)
def test_the_axis_holds_talks_target_and_bands(band: float, target: float, seen: float) -> None:
    weeks = {"Ada": [WeekRate("2026-11-20", 1, 3.0, 1.0, band)]}
    assert find_axis_top(FALLING, weeks, target) == pytest.approx(1.1 * seen)


def test_an_axis_has_a_height_if_nobody_used_a_filler() -> None:
    assert find_axis_top([], {}, 0.0) == pytest.approx(1.1)
