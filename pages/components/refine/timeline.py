"""When in the talk the fillers occurred, if the transcript has times."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from pages.components.refine.transcript import POSSIBLE
from pages.components.shared.chart import lay_out_chart
from pages.components.shared.palette import Tones, with_alpha
from pages.components.shared.text import chart_text
from refiner.formatting import count, length
from refiner.model import per_100_words
from refiner.run_document import (
    FillerDict,
    PaceDict,
    PaceWindowDict,
    PossibleHesitationDict,
)


def timeline_figure(
    pace: PaceDict,
    fillers: Sequence[FillerDict],
    tones: Tones,
    possible: Sequence[PossibleHesitationDict] = (),
) -> go.Figure:
    """Fillers per 100 words in each part of the talk, each filler below, pauses as lines.

    `possible` hesitations are rings; those that a person judged are no longer drawn.
    The last value of a point's `customdata` is its second in the recording, for a click on it.
    """
    windows = counted_windows(pace, fillers)
    timed = [
        (f["text"] or f["word"], s) for f in fillers if f["ai"] and (s := f.get("at_s")) is not None
    ]
    figure = go.Figure()
    figure.add_bar(
        x=[(w["start_s"] + w["end_s"]) / 120 for w in windows],
        y=[_rate(w) for w in windows],
        width=[(w["end_s"] - w["start_s"]) / 60 * 0.94 for w in windows],
        marker={"color": with_alpha(tones.refined, 0.45), "line": {"width": 0}},
        customdata=[[_hover(w), w["start_s"]] for w in windows],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )
    line = {"width": 2}
    figure.add_scatter(
        x=[second / 60 for _, second in timed],
        y=[0] * len(timed),
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 14, "color": tones.refined, "line": line},
        customdata=[[chart_text(word), format_clock(second), second] for word, second in timed],
        hovertemplate="“%{customdata[0]}” at %{customdata[1]}<extra></extra>",
        cliponaxis=False,
    )
    _add_possible(figure, possible, tones)
    for pause in pace["long_pauses"]:
        dotted = {"color": tones.quiet, "width": 1, "dash": "dot"}
        figure.add_vline(x=pause["start_s"] / 60, line=dotted)
    across, up = "minutes into the recording", "fillers per 100 words"
    lay_out_chart(figure, tones, across, up, height=230)
    end_s = max(pace["end_s"], pace["start_s"] + 1)
    figure.update_xaxes(range=[pace["start_s"] / 60, end_s / 60], showgrid=False)
    figure.update_yaxes(rangemode="tozero", nticks=4)
    return figure


def _add_possible(
    figure: go.Figure, possible: Sequence[PossibleHesitationDict], tones: Tones
) -> None:
    unjudged = [one for one in possible if "label" not in one]
    if not unjudged:
        return
    figure.add_scatter(
        x=[one["start_s"] / 60 for one in unjudged],
        y=[0] * len(unjudged),
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": 12,
            "color": tones.amber,
            "line": {"width": 2},
        },
        customdata=[
            [format_clock(one["start_s"]), one["offset"], one["start_s"]] for one in unjudged
        ],
        hovertemplate=f"{POSSIBLE} at %{{customdata[0]}}<extra></extra>",
        cliponaxis=False,
    )


def counted_windows(pace: PaceDict, fillers: Sequence[FillerDict]) -> list[PaceWindowDict]:
    """The parts of the talk with the fillers that count now, corrections included."""
    seconds = [s for f in fillers if f["ai"] and (s := f.get("at_s")) is not None]
    windows = pace["windows"]
    ends = [*(window["start_s"] for window in windows[1:]), math.inf]
    return [
        {**window, "fillers": sum(window["start_s"] <= second < end for second in seconds)}
        for window, end in zip(windows, ends, strict=True)
    ]


def describe_timeline(pace: PaceDict, fillers: Sequence[FillerDict]) -> str:
    """Where the fillers cluster, in one sentence."""
    windows = counted_windows(pace, fillers)
    total = sum(window["fillers"] for window in windows)
    if not total:
        return "There are no fillers in the talk."
    worst = max(windows, key=_rate)
    overall = per_100_words(total, sum(window["words"] for window in windows))
    if len(windows) < 2 or _rate(worst) < 1.5 * overall:
        return "The fillers are spread evenly over the talk."
    return (
        f"Fillers cluster between {format_clock(worst['start_s'])} and "
        f"{format_clock(worst['end_s'])}: {_rate(worst):.1f} per 100 words."
    )


def describe_pace_and_pauses(pace: PaceDict) -> str:
    parts = []
    if pace["words_per_minute"]:
        rates = [w["words_per_minute"] for w in pace["windows"] if w["words_per_minute"]]
        between = f", from {min(rates)} to {max(rates)}" if len(rates) > 1 else ""
        parts.append(f"{pace['words_per_minute']} words a minute{between}")
    if pauses := pace["long_pauses"]:
        longest = max(pause["seconds"] for pause in pauses)
        parts.append(f"{count(len(pauses), 'pause')} of 2 s or more, the longest {length(longest)}")
    if pace["times"] == "segments":
        parts.append("each word's time is estimated from its caption or turn")
    return f"{'; '.join(parts)}."


def _rate(window: PaceWindowDict) -> float:
    return per_100_words(window["fillers"], window["words"])


def _hover(window: PaceWindowDict) -> str:
    start, end = format_clock(window["start_s"]), format_clock(window["end_s"])
    fillers, words = count(window["fillers"], "filler"), count(window["words"], "word")
    return f"{start} to {end}<br>{fillers} in {words}"


def format_clock(seconds: float) -> str:
    """Minutes and seconds into the recording: `4:05`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
