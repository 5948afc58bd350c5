"""What a team watches: time, rewrites, trouble, cost and feedback over the listed runs."""

from __future__ import annotations

from collections.abc import Sequence

from pages.components.shared.figure import figure_html
from pages.components.shared.text import safe
from refiner.formatting import count, duration, money, percent
from refiner.insight.trends import (
    TARGET_MS,
    TARGET_SHARE,
    count_thumbs,
    failure_share,
    finished_runs,
    median_ms,
    p95_ms,
    regenerated_share,
    sum_known_costs,
)
from refiner.run_document import RunRow


def team_html(rows: Sequence[RunRow]) -> str:
    """Five figures over `rows`, each against the report's target if it has one."""
    finished = finished_runs(rows)
    slow = p95_ms(finished)
    late = "" if slow is None else f"95th percentile {duration(slow)}; "
    low_s, high_s = (ms // 1000 for ms in TARGET_MS)
    low, high = (f"{100 * share:.0f}" for share in TARGET_SHARE)
    spent, unknown = sum_known_costs(rows)
    useful, answers = count_thumbs(rows)
    figures = (
        ("Median", duration(median_ms(finished)), f"{late}target {low_s}–{high_s} s"),
        ("Rewritten", _share(regenerated_share(finished)), f"target {low}–{high} %"),
        ("Failed or degraded", _share(failure_share(rows)), "target 0 %"),
        (
            "Cost",
            money(spent),
            f"{count(unknown, 'run')} of unknown cost" if unknown else "simulated runs excluded",
        ),
        (
            "Found useful",
            _share(useful / answers if answers else None),
            f"of {count(answers, 'answer')}",
        ),
    )
    shown = "".join(_figure(*figure) for figure in figures)
    return f'<dl class="sr-figures sr-team">{shown}</dl>'


def _share(share: float | None) -> str:
    return "–" if share is None else percent(share)


def _figure(label: str, shown: str, note: str) -> str:
    value, _, unit = shown.partition(" ")
    return figure_html(label, value, unit, safe(note))
