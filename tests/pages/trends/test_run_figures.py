"""Trend charts draw the rows they are given, and their sentences say what they show."""

from __future__ import annotations

from typing import Any

from pages.components.shared.palette import LIGHT
from pages.components.shared.run_table import table_rows
from pages.components.trends.run_figures import (
    counts_figure,
    describe_counts,
    describe_rates,
    describe_share,
    describe_times,
    run_times_figure,
    share_figure,
    speakers_figure,
)


def row(n: int, **changes: Any) -> Any:
    base = {
        "run_id": n,
        "created_at": f"2026-11-{n:02d}T10:00:00.000+00:00",
        "status": "done",
        "title": f"Talk {n}",
        "speaker": "Ada",
        "words": 1000,
        "rule_fillers": 50,
        "ai_fillers": 60 if n <= 3 else 30,
        "per_100_words": 6.0 if n <= 3 else 3.0,
        "difference": 0.3,
        "provider": "simulated",
        "strategy": "hybrid",
        "coaching_regenerated": n % 2,
        "processing_time_ms": 35_000 + 1000 * (n % 2),
        "fallback_mode": 0,
    }
    return base | changes


ROWS = [row(n) for n in range(1, 7)]


def test_rates_are_drawn_by_speaker_with_their_uncertainty() -> None:
    figure = speakers_figure([*ROWS, row(7, speaker="Ben")], LIGHT)
    assert [list(t.y) for t in figure.data] == [[6.0] * 3 + [3.0] * 3, [3.0]]
    assert all(len(t.error_y.array) == len(t.y) for t in figure.data)
    assert [t.text[-1] for t in figure.data] == ["Ada", "Ben"]


def test_describe_rates_states_a_clear_fall_only() -> None:
    assert describe_rates(ROWS) == "Ada: fillers fell from 6.0 to 3.0 per 100 words."
    assert describe_rates(ROWS[:3]).startswith("No clear change yet")


def test_counts_are_told_apart_without_colour() -> None:
    figure = counts_figure(ROWS, LIGHT)
    symbols = {t.name: t.marker.symbol for t in figure.data if t.mode == "markers"}
    assert symbols == {"kept": "circle", "rewritten": "diamond-open"}
    assert describe_counts(ROWS) == (
        "The rules were more than 20 % off the count in context in 6 of 6 runs."
    )


def test_times_are_in_seconds_with_the_report_s_target() -> None:
    figure = run_times_figure(ROWS, LIGHT)
    assert max(figure.data[0].y) == 36.0
    assert figure.layout.annotations[0].text == "target 35–38 s"
    assert describe_times(ROWS) == "The median run took 35.5 s."


def test_quick_local_runs_are_not_measured_against_a_model_s_target() -> None:
    quick = [row(1, processing_time_ms=400)]
    assert not run_times_figure(quick, LIGHT).layout.annotations


def test_share_is_in_percent_and_judged_against_the_target() -> None:
    assert list(share_figure(ROWS, LIGHT).data[0].y) == [60.0, 50.0]
    assert "50 % of the parallel runs, above the 15–25 % target" in describe_share(ROWS)


def test_every_mark_carries_its_run_and_no_live_html() -> None:
    hostile = row(9, title="<a href=x>", speaker="<b>")
    for figure in (speakers_figure([hostile], LIGHT), run_times_figure([hostile], LIGHT)):
        number, told = figure.data[0].customdata[0]
        assert number == 9
        assert "<a" not in told


def test_table_says_what_became_of_each_run() -> None:
    rows = [
        row(1),
        row(2),
        row(3, fallback_mode=1),
        row(4, status="failed", difference=None, processing_time_ms=None),
    ]
    shown = [line["Advice"] for line in table_rows(rows)]
    assert shown == ["rewritten", "kept", "degraded", "Failed"]
