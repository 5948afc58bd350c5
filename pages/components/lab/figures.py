"""The threshold lab's charts: curves and counts in, figures out, each with its sentence."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.components.shared.chart import lay_out, note
from pages.components.shared.palette import Tones, with_alpha
from refiner.formatting import count, duration, money, percent
from refiner.insight.lab import Curves, Floats, Rule, Runs, at, kept_between, regenerates

Places = NDArray[np.int64]
ACROSS = "Threshold (%)"
_MARGIN_FOR_LABELS = 128


def shares_figure(found: Curves, present: float, tried: float, tones: Tones) -> go.Figure:
    """Rewritten advice, and kept advice whose count or band was wrong, in percent of the runs."""
    lines = (
        ("rewritten", found.rate, tones.amber, "solid", "Advice rewritten"),
        ("wrong count, kept", found.wrong_count, tones.rule, "dot", "Kept over a wrong count"),
        ("wrong band, kept", found.wrong_band, tones.red, "dash", "Kept over a wrong band"),
    )
    figure = go.Figure()
    for _, values, colour, dash, hover in lines:
        figure.add_scatter(
            x=100 * found.thresholds, y=100 * values, mode="lines",
            line={"color": colour, "width": 2, "dash": dash, "shape": "hv"},
            hovertemplate=f"{hover}: %{{y:.1f}} % of runs<br>at %{{x:.0f}} %<extra></extra>",
        )  # fmt: skip
    lay_out(figure, tones, ACROSS, "Share of runs (%)", margin={
        "l": 8, "r": _MARGIN_FOR_LABELS, "t": 34, "b": 44})  # fmt: skip
    ends = [float(100 * values[-1]) for _, values, *_ in lines]
    for (name, _, colour, *_), y in zip(lines, _apart(ends, 7.0), strict=True):
        note(figure, name, colour, x=100, y=y, xanchor="left", xshift=6)
    _marks(figure, present, tried, tones)
    figure.update_xaxes(range=[0, 100])
    figure.update_yaxes(range=[-1, 101])
    return figure


def shares_finding(found: Curves, present: float, tried: float) -> str:
    """What the threshold tried would change against the present one."""
    now, then = at(found, present), at(found, tried)
    rate, band = percent(found.rate[then]), percent(found.wrong_band[then])
    told = (
        f"At {percent(found.thresholds[then])}, advice is rewritten in {rate} of the runs, and "
        f"kept over a wrong severity band in {band}"
    )
    if now == then:
        return f"{told}."
    return (
        f"{told}; at the present {percent(found.thresholds[now])} it is "
        f"{percent(found.rate[now])} and {percent(found.wrong_band[now])}."
    )


def time_figure(found: Curves, present: float, tried: float, tones: Tones) -> go.Figure:
    """Expected seconds of a run over the threshold."""
    return _mean_figure(found, found.mean_ms / 1000, "s", "Mean time of a run (s)",
                        present, tried, tones)  # fmt: skip


def cost_figure(found: Curves, present: float, tried: float, tones: Tones) -> go.Figure:
    """Expected cents of a run over the threshold."""
    return _mean_figure(found, 100 * found.mean_usd, "cents", "Mean cost of a run (US cents)",
                        present, tried, tones)  # fmt: skip


def _mean_figure(
    found: Curves, values: Floats, unit: str, title: str, present: float, tried: float,
    tones: Tones,
) -> go.Figure:  # fmt: skip
    figure = go.Figure()
    figure.add_scatter(
        x=100 * found.thresholds, y=values, mode="lines",
        line={"color": tones.refined, "width": 2, "shape": "hv"},
        hovertemplate=f"%{{y:.3g}} {unit}<br>at %{{x:.0f}} %<extra></extra>",
    )  # fmt: skip
    lay_out(figure, tones, ACROSS, title, height=260, margin={"l": 8, "r": 16, "t": 34, "b": 44})
    _marks(figure, present, tried, tones)
    figure.update_xaxes(range=[0, 100])
    low, high = float(np.min(values)), float(np.max(values))
    room = max(0.12 * (high - low), 0.02 * high, 1e-6)
    figure.update_yaxes(range=[max(0.0, low - room), high + room])
    return figure


def time_finding(found: Curves, present: float, tried: float) -> str:
    now, then = _now_and_then(found, found.mean_ms, present, tried)
    sentence = f"At {percent(tried)} a run takes {duration(then)} on average"
    if duration(now) == duration(then):
        return f"{sentence}{_unchanged(present, tried)}."
    return f"{sentence}, {duration(abs(then - now))} {'more' if then > now else 'less'} than now."


def cost_finding(found: Curves, present: float, tried: float) -> str:
    now, then = _now_and_then(found, found.mean_usd, present, tried)
    sentence = f"At {percent(tried)} a run costs {money(then)} on average"
    if money(now) == money(then):
        return f"{sentence}{_unchanged(present, tried)}."
    return f"{sentence}, {money(abs(then - now))} {'more' if then > now else 'less'} than now."


def _now_and_then(
    found: Curves, values: Floats, present: float, tried: float
) -> tuple[float, float]:
    return float(values[at(found, present)]), float(values[at(found, tried)])


def _unchanged(present: float, tried: float) -> str:
    return "" if present == tried else ", as it does now"


def wedge_figure(
    runs: Runs, rule: Rule, tones: Tones, *, other: str = "Refined count"
) -> go.Figure:
    """Rule count against the `other`: a mark is every run with that pair, larger for more.

    The shaded wedge holds what `rule` keeps; the dotted line is where both agree.
    """
    pairs, newest, runs_each = _pairs(runs)
    most = float(max(4, pairs.max(initial=0))) * 1.06
    figure = go.Figure()
    _wedge(figure, rule, most, tones)
    again = regenerates(_only(runs, newest), rule)
    groups = (
        ("kept", ~again, "circle", tones.refined),
        ("rewritten", again, "diamond-open", tones.amber),
    )
    for name, chosen, symbol, colour in groups:
        figure.add_scatter(
            x=pairs[chosen, 0], y=pairs[chosen, 1], mode="markers", name=name,
            showlegend=bool(chosen.any()),
            marker={
                "symbol": symbol, "color": colour, "opacity": 0.85,
                "line": {"width": 1, "color": tones.ground if symbol == "circle" else colour},
                "size": np.minimum(6 + 4 * np.log2(runs_each[chosen]), 26),
            },
            customdata=np.column_stack((runs.ids[newest[chosen]], runs_each[chosen])),
            hovertemplate=f"rule count %{{x}}, {other.lower()} %{{y}}: {name}<br>"
            "%{customdata[1]} with these counts<extra></extra>",
        )  # fmt: skip
    lay_out(
        figure, tones, "Rule count (fillers)", f"{other} (fillers)", height=420,
        showlegend=True, legend={"orientation": "h", "y": 1.1, "x": 0},
    )  # fmt: skip
    figure.update_xaxes(range=[-0.02 * most, most])
    figure.update_yaxes(range=[-0.02 * most, most])
    return figure


def wedge_finding(runs: Runs, rule: Rule, edge: int) -> str:
    """How many are rewritten, and how many would be decided otherwise for a single filler."""
    again = int(regenerates(runs, rule).sum())
    verb = "stands" if edge == 1 else "stand"
    return (
        f"The advice of {again:,} of {count(len(runs), 'run')} would be rewritten; "
        f"{edge:,} {verb} within one filler of the other decision."
    )


def _pairs(runs: Runs) -> tuple[Places, Places, Places]:
    """The different pairs of counts, a run of each (the newest), and how many there are."""
    both = np.column_stack((runs.rule, runs.refined))[::-1]
    pairs, first, number = np.unique(both, axis=0, return_index=True, return_counts=True)
    return pairs, len(runs) - 1 - first, number


def _only(runs: Runs, places: Places) -> Runs:
    return Runs(*(getattr(runs, name)[places] for name in Runs.__slots__))


def _wedge(figure: go.Figure, rule: Rule, most: float, tones: Tones) -> None:
    across = np.linspace(0, most, 120)
    low, high = kept_between(rule, across)
    edge = {"color": tones.quiet, "width": 1}
    figure.add_scatter(
        x=np.concatenate((across, across[::-1])),
        y=np.minimum(np.concatenate((low, high[::-1])), 2 * most),
        fill="toself", fillcolor=with_alpha(tones.ghost, 0.7), mode="lines", line=edge,
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=[0, most], y=[0, most], mode="lines", hoverinfo="skip", showlegend=False,
        line={"color": tones.quiet, "width": 1, "dash": "dot"},
    )  # fmt: skip


def _apart(values: list[float], least: float) -> list[float]:
    """Places for labels: in the same order, at least `least` apart."""
    placed = [0.0] * len(values)
    below = -np.inf
    for n in sorted(range(len(values)), key=lambda n: (values[n], -n)):
        placed[n] = below = max(values[n], below + least)
    return placed


def _marks(figure: go.Figure, present: float, tried: float, tones: Tones) -> None:
    """The present threshold and, where it is another, the one that is tried."""
    same, late = abs(present - tried) < 1e-9, present > tried
    left = late or (same and present <= 0.7)
    figure.add_vline(x=100 * present, line={"color": tones.quiet, "width": 1.5, "dash": "dot"})
    _over(figure, present, f"present {percent(present)}", tones.quiet, to_the_right=left)
    if same:
        return
    figure.add_vline(x=100 * tried, line={"color": tones.accent, "width": 2})
    _over(figure, tried, f"tried {percent(tried)}", tones.accent, to_the_right=not late)


def _over(
    figure: go.Figure, threshold: float, text: str, colour: str, *, to_the_right: bool
) -> None:
    note(
        figure, text, colour, x=100 * threshold, y=1, yref="paper", yanchor="bottom",
        xanchor="left" if to_the_right and threshold <= 0.9 else "right",
    )  # fmt: skip
