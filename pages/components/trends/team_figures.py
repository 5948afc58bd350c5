"""All runs by period, for the team: shares with their uncertainty, times and cost over time."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from pages.components.shared.chart import add_note, lay_out_chart
from pages.components.shared.palette import Tones, with_alpha
from refiner.formatting import count, duration, money, percent
from refiner.insight.arrays import Floats
from refiner.insight.health import TARGET_MS, TARGET_SHARE, compare_with_target
from refiner.insight.periods import Periods, Share

_MIN_RUNS_BANDED = 5  # a week; the interval of fewer fills the chart
_LABELS_RIGHT = {"l": 8, "r": 72, "t": 24, "b": 44}


def rewritten_figure(periods: Periods, tones: Tones) -> go.Figure:
    """Share of parallel runs whose advice was rewritten, in percent, with the report's target."""
    figure = go.Figure()
    _add_share_band(figure, periods, periods.regeneration, tones.amber)
    _add_share_line(figure, periods, periods.regeneration, tones.amber, "solid", "rewritten")
    lay_out_chart(figure, tones, "", "Advice rewritten (% of parallel runs)")
    low, high = (100 * share for share in TARGET_SHARE)
    _add_target(figure, low, high, f"target {low:.0f}–{high:.0f} %", tones)
    _set_share_axes(figure, [periods.regeneration], min_top=40)
    return figure


def describe_rewritten(periods: Periods) -> str:
    share = _overall(periods.regeneration)
    if share is None:
        return "No parallel run yet, so nothing could be rewritten."
    runs = count(int(periods.regeneration.of.sum()), "parallel run")
    low, high = (100 * share for share in TARGET_SHARE)
    return (
        f"Advice was rewritten in {percent(share)} of {runs}, "
        f"{compare_with_target(share, TARGET_SHARE)} the {low:.0f}–{high:.0f} % target."
    )


def period_times_figure(periods: Periods, tones: Tones) -> go.Figure:
    """Median and 95th percentile of the runs' times, in the unit that suits them."""
    figure = go.Figure()
    in_ms = _highest(periods.p95_ms) < 1000
    unit, scale = ("ms", 1.0) if in_ms else ("s", 1000.0)
    lines = (
        (periods.p95_ms / scale, tones.quiet, "dash", "95th percentile"),
        (periods.p50_ms / scale, tones.refined, "solid", "median"),
    )
    for values, colour, dash, name in lines:
        figure.add_scatter(
            x=periods.starts,
            y=values,
            mode="lines+markers",
            cliponaxis=False,  # a point at 0 is seen whole
            connectgaps=False,
            line={"color": colour, "width": 2, "dash": dash},
            marker={"size": 6},
            customdata=_hover(periods),
            hovertemplate=f"%{{customdata}}<br>{name} %{{y:.3g}} {unit}<extra></extra>",
        )
    margin = {**_LABELS_RIGHT, "r": 104}
    lay_out_chart(figure, tones, "", f"Time of a run ({unit})", margin=margin)
    _add_line_names(figure, [(name, values, colour) for values, colour, _, name in lines])
    if _highest(periods.p95_ms) >= TARGET_MS[0] / 2:
        low, high = (ms / 1000 for ms in TARGET_MS)
        _add_target(figure, low, high, f"target {low:.0f}–{high:.0f} s", tones)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def describe_period_times(periods: Periods) -> str:
    """The newest period with a result."""
    known = np.flatnonzero(~np.isnan(periods.p50_ms))
    if not len(known):
        return "No run has a time yet."
    n = int(known[-1])
    ready = periods.ready_p50_ms[n]
    first = "" if np.isnan(ready) else f"advice ready in {duration(ready)}, "
    return (
        f"Last {periods.unit}: {first}whole run {duration(periods.p50_ms[n])} (medians), "
        f"95th percentile {duration(periods.p95_ms[n])}."
    )


def trouble_figure(periods: Periods, tones: Tones) -> go.Figure:
    """Shares of runs that were degraded and that failed, in percent."""
    figure = go.Figure()
    _add_share_line(figure, periods, periods.fallback, tones.amber, "dash", "degraded")
    _add_share_line(figure, periods, periods.failure, tones.red, "solid", "failed")
    lay_out_chart(figure, tones, "", "Share of runs (%)", margin=_LABELS_RIGHT)
    lines = (
        ("degraded", 100 * periods.fallback.value, tones.amber),
        ("failed", 100 * periods.failure.value, tones.red),
    )
    _add_line_names(figure, list(lines))
    _set_share_axes(figure, [periods.fallback, periods.failure], min_top=10)
    return figure


def describe_trouble(periods: Periods) -> str:
    degraded, failed = _overall(periods.fallback), _overall(periods.failure)
    if degraded is None and failed is None:
        return "No run has ended yet."
    first = f"{percent(degraded)} of the runs were degraded" if degraded else "No run was degraded"
    return f"{first}; {percent(failed) if failed else 'none'} failed."


def spent_figure(periods: Periods, tones: Tones) -> go.Figure:
    """Mean cost of a run in US cents."""
    figure = go.Figure()
    figure.add_scatter(
        x=periods.starts,
        y=100 * periods.mean_usd,
        mode="lines+markers",
        cliponaxis=False,  # a point at 0 is seen whole
        connectgaps=False,
        line={"color": tones.refined, "width": 2},
        marker={"size": 6},
        customdata=_hover(periods),
        hovertemplate="%{customdata}<br>%{y:.3g} cents a run<extra></extra>",
    )
    lay_out_chart(figure, tones, "", "Cost of a run (US cents)")
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def describe_spent(periods: Periods) -> str:
    known = ~np.isnan(periods.mean_usd)
    if not known.any():
        return "Cost unknown for these runs."
    mean = float(np.average(periods.mean_usd[known], weights=periods.runs[known]))
    return f"A run cost {money(mean)} on average."


def liked_figure(periods: Periods, tones: Tones) -> go.Figure:
    """Share of positive feedback, in percent."""
    figure = go.Figure()
    _add_share_band(figure, periods, periods.liked, tones.refined)
    _add_share_line(figure, periods, periods.liked, tones.refined, "solid", "useful")
    lay_out_chart(figure, tones, "", "Positive feedback (%)")
    figure.update_xaxes(type="date")
    figure.update_yaxes(range=[0, 101])
    return figure


def describe_liked(periods: Periods) -> str:
    share, answers = _overall(periods.liked), int(periods.liked.of.sum())
    if share is None:
        return "No feedback yet."
    return f"{round(share * answers):,} of {answers:,} found it useful."


def _overall(share: Share) -> float | None:
    total = int(share.of.sum())
    return float(np.nansum(share.value * share.of) / total) if total else None


def _hover(periods: Periods) -> list[str]:
    """Each period's beginning and how many runs there were, as HTML."""
    length = 16 if periods.unit == "hour" else 10
    return [
        f"<b>{periods.unit} from {start[:length].replace('T', ' ')}</b><br>"
        f"{count(int(runs), 'run')}"
        for start, runs in zip(periods.starts, periods.runs, strict=True)
    ]


def _add_share_band(figure: go.Figure, periods: Periods, share: Share, colour: str) -> None:
    """The 95 % interval of a share, in percent, behind its line; nothing if it is of few runs."""
    known = ~np.isnan(share.value)
    if np.median(share.of[known] if known.any() else 0) < _MIN_RUNS_BANDED:
        known[:] = False
    starts = np.array(periods.starts)[known]
    figure.add_scatter(
        x=np.concatenate((starts, starts[::-1])),
        y=100 * np.concatenate((share.high[known], share.low[known][::-1])),
        fill="toself",
        fillcolor=with_alpha(colour, 0.14),
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
    )


def _add_share_line(
    figure: go.Figure, periods: Periods, share: Share, colour: str, dash: str, name: str
) -> None:
    """A share in percent; its interval is shown at the pointer."""
    known = ~np.isnan(share.value)
    low, high = ((100 * edge[known]).round(1) for edge in (share.low, share.high))
    figure.add_scatter(
        x=np.array(periods.starts)[known],
        y=100 * share.value[known],
        mode="lines+markers",
        cliponaxis=False,  # a point at 0 is seen whole
        line={"color": colour, "width": 2, "dash": dash},
        marker={"size": 6},
        customdata=np.column_stack((np.array(_hover(periods))[known], low, high)),
        hovertemplate=f"%{{customdata[0]}}<br>{name} %{{y:.1f}} %, 95 % interval "
        "%{customdata[1]} to %{customdata[2]} %<extra></extra>",
    )


def _set_share_axes(figure: go.Figure, shares: list[Share], min_top: float) -> None:
    top = max(100 * _highest(share.value) for share in shares)
    figure.update_xaxes(type="date")
    figure.update_yaxes(range=[0, min(101.0, max(min_top, 1.25 * top))])


def _highest(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.max()) if len(known) else 0.0


def _add_line_names(figure: go.Figure, lines: list[tuple[str, Floats, str]]) -> None:
    """Each line's name at its end; two that end together are pushed apart."""
    ends = []
    for name, values, colour in lines:
        known = np.flatnonzero(~np.isnan(values))
        if len(known):
            ends.append((float(values[known[-1]]), name, colour))
    ends.sort()
    top = max((_highest(values) for _, values, _ in lines), default=0.0)
    close = len(ends) == 2 and abs(ends[0][0] - ends[1][0]) < 0.08 * top
    for n, (y, name, colour) in enumerate(ends):
        shift = (9 if n else -9) if close else 0
        where = {"x": 1, "xref": "paper", "y": y, "xanchor": "left", "xshift": 6, "yshift": shift}
        add_note(figure, name, colour, **where)


def _add_target(figure: go.Figure, low: float, high: float, label: str, tones: Tones) -> None:
    """The target as a shaded band, named above the chart, where no line crosses the words."""
    tone = with_alpha(tones.ghost, 0.7)
    figure.add_hrect(y0=low, y1=high, fillcolor=tone, line={"width": 0}, layer="below")
    where = {"x": 1, "xref": "paper", "y": 1, "yref": "paper", "yanchor": "bottom"}
    add_note(figure, f"shaded: {label}", tones.quiet, xanchor="right", **where)
