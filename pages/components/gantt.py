"""A run's steps over time as a chart in milliseconds, finished or still growing.

The grey ground behind the lanes is the same calls one after another: the bars end where the
run ended, the ground where a sequential run would have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from pages.components.palette import Tones, with_alpha
from pages.components.words import safe
from refiner.wording import count, duration

Step = Mapping[str, Any]  # name, start_ms, end_ms (None while it runs), status; a call has more

LANES = ("Rules", "Analysis", "Coaching", "Regeneration")
_LANE = {
    "parse": "Rules",
    "detect": "Rules",
    "audit": "Rules",
    "analysis": "Analysis",
    "coaching": "Coaching",
    "regeneration": "Regeneration",
}
_STEP = {"parse": "Reading", "detect": "Rules", "audit": "Count audit"}
_PATTERN = {"failed": "x", "deadline": "x", "cancelled": "/"}
_MARGIN = {"l": 8, "r": 20, "t": 30, "b": 44}
ROW_PX = 40
CONFIG = {"displayModeBar": False, "scrollZoom": False}


def _colour(step: Step, tones: Tones) -> str:
    if step["status"] in ("failed", "deadline"):
        return tones.red
    refined = {"Analysis": tones.refined, "Regeneration": tones.amber}
    return refined.get(_LANE[step["name"]], tones.rule)


def _end(step: Step, now_ms: float) -> float:
    return float(now_ms if step["end_ms"] is None else step["end_ms"])


def _hover(step: Step, now_ms: float) -> str:
    end = _end(step, now_ms)
    lines = [
        f"<b>{_STEP.get(step['name'], step['name'].capitalize())}</b>: {safe(step['status'])}",
        f"start {step['start_ms']:,.0f} ms, end {end:,.0f} ms",
        f"took {end - step['start_ms']:,.0f} ms",
    ]
    if step.get("model"):
        lines.append(f"model {safe(step['model'])}")
    if step.get("first_token_ms") is not None:
        lines.append(f"first token at {step['first_token_ms']:,.0f} ms")
    if step.get("completion_tokens") is not None:
        wrote = count(step["completion_tokens"], "token")
        lines.append(f"read {count(step['prompt_tokens'], 'token')}, wrote {wrote}")
    if step.get("cached"):
        lines.append("from the cache")
    return "<br>".join(lines)


def _bars(steps: Sequence[Step], now_ms: float, tones: Tones, least_ms: float) -> go.Bar:
    """One bar a step; a step too short to be seen is drawn `least_ms` wide."""
    drawn = [max(_end(s, now_ms) - s["start_ms"], least_ms) for s in steps]
    long = [s["name"] not in _STEP for s in steps]
    return go.Bar(
        orientation="h",
        y=[_LANE[s["name"]] for s in steps],
        base=[s["start_ms"] for s in steps],
        x=drawn,
        width=0.56,
        marker={
            "color": [_colour(s, tones) for s in steps],
            "pattern": {"shape": [_PATTERN.get(s["status"], "") for s in steps], "size": 6},
            "line": {"width": 0},
        },
        text=[
            duration(_end(s, now_ms) - s["start_ms"]) if shown else ""
            for s, shown in zip(steps, long, strict=True)
        ],
        textposition="auto",
        textangle=0,
        insidetextfont={"color": tones.ground},
        outsidetextfont={"color": tones.text},
        cliponaxis=False,
        customdata=[_hover(s, now_ms) for s in steps],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _ghost(figure: go.Figure, estimate_ms: float, tones: Tones) -> None:
    figure.add_shape(
        type="rect", layer="below", x0=0, x1=estimate_ms, y0=-0.5, y1=len(LANES) - 0.5,
        fillcolor=with_alpha(tones.ghost, 0.55), line={"width": 0},
    )  # fmt: skip
    figure.add_shape(
        type="line", layer="below", x0=estimate_ms, x1=estimate_ms, y0=-0.5, y1=len(LANES) - 0.5,
        line={"width": 1, "dash": "dot", "color": tones.quiet},
    )  # fmt: skip
    figure.add_annotation(
        x=estimate_ms, y=1, yref="paper", yanchor="bottom", xanchor="right", showarrow=False,
        text=f"one after another {duration(estimate_ms)}", font={"color": tones.quiet, "size": 12},
    )  # fmt: skip


def _decision(figure: go.Figure, at_ms: float, outcome: str, tones: Tones, late: bool) -> None:
    colour = tones.amber if outcome == "regenerate" else tones.refined
    figure.add_vline(x=at_ms, line={"color": colour, "width": 2})
    figure.add_annotation(
        x=at_ms, y=-0.5, yanchor="bottom", xanchor="right" if late else "left", showarrow=False,
        text=f"decided: {outcome}", font={"color": colour, "size": 12}, xshift=-5 if late else 5,
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
        uirevision="times",
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


def gantt(
    steps: Sequence[Step],
    tones: Tones,
    *,
    now_ms: float,
    estimate_ms: float | None = None,
    decided_at_ms: float | None = None,
    outcome: str = "",
    span_ms: float | None = None,
) -> go.Figure:
    """Lanes for rules, analysis, coaching and regeneration; all times in ms since the run began.

    `now_ms` ends the steps that still run. `span_ms` fixes the length of the axis, so that a
    growing chart does not jump; without it the axis ends with the run or the estimate.
    """
    shown = [s for s in steps if s["name"] in _LANE]
    ends = [now_ms, estimate_ms or 0, span_ms or 0, *(_end(s, now_ms) for s in shown), 1]
    right = max(ends) * 1.04
    figure = go.Figure(_bars(shown, now_ms, tones, least_ms=right / 400))
    if estimate_ms:
        _ghost(figure, estimate_ms, tones)
    if decided_at_ms is not None:
        _decision(figure, decided_at_ms, outcome, tones, late=decided_at_ms > right / 2)
    lay_out(figure, right, _MARGIN["t"] + _MARGIN["b"] + ROW_PX * len(LANES), tones)
    figure.update_yaxes(
        categoryorder="array", categoryarray=LANES[::-1], range=[-0.5, len(LANES) - 0.5],
        showgrid=False, fixedrange=True, automargin=True, tickvals=list(LANES),
    )  # fmt: skip
    return figure


def finished(document: Mapping[str, Any], tones: Tones) -> go.Figure:
    """The chart of a run that has ended."""
    timings, decision = document["timings"], document["decision"]
    outcome = "regenerate" if document["coaching_regenerated"] else "keep"
    compared = decision is not None and document["strategy"] != "sequential"
    return gantt(
        timings["spans"],
        tones,
        now_ms=timings["processing_time_ms"],
        estimate_ms=timings["sequential_estimate_ms"],
        decided_at_ms=decision["decided_at_ms"] if compared else None,
        outcome=outcome,
    )


def finding(document: Mapping[str, Any]) -> str:
    """What the chart shows, in one sentence."""
    timings = document["timings"]
    took, estimate = timings["processing_time_ms"], timings["sequential_estimate_ms"]
    if document["strategy"] == "sequential" or estimate is None or estimate - took < 1:
        return f"This run took {duration(took)}."
    return (
        f"This run took {duration(took)}; the same calls one after another would have taken "
        f"{duration(estimate)}."
    )
