"""All runs by period, for the team: shares with their uncertainty, times and money over time."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go

from pages.components.shared.chart import lay_out, note
from pages.components.shared.palette import Tones, with_alpha
from refiner.formatting import count, duration, money, percent
from refiner.insight.health import against
from refiner.insight.periods import Floats, Periods, Share
from refiner.insight.trends import TARGET_MS, TARGET_SHARE


def rewritten_figure(seen: Periods, tones: Tones) -> go.Figure:
    """Share of parallel runs whose advice was rewritten, in percent, with the report's target."""
    figure = go.Figure()
    _share_band(figure, seen, seen.regeneration, tones.amber)
    _share_line(figure, seen, seen.regeneration, tones.amber, "solid", "rewritten")
    lay_out(figure, tones, "", "Advice rewritten (% of parallel runs)")
    low, high = (100 * share for share in TARGET_SHARE)
    _target(figure, low, high, f"report's target {low:.0f} to {high:.0f} %", tones)
    _share_axes(figure, [seen.regeneration], least=40)
    return figure


def rewritten_finding(seen: Periods) -> str:
    share = _overall(seen.regeneration)
    if share is None:
        return "No parallel run yet, so nothing could be rewritten."
    return (
        f"Advice was rewritten in {percent(share)} of "
        f"{count(int(seen.regeneration.of.sum()), 'parallel run')}, "
        f"{against(share, TARGET_SHARE)} the report's target."
    )


def times_figure(seen: Periods, tones: Tones) -> go.Figure:
    """Seconds that half of the runs, and 95 in 100, took at most."""
    figure = go.Figure()
    lines = (
        (seen.p95_ms, tones.quiet, "dash", "95 in 100"),
        (seen.p50_ms, tones.refined, "solid", "half"),
    )
    for values, colour, dash, name in lines:
        figure.add_scatter(
            x=seen.starts, y=values / 1000, mode="lines+markers", connectgaps=False,
            line={"color": colour, "width": 2, "dash": dash}, marker={"size": 6},
            customdata=_told(seen),
            hovertemplate=f"%{{customdata}}<br>{name} took at most %{{y:.1f}} s<extra></extra>",
        )  # fmt: skip
    lay_out(figure, tones, "", "Time of a run (s)", margin={"l": 8, "r": 72, "t": 24, "b": 44})
    _names(figure, seen, [(n, v / 1000, c) for v, c, _, n in lines])
    longest = _highest(seen.p95_ms)
    if longest >= TARGET_MS[0] / 2:
        low, high = (ms / 1000 for ms in TARGET_MS)
        _target(figure, low, high, f"report's target {low:.0f} to {high:.0f} s", tones)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def times_finding(seen: Periods) -> str:
    """The newest period with a result."""
    known = np.flatnonzero(~np.isnan(seen.p50_ms))
    if not len(known):
        return "No run has a time yet."
    n = int(known[-1])
    return (
        f"Last {seen.unit}: half of the runs took at most {duration(seen.p50_ms[n])}, "
        f"95 in 100 at most {duration(seen.p95_ms[n])}."
    )


def trouble_figure(seen: Periods, tones: Tones) -> go.Figure:
    """Shares of runs that fell back a step and that failed, in percent."""
    figure = go.Figure()
    _share_line(figure, seen, seen.fallback, tones.amber, "dash", "fell back")
    _share_line(figure, seen, seen.failure, tones.red, "solid", "failed")
    lay_out(figure, tones, "", "Share of runs (%)", margin={"l": 8, "r": 72, "t": 24, "b": 44})
    _names(
        figure, seen,
        [("fell back", 100 * seen.fallback.value, tones.amber),
         ("failed", 100 * seen.failure.value, tones.red)],
    )  # fmt: skip
    _share_axes(figure, [seen.fallback, seen.failure], least=10)
    return figure


def trouble_finding(seen: Periods) -> str:
    fell, failed = _overall(seen.fallback), _overall(seen.failure)
    if fell is None and failed is None:
        return "No run has ended yet."
    return (
        f"{percent(fell or 0)} of the results rest on a fallback; {percent(failed or 0)} of the "
        "runs failed."
    )


def spent_figure(seen: Periods, tones: Tones) -> go.Figure:
    """Mean cost of a run in US cents."""
    figure = go.Figure()
    figure.add_scatter(
        x=seen.starts, y=100 * seen.mean_usd, mode="lines+markers", connectgaps=False,
        line={"color": tones.refined, "width": 2}, marker={"size": 6}, customdata=_told(seen),
        hovertemplate="%{customdata}<br>%{y:.3g} cents a run<extra></extra>",
    )  # fmt: skip
    lay_out(figure, tones, "", "Cost of a run (US cents)")
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def spent_finding(seen: Periods) -> str:
    known = ~np.isnan(seen.mean_usd)
    if not known.any():
        return "What these runs cost is not known."
    mean = float(np.average(seen.mean_usd[known], weights=seen.runs[known]))
    return f"A run cost {money(mean)} on average."


def liked_figure(seen: Periods, tones: Tones) -> go.Figure:
    """Share of thumbs that point up, in percent."""
    figure = go.Figure()
    _share_band(figure, seen, seen.liked, tones.refined)
    _share_line(figure, seen, seen.liked, tones.refined, "solid", "liked")
    lay_out(figure, tones, "", "Advice liked (% of thumbs)")
    figure.update_xaxes(type="date")
    figure.update_yaxes(range=[0, 101])
    return figure


def liked_finding(seen: Periods) -> str:
    share = _overall(seen.liked)
    if share is None:
        return "Nobody has said yet whether the advice helped."
    return f"{percent(share)} of {count(int(seen.liked.of.sum()), 'thumb')} point up."


def _overall(share: Share) -> float | None:
    whole = int(share.of.sum())
    return float(np.nansum(share.value * share.of) / whole) if whole else None


def _told(seen: Periods) -> list[str]:
    """What the pointer shows of each period: its beginning and how many runs there were."""
    cut = 16 if seen.unit == "hour" else 10
    return [
        f"<b>{seen.unit} from {start[:cut].replace('T', ' ')}</b><br>{count(int(runs), 'run')}"
        for start, runs in zip(seen.starts, seen.runs, strict=True)
    ]


def _share_band(figure: go.Figure, seen: Periods, share: Share, colour: str) -> None:
    """The 95 % interval of a share, in percent, to lie behind its line."""
    known = ~np.isnan(share.value)
    starts = np.array(seen.starts)[known]
    figure.add_scatter(
        x=np.concatenate((starts, starts[::-1])),
        y=100 * np.concatenate((share.high[known], share.low[known][::-1])),
        fill="toself", fillcolor=with_alpha(colour, 0.14), mode="lines", line={"width": 0},
        hoverinfo="skip",
    )  # fmt: skip


def _share_line(
    figure: go.Figure, seen: Periods, share: Share, colour: str, dash: str, name: str
) -> None:
    """A share in percent; its interval is told at the pointer."""
    known = ~np.isnan(share.value)
    figure.add_scatter(
        x=np.array(seen.starts)[known], y=100 * share.value[known], mode="lines+markers",
        line={"color": colour, "width": 2, "dash": dash}, marker={"size": 6},
        customdata=np.column_stack(
            (np.array(_told(seen))[known], (100 * share.low[known]).round(1),
             (100 * share.high[known]).round(1))),
        hovertemplate=f"%{{customdata[0]}}<br>{name} %{{y:.1f}} %, 95 % interval "
        "%{customdata[1]} to %{customdata[2]} %<extra></extra>",
    )  # fmt: skip


def _share_axes(figure: go.Figure, shares: list[Share], least: float) -> None:
    top = max(100 * _highest(share.value) for share in shares)
    figure.update_xaxes(type="date")
    figure.update_yaxes(range=[0, min(101.0, max(least, 1.25 * top))])


def _highest(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.max()) if len(known) else 0.0


def _names(figure: go.Figure, seen: Periods, lines: list[tuple[str, Floats, str]]) -> None:
    """Each line's name at its end; two that end together are pushed apart."""
    ends = []
    for name, values, colour in lines:
        known = np.flatnonzero(~np.isnan(values))
        if len(known):
            ends.append((float(values[known[-1]]), name, colour))
    ends.sort()
    for n, (y, name, colour) in enumerate(ends):
        close = len(ends) == 2 and math.isclose(ends[0][0], ends[1][0], abs_tol=0.06 * ends[1][0])
        shift = (9 if n else -9) if close else 0
        note(figure, name, colour, x=1, xref="paper", y=y, xanchor="left", xshift=6, yshift=shift)


def _target(figure: go.Figure, low: float, high: float, label: str, tones: Tones) -> None:
    figure.add_hrect(y0=low, y1=high, fillcolor=with_alpha(tones.ghost, 0.7), line={"width": 0},
                     layer="below")  # fmt: skip
    note(figure, label, tones.quiet, x=1, xref="paper", y=high, yanchor="bottom", xanchor="right",
         bgcolor=with_alpha(tones.ground, 0.75))  # fmt: skip
