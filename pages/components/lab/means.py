"""Mean time and cost of a run at the present and at the tried threshold, as a small table."""

from __future__ import annotations

import numpy as np

from pages.components.shared.text import figures_table_html, quiet_html, safe_figures, wide_html
from refiner.formatting import count, duration, money, percent
from refiner.insight.arrays import Floats
from refiner.insight.lab import Curves, LoggedRuns, nearest_index

_ESTIMATED = (
    "From the logged times and prices. For a run whose advice was never rewritten, a rewrite is "
    "assumed to cost as much time and money as the first advice."
)


def means_html(runs: LoggedRuns, curves: Curves, present: float, tried: float) -> str:
    """A row for each threshold, and from how many runs each mean comes."""
    names = ("Mean time of a run", "Mean cost of a run")
    head = "<td></td>" + "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = _row_html(f"Present, {percent(present)}", curves, present)
    if present != tried:
        rows += _row_html(f"Tried, {percent(tried)}", curves, tried)
    known = (_count_known(runs.kept_ms, runs.again_ms), _count_known(runs.kept_usd, runs.again_usd))
    cells = "".join(f"<td>from {count(number, 'run')}</td>" for number in known)
    rows += f"<tr><td></td>{cells}</tr>"
    table = figures_table_html(head, rows)
    return wide_html(table, "Time and cost") + quiet_html(_ESTIMATED)


def _row_html(name: str, curves: Curves, threshold: float) -> str:
    place = nearest_index(curves, threshold)
    ms, usd = float(curves.mean_ms[place]), float(curves.mean_usd[place])
    time = "unknown" if np.isnan(ms) else duration(ms)
    cost = "unknown" if np.isnan(usd) else money(usd)
    return f'<tr><th scope="row">{safe_figures(name)}</th><td>{time}</td><td>{cost}</td></tr>'


def _count_known(kept: Floats, again: Floats) -> int:
    return int((~(np.isnan(kept) | np.isnan(again))).sum())
