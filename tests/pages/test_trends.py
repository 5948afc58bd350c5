"""Trends: filters in SQL, one speaker's progress, the team's periods; each state of each view."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.trends.filters import midnight_before
from refiner.config.settings import Settings
from refiner.store import Store
from tests.support.sample_document import document
from tests.support.seed import seed
from tests.support.talks import talk_with

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    return Store(tmp_path / "runs.db")


def opened(view: str = "") -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    at.switch_page("pages/trends.py").run()
    return at.segmented_control(key="trends_view").set_value(view).run() if view else at


def words(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def charts(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def talks_of_ada(store: Store, *like: int) -> None:
    """One finished talk of 500 words for each number of "like"."""
    for fillers in like:
        run_id = store.runs.start(talk_with(3, speaker="Ada"), Settings(), "local")[0]
        counts = {"rule": fillers, "ai": fillers, "difference": 0.0,
                  "by_word": {"like": {"rule": fillers, "ai": fillers}}}  # fmt: skip
        rates = {"per_100_words": fillers / 5, "per_minute": 1.0}
        store.runs.finish(document(run_id=run_id, words=500, counts=counts, rates=rates))
        store.runs.end(run_id, "done", words=500)


def test_a_speakers_progress_is_told_with_the_word_that_fell(store: Store) -> None:
    talks_of_ada(store, 40, 41, 12, 11)
    at = opened("One speaker")
    assert not at.exception
    assert "Better: all fillers from 8.1 to 2.3 per 100 words; “like” from 8.1 to 2.3" in words(at)
    assert charts(at)[0]["data"][1]["y"] == [8.0, 8.2, 2.4, 2.2]


def test_a_target_of_ones_own_is_drawn_and_judged(store: Store) -> None:
    talks_of_ada(store, 40, 3)
    at = opened("One speaker")
    at.number_input(key="trends_target").set_value(5.0).run()
    assert not at.exception
    assert "the target of 5 is met" in words(at)
    assert "target 5" in {note["text"] for note in charts(at)[0]["layout"]["annotations"]}


def test_with_several_speakers_one_is_asked_for(store: Store) -> None:
    seed(store, 60)
    at = opened("One speaker")
    assert at.selectbox(key="trends_who").options == ["Ada", "Ben", "Cleo", "Dan", "Eve"]
    at.multiselect(key="trends_speaker").set_value(["Cleo"]).run()
    assert not at.exception
    assert "trends_who" not in [box.key for box in at.selectbox]


def test_a_log_without_speakers_says_what_to_give(store: Store) -> None:
    run_id = store.runs.start(talk_with(1), Settings(), "local")[0]
    store.runs.end(run_id, "cancelled")
    assert "Enter one for the next talk" in words(opened("One speaker"))


def test_a_speaker_without_a_finished_talk_is_told_so(store: Store) -> None:
    run_id = store.runs.start(talk_with(1, speaker="Ada"), Settings(), "local")[0]
    store.runs.end(run_id, "failed")
    at = opened("One speaker")
    assert not at.exception
    assert "No finished talk of this speaker" in words(at)


def test_the_team_sees_every_run_that_fits_added_up(store: Store) -> None:
    seed(store, 600)
    at = opened("The team")
    assert not at.exception
    assert len(charts(at)) == 4
    at.multiselect(key="trends_provider").set_value(["openai"]).run()
    parallel = sum(r["strategy"] != "sequential" for r in store.runs.rows(provider="openai"))
    assert f"of {parallel} parallel runs" in words(at)
    store.runs.set_feedback(600, '{"thumb": 1}')
    at.multiselect(key="trends_provider").set_value([]).run()
    assert len(charts(at)) == 5


def test_no_run_that_fits_is_said_in_every_view(store: Store) -> None:
    seed(store, 20)
    for view, said in (("", "No finished run fits"), ("The team", "No run fits")):
        at = opened(view)
        at.selectbox(key="trends_period").set_value("Today").run()
        assert not at.exception
        assert said in words(at)


def test_more_runs_than_a_chart_can_show_are_said_to_be_more(store: Store) -> None:
    seed(store, 320)
    at = opened()
    assert not at.exception
    assert "The newest 300 of 320 runs" in words(at)
    assert len(at.dataframe[0].value) == 300


@pytest.mark.parametrize(
    ("days", "moment"),
    [
        (None, ""),
        (0, "2026-03-04T00:00:00.000+00:00"),
        (7, "2026-02-25T00:00:00.000+00:00"),
    ],
)
def test_a_time_begins_at_midnight_as_rows_store_it(days: int | None, moment: str) -> None:
    assert midnight_before(days, NOW) == moment


def test_the_newest_run_of_today_is_within_today(store: Store) -> None:
    seed(store, 3, until=datetime.now(UTC), spacing=timedelta(seconds=1))
    at = opened()
    at.selectbox(key="trends_period").set_value("Today").run()
    assert not at.dataframe[0].value.empty
