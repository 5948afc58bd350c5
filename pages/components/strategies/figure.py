"""Several runs of one talk on one time axis, finished or still growing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from pages.components.shared.chart import lay_out
from pages.components.shared.palette import Tones
from pages.components.shared.text import STRATEGIES
from refiner.formatting import duration
from refiner.insight.report_claims import BEFORE
from refiner.run.session import RunView
from refiner.timeline import MODEL_CALLS

NAMES: Mapping[str, str] = {BEFORE: "Sequential, one large model", **STRATEGIES}
ROW_PX = 92
_ROW = 0.24
_SHIFT = {"analysis": 0.27, "coaching": 0.0, "regeneration": -0.27}
_CALL = {"analysis": "analysis", "coaching": "advice", "regeneration": "rewrite"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One call; `start_ms` and `end_ms` since its run began, `part` of an analysis in parts."""

    name: str
    start_ms: float
    end_ms: float
    part: str
    status: str


@dataclass(frozen=True, slots=True)
class Side:
    """One run of the comparison as it stands; times in ms of the model's own time."""

    name: str
    run_id: int
    status: str
    bars: tuple[Bar, ...]
    now_ms: float
    decided_at_ms: float | None
    rewritten: bool

    @property
    def ended(self) -> bool:
        return self.status != "running"


def side(name: str, view: RunView, speed: float) -> Side:
    """A run's calls, live or from its document; a sped-up model's waits are stretched back."""
    document = view.document
    spans: Sequence[Mapping[str, Any]] = (
        document["timings"]["spans"]
        if document
        else [
            {"name": s.name, "start_ms": s.start_ms, "end_ms": s.end_ms, "status": s.status,
             "part": s.part}
            for s in view.spans
        ]
    )  # fmt: skip
    now = document["timings"]["processing_time_ms"] if document else view.elapsed_ms
    bars = tuple(
        Bar(
            s["name"], speed * s["start_ms"],
            speed * (now if s["end_ms"] is None else s["end_ms"]), s.get("part") or "", s["status"],
        )
        for s in spans
        if s["name"] in MODEL_CALLS
    )  # fmt: skip
    decided = _decided_ms(view)
    return Side(
        name, view.run_id, view.status, bars, speed * now,
        None if decided is None or name in (BEFORE, "sequential") else speed * decided,
        any(bar.name == "regeneration" for bar in bars),
    )  # fmt: skip


def _decided_ms(view: RunView) -> float | None:
    if view.document:
        decision = view.document["decision"]
        return float(decision["decided_at_ms"]) if decision else None
    return view.decision.decided_at_ms if view.decision else None


def side_figure(sides: Sequence[Side], tones: Tones, least_ms: float = 0.0) -> go.Figure:
    """A band for each run with a row for each kind of call, and the moment of the decision.

    `least_ms` is the shortest the axis may be, so that a growing chart does not jump.
    """
    places = {s.name: float(n) for n, s in enumerate(reversed(sides))}
    figure = go.Figure()
    _add_bars(figure, sides, places, tones)
    for s in sides:
        if s.decided_at_ms is not None:
            colour = tones.amber if s.rewritten else tones.refined
            figure.add_scatter(
                x=[s.decided_at_ms / 1000] * 2, y=[places[s.name] - 0.42, places[s.name] + 0.42],
                mode="lines", line={"color": colour, "width": 2},
                hovertemplate=f"decided: {'rewrite' if s.rewritten else 'keep'} after %{{x:.1f}} s"
                "<extra></extra>",
            )  # fmt: skip
    lay_out(figure, tones, "seconds since the run began", "", barmode="overlay",
            height=ROW_PX * len(sides) + 74, margin={"l": 8, "r": 20, "t": 12, "b": 44},
            uirevision="side")  # fmt: skip
    longest = max([least_ms, 1.0, *(s.now_ms for s in sides)])
    figure.update_xaxes(range=[0, longest / 1000 * 1.1])
    figure.update_yaxes(
        tickvals=list(places.values()), ticktext=[_label(s) for s in reversed(sides)],
        range=[-0.5, len(sides) - 0.5], showgrid=False,
    )  # fmt: skip
    return figure


def _label(s: Side) -> str:
    state = duration(s.now_ms) if s.status in ("done", "running") else s.status
    return f"<b>{_folded(NAMES[s.name])}</b><br>{state}"


def _folded(name: str) -> str:
    return name.replace(", ", ",<br>")


def _add_bars(
    figure: go.Figure, sides: Sequence[Side], places: Mapping[str, float], tones: Tones
) -> None:
    colours = {"analysis": tones.refined, "coaching": tones.rule, "regeneration": tones.amber}
    y, width, bars = [], [], []
    for s in sides:
        parts = sorted({bar.part for bar in s.bars if bar.part})
        for bar in s.bars:
            share = len(parts) if bar.part else 1
            within = _ROW * (0.5 - (parts.index(bar.part) + 0.5) / share) if bar.part else 0.0
            y.append(places[s.name] + _SHIFT[bar.name] + within)
            width.append(_ROW / share)
            bars.append(bar)
    figure.add_bar(
        orientation="h", y=y, width=width, cliponaxis=False,
        base=[bar.start_ms / 1000 for bar in bars],
        x=[(bar.end_ms - bar.start_ms) / 1000 for bar in bars],
        marker={
            "color": [tones.red if _broke(bar) else colours[bar.name] for bar in bars],
            "pattern": {"shape": ["/" if bar.status == "cancelled" else "" for bar in bars]},
            "line": {"width": [0.5 if bar.part else 0 for bar in bars], "color": tones.ground},
        },
        text=["" if bar.part else _CALL[bar.name] for bar in bars],
        textposition="auto", textangle=0,
        insidetextfont={"color": tones.ground}, outsidetextfont={"color": tones.text},
        customdata=[_hover(bar) for bar in bars], hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _broke(bar: Bar) -> bool:
    return bar.status in ("failed", "deadline")


def _hover(bar: Bar) -> str:
    return (
        f"<b>{_CALL[bar.name].capitalize()}</b> {bar.part}<br>{bar.start_ms / 1000:.1f} to "
        f"{bar.end_ms / 1000:.1f} s, took {(bar.end_ms - bar.start_ms) / 1000:.1f} s: {bar.status}"
    )


def side_finding(sides: Sequence[Side]) -> str:
    """Which is fastest, or that they are still under way."""
    if not all(s.ended for s in sides):
        return f"{sum(s.ended for s in sides)} of {len(sides)} have ended."
    done = [s for s in sides if s.status == "done"]
    if len(done) < 2:
        return "Fewer than two of these runs have a result."
    fastest, slowest = min(done, key=lambda s: s.now_ms), max(done, key=lambda s: s.now_ms)
    return (
        f"{NAMES[fastest.name]} took {duration(fastest.now_ms)}, "
        f"{duration(slowest.now_ms - fastest.now_ms)} less than {NAMES[slowest.name].lower()}."
    )
