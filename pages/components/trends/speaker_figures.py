"""One speaker's talks over time: filler rate with its uncertainty, words that move, pace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.components.shared.chart import add_note, lay_out_chart
from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import chart_text
from refiner.formatting import count
from refiner.insight.improvement import LoggedTalk
from refiner.insight.intervals import RateChange
from refiner.insight.watched import compare_pace

_WORD_PX = 46
_TARGET_PX = 80  # beside the chart, where no line crosses the words


def speaker_rate_figure(
    talks: Sequence[LoggedTalk], target: float | None, tones: Tones
) -> go.Figure:
    """Fillers per 100 words of each talk, the 95 % interval as a band, and the person's target."""
    when = [talk.when for talk in talks]
    lows, highs = ([talk.interval[end] for talk in talks] for end in (0, 1))
    figure = go.Figure()
    figure.add_scatter(
        x=when + when[::-1],
        y=highs + lows[::-1],
        fill="toself",
        fillcolor=with_alpha(tones.refined, 0.16),
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=when,
        y=[talk.rate for talk in talks],
        mode="lines+markers",
        line={"color": tones.refined, "width": 2},
        marker={"size": 9},
        customdata=[_hover(talk) for talk in talks],
        hovertemplate="%{customdata[1]}<br>%{y:.1f} fillers per 100 words, 95 % interval "
        "%{customdata[2]}<extra></extra>",
        cliponaxis=False,
    )
    lay_out_chart(figure, tones, "", "Fillers per 100 words")
    if target is not None:
        _add_target(figure, target, tones)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def _add_target(figure: go.Figure, target: float, tones: Tones) -> None:
    figure.add_hline(y=target, line={"color": tones.accent, "width": 1.5, "dash": "dash"})
    where = {"x": 1, "xref": "paper", "y": target, "xanchor": "left", "xshift": 6}
    add_note(figure, f"target {target:g}", tones.accent, **where)
    figure.update_layout(margin_r=_TARGET_PX)


def words_figure(moves: Sequence[RateChange], tones: Tones) -> go.Figure:
    """The most frequent words: an open mark for the earlier talks, a full one for the later."""
    names = [f"“{chart_text(move.what, 24)}”" for move in moves]
    figure = go.Figure()
    for name, move in zip(names, moves, strict=True):
        figure.add_scatter(
            x=[move.before, move.after],
            y=[name, name],
            mode="lines",
            hoverinfo="skip",
            line={"color": tones.refined if move.clear else tones.line, "width": 3},
            showlegend=False,
        )
    for what, symbol, side in (("earlier", "circle-open", "before"), ("later", "circle", "after")):
        figure.add_scatter(
            x=[getattr(move, side) for move in moves],
            y=names,
            mode="markers",
            name=what,
            marker={"symbol": symbol, "size": 12, "color": tones.refined}
            | {"line": {"width": 2, "color": tones.refined}},
            hovertemplate=f"%{{y}}, {what} talks: %{{x:.2f}} per 100 words<extra></extra>",
            cliponaxis=False,
        )
    for name, move in zip(names, moves, strict=True):
        if move.clear:
            text = "fell clearly" if move.better else "rose clearly"
            colour = tones.refined if move.better else tones.amber
            where = {"x": max(move.before, move.after), "y": name}
            add_note(figure, text, colour, xanchor="left", xshift=12, **where)
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    layout = {"height": _WORD_PX * len(moves) + 96, "showlegend": True, "legend": legend}
    margin = {"l": 8, "r": 88, "t": 34, "b": 44}
    lay_out_chart(figure, tones, "Fillers per 100 words", "", margin=margin, **layout)
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1], showgrid=False)
    return figure


def describe_words(moves: Sequence[RateChange]) -> str:
    if not moves:
        return "Add one more talk to compare words."
    changes = [
        f"“{move.what}” {'fell' if move.better else 'rose'} from {move.before:.1f} to "
        f"{move.after:.1f} per 100 words"
        for move in moves
        if move.clear
    ]
    if changes:
        return "; ".join(changes) + "."
    return "None of the most frequent words changed by more than random variation."


def pace_figure(talks: Sequence[LoggedTalk], target: int | None, tones: Tones) -> go.Figure:
    """Words a minute of the talks with a known length, and the speaker's target."""
    timed = [talk for talk in talks if talk.pace]
    figure = go.Figure()
    figure.add_scatter(
        x=[talk.when for talk in timed],
        y=[talk.pace for talk in timed],
        mode="lines+markers",
        line={"color": tones.refined, "width": 2},
        marker={"size": 9},
        customdata=[_hover(talk) for talk in timed],
        hovertemplate="%{customdata[1]}<br>%{y:.0f} words a minute<extra></extra>",
        cliponaxis=False,
    )
    lay_out_chart(figure, tones, "", "Words a minute", height=260)
    if target is not None:
        _add_target(figure, target, tones)
    figure.update_xaxes(type="date")
    figure.update_yaxes(rangemode="tozero")
    return figure


def describe_pace(talks: Sequence[LoggedTalk], target: int | None = None) -> str:
    paces = [talk.pace for talk in talks if talk.pace]
    if len(paces) < 2:
        return "Pace appears after two talks with a known length."
    aimed = f", {compare_pace(paces[-1], target)}" if target else ""
    return (
        f"From {min(paces):.0f} to {max(paces):.0f} words a minute over "
        f"{count(len(paces), 'talk')}; the last one {paces[-1]:.0f}{aimed}."
    )


def _hover(talk: LoggedTalk) -> list[Any]:
    """The run's number, what it was as HTML, and its interval."""
    low, high = talk.interval
    about = (
        f"<b>{chart_text(talk.title)}</b><br>{talk.when[:10]}, {count(talk.counted.words, 'word')}"
    )
    return [talk.run_id, about, f"{low:.1f} to {high:.1f}"]
