"""The timing chart while a run is in progress."""

from __future__ import annotations

import pytest

from pages.components.refine.live_gantt import axis_ms, growth
from tests.support.sample_document import spans


@pytest.mark.parametrize(("reached", "axis"), [(10, 1_000), (4_900, 5_000), (700_000, 700_000)])
def test_the_growing_axis_holds_for_a_while(reached: float, axis: float) -> None:
    assert axis_ms(reached) == axis


def test_growing_bars_end_now_and_finished_ones_where_they_ended() -> None:
    steps = spans(("detect", 0, 10), ("analysis", 10, 0), ("coaching", 10, 510))
    steps[1] |= {"end_ms": None, "status": "running"}
    chart = growth(steps, now_ms=2_010, one_by_one_ms=2_510)
    axis = axis_ms(2_510 * 1.05)
    widths = [bar["width"] * axis / 100 for bar in chart["bars"]]
    assert widths == pytest.approx([10, 2_000, 500], abs=0.1)
    assert [bar["lane"] for bar in chart["bars"]] == [0, 1, 2]
    assert chart["decision"] is None


def test_growing_chart_has_the_decision_once_there_is_one() -> None:
    chart = growth([], 1_000, 1_000, {"at_ms": 500, "outcome": "regenerate"})
    assert chart["decision"]["tone"] == "amber"
    assert chart["decision"]["label"] == "decided: regenerate"
