"""What a team watches: time, regeneration, trouble, cost and satisfaction over the listed runs."""

from __future__ import annotations

from collections.abc import Sequence

from pages.components.shared.figure import figure_html
from pages.components.shared.text import safe
from refiner.formatting import count, duration, money, percent
from refiner.insight.trends import (
    TARGET_MS,
    TARGET_SHARE,
    Row,
    done,
    known_cost,
    median_ms,
    regenerated_share,
    satisfaction,
    slow_ms,
    unwell_share,
)


def team_html(rows: Sequence[Row]) -> str:
    """Five figures over `rows`, each against the report's target where it has one."""
    figures = (_time(rows), _regenerated(rows), _unwell(rows), _cost(rows), _liked(rows))
    return f'<dl class="sr-figures sr-team">{"".join(figures)}</dl>'


def _figure(label: str, shown: str, note: str) -> str:
    value, _, unit = shown.partition(" ")
    return figure_html(label, value, unit, safe(note))


def _time(rows: Sequence[Row]) -> str:
    ended = done(rows)
    slow = slow_ms(ended)
    late = "" if slow is None else f"95 of 100 within {duration(slow)}; "
    low, high = (ms // 1000 for ms in TARGET_MS)
    return _figure("Middle time", duration(median_ms(ended)), f"{late}target {low} to {high} s")


def _regenerated(rows: Sequence[Row]) -> str:
    share = regenerated_share(done(rows))
    low, high = (percent(limit) for limit in TARGET_SHARE)
    return _figure(
        "Regenerated", "–" if share is None else percent(share), f"target {low} to {high}"
    )


def _unwell(rows: Sequence[Row]) -> str:
    share = unwell_share(rows)
    return _figure("Failed or fell back", "–" if share is None else percent(share), "target 0 %")


def _cost(rows: Sequence[Row]) -> str:
    spent, untold = known_cost(rows)
    note = f"{count(untold, 'run')} of unknown cost" if untold else "every run's cost is known"
    return _figure("Spent", money(spent), note)


def _liked(rows: Sequence[Row]) -> str:
    up, every = satisfaction(rows)
    shown = percent(up / every) if every else "–"
    return _figure("Found useful", shown, f"of {count(every, 'opinion')}")
