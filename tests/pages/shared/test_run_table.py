"""The table of logged runs says what happened to each, and its downloads open in a spreadsheet."""

from __future__ import annotations

from typing import Any

from pages.components.shared.run_table import table_rows


def row(n: int, **changes: Any) -> Any:
    base = {
        "run_id": n,
        "created_at": f"2026-11-{n:02d}T10:00:00.000+00:00",
        "held_on": f"2026-10-{n:02d}",
        "demo": 0,
        "status": "done",
        "title": f"Talk {n}",
        "speaker": "Ada",
        "words": 1000,
        "rule_fillers": 50,
        "ai_fillers": 30,
        "per_100_words": 3.0,
        "provider": "local",
        "coaching_regenerated": n % 2,
        "processing_time_ms": 35_000,
        "fallback_mode": 0,
    }
    return base | changes


def test_the_table_says_what_happened_to_each_run() -> None:
    rows = [
        row(1),
        row(2),
        row(3, fallback_mode=1),
        row(4, status="failed", processing_time_ms=None),
    ]
    shown = table_rows(rows)
    assert [line["Advice"] for line in shown] == ["rewritten", "kept", "degraded", "Failed"]
    assert shown[0]["Day"] == "2026-10-01"


def test_simulated_and_demo_runs_are_marked() -> None:
    shown = table_rows([row(1, demo=1, provider="simulated"), row(2, demo=1), row(3)])
    assert [line["Provider"] for line in shown] == [
        "Simulated model",
        "Local analyst (demo)",
        "Local analyst",
    ]
