"""The chart of a run that still goes on: the same lanes as `gantt.py`, growing without a jump.

A plotly chart is built anew at every change, four times a second; these bars are kept by the
browser and only grow. All places are percentages of the time axis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from pages.components.refine.gantt import LANE, LANES, Step, lane_tone, slotted
from refiner.formatting import duration

_HERE = Path(__file__).parent
_AXES_S = (1, 2, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 300, 600)
_TICKS = 4


def axis_ms(reached_ms: float) -> float:
    """A length of the time axis that holds for a while, so that the bars grow and it does not."""
    return next((s * 1000.0 for s in _AXES_S if s * 1000 >= reached_ms), reached_ms)


def growth(
    steps: Sequence[Step],
    now_ms: float,
    one_by_one_ms: float,
    decided: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Where everything stands now; `decided` has `at_ms` and `outcome`."""
    axis = axis_ms(1.05 * max(now_ms, one_by_one_ms))
    chart: dict[str, Any] = {
        "lanes": LANES,
        "bars": [_bar(*placed, now_ms, axis) for placed in slotted(steps)],
        "ghost": {
            "width": _share(one_by_one_ms, axis),
            "label": f"one after another {duration(one_by_one_ms)}",
        },
        "ticks": [
            {"left": 100 * n / _TICKS, "label": f"{axis * n / _TICKS:,.0f}"}
            for n in range(_TICKS + 1)
        ],
        "decision": None,
    }
    if decided is not None:
        left = _share(decided["at_ms"], axis)
        chart["decision"] = {"left": left, "label": f"decided: {decided['outcome']}"} | {
            "tone": "amber" if decided["outcome"] == "regenerate" else "refined"
        }
    return chart


def _share(ms: float, axis: float) -> float:
    return round(min(100.0, 100 * ms / axis), 3)


def _bar(step: Step, slot: int, slots: int, now_ms: float, axis: float) -> dict[str, Any]:
    end = now_ms if step["end_ms"] is None else step["end_ms"]
    took = end - step["start_ms"]
    quiet = LANE[step["name"]] == "Rules" or slots > 1
    return {
        "lane": LANES.index(LANE[step["name"]]),
        "slot": slot,
        "slots": slots,
        "left": _share(step["start_ms"], axis),
        "width": _share(took, axis),
        "label": "" if quiet else duration(took),
        "tone": lane_tone(step),
        "status": step["status"],
    }


def growing_chart(key: str, chart: Mapping[str, Any]) -> None:
    """Put the chart on the page, or let the one that is there grow."""
    component = st.components.v2.component(
        "speech_refiner_growing",
        html='<div class="grow"></div>',
        css=(_HERE / "live_gantt.css").read_text(),
        js=(_HERE / "live_gantt.js").read_text(),
    )
    component(key=key, data=dict(chart))
