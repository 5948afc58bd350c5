"""Mean time and cost of a run over the threshold, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

from pages.components.lab.marks import ACROSS, add_threshold_marks
from pages.components.shared.chart import lay_out_chart
from pages.components.shared.palette import Tones
from refiner.formatting import duration, money, percent
from refiner.insight.arrays import Floats
from refiner.insight.lab import Curves, nearest_index


def mean_time_figure(curves: Curves, present: float, tried: float, tones: Tones) -> go.Figure:
    """Mean seconds of a run over the threshold."""
    figure = _mean_figure(curves, curves.mean_ms / 1000, "s", "Mean time of a run (s)", tones)
    add_threshold_marks(figure, present, tried, tones)
    return figure


def cost_figure(curves: Curves, present: float, tried: float, tones: Tones) -> go.Figure:
    """Mean US cents of a run over the threshold."""
    title = "Mean cost of a run (US cents)"
    figure = _mean_figure(curves, 100 * curves.mean_usd, "cents", title, tones)
    add_threshold_marks(figure, present, tried, tones)
    return figure


def _mean_figure(curves: Curves, values: Floats, unit: str, title: str, tones: Tones) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=100 * curves.thresholds,
        y=values,
        mode="lines",
        line={"color": tones.refined, "width": 2, "shape": "hv"},
        hovertemplate=f"%{{y:.3g}} {unit}<br>at %{{x:.0f}} %<extra></extra>",
    )
    margin = {"l": 8, "r": 16, "t": 34, "b": 44}
    lay_out_chart(figure, tones, ACROSS, title, height=260, margin=margin)
    low, high = float(np.min(values)), float(np.max(values))
    room = max(0.12 * (high - low), 0.02 * high, 1e-6)
    figure.update_yaxes(range=[max(0.0, low - room), high + room])
    return figure


def describe_time(curves: Curves, present: float, tried: float) -> str:
    return _describe_mean("takes", duration, curves, curves.mean_ms, present, tried)


def describe_cost(curves: Curves, present: float, tried: float) -> str:
    return _describe_mean("costs", money, curves, curves.mean_usd, present, tried)


def _describe_mean(
    verb: str,
    unit: Callable[[float], str],
    curves: Curves,
    values: Floats,
    present: float,
    tried: float,
) -> str:
    now, then = (
        float(values[nearest_index(curves, present)]),
        float(values[nearest_index(curves, tried)]),
    )
    sentence = f"At {percent(tried)} a run {verb} {unit(then)} on average"
    if unit(now) != unit(then):
        difference = f"{unit(abs(then - now))} {'more' if then > now else 'less'} than now"
        return f"{sentence}, {difference}."
    return f"{sentence}." if present == tried else f"{sentence}, as now."
