"""The bundled talks that sample data is made of."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from refiner.batch.sample_log import WEEKS, sample_transcripts
from refiner.insight.lab import MIN_SUGGESTION_RUNS


def test_the_talks_fill_ten_weeks_and_are_enough_for_the_threshold_lab() -> None:
    today = date(2026, 11, 26)
    talks = sample_transcripts(today)
    assert len(talks) >= MIN_SUGGESTION_RUNS
    days = {date.fromisoformat(talk.held_on) for talk in talks}
    assert today - timedelta(days=7 * WEEKS) <= min(days)
    assert max(days) < today
    assert len({(today - day).days // 7 for day in days}) >= WEEKS
    by_speaker = Counter(talk.speaker for talk in talks)
    assert by_speaker["Ada"] == by_speaker["Ben"] == WEEKS
    assert len(by_speaker) >= 6
