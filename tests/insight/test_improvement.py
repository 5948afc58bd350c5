"""A speaker is shown what changed, and never that chance was progress."""

from __future__ import annotations

import json
from typing import Any

import pytest

from refiner.insight.improvement import (
    describe_changes,
    describe_target,
    overall_change,
    read_logged_talks,
    word_changes,
)
from refiner.insight.intervals import poisson_interval
from tests.support.insight import FALLING, talk


@pytest.mark.parametrize(
    ("events", "exact"), [(0, (0, 3.689)), (3, (0.6187, 8.767)), (10, (4.795, 18.39)),
                          (100, (81.36, 121.6))]
)  # fmt: skip
def test_the_interval_of_a_count_is_near_the_exact_one(
    events: int, exact: tuple[float, float]
) -> None:
    assert poisson_interval(events) == pytest.approx(exact, rel=0.03, abs=0.05)


def test_a_clear_fall_is_better_and_names_the_word_that_fell() -> None:
    assert describe_changes(FALLING) == (
        "Better: all fillers from 6.0 to 3.0 per 100 words; “like” from 4.0 to 1.0 per 100 words."
    )


def test_a_clear_rise_is_reported_too() -> None:
    assert describe_changes(FALLING[::-1]).startswith("Worse: all fillers from 3.0 to 6.0")


def test_chance_is_not_called_progress() -> None:
    assert "nothing has clearly changed" in describe_changes([talk(1, 5, 200), talk(2, 3, 200)])


def test_talks_that_differ_much_among_themselves_show_no_change_by_their_mean() -> None:
    """Ten times the fillers one day and hardly any the next is a habit of days, not a trend."""
    wild = [talk(n, fillers) for n, fillers in enumerate((90, 5, 90, 5, 5, 60, 5, 60), 1)]
    steady = [talk(n, fillers) for n, fillers in enumerate((48, 47, 48, 47, 32, 33, 32, 33), 1)]
    assert not overall_change(wild).clear  # type: ignore[union-attr]
    assert overall_change(steady).clear  # type: ignore[union-attr]


def test_one_talk_shows_no_change() -> None:
    assert overall_change([talk(1, 5)]) is None
    assert word_changes([talk(1, 5)]) == []
    assert "One more talk" in describe_changes([talk(1, 5)])


def test_a_long_talk_weighs_more_than_a_short_one() -> None:
    seen = overall_change(
        [talk(1, 50, 5000), talk(2, 10, 100), talk(3, 30, 1000), talk(4, 30, 1000)]
    )
    assert seen is not None
    assert seen.before == pytest.approx(100 * 60 / 5100)


def test_words_come_most_frequent_first_and_steady_ones_are_not_clear() -> None:
    assert [(m.what, m.clear) for m in word_changes(FALLING)] == [("like", True), ("um", False)]
    assert len(word_changes(FALLING, limit=1)) == 1


@pytest.mark.parametrize(
    ("fillers", "sentence"),
    [(5, "is met"), (20, "the talk is too short to say"), (60, "over the target")],
)
def test_a_target_is_reached_only_where_chance_cannot_explain_it(
    fillers: int, sentence: str
) -> None:
    assert sentence in describe_target([talk(1, fillers)], 2.0)
    assert describe_target([], 2.0) == ""


def row(**changes: Any) -> Any:
    return {
        "run_id": 7, "held_on": "2026-01-01", "title": "", "words": 300,
        "ai_fillers": 6, "duration_s": 120.0, "duration_source": "given",
        "by_word": json.dumps({"um": {"rule": 4, "ai": 6}, "like": {"rule": 3, "ai": 0}}),
    } | changes  # fmt: skip


def test_a_logged_talk_is_read_with_its_refined_words() -> None:
    (seen,) = read_logged_talks([row()])
    assert (seen.title, seen.rate, seen.pace) == ("Untitled talk", 2.0, 150.0)
    assert seen.by_word == {"um": 6}
    low, high = seen.interval
    assert low < seen.rate < high


@pytest.mark.parametrize("changes", [{"duration_source": "estimated"}, {"duration_s": 0.0}])
def test_a_pace_is_never_made_from_an_estimated_length(changes: dict[str, Any]) -> None:
    assert read_logged_talks([row(**changes)])[0].pace is None


def test_a_row_without_words_is_read_too() -> None:
    assert read_logged_talks([row(by_word=None)])[0].by_word == {}
