"""The same calls under each strategy, on one time axis."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.components.refine.gantt import lay_out
from pages.components.shared.palette import Tones
from pages.components.shared.text import STRATEGIES
from refiner.formatting import duration, money
from refiner.insight.counterfactual import Bar, Replay

ROW_PX = 92
ROW = 0.22  # of a strategy's band
NOTICED = 0.02  # a smaller share of the time is not worth a sentence
_SHIFT = {"analysis": 0.26, "coaching": 0.0, "regeneration": -0.26}


def finding(found: Sequence[Replay]) -> str:
    """Which strategy is fastest on these calls, and what it saves and costs."""
    fastest = min(found, key=lambda r: r.total_ms)
    slowest = max(found, key=lambda r: r.total_ms)
    if slowest.total_ms - fastest.total_ms < NOTICED * slowest.total_ms:
        return "On these calls every strategy takes about the same time."
    saved = duration(slowest.total_ms - fastest.total_ms)
    sentence = (
        f"{STRATEGIES[fastest.strategy]} takes {duration(fastest.total_ms)}, {saved} less than "
        f"{STRATEGIES[slowest.strategy].lower()}"
    )
    if fastest.cost_usd is None or slowest.cost_usd is None:
        return f"{sentence}."
    return f"{sentence}, for {money(fastest.cost_usd)} against {money(slowest.cost_usd)}."


def _label(replay: Replay, chosen: str) -> str:
    name = STRATEGIES[replay.strategy] + (" (this run)" if replay.strategy == chosen else "")
    cost = "" if replay.cost_usd is None else f", {money(replay.cost_usd)}"
    about = "about " if replay.stands_in else ""
    return f"<b>{name}</b><br>{about}{duration(replay.total_ms)}{cost}"


def _within(bar: Bar, parts: Sequence[str]) -> float:
    """Where a part of a fan-out stands within the row of its analysis."""
    return ROW * (0.5 - (parts.index(bar.part) + 0.5) / len(parts)) if bar.part else 0.0


def _hover(bar: Bar) -> str:
    start, end = bar.start_ms, bar.end_ms
    return (
        f"<b>{bar.name.capitalize()}</b> {bar.part}<br>start {start:,.0f} ms, end {end:,.0f} ms"
        f"<br>took {end - start:,.0f} ms"
    )


def replayed(found: Sequence[Replay], chosen: str, tones: Tones) -> go.Figure:
    """A band for each strategy with a row for each of its calls; `chosen` is the run's own."""
    figure = go.Figure(_trace(found, tones))
    lay_out(figure, max(r.total_ms for r in found) * 1.12, ROW_PX * len(found) + 74, tones)
    figure.update_yaxes(
        tickvals=list(range(len(found))),
        ticktext=[_label(r, chosen) for r in reversed(found)],
        range=[-0.5, len(found) - 0.5],
        showgrid=False,
        fixedrange=True,
        automargin=True,
    )
    return figure


def _trace(found: Sequence[Replay], tones: Tones) -> go.Bar:
    colours = {"analysis": tones.refined, "coaching": tones.rule, "regeneration": tones.amber}
    placed = [
        (band, bar, sorted({b.part for b in replay.bars if b.part}))
        for band, replay in enumerate(reversed(found))
        for bar in replay.bars
    ]
    bars = [bar for _, bar, _ in placed]
    return go.Bar(
        orientation="h",
        showlegend=False,
        width=[ROW / (len(parts) if bar.part else 1) for _, bar, parts in placed],
        y=[band + _SHIFT[bar.name] + _within(bar, parts) for band, bar, parts in placed],
        base=[b.start_ms for b in bars],
        x=[b.end_ms - b.start_ms for b in bars],
        marker={"color": [colours[b.name] for b in bars], "line": {"width": 0}},
        customdata=[_hover(b) for b in bars],
        hovertemplate="%{customdata}<extra></extra>",
        text=["" if b.part else b.name for b in bars],
        textposition="auto",
        textangle=0,
        cliponaxis=False,
        insidetextfont={"color": tones.ground},
        outsidetextfont={"color": tones.text},
    )
