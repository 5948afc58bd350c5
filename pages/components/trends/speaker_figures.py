"""One speaker's talks over time: filler rate with its uncertainty, words that move, pace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.components.shared.chart import lay_out, note
from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import plotted
from refiner.formatting import count
from refiner.insight.improvement import Move, Talk

ROW_PX = 46


def rate_figure(talks: Sequence[Talk], target: float | None, tones: Tones) -> go.Figure:
    """Fillers per 100 words of each talk, the 95 % interval as a band, and the person's target."""
    when = [talk.when for talk in talks]
    lows, highs = ([talk.interval[end] for talk in talks] for end in (0, 1))
    figure = go.Figure()
    figure.add_scatter(
        x=when + when[::-1], y=highs + lows[::-1],
        fill="toself", fillcolor=with_alpha(tones.refined, 0.16), mode="lines", line={"width": 0},
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=when, y=[talk.rate for talk in talks], mode="lines+markers",
        line={"color": tones.refined, "width": 2}, marker={"size": 9},
        customdata=[_told(talk) for talk in talks],
        hovertemplate="%{customdata[1]}<br>%{y:.1f} fillers per 100 words, 95 % interval "
        "%{customdata[2]}<extra></extra>",
        cliponaxis=False,
    )  # fmt: skip
    lay_out(figure, tones, "", "Refined fillers per 100 words")
    if target is not None:
        figure.add_hline(y=target, line={"color": tones.accent, "width": 1.5, "dash": "dash"})
        note(figure, f"target {target:g}", tones.accent, x=1, xref="paper", y=target,
             yanchor="bottom", xanchor="right")  # fmt: skip
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def words_figure(moves: Sequence[Move], tones: Tones) -> go.Figure:
    """The most frequent words: an open mark for the earlier talks, a full one for the later."""
    names = [f"“{plotted(move.what, 24)}”" for move in moves]
    figure = go.Figure()
    for name, move in zip(names, moves, strict=True):
        figure.add_scatter(
            x=[move.before, move.after], y=[name, name], mode="lines", hoverinfo="skip",
            line={"color": tones.refined if move.clear else tones.line, "width": 3},
        )  # fmt: skip
    for what, symbol, side in (("earlier", "circle-open", "before"), ("later", "circle", "after")):
        figure.add_scatter(
            x=[getattr(move, side) for move in moves], y=names, mode="markers", name=what,
            marker={"symbol": symbol, "size": 12, "color": tones.refined,
                    "line": {"width": 2, "color": tones.refined}},
            hovertemplate=f"%{{y}}, {what} talks: %{{x:.2f}} per 100 words<extra></extra>",
            showlegend=True, cliponaxis=False,
        )  # fmt: skip
    for name, move in zip(names, moves, strict=True):
        if move.clear:
            note(figure, "fell clearly" if move.better else "rose clearly",
                 tones.refined if move.better else tones.amber, y=name,
                 x=max(move.before, move.after), xanchor="left", xshift=12)  # fmt: skip
    lay_out(
        figure, tones, "Refined fillers per 100 words", "", height=ROW_PX * len(moves) + 96,
        showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        margin={"l": 8, "r": 88, "t": 34, "b": 44},
    )  # fmt: skip
    for trace in figure.data[: len(moves)]:
        trace.showlegend = False
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1], showgrid=False)
    return figure


def words_finding(moves: Sequence[Move]) -> str:
    if not moves:
        return "One more talk, and the words can be compared."
    clear = [move for move in moves if move.clear]
    if not clear:
        return "None of the most frequent words moved by more than chance."
    return "; ".join(
        f"“{move.what}” {'fell' if move.better else 'rose'} from {move.before:.1f} to "
        f"{move.after:.1f} per 100 words"
        for move in clear
    ) + "."  # fmt: skip


def pace_figure(talks: Sequence[Talk], tones: Tones) -> go.Figure:
    """Words a minute of the talks whose length is known."""
    timed = [talk for talk in talks if talk.pace]
    figure = go.Figure()
    figure.add_scatter(
        x=[talk.when for talk in timed], y=[talk.pace for talk in timed], mode="lines+markers",
        line={"color": tones.refined, "width": 2}, marker={"size": 9},
        customdata=[_told(talk) for talk in timed],
        hovertemplate="%{customdata[1]}<br>%{y:.0f} words a minute<extra></extra>",
        cliponaxis=False,
    )  # fmt: skip
    lay_out(figure, tones, "", "Words a minute", height=260)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def pace_finding(talks: Sequence[Talk]) -> str:
    paces = [talk.pace for talk in talks if talk.pace]
    if len(paces) < 2:
        return "The pace needs two talks whose length is known, from timestamps or as given."
    return (
        f"From {min(paces):.0f} to {max(paces):.0f} words a minute over "
        f"{count(len(paces), 'talk')}; the last one {paces[-1]:.0f}."
    )


def _told(talk: Talk) -> list[Any]:
    low, high = talk.interval
    about = f"<b>{plotted(talk.title)}</b><br>{talk.when[:10]}, {count(talk.words, 'word')}"
    return [talk.run_id, about, f"{low:.1f} to {high:.1f}"]
