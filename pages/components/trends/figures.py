"""Logged runs as charts: rows in, figures out, and a sentence that says what each shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import plotted
from refiner.formatting import count, duration, percent
from refiner.insight.trends import (
    TARGET_MS,
    TARGET_SHARE,
    WINDOW,
    Row,
    by_speaker,
    change,
    median_ms,
    off_by_more_than,
    regenerated_share,
    rolling_share,
    spread,
)

HEIGHT = 340
MOST_SPEAKERS = 6  # told apart by mark and label; more are drawn alike
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def rate_figure(rows: Sequence[Row], tones: Tones) -> go.Figure:
    """Refined fillers per 100 words over time, a line a speaker, bars for the 95 % interval."""
    figure = go.Figure()
    speakers = by_speaker(rows)
    for n, (speaker, runs) in enumerate(speakers.items()):
        style = n % MOST_SPEAKERS
        last = ["" for _ in runs[:-1]] + [plotted(speaker or "no name", 18)]
        figure.add_scatter(
            x=[r["created_at"] for r in runs],
            y=[r["per_100_words"] for r in runs],
            error_y={"array": [spread(r) for r in runs], "thickness": 1, "width": 0,
                     "color": with_alpha(tones.refined, 0.5)},
            mode="lines+markers+text",
            text=last if len(speakers) <= MOST_SPEAKERS else None,
            textposition="middle right",
            textfont={"color": tones.text},
            marker={"symbol": _SYMBOLS[style], "size": 9, "color": tones.refined},
            line={"color": tones.refined, "width": 1.5, "dash": _DASHES[style]},
            customdata=[_told(r) for r in runs],
            hovertemplate="%{customdata[1]}<br>%{y} fillers per 100 words<extra></extra>",
            cliponaxis=False,
        )  # fmt: skip
    _lay_out(figure, tones, "Refined fillers per 100 words")
    figure.update_layout(margin_r=64)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def rate_finding(rows: Sequence[Row]) -> str:
    """What happened to the rate, speaker by speaker, where it is more than chance."""
    told = []
    for speaker, runs in by_speaker(rows).items():
        seen = change(runs)
        if seen is not None and seen.clear:
            way = "fell" if seen.after < seen.before else "rose"
            of = f"{speaker}: fillers" if speaker else "Fillers"
            told.append(f"{of} {way} from {seen.before} to {seen.after} per 100 words")
    if told:
        return "; ".join(told[:3]) + "."
    return "No clear change yet: the differences between runs are within chance."


def counts_figure(rows: Sequence[Row], tones: Tones) -> go.Figure:
    """Rule count against refined count, a mark a run; on the line both agree."""
    most = max([1, *(max(r["rule_fillers"], r["ai_fillers"]) for r in rows)]) * 1.08
    figure = go.Figure()
    figure.add_scatter(
        x=[0, most], y=[0, most], mode="lines", hoverinfo="skip", showlegend=False,
        line={"color": tones.quiet, "width": 1, "dash": "dot"},
    )  # fmt: skip
    groups = (("kept", "circle", tones.refined), ("regenerated", "diamond-open", tones.amber))
    for name, symbol, colour in groups:
        runs = [r for r in rows if bool(r["coaching_regenerated"]) == (name == "regenerated")]
        figure.add_scatter(
            x=[r["rule_fillers"] for r in runs],
            y=[r["ai_fillers"] for r in runs],
            name=name,
            mode="markers",
            showlegend=bool(runs),
            marker={"symbol": symbol, "size": 10, "color": colour, "line": {"width": 2}},
            customdata=[_told(r) for r in runs],
            hovertemplate="%{customdata[1]}<br>rules %{x}, refined %{y}<extra></extra>",
            cliponaxis=False,
        )
    figure.add_annotation(
        x=most, y=most, text="both agree", showarrow=False, xanchor="right", yanchor="top",
        yshift=-14, font={"color": tones.quiet, "size": 12},
    )  # fmt: skip
    _lay_out(figure, tones, "Refined count (fillers)", "Rule count (fillers)")
    figure.update_layout(legend={"orientation": "h", "y": 1.12, "x": 0})
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(rangemode="tozero")
    return figure


def counts_finding(rows: Sequence[Row]) -> str:
    off, runs = off_by_more_than(rows, 0.2), count(len(rows), "run")
    return f"The rules were more than 20 % off the refined count in {off} of {runs}."


def time_figure(rows: Sequence[Row], tones: Tones) -> go.Figure:
    """Processing time of each run in seconds; the report's target as a band."""
    shown = [r for r in rows if r["processing_time_ms"] is not None]
    figure = go.Figure()
    figure.add_scatter(
        x=[r["created_at"] for r in shown],
        y=[r["processing_time_ms"] / 1000 for r in shown],
        mode="markers",
        marker={
            "size": 9,
            "color": [tones.amber if r["coaching_regenerated"] else tones.refined for r in shown],
            "symbol": ["diamond-open" if r["coaching_regenerated"] else "circle" for r in shown],
            "line": {"width": 2},
        },
        customdata=[_told(r) for r in shown],
        hovertemplate="%{customdata[1]}<br>%{y:.2f} s<extra></extra>",
        cliponaxis=False,
    )
    _lay_out(figure, tones, "Processing time (s)")
    if any(r["processing_time_ms"] >= TARGET_MS[0] / 2 for r in shown):
        low, high = (ms / 1000 for ms in TARGET_MS)
        _band(figure, low, high, f"report's target {low:.0f} to {high:.0f} s", tones)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def time_finding(rows: Sequence[Row]) -> str:
    middle = median_ms(rows)
    return "" if middle is None else f"Half of the runs took at most {duration(middle)}."


def share_figure(rows: Sequence[Row], tones: Tones) -> go.Figure:
    """Share of regenerated advice over the last runs, in percent; the report's target as a band."""
    shares = rolling_share(rows)
    figure = go.Figure()
    figure.add_scatter(
        x=[r["created_at"] for r, _ in shares],
        y=[100 * share for _, share in shares],
        mode="lines+markers",
        line={"color": tones.amber, "width": 1.5, "shape": "hv"},
        marker={"size": 6, "color": tones.amber},
        customdata=[_told(r) for r, _ in shares],
        hovertemplate="%{customdata[1]}<br>%{y:.0f} % of the last runs<extra></extra>",
        cliponaxis=False,
    )
    _lay_out(figure, tones, f"Regenerated, last {WINDOW} runs (%)")
    low, high = (100 * share for share in TARGET_SHARE)
    _band(figure, low, high, f"report's target {low:.0f} to {high:.0f} %", tones)
    figure.update_xaxes(type="date")
    figure.update_yaxes(range=[0, 100])
    return figure


def share_finding(rows: Sequence[Row]) -> str:
    share = regenerated_share(rows)
    if share is None:
        return "No parallel run yet, so nothing could be regenerated."
    low, high = TARGET_SHARE
    relation = "below" if share < low else "above" if share > high else "within"
    return (
        f"The advice was regenerated in {percent(share)} of the parallel runs, {relation} the "
        f"report's {percent(low)} to {percent(high)}."
    )


def _told(row: Row) -> list[Any]:
    """What a mark carries: the run's number, and who and what it was."""
    about = (row["title"] or "Untitled talk", row["speaker"])
    who = " · ".join(plotted(part) for part in about if part)
    return [row["run_id"], f"<b>{who}</b><br>{row['created_at'][:16].replace('T', ' ')} UTC"]


def _band(figure: go.Figure, low: float, high: float, label: str, tones: Tones) -> None:
    figure.add_hrect(
        y0=low, y1=high, fillcolor=with_alpha(tones.ghost, 0.6), line={"width": 0}, layer="below",
    )  # fmt: skip
    figure.add_annotation(
        x=0, xref="paper", y=low, yanchor="top", xanchor="left", showarrow=False, text=label,
        font={"color": tones.quiet, "size": 12},
    )  # fmt: skip


def _lay_out(figure: go.Figure, tones: Tones, unit: str, across: str = "") -> None:
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 16, "t": 24, "b": 44},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": tones.text, "size": 13},
        showlegend=bool(across),
        dragmode=False,
        hoverlabel={"align": "left"},
    )
    figure.update_xaxes(
        title={"text": across}, gridcolor=tones.line, zeroline=False, fixedrange=True, nticks=6,
        automargin=True,
    )  # fmt: skip
    figure.update_yaxes(
        title={"text": unit}, gridcolor=tones.line, zeroline=False, fixedrange=True, nticks=6,
        automargin=True,
    )  # fmt: skip
