"""Several runs of one talk on one time axis, finished or still growing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import plotly.graph_objects as go

from pages.components.shared.chart import lay_out_chart
from pages.components.shared.lanes import call_colours, place_parts
from pages.components.shared.palette import Tones
from pages.components.shared.text import STRATEGY_NAMES
from refiner.formatting import duration
from refiner.insight.report_claims import OLD_SYSTEM
from refiner.run.view import RunView
from refiner.timeline import MODEL_CALLS

COMPARED_NAMES: Mapping[str, str] = {OLD_SYSTEM: "Sequential, one large model", **STRATEGY_NAMES}
_BAND_PX = 92
_ROW = 0.24  # of a band
_SHIFT = {"analysis": 0.27, "coaching": 0.0, "regeneration": -0.27}
_CALL = {"analysis": "analysis", "coaching": "advice", "regeneration": "rewrite"}


@dataclass(frozen=True, slots=True)
class CallBar:
    """One call; times in ms since its run began, `part` of an analysis in parts."""

    name: str
    start_ms: float
    end_ms: float
    part: str
    status: str


@dataclass(frozen=True, slots=True)
class Side:
    """One run of the comparison so far; times in ms at full model speed."""

    name: str
    run_id: int
    status: str
    bars: tuple[CallBar, ...]
    now_ms: float
    decided_at_ms: float | None
    rewritten: bool


def build_side(name: str, view: RunView, speed: float) -> Side:
    """A run's calls, live or from its document; the times of a sped-up model are rescaled."""
    document = view.document
    spans: Sequence[Mapping[str, Any]]
    now = view.elapsed_ms
    if document:
        spans, now = document["timings"]["spans"], document["timings"]["processing_time_ms"]
        decision = document["decision"]
        decided = decision["decided_at_ms"] if decision else None
    else:
        spans = [asdict(span) for span in view.spans]
        decided = view.decision.decided_at_ms if view.decision else None
    bars = tuple(
        CallBar(
            s["name"],
            speed * s["start_ms"],
            speed * (now if s["end_ms"] is None else s["end_ms"]),
            s.get("part") or "",
            s["status"],
        )
        for s in spans
        if s["name"] in MODEL_CALLS
    )
    if name in (OLD_SYSTEM, "sequential"):
        decided = None
    return Side(
        name,
        view.run_id,
        view.status,
        bars,
        speed * now,
        None if decided is None else speed * decided,
        any(bar.name == "regeneration" for bar in bars),
    )


def side_figure(sides: Sequence[Side], tones: Tones, min_ms: float = 0.0) -> go.Figure:
    """A band for each run with a row for each kind of call, and the moment of the decision.

    `min_ms` is the shortest the axis may be, so that a growing chart does not jump.
    """
    places = {side.name: float(n) for n, side in enumerate(reversed(sides))}
    figure = go.Figure()
    _add_bars(figure, sides, places, tones)
    for side in sides:
        if side.decided_at_ms is not None:
            what = "rewrite" if side.rewritten else "keep"
            figure.add_scatter(
                x=[side.decided_at_ms / 1000] * 2,
                y=[places[side.name] - 0.42, places[side.name] + 0.42],
                mode="lines",
                line={"color": tones.amber if side.rewritten else tones.refined, "width": 2},
                hovertemplate=f"decision: {what}, after %{{x:.1f}} s<extra></extra>",
            )
    lay_out_chart(
        figure,
        tones,
        "seconds since the run began",
        "",
        barmode="overlay",
        height=_BAND_PX * len(sides) + 74,
        margin={"l": 8, "r": 20, "t": 12, "b": 44},
        uirevision="side",
    )
    longest = max([min_ms, 1.0, *(side.now_ms for side in sides)])
    figure.update_xaxes(range=[0, longest / 1000 * 1.1])
    figure.update_yaxes(
        tickvals=list(places.values()),
        ticktext=[_label(side) for side in reversed(sides)],
        range=[-0.5, len(sides) - 0.5],
        showgrid=False,
    )
    return figure


def _label(side: Side) -> str:
    name = COMPARED_NAMES[side.name].replace(", ", ",<br>")
    state = duration(side.now_ms) if side.status in ("done", "running") else side.status
    return f"<b>{name}</b><br>{state}"


def _add_bars(
    figure: go.Figure, sides: Sequence[Side], places: Mapping[str, float], tones: Tones
) -> None:
    colours = call_colours(tones)
    y, width, bars = [], [], []
    for side in sides:
        rows = place_parts([bar.part for bar in side.bars], _ROW)
        for bar, (offset, height) in zip(side.bars, rows, strict=True):
            y.append(places[side.name] + _SHIFT[bar.name] + offset)
            width.append(height)
            bars.append(bar)
    failed = ("failed", "deadline")
    figure.add_bar(
        orientation="h",
        y=y,
        width=width,
        cliponaxis=False,
        base=[bar.start_ms / 1000 for bar in bars],
        x=[(bar.end_ms - bar.start_ms) / 1000 for bar in bars],
        marker={
            "color": [tones.red if bar.status in failed else colours[bar.name] for bar in bars],
            "pattern": {"shape": ["/" if bar.status == "cancelled" else "" for bar in bars]},
            "line": {"width": [0.5 if bar.part else 0 for bar in bars], "color": tones.ground},
        },
        text=["" if bar.part else _CALL[bar.name] for bar in bars],
        textposition="auto",
        textangle=0,
        insidetextfont={"color": tones.ground},
        outsidetextfont={"color": tones.text},
        customdata=[_hover(bar) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hover(bar: CallBar) -> str:
    return (
        f"<b>{_CALL[bar.name].capitalize()}</b> {bar.part}<br>{bar.start_ms / 1000:.1f} to "
        f"{bar.end_ms / 1000:.1f} s, took {(bar.end_ms - bar.start_ms) / 1000:.1f} s: {bar.status}"
    )


def describe_sides(sides: Sequence[Side]) -> str:
    """Which is fastest, or how many are finished."""
    finished = sum(side.status != "running" for side in sides)
    if finished < len(sides):
        return f"{finished} of {len(sides)} finished."
    done = [side for side in sides if side.status == "done"]
    if len(done) < 2:
        return "Fewer than two of these runs have a result."
    fastest, slowest = (choose(done, key=lambda side: side.now_ms) for choose in (min, max))
    return (
        f"{COMPARED_NAMES[fastest.name]} took {duration(fastest.now_ms)}, "
        f"{duration(slowest.now_ms - fastest.now_ms)} less than "
        f"{COMPARED_NAMES[slowest.name].lower().replace(', ', ' with ')}."
    )
