"""When in the talk the fillers fell, where the transcript's own times tell it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import plotted
from refiner.formatting import count, length

HEIGHT = 230
_MARGIN = {"l": 8, "r": 16, "t": 24, "b": 44}


def timeline(document: Mapping[str, Any], tones: Tones) -> go.Figure:
    """Fillers per 100 words in each part of the talk, each filler below, pauses as lines."""
    pace = document["pace"]
    figure = go.Figure((_parts(_windows(document), tones), _said(document, tones)))
    for pause in pace["long_pauses"]:
        line = {"color": tones.quiet, "width": 1, "dash": "dot"}
        figure.add_vline(x=pause["start_s"] / 60, line=line)
    figure.update_layout(
        height=HEIGHT,
        margin=_MARGIN,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": tones.text, "size": 13},
        showlegend=False,
        dragmode=False,
        hoverlabel={"align": "left"},
    )
    figure.update_xaxes(
        title={"text": "minutes into the recording"}, range=[pace["start_s"] / 60, _end(pace) / 60],
        gridcolor=tones.line, zeroline=False, fixedrange=True, showgrid=False,
    )  # fmt: skip
    figure.update_yaxes(
        title={"text": "fillers per 100 words"}, rangemode="tozero", gridcolor=tones.line,
        zeroline=False, fixedrange=True, nticks=4, automargin=True,
    )  # fmt: skip
    return figure


def _parts(windows: list[dict[str, Any]], tones: Tones) -> go.Bar:
    return go.Bar(
        x=[(w["start_s"] + w["end_s"]) / 120 for w in windows],
        y=[_rate(w) for w in windows],
        width=[(w["end_s"] - w["start_s"]) / 60 * 0.94 for w in windows],
        marker={"color": with_alpha(tones.refined, 0.45), "line": {"width": 0}},
        customdata=[[_clock(w["start_s"]), _clock(w["end_s"]), _window(w)] for w in windows],
        hovertemplate="%{customdata[0]} to %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )


def _said(document: Mapping[str, Any], tones: Tones) -> go.Scatter:
    """Each filler that counts, at its second."""
    said = [f for f in document["fillers"] if f["ai"] and f.get("at_s") is not None]
    return go.Scatter(
        x=[f["at_s"] / 60 for f in said],
        y=[0] * len(said),
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 14, "color": tones.refined, "line": {"width": 2}},
        customdata=[[plotted(f["text"]), _clock(f["at_s"])] for f in said],
        hovertemplate="“%{customdata[0]}” at %{customdata[1]}<extra></extra>",
        cliponaxis=False,
    )


def finding(document: Mapping[str, Any]) -> str:
    """Where the fillers gathered, in one sentence."""
    windows = _windows(document)
    every = sum(w["fillers"] for w in windows)
    if not every:
        return "No filler fell anywhere in the talk."
    worst = max(windows, key=_rate)
    if len(windows) < 2 or _rate(worst) < 1.5 * 100 * every / max(1, sum(_words(windows))):
        return "The fillers are spread evenly over the talk."
    return (
        f"Fillers gather between {_clock(worst['start_s'])} and {_clock(worst['end_s'])}: "
        f"{_rate(worst):.1f} per 100 words."
    )


def pace_line(document: Mapping[str, Any]) -> str:
    """Pace and pauses, in one line."""
    pace = document["pace"]
    parts = []
    if pace["words_per_minute"]:
        rates = [w["words_per_minute"] for w in pace["windows"] if w["words_per_minute"]]
        between = f", from {min(rates)} to {max(rates)}" if len(rates) > 1 else ""
        parts.append(f"{pace['words_per_minute']} words a minute{between}")
    pauses = pace["long_pauses"]
    if pauses:
        longest = max(p["seconds"] for p in pauses)
        parts.append(f"{count(len(pauses), 'pause')} of 2 s or more, the longest {length(longest)}")
    if pace["times"] == "segments":
        parts.append("each word's time is estimated from its caption or turn")
    return f"{'; '.join(parts)}."


def _windows(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts of the talk with the fillers that count now, a person's verdicts included."""
    at = [f["at_s"] for f in document["fillers"] if f["ai"] and f.get("at_s") is not None]
    windows = document["pace"]["windows"]
    ends = [*(w["start_s"] for w in windows[1:]), math.inf]
    return [
        {**w, "fillers": sum(w["start_s"] <= second < end for second in at)}
        for w, end in zip(windows, ends, strict=True)
    ]


def _end(pace: Mapping[str, Any]) -> float:
    return float(max(pace["end_s"], pace["start_s"] + 1))


def _words(windows: list[dict[str, Any]]) -> list[int]:
    return [int(w["words"]) for w in windows]


def _rate(window: Mapping[str, Any]) -> float:
    return 100 * int(window["fillers"]) / max(1, int(window["words"]))


def _window(window: Mapping[str, Any]) -> str:
    return f"{count(window['fillers'], 'filler')} in {count(window['words'], 'word')}"


def _clock(seconds: float) -> str:
    """Minutes and seconds into the recording: `4:05`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
