"""The present and the tried threshold, drawn across a chart of all thresholds."""

from __future__ import annotations

import plotly.graph_objects as go

from pages.components.shared.chart import add_note
from pages.components.shared.palette import Tones
from refiner.formatting import percent

ACROSS = "Rewrite above (%)"


def add_threshold_marks(figure: go.Figure, present: float, tried: float, tones: Tones) -> None:
    """The present threshold and, if it is another, the one that is tried."""
    same, late = abs(present - tried) < 1e-9, present > tried
    rightwards = late or (same and present <= 0.7)
    figure.add_vline(x=100 * present, line={"color": tones.quiet, "width": 1.5, "dash": "dot"})
    _add_label(figure, present, f"present {percent(present)}", tones.quiet, rightwards)
    if not same:
        figure.add_vline(x=100 * tried, line={"color": tones.accent, "width": 2})
        _add_label(figure, tried, f"tried {percent(tried)}", tones.accent, not late)
    figure.update_xaxes(range=[0, 100])


def _add_label(
    figure: go.Figure, threshold: float, text: str, colour: str, rightwards: bool
) -> None:
    side = "left" if rightwards and threshold <= 0.9 else "right"
    add_note(
        figure, text, colour, x=100 * threshold, y=1, yref="paper", yanchor="bottom", xanchor=side
    )
