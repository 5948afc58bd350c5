"""Shares of rewritten advice and of wrong counts over the threshold, with their sentence."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from pages.components.lab.marks import ACROSS, add_threshold_marks
from pages.components.shared.chart import add_note, lay_out_chart
from pages.components.shared.palette import Tones
from refiner.formatting import percent
from refiner.insight.lab import Curves, nearest_index

_LABEL_GAP = 7.0  # percent of the axis


def shares_figure(curves: Curves, present: float, tried: float, tones: Tones) -> go.Figure:
    """Rewritten advice, and kept advice whose count or rating was wrong, in percent of the runs."""
    lines = (
        ("rewritten", curves.rate, tones.amber, "solid", "Advice rewritten"),
        ("kept, count wrong", curves.wrong_count, tones.rule, "dot", "Kept, count wrong"),
        ("kept, rating wrong", curves.wrong_band, tones.red, "dash", "Kept, rating wrong"),
    )
    figure = go.Figure()
    for _, values, colour, dash, hover in lines:
        figure.add_scatter(
            x=100 * curves.thresholds,
            y=100 * values,
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash, "shape": "hv"},
            hovertemplate=f"{hover}: %{{y:.1f}} % of runs<br>at %{{x:.0f}} %<extra></extra>",
        )
    margin = {"l": 8, "r": 128, "t": 34, "b": 44}
    lay_out_chart(figure, tones, ACROSS, "Share of runs (%)", margin=margin)
    ends = [float(100 * values[-1]) for _, values, *_ in lines]
    for (name, _, colour, *_), y in zip(lines, _spread_labels(ends), strict=True):
        add_note(figure, name, colour, x=100, y=y, xanchor="left", xshift=6)
    add_threshold_marks(figure, present, tried, tones)
    figure.update_yaxes(range=[-1, 101])
    return figure


def _spread_labels(values: list[float]) -> list[float]:
    """Places for labels: in the same order, at least `_LABEL_GAP` apart."""
    placed = [0.0] * len(values)
    below = -np.inf
    for n in sorted(range(len(values)), key=lambda n: (values[n], -n)):
        placed[n] = below = max(values[n], below + _LABEL_GAP)
    return placed


def describe_shares(curves: Curves, present: float, tried: float) -> str:
    """What the threshold tried would change against the present one."""
    now, then = nearest_index(curves, present), nearest_index(curves, tried)
    rate, wrong = percent(curves.rate[then]), percent(curves.wrong_band[then])
    sentence = (
        f"At {percent(curves.thresholds[then])}, advice is rewritten in {rate} of the runs, and "
        f"kept although the rating changed in {wrong}"
    )
    if now == then:
        return f"{sentence}."
    return (
        f"{sentence}; at the present {percent(curves.thresholds[now])} it is "
        f"{percent(curves.rate[now])} and {percent(curves.wrong_band[now])}."
    )
