"""Logged runs as charts: rows in, figures out, and a sentence that says what each shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.components.shared.chart import add_note, lay_out_chart
from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import NO_SPEAKER, UNTITLED, chart_text
from refiner.formatting import count, duration, percent
from refiner.insight.health import compare_with_target
from refiner.insight.trends import (
    TARGET_MS,
    TARGET_SHARE,
    WINDOW,
    count_off_by_more_than,
    group_by_speaker,
    median_ms,
    rate_intervals,
    regenerated_share,
    rolling_share,
    speaker_change,
)
from refiner.run_document import FinishedRunRow

MAX_SPEAKERS = 6  # distinguished by mark and label; more are drawn alike
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def speakers_figure(rows: Sequence[FinishedRunRow], tones: Tones) -> go.Figure:
    """Fillers in context per 100 words over time, a line a speaker, bars for the 95 % interval."""
    figure = go.Figure()
    speakers = group_by_speaker(rows)
    for n, (speaker, runs) in enumerate(speakers.items()):
        style = n % MAX_SPEAKERS
        label = chart_text(speaker or NO_SPEAKER, 18)
        rates = [r["per_100_words"] for r in runs]
        intervals = rate_intervals(runs)
        error = {
            "array": [high - rate for rate, (_, high) in zip(rates, intervals, strict=True)],
            "arrayminus": [rate - low for rate, (low, _) in zip(rates, intervals, strict=True)],
            "color": with_alpha(tones.refined, 0.5),
        }
        figure.add_scatter(
            x=[r["created_at"] for r in runs],
            y=rates,
            error_y=error | {"thickness": 1, "width": 0},
            mode="lines+markers+text",
            text=[""] * (len(runs) - 1) + [label] if len(speakers) <= MAX_SPEAKERS else None,
            textposition="middle right",
            textfont={"color": tones.text},
            marker={"symbol": _SYMBOLS[style], "size": 9, "color": tones.refined},
            line={"color": tones.refined, "width": 1.5, "dash": _DASHES[style]},
            customdata=[_hover(r) for r in runs],
            hovertemplate="%{customdata[1]}<br>%{y} fillers per 100 words<extra></extra>",
            cliponaxis=False,
        )
    lay_out_chart(figure, tones, "", "Fillers per 100 words")
    figure.update_layout(margin_r=64)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def describe_rates(rows: Sequence[FinishedRunRow]) -> str:
    """What happened to the rate, speaker by speaker, if it is more than chance."""
    changes = []
    for speaker, runs in group_by_speaker(rows).items():
        found = speaker_change(runs)
        if found is not None and found.clear:
            verb = "fell" if found.after < found.before else "rose"
            who = f"{speaker}: fillers" if speaker else "Fillers"
            changes.append(
                f"{who} {verb} from {found.before:.1f} to {found.after:.1f} per 100 words"
            )
    if changes:
        return "; ".join(changes[:3]) + "."
    return "No clear change yet: the differences between runs are within random variation."


def counts_figure(rows: Sequence[FinishedRunRow], tones: Tones) -> go.Figure:
    """Rule count against the count in context, a mark a run; on the line both agree."""
    highest = max([1, *(max(r["rule_fillers"] or 0, r["ai_fillers"] or 0) for r in rows)]) * 1.08
    figure = go.Figure()
    figure.add_scatter(
        x=[0, highest],
        y=[0, highest],
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        line={"color": tones.quiet, "width": 1, "dash": "dot"},
    )
    groups = (("kept", "circle", tones.refined), ("rewritten", "diamond-open", tones.amber))
    for name, symbol, colour in groups:
        runs = [r for r in rows if bool(r["coaching_regenerated"]) == (name == "rewritten")]
        figure.add_scatter(
            x=[r["rule_fillers"] for r in runs],
            y=[r["ai_fillers"] for r in runs],
            name=name,
            mode="markers",
            showlegend=bool(runs),
            marker={"symbol": symbol, "size": 10, "color": colour, "line": {"width": 2}},
            customdata=[_hover(r) for r in runs],
            hovertemplate="%{customdata[1]}<br>rules %{x}, in context %{y}<extra></extra>",
            cliponaxis=False,
        )
    where = {"x": highest, "y": highest, "xanchor": "right", "yanchor": "top", "yshift": -14}
    add_note(figure, "both agree", tones.quiet, **where)
    legend = {"orientation": "h", "y": 1.12, "x": 0}
    across, up = "Rule count (fillers)", "Count in context (fillers)"
    lay_out_chart(figure, tones, across, up, showlegend=True, legend=legend)
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(rangemode="tozero")
    return figure


def describe_counts(rows: Sequence[FinishedRunRow]) -> str:
    off, runs = count_off_by_more_than(rows, 0.2), count(len(rows), "run")
    return f"The rules were more than 20 % off the count in context in {off} of {runs}."


def run_times_figure(rows: Sequence[FinishedRunRow], tones: Tones) -> go.Figure:
    """Processing time of each run in seconds; the report's target as a band."""
    timed = [(r, r["processing_time_ms"]) for r in rows if r["processing_time_ms"] is not None]
    rewritten = [bool(r["coaching_regenerated"]) for r, _ in timed]
    figure = go.Figure()
    figure.add_scatter(
        x=[r["created_at"] for r, _ in timed],
        y=[ms / 1000 for _, ms in timed],
        mode="markers",
        marker={
            "size": 9,
            "color": [tones.amber if again else tones.refined for again in rewritten],
            "symbol": ["diamond-open" if again else "circle" for again in rewritten],
            "line": {"width": 2},
        },
        customdata=[_hover(r) for r, _ in timed],
        hovertemplate="%{customdata[1]}<br>%{y:.2f} s<extra></extra>",
        cliponaxis=False,
    )
    lay_out_chart(figure, tones, "", "Processing time (s)")
    if any(ms >= TARGET_MS[0] / 2 for _, ms in timed):
        low, high = (ms / 1000 for ms in TARGET_MS)
        _add_target(figure, low, high, f"target {low:.0f}–{high:.0f} s", tones)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def describe_times(rows: Sequence[FinishedRunRow]) -> str:
    middle = median_ms(rows)
    return "" if middle is None else f"The median run took {duration(middle)}."


def share_figure(rows: Sequence[FinishedRunRow], tones: Tones) -> go.Figure:
    """Share of rewritten advice over the last runs, in percent; the report's target as a band."""
    shares = rolling_share(rows)
    figure = go.Figure()
    figure.add_scatter(
        x=[r["created_at"] for r, _ in shares],
        y=[100 * share for _, share in shares],
        mode="lines+markers",
        line={"color": tones.amber, "width": 1.5, "shape": "hv"},
        marker={"size": 6, "color": tones.amber},
        customdata=[_hover(r) for r, _ in shares],
        hovertemplate="%{customdata[1]}<br>%{y:.0f} % of the last runs<extra></extra>",
        cliponaxis=False,
    )
    lay_out_chart(figure, tones, "", f"Rewritten, last {WINDOW} runs (%)")
    low, high = (100 * share for share in TARGET_SHARE)
    _add_target(figure, low, high, f"target {low:.0f}–{high:.0f} %", tones)
    figure.update_xaxes(type="date")
    figure.update_yaxes(range=[0, 100])
    return figure


def describe_share(rows: Sequence[FinishedRunRow]) -> str:
    share = regenerated_share(rows)
    if share is None:
        return "No parallel run yet, so nothing could be rewritten."
    low, high = (100 * share for share in TARGET_SHARE)
    return (
        f"The advice was rewritten in {percent(share)} of the parallel runs, "
        f"{compare_with_target(share, TARGET_SHARE)} the {low:.0f}–{high:.0f} % target."
    )


def _hover(row: FinishedRunRow) -> list[Any]:
    """The run's number, and who and what it was, as HTML."""
    about = (row["title"] or UNTITLED, row["speaker"])
    who = " · ".join(chart_text(part) for part in about if part)
    return [row["run_id"], f"<b>{who}</b><br>{row['created_at'][:16].replace('T', ' ')} UTC"]


def _add_target(figure: go.Figure, low: float, high: float, label: str, tones: Tones) -> None:
    tone = with_alpha(tones.ghost, 0.6)
    figure.add_hrect(y0=low, y1=high, fillcolor=tone, line={"width": 0}, layer="below")
    add_note(figure, label, tones.quiet, x=0, xref="paper", y=low, yanchor="top", xanchor="left")
