"""Every run's two counts, and which of them a rule keeps."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.components.shared.chart import lay_out_chart
from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import IN_CONTEXT
from refiner.formatting import count
from refiner.insight.lab import DecisionRule, LoggedRuns, kept_range, regenerates

Places = NDArray[np.int64]


def wedge_figure(
    runs: LoggedRuns, rule: DecisionRule, tones: Tones, *, other: str = IN_CONTEXT
) -> go.Figure:
    """Rule count against the `other`: one mark for each pair of counts, larger for more runs.

    The shaded wedge holds what `rule` keeps; the dotted line is where both agree.
    """
    pairs, newest, runs_each = _count_pairs(runs)
    longest = float(max(4, pairs.max(initial=0))) * 1.06
    figure = go.Figure()
    _add_wedge(figure, rule, longest, tones)
    rewrite = regenerates(
        LoggedRuns(*(getattr(runs, name)[newest] for name in LoggedRuns.__slots__)), rule
    )
    groups = (
        ("kept", ~rewrite, "circle", tones.refined, tones.ground),
        ("rewritten", rewrite, "diamond-open", tones.amber, tones.amber),
    )
    for name, chosen, symbol, colour, edge in groups:
        figure.add_scatter(
            x=pairs[chosen, 0],
            y=pairs[chosen, 1],
            mode="markers",
            name=name,
            showlegend=bool(chosen.any()),
            marker={
                "symbol": symbol,
                "color": colour,
                "opacity": 0.85,
                "line": {"width": 1, "color": edge},
                "size": np.minimum(6 + 4 * np.log2(runs_each[chosen]), 26),
            },
            customdata=np.column_stack((runs.ids[newest[chosen]], runs_each[chosen])),
            hovertemplate=f"rule count %{{x}}, {other.lower()} %{{y}}: {name}<br>"
            "%{customdata[1]} with these counts<extra></extra>",
        )
    legend = {"orientation": "h", "y": 1.1, "x": 0}
    across, up = "Rule count (fillers)", other if other == IN_CONTEXT else f"{other} (fillers)"
    lay_out_chart(figure, tones, across, up, height=420, showlegend=True, legend=legend)
    figure.update_xaxes(range=[-0.02 * longest, longest])
    figure.update_yaxes(range=[-0.02 * longest, longest])
    return figure


def _count_pairs(runs: LoggedRuns) -> tuple[Places, Places, Places]:
    """The different pairs of counts, the newest run of each, and how many runs there are."""
    both = np.column_stack((runs.rule, runs.refined))[::-1]
    pairs, first, number = np.unique(both, axis=0, return_index=True, return_counts=True)
    return pairs, len(runs) - 1 - first, number


def _add_wedge(figure: go.Figure, rule: DecisionRule, longest: float, tones: Tones) -> None:
    across = np.linspace(0, longest, 120)
    low, high = kept_range(rule, across)
    figure.add_scatter(
        x=np.concatenate((across, across[::-1])),
        y=np.minimum(np.concatenate((low, high[::-1])), 2 * longest),
        fill="toself",
        fillcolor=with_alpha(tones.ghost, 0.7),
        mode="lines",
        line={"color": tones.quiet, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=[0, longest],
        y=[0, longest],
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        line={"color": tones.quiet, "width": 1, "dash": "dot"},
    )


def describe_wedge(runs: LoggedRuns, rule: DecisionRule, borderline: int) -> str:
    """How many are rewritten, and how many a single filler would decide the other way."""
    rewrite = int(regenerates(runs, rule).sum())
    return (
        f"The advice of {rewrite:,} of {count(len(runs), 'run')} would be rewritten; in "
        f"{borderline:,} one filler would change the decision."
    )
