"""One speaker's weeks as a small chart, on axes that all speakers share."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.components.shared.chart import lay_out_chart
from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import chart_text
from refiner.formatting import count
from refiner.insight.improvement import LoggedTalk
from refiner.insight.weekly import WeekRate

_HEIGHT = 190
_MARGIN = {"l": 8, "r": 8, "t": 6, "b": 26}


def weekly_figure(
    talks: Sequence[LoggedTalk],
    weeks: Sequence[WeekRate],
    target: float,
    span: tuple[str, str],
    top: float,
    tones: Tones,
) -> go.Figure:
    """Weekly means with their band, each talk as a dot, the target; `top` of the shared axis."""
    days = [week.day for week in weeks]
    figure = go.Figure()
    figure.add_scatter(
        x=days + days[::-1],
        y=[week.high for week in weeks] + [week.low for week in weeks][::-1],
        fill="toself",
        fillcolor=with_alpha(tones.refined, 0.14),
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[talk.when for talk in talks],
        y=[talk.rate for talk in talks],
        mode="markers",
        cliponaxis=False,  # a point at 0 is seen whole
        marker={"size": 5, "color": with_alpha(tones.refined, 0.45)},
        customdata=[chart_text(talk.title) for talk in talks],
        hovertemplate="%{customdata}<br>%{x}: %{y:.1f} per 100 words<extra></extra>",
    )
    figure.add_scatter(
        x=days,
        y=[week.rate for week in weeks],
        mode="lines+markers",
        cliponaxis=False,  # a point at 0 is seen whole
        line={"color": tones.refined, "width": 2},
        marker={"size": 6},
        customdata=[count(week.talks, "talk") for week in weeks],
        hovertemplate="week around %{x}, %{customdata}<br>%{y:.1f} per 100 words<extra></extra>",
    )
    figure.add_hline(y=target, line={"color": tones.accent, "width": 1.5, "dash": "dash"})
    lay_out_chart(figure, tones, "", "", height=_HEIGHT, margin=_MARGIN)
    figure.update_xaxes(type="date", range=list(span), nticks=4)
    figure.update_yaxes(range=[0, top], nticks=4)
    return figure
