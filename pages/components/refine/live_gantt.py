"""The chart of a running run: the same lanes as `gantt.py`, growing without a jump.

A plotly chart would be built again at every change, four times a second; these bars are kept by
the browser and only grow. All places are percentages of the time axis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from pages.components.refine.gantt import LANE, LANES, lane_tone, placed_spans
from refiner.run_document import SpanDict

_HERE = Path(__file__).parent
_AXES_S = (1, 2, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 300, 600)
_TICKS = 4


def axis_length_ms(reached_ms: float) -> float:
    """A length of the time axis that holds for a while, so that the bars grow and it does not."""
    return next((s * 1000.0 for s in _AXES_S if s * 1000 >= reached_ms), reached_ms)


def build_live_gantt(
    spans: Sequence[SpanDict],
    now_ms: float,
    sequential_ms: float,
    decided: tuple[float, bool] | None = None,
) -> dict[str, Any]:
    """The chart now; `decided` is when the decision was made, and whether it was to rewrite."""
    axis = axis_length_ms(1.05 * max(now_ms, sequential_ms))
    decision = None
    if decided is not None:
        at_ms, rewrite = decided
        decision = {
            "left": _share(at_ms, axis),
            "label": "rewrite" if rewrite else "kept",
            "tone": "amber" if rewrite else "refined",
        }
    return {
        "lanes": LANES,
        "bars": [_bar(*placed, now_ms, axis) for placed in placed_spans(spans)],
        "ghost": {
            "width": _share(sequential_ms, axis),
            "label": f"in sequence: {sequential_ms / 1000:.1f} s",
        },
        "ticks": [
            {"left": 100 * n / _TICKS, "label": f"{axis * n / _TICKS / 1000:g}"}
            for n in range(_TICKS + 1)
        ],
        "decision": decision,
    }


def _share(ms: float, axis: float) -> float:
    return round(min(100.0, 100 * ms / axis), 3)


def _bar(span: SpanDict, slot: int, slots: int, now_ms: float, axis: float) -> dict[str, Any]:
    end = now_ms if span["end_ms"] is None else span["end_ms"]
    took = end - span["start_ms"]
    unlabelled = LANE[span["name"]] == "Rules" or slots > 1
    return {
        "lane": LANES.index(LANE[span["name"]]),
        "slot": slot,
        "slots": slots,
        "left": _share(span["start_ms"], axis),
        "width": _share(took, axis),
        "label": "" if unlabelled else f"{took / 1000:.1f} s",
        "tone": lane_tone(span),
        "status": span["status"],
    }


def show_live_gantt(key: str, chart: Mapping[str, Any]) -> None:
    """Put the chart on the page, or let the one that is there grow."""
    component = st.components.v2.component(
        "speech_refiner_growing",
        html='<div class="grow"></div>',
        css=(_HERE / "live_gantt.css").read_text(),
        js=(_HERE / "live_gantt.js").read_text(),
    )
    component(key=key, data=(chart,))  # Streamlit asks pandas whether a bare dict is a table
