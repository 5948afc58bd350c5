"""The same calls under each strategy, on one time axis."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.components.shared.chart import lay_out_chart
from pages.components.shared.lanes import call_colours, place_parts
from pages.components.shared.palette import Tones
from pages.components.shared.text import STRATEGY_NAMES
from refiner.formatting import duration, money
from refiner.insight.counterfactual import Replay, ReplayCall

_BAND_PX = 92
_ROW = 0.22  # of a strategy's band
_NOTICEABLE = 0.02  # a smaller share of the time is not worth a sentence
_SHIFT = {"analysis": 0.26, "coaching": 0.0, "regeneration": -0.26}
_CALL = {"analysis": "analysis", "coaching": "coaching", "regeneration": "rewrite"}


def describe_replays(replays: Sequence[Replay]) -> str:
    """Which strategy is fastest on these calls, and what it saves and costs."""
    fastest, slowest = (choose(replays, key=lambda r: r.total_ms) for choose in (min, max))
    saved = slowest.total_ms - fastest.total_ms
    if saved < _NOTICEABLE * slowest.total_ms:
        return "On these calls every strategy takes about the same time."
    sentence = (
        f"{STRATEGY_NAMES[fastest.strategy]} takes {duration(fastest.total_ms)}, "
        f"{duration(saved)} less than {STRATEGY_NAMES[slowest.strategy].lower()}"
    )
    if fastest.cost_usd is None or slowest.cost_usd is None:
        return f"{sentence}."
    costs = money(fastest.cost_usd), money(slowest.cost_usd)
    if costs[0] == costs[1]:
        return f"{sentence}, for the same cost."
    return f"{sentence}, for {costs[0]} against {costs[1]}."


def replays_figure(replays: Sequence[Replay], own: str, tones: Tones) -> go.Figure:
    """A band for each strategy with a row for each of its calls; `own` is the run's strategy."""
    figure = go.Figure(_bar_trace(replays, tones))
    lay_out_chart(
        figure,
        tones,
        "seconds since the run began",
        "",
        height=_BAND_PX * len(replays) + 74,
        margin={"l": 8, "r": 20, "t": 30, "b": 44},
        barmode="overlay",
    )
    longest = max(replay.total_ms for replay in replays)
    figure.update_xaxes(range=[0, longest / 1000 * 1.12])
    figure.update_yaxes(
        tickvals=list(range(len(replays))),
        ticktext=[_label(replay, own) for replay in reversed(replays)],
        range=[-0.5, len(replays) - 0.5],
        showgrid=False,
    )
    return figure


def _label(replay: Replay, own: str) -> str:
    name = STRATEGY_NAMES[replay.strategy] + (" (this run)" if replay.strategy == own else "")
    cost = "" if replay.cost_usd is None else f", {money(replay.cost_usd)}"
    about = "about " if replay.estimate else ""
    return f"<b>{name}</b><br>{about}{duration(replay.total_ms)}{cost}"


def _bar_trace(replays: Sequence[Replay], tones: Tones) -> go.Bar:
    colours = call_colours(tones)
    bars: list[ReplayCall] = []
    y, width = [], []
    for band, replay in enumerate(reversed(replays)):
        rows = place_parts([bar.part for bar in replay.calls], _ROW)
        for bar, (offset, height) in zip(replay.calls, rows, strict=True):
            bars.append(bar)
            y.append(band + _SHIFT[bar.name] + offset)
            width.append(height)
    return go.Bar(
        orientation="h",
        showlegend=False,
        width=width,
        y=y,
        base=[bar.start_ms / 1000 for bar in bars],
        x=[(bar.end_ms - bar.start_ms) / 1000 for bar in bars],
        marker={"color": [colours[bar.name] for bar in bars], "line": {"width": 0}},
        customdata=[_hover(bar) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
        text=["" if bar.part else _CALL[bar.name] for bar in bars],
        textposition="auto",
        textangle=0,
        cliponaxis=False,
        insidetextfont={"color": tones.ground},
        outsidetextfont={"color": tones.text},
    )


def _hover(bar: ReplayCall) -> str:
    start, end = bar.start_ms, bar.end_ms
    return (
        f"<b>{_CALL[bar.name].capitalize()}</b> {bar.part}<br>start {start / 1000:.2f} s, "
        f"end {end / 1000:.2f} s<br>took {(end - start) / 1000:.2f} s"
    )
