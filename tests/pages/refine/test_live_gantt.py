"""The timing chart while a run is in progress."""

from __future__ import annotations

import pytest

from pages.components.refine.live_gantt import axis_length_ms, build_live_gantt
from tests.support.sample_document import spans


@pytest.mark.parametrize(("reached", "axis"), [(10, 1_000), (4_900, 5_000), (700_000, 700_000)])
def test_the_growing_axis_holds_for_a_while(reached: float, axis: float) -> None:
    assert axis_length_ms(reached) == axis


def test_growing_bars_end_now_and_finished_ones_where_they_ended() -> None:
    steps = spans(("detect", 0, 10), ("analysis", 10, 0), ("coaching", 10, 510))
    steps[1] |= {"end_ms": None, "status": "running"}
    chart = build_live_gantt(steps, now_ms=2_010, sequential_ms=2_510)
    axis = axis_length_ms(2_510 * 1.05)
    widths = [bar["width"] * axis / 100 for bar in chart["bars"]]
    assert widths == pytest.approx([10, 2_000, 500], abs=0.1)
    assert [bar["lane"] for bar in chart["bars"]] == [0, 1, 2]
    assert chart["decision"] is None


def test_growing_chart_has_the_decision_once_there_is_one() -> None:
    chart = build_live_gantt([], 1_000, 1_000, (500, True))
    assert chart["decision"]["tone"] == "amber"
    assert chart["decision"]["label"] == "rewrite"
