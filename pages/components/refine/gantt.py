"""A finished run's steps over time, as a chart in milliseconds.

The grey ground behind the lanes is the same calls one after another: the bars end where the
run ended, the ground where a sequential run would have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import model_of, plotted
from refiner.formatting import count, duration
from refiner.insight.counterfactual import counted_at_ms
from refiner.insight.receipt import only_rules

Step = Mapping[str, Any]  # name, start_ms, end_ms (None while it runs), status; a call has more

LANES = ("Rules", "Analysis", "Coaching", "Regeneration")
LANE = {
    "parse": "Rules",
    "detect": "Rules",
    "audit": "Rules",
    "analysis": "Analysis",
    "coaching": "Coaching",
    "regeneration": "Regeneration",
}
ROW_PX = 40
BAR = 0.56  # of a lane's height
_STEP = {"parse": "Reading", "detect": "Rules", "audit": "Count audit"}
_PATTERN = {"failed": "x", "deadline": "x", "cancelled": "/"}
_MARGIN = {"l": 8, "r": 20, "t": 30, "b": 44}
_THINNEST = 1 / 400  # of the axis: shorter steps are drawn this wide, so that they can be seen


@dataclass(frozen=True, slots=True)
class _Bar:
    """A step, or one section of the analysis: `rest` is what follows its last verdict."""

    step: Step
    start_ms: float
    end_ms: float
    section: str = ""
    rest: bool = False
    slot: int = 0  # of `slots` bars that share the lane at the same time
    slots: int = 1


def lane_tone(step: Step) -> str:
    """The name of a bar's tone: what rests on the rules is slate, what failed is red."""
    if step["status"] in ("failed", "deadline"):
        return "red"
    return {"Analysis": "refined", "Regeneration": "amber"}.get(LANE[step["name"]], "rule")


def gantt(document: Mapping[str, Any], tones: Tones) -> go.Figure:
    """Lanes for rules, analysis, coaching and regeneration; times in ms since the run began."""
    timings = document["timings"]
    estimate = timings["sequential_estimate_ms"]
    bars = _bars(document)
    right = 1.04 * max(1, timings["processing_time_ms"], estimate or 0, *(b.end_ms for b in bars))
    figure = go.Figure(_trace(bars, right, document["provider"], tones))
    if estimate:
        _ghost(figure, estimate, tones)
    decision = document["decision"]
    if decision and document["strategy"] != "sequential" and not only_rules(document):
        _decision(figure, document, tones, late=decision["decided_at_ms"] > right / 2)
    lay_out(figure, right, _MARGIN["t"] + _MARGIN["b"] + ROW_PX * len(LANES), tones)
    figure.update_yaxes(
        range=[-0.5, len(LANES) - 0.5],
        tickvals=list(range(len(LANES))),
        ticktext=LANES[::-1],
        showgrid=False,
        fixedrange=True,
        automargin=True,
    )
    return figure


def _bars(document: Mapping[str, Any]) -> list[_Bar]:
    bars: list[_Bar] = []
    counted = counted_at_ms(document)
    for step, slot, slots in slotted(document["timings"]["spans"]):
        if step["end_ms"] is None:
            continue
        start, end = step["start_ms"], step["end_ms"]
        alone = step["name"] == "analysis" and slots == 1
        if alone and counted is not None and start < counted < end:
            bars.append(_Bar(step, start, counted, "verdicts"))
            bars.append(_Bar(step, counted, end, "issues, quality, summary", rest=True))
        else:
            bars.append(_Bar(step, start, end, step.get("part") or "", slot=slot, slots=slots))
    return bars


def slotted(steps: Sequence[Step]) -> list[tuple[Step, int, int]]:
    """Steps that have a lane, each with its place among the parts that share it."""
    parts = sorted({s["part"] for s in steps if s.get("part")})
    return [
        (s, parts.index(s["part"]) if s.get("part") else 0, len(parts) if s.get("part") else 1)
        for s in steps
        if s["name"] in LANE
    ]


def _place(bar: _Bar) -> float:
    """The middle of a bar, in lanes from the bottom."""
    lane = len(LANES) - 1 - LANES.index(LANE[bar.step["name"]])
    return lane + BAR * (0.5 - (bar.slot + 0.5) / bar.slots)


def _hover(bar: _Bar, provider: str) -> str:
    step = bar.step
    start, end = step["start_ms"], step["end_ms"]
    lines = [
        f"<b>{_STEP.get(step['name'], step['name'].capitalize())}</b>: {plotted(step['status'])}",
        f"start {start:,.0f} ms, end {end:,.0f} ms",
        f"took {end - start:,.0f} ms",
    ]
    if bar.section:
        lines.append(f"{bar.section}: {bar.end_ms - bar.start_ms:,.0f} ms of it")
    if model_of(step, provider):
        lines.append(f"model {plotted(model_of(step, provider))}")
    if step.get("first_token_ms") is not None:
        lines.append(f"first token at {step['first_token_ms']:,.0f} ms")
    if step.get("completion_tokens") is not None:
        wrote = count(step["completion_tokens"], "token")
        lines.append(f"read {count(step['prompt_tokens'], 'token')}, wrote {wrote}")
    if step.get("cached"):
        lines.append("from the cache")
    return "<br>".join(lines)


def _label(bar: _Bar) -> str:
    """How long a call took, on its last bar; our own short steps go without."""
    if bar.step["name"] in _STEP or bar.slots > 1:
        return ""
    if bar.step["status"] in _PATTERN:
        return str(bar.step["status"])
    if bar.section and not bar.rest:
        return bar.section
    return duration(bar.step["end_ms"] - bar.step["start_ms"])


def _trace(bars: Sequence[_Bar], right: float, provider: str, tones: Tones) -> go.Bar:
    colours = [getattr(tones, lane_tone(b.step)) for b in bars]
    return go.Bar(
        orientation="h",
        y=[_place(b) for b in bars],
        base=[b.start_ms for b in bars],
        x=[max(b.end_ms - b.start_ms, right * _THINNEST) for b in bars],
        width=[BAR / b.slots * (0.88 if b.slots > 1 else 1) for b in bars],
        marker={
            "color": [
                with_alpha(c, 0.72) if b.rest else c for b, c in zip(bars, colours, strict=True)
            ],
            "pattern": {"shape": [_PATTERN.get(b.step["status"], "") for b in bars], "size": 6},
            "line": {"width": 0},
        },
        text=[_label(b) for b in bars],
        textposition=["outside" if b.step["status"] in _PATTERN else "auto" for b in bars],
        textangle=0,
        insidetextfont={"color": tones.ground},
        outsidetextfont={"color": tones.text},
        cliponaxis=False,
        customdata=[_hover(b, provider) for b in bars],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _ghost(figure: go.Figure, estimate_ms: float, tones: Tones) -> None:
    """What did not happen: the same calls one after another."""
    rows = {"y0": -0.5, "y1": len(LANES) - 0.5, "layer": "below"}
    figure.add_shape(
        type="rect", x0=0, x1=estimate_ms, line={"width": 0},
        fillcolor=with_alpha(tones.ghost, 0.55), **rows,
    )  # fmt: skip
    edge = {"width": 1, "dash": "dot", "color": tones.quiet}
    figure.add_shape(type="line", x0=estimate_ms, x1=estimate_ms, line=edge, **rows)
    figure.add_annotation(
        x=estimate_ms, y=1, yref="paper", yanchor="bottom", xanchor="right", showarrow=False,
        text=f"one after another {duration(estimate_ms)}", font={"color": tones.quiet, "size": 12},
    )  # fmt: skip


def _decision(figure: go.Figure, document: Mapping[str, Any], tones: Tones, late: bool) -> None:
    again = document["decision"]["regenerate"]
    at_ms, colour = document["decision"]["decided_at_ms"], tones.amber if again else tones.refined
    figure.add_vline(x=at_ms, line={"color": colour, "width": 2})
    figure.add_annotation(
        x=at_ms, y=-0.5, yanchor="bottom", xanchor="right" if late else "left", showarrow=False,
        text=f"decided: {'regenerate' if again else 'keep'}", xshift=-5 if late else 5,
        font={"color": colour, "size": 12},
    )  # fmt: skip


def lay_out(figure: go.Figure, right_ms: float, height: int, tones: Tones) -> None:
    """What every chart of times shares: one quiet axis in milliseconds, nothing to zoom."""
    figure.update_layout(
        height=height,
        margin=_MARGIN,
        barmode="overlay",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": tones.text, "size": 13},
        hoverlabel={"align": "left"},
        dragmode=False,
    )
    figure.update_xaxes(
        range=[0, right_ms],
        title={"text": "milliseconds since the run began", "standoff": 8},
        tickformat=",d",
        gridcolor=tones.line,
        zeroline=False,
        nticks=6,
        fixedrange=True,
    )


def finding(document: Mapping[str, Any]) -> str:
    """What the chart shows, in one sentence."""
    timings = document["timings"]
    took, estimate = timings["processing_time_ms"], timings["sequential_estimate_ms"]
    alone = document["strategy"] == "sequential" or document["fallback_mode"]
    if alone or estimate is None or estimate - took < 1:
        return f"This run took {duration(took)}."
    return (
        f"This run took {duration(took)}; the same calls one after another would have taken "
        f"{duration(estimate)}."
    )
