"""Weeks of one speaker are pooled, and who improved is said only beyond chance."""

from __future__ import annotations

from refiner.insight.improvement import read_logged_talks
from refiner.insight.weekly import describe_speakers, weekly_rates


def talks(*counted: tuple[str, int, int]):
    """Talks by day, fillers and words."""
    return read_logged_talks(
        [
            {
                "run_id": n,
                "held_on": day,
                "title": "",
                "words": words,
                "ai_fillers": fillers,
                "duration_s": 60.0,
                "duration_source": "given",
                "by_word": None,
            }
            for n, (day, fillers, words) in enumerate(counted, 1)
        ]
    )


def test_talks_of_one_week_are_one_rate() -> None:
    weeks = weekly_rates(
        talks(("2026-11-02", 10, 100), ("2026-11-06", 10, 300), ("2026-11-09", 2, 100))
    )
    assert [(week.day, week.talks, week.rate) for week in weeks] == [
        ("2026-11-04", 2, 5.0),
        ("2026-11-09", 1, 2.0),
    ]
    assert weeks[0].low < 5.0 < weeks[0].high


def test_the_sentence_names_who_improved_and_who_did_not() -> None:
    falling = talks(*[(f"2026-11-{n:02d}", 60 - 20 * (n > 2), 1000) for n in range(1, 5)])
    level = talks(*[(f"2026-11-{n:02d}", 30, 1000) for n in range(1, 5)])
    assert describe_speakers({"Ada": falling, "Ben": level}) == (
        "Improved: Ada (from 6.0 to 4.0 per 100 words); no clear change: Ben."
    )
    assert describe_speakers({"Cleo": talks(("2026-11-01", 3, 100))}).startswith("Each speaker")
