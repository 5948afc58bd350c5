"""A finished run's steps over time, as a chart in seconds.

The grey ground behind the lanes is the sequential estimate: the bars end where the run ended,
the ground where the same calls would have ended one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.components.shared.chart import add_note, lay_out_chart
from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import chart_text, model_name
from refiner.formatting import count, duration
from refiner.insight.counterfactual import counted_at_ms
from refiner.insight.receipt import is_rules_only
from refiner.run_document import RunDocument, SpanDict

LANES = ("Rules", "Analysis", "Coaching", "Rewrite")
LANE = {
    "parse": "Rules",
    "detect": "Rules",
    "audit": "Rules",
    "analysis": "Analysis",
    "coaching": "Coaching",
    "regeneration": "Rewrite",
}
_LANE_PX = 40
_BAR = 0.56  # of a lane's height
_STEPS = {
    "parse": "Reading",
    "detect": "Rules",
    "audit": "Count audit",
    "analysis": "Analysis",
    "coaching": "Coaching",
    "regeneration": "Rewrite",
}
_OWN = ("parse", "detect", "audit")  # our own steps, which take almost no time
_PATTERNS = {"failed": "x", "deadline": "x", "cancelled": "/"}
_MARGIN = {"l": 8, "r": 20, "t": 30, "b": 44}
_MIN_SHARE = 1 / 400  # of the axis: shorter steps are drawn this wide, so that they can be seen


@dataclass(frozen=True, slots=True)
class _Bar:
    """A step, or one section of the analysis: `is_rest` is what follows its last verdict."""

    span: SpanDict
    start_ms: float
    end_ms: float
    section: str = ""
    is_rest: bool = False
    slot: int = 0  # of `slots` bars that share the lane at the same time
    slots: int = 1

    @property
    def lane(self) -> float:
        """The middle of the bar, in lanes from the bottom."""
        lane = len(LANES) - 1 - LANES.index(LANE[self.span["name"]])
        return lane + _BAR * (0.5 - (self.slot + 0.5) / self.slots)


def lane_tone(span: SpanDict) -> str:
    """The name of a bar's tone: what rests on the rules is slate, what failed is red."""
    if span["status"] in ("failed", "deadline"):
        return "red"
    return {"Analysis": "refined", "Rewrite": "amber"}.get(LANE[span["name"]], "rule")


def gantt_figure(document: RunDocument, tones: Tones) -> go.Figure:
    """Lanes for rules, analysis, coaching and rewrite; times in seconds since the run began."""
    timings, decision = document["timings"], document["decision"]
    estimate = timings["sequential_estimate_ms"]
    bars = _bars(document)
    right = 1.04 * max(1, timings["processing_time_ms"], estimate or 0, *(b.end_ms for b in bars))
    figure = go.Figure(_bar_trace(bars, right, document["provider"], tones))
    if estimate:
        _add_estimate(figure, estimate, tones)
    if decision and document["strategy"] != "sequential" and not is_rules_only(document):
        rewrite, at_ms = decision["regenerate"], decision["decided_at_ms"]
        _add_decision(figure, at_ms, rewrite, tones, late=at_ms > right / 2)
    ready_ms = timings.get("advice_ready_ms")
    if ready_ms is not None and not is_rules_only(document):
        _add_ready(figure, ready_ms, tones, late=ready_ms > right / 2)
    height = _MARGIN["t"] + _MARGIN["b"] + _LANE_PX * len(LANES)
    across = "seconds since the run began"
    lay_out_chart(figure, tones, across, "", height=height, margin=_MARGIN, barmode="overlay")
    figure.update_xaxes(range=[0, right / 1000])
    figure.update_yaxes(
        range=[-0.5, len(LANES) - 0.5],
        tickvals=list(range(len(LANES))),
        ticktext=LANES[::-1],
        showgrid=False,
    )
    return figure


def _bars(document: RunDocument) -> list[_Bar]:
    bars: list[_Bar] = []
    counted = counted_at_ms(document)
    for span, slot, slots in placed_spans(document["timings"]["spans"]):
        start, end = span["start_ms"], span["end_ms"]
        if end is None:
            continue
        in_one_call = span["name"] == "analysis" and slots == 1
        if in_one_call and counted is not None and start < counted < end:
            bars.append(_Bar(span, start, counted, "verdicts"))
            bars.append(_Bar(span, counted, end, "issues, quality, summary", is_rest=True))
        else:
            bars.append(_Bar(span, start, end, span.get("part") or "", slot=slot, slots=slots))
    return bars


def placed_spans(spans: Sequence[SpanDict]) -> list[tuple[SpanDict, int, int]]:
    """Spans that have a lane, each with its place among the parts that share it."""
    parts = sorted({span["part"] for span in spans if span.get("part")})
    placed = []
    for span in spans:
        part = span.get("part")
        if span["name"] in LANE:
            slot, slots = (parts.index(part), len(parts)) if part else (0, 1)
            placed.append((span, slot, slots))
    return placed


def _hover(bar: _Bar, provider: str) -> str:
    span = bar.span
    start, end = span["start_ms"], span["end_ms"] or bar.end_ms
    lines = [
        f"<b>{_STEPS.get(span['name'], span['name'])}</b>: {chart_text(span['status'])}",
        f"start {start / 1000:.2f} s, end {end / 1000:.2f} s",
        f"took {(end - start) / 1000:.2f} s",
    ]
    if bar.section:
        lines.append(f"{bar.section}: {(bar.end_ms - bar.start_ms) / 1000:.2f} s of it")
    if model := model_name(span, provider):
        lines.append(f"model {chart_text(model)}")
    first_token, read, wrote = (
        span.get("first_token_ms"),
        span.get("prompt_tokens"),
        span.get("completion_tokens"),
    )
    if first_token is not None:
        lines.append(f"first token at {first_token / 1000:.2f} s")
    if read is not None and wrote is not None:
        lines.append(f"read {count(read, 'token')}, wrote {count(wrote, 'token')}")
    if span.get("cached"):
        lines.append("from the cache")
    return "<br>".join(lines)


def _label(bar: _Bar) -> str:
    """How long a call took, on its last bar; our own short steps have none."""
    if bar.span["name"] in _OWN or bar.slots > 1:
        return ""
    if bar.span["status"] in _PATTERNS:
        return bar.span["status"]
    if bar.section and not bar.is_rest:
        return bar.section
    return f"{(bar.end_ms - bar.span['start_ms']) / 1000:.1f} s"


def _text_position(bar: _Bar) -> str:
    """A section's name stays within its own part of the bar."""
    if bar.span["status"] in _PATTERNS:
        return "outside"
    return "inside" if bar.section and not bar.is_rest else "auto"


def _bar_trace(bars: Sequence[_Bar], right_ms: float, provider: str, tones: Tones) -> go.Bar:
    colours = []
    for bar in bars:
        tone = getattr(tones, lane_tone(bar.span))
        colours.append(with_alpha(tone, 0.72) if bar.is_rest else tone)
    return go.Bar(
        orientation="h",
        y=[bar.lane for bar in bars],
        base=[bar.start_ms / 1000 for bar in bars],
        x=[max(bar.end_ms - bar.start_ms, right_ms * _MIN_SHARE) / 1000 for bar in bars],
        width=[_BAR / bar.slots * (0.88 if bar.slots > 1 else 1) for bar in bars],
        marker={
            "color": colours,
            "pattern": {
                "shape": [_PATTERNS.get(bar.span["status"], "") for bar in bars],
                "size": 6,
            },
            "line": {"width": 0},
        },
        text=[_label(bar) for bar in bars],
        textposition=[_text_position(bar) for bar in bars],
        textangle=0,
        insidetextfont={"color": tones.ground},
        outsidetextfont={"color": tones.text},
        cliponaxis=False,
        customdata=[_hover(bar, provider) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _add_estimate(figure: go.Figure, estimate_ms: float, tones: Tones) -> None:
    """What did not happen: the same calls one after another."""
    estimate_s = estimate_ms / 1000
    rows = {"y0": -0.5, "y1": len(LANES) - 0.5, "layer": "below"}
    tone = with_alpha(tones.ghost, 0.55)
    figure.add_shape(type="rect", x0=0, x1=estimate_s, line={"width": 0}, fillcolor=tone, **rows)
    edge = {"width": 1, "dash": "dot", "color": tones.quiet}
    figure.add_shape(type="line", x0=estimate_s, x1=estimate_s, line=edge, **rows)
    where = {"x": estimate_s, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "right"}
    add_note(figure, f"in sequence: {estimate_s:.1f} s", tones.quiet, **where)


def _add_decision(
    figure: go.Figure, at_ms: float, rewrite: bool, tones: Tones, *, late: bool
) -> None:
    colour = tones.amber if rewrite else tones.refined
    figure.add_vline(x=at_ms / 1000, line={"color": colour, "width": 2})
    side = {"xanchor": "right" if late else "left", "xshift": -5 if late else 5}
    text = "rewrite" if rewrite else "kept"
    between_lanes = LANES[::-1].index("Rewrite") + 0.5
    add_note(figure, text, colour, x=at_ms / 1000, y=between_lanes, yanchor="middle", **side)


def _add_ready(figure: go.Figure, at_ms: float, tones: Tones, *, late: bool) -> None:
    """When the final advice was ready, in the lane of our own steps, which is nearly empty."""
    figure.add_vline(x=at_ms / 1000, line={"color": tones.text, "width": 1, "dash": "dot"})
    side = {"xanchor": "right" if late else "left", "xshift": -5 if late else 5}
    add_note(figure, "advice ready", tones.text, x=at_ms / 1000, y=len(LANES) - 1, **side)


def describe_timing(document: RunDocument) -> str:
    """What the chart shows, in one sentence."""
    timings = document["timings"]
    took, estimate = timings["processing_time_ms"], timings["sequential_estimate_ms"]
    alone = document["strategy"] == "sequential" or document["fallback_mode"]
    if alone or estimate is None or estimate - took < 1:
        return f"This run took {duration(took)}."
    return (
        f"This run took {duration(took)}; run sequentially, the same calls would have taken "
        f"{duration(estimate)}."
    )
