"""Trends: one selector, every speaker's weeks, one speaker's progress, operations by the week."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.trends.filters import day_before
from refiner.config.settings import Settings
from refiner.store import Store
from refiner.store.speaker_plans import SpeakerPlan
from tests.support.sample_document import document
from tests.support.seed import seed
from tests.support.talks import talk_with

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    return Store(tmp_path / "runs.db")


def opened(speaker: str = "") -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    at.switch_page("pages/trends.py").run()
    return at.selectbox(key="trends_speaker").set_value(speaker).run() if speaker else at


def words(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def charts(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def talks_of_ada(store: Store, *like: int, provider: str = "local") -> None:
    """One finished talk of 500 words for each number of "like", a week apart."""
    for n, fillers in enumerate(like):
        run_id = store.runs.start(talk_with(3, speaker="Ada"), Settings(), provider)[0]
        counts = {
            "rule": fillers,
            "ai": fillers,
            "difference": 0.0,
            "refined_by": "analysis",
            "by_word": {"like": {"rule": fillers, "ai": fillers}},
        }
        rates = {"per_100_words": fillers / 5, "per_minute": 1.0}
        made = document(run_id=run_id, words=500, counts=counts, rates=rates, provider=provider)
        store.runs.finish(made)
        store.runs.end(run_id, "done", words=500)
        day = NOW.date() + timedelta(weeks=n)
        store.runs.set_about(run_id, f"Talk {n}", "Ada", day.isoformat())


def test_an_empty_log_invites_to_a_talk_or_to_sample_data(store: Store) -> None:
    at = opened()
    assert not at.exception
    assert "There are no runs yet" in words(at)
    assert at.button(key="trends_first")
    assert at.button(key="trends_explore")


def test_who_improved_comes_first_and_each_speaker_has_a_chart(store: Store) -> None:
    talks_of_ada(store, 40, 41, 12, 11)
    at = opened()
    assert not at.exception
    assert "Improved: Ada (from 8.1 to 2.3 per 100 words)." in words(at)
    (chart,) = charts(at)
    assert chart["data"][2]["y"] == [8.0, 8.2, 2.4, 2.2]
    at.button(key="trends_open_0").click().run()
    assert at.selectbox(key="trends_speaker").value == "Ada"


def test_every_talk_and_the_target_are_within_the_shared_axis(store: Store) -> None:
    talks_of_ada(store, 1, 4)
    (chart, *_) = charts(opened())
    assert chart["layout"]["yaxis"]["range"][1] > 3.3, "the target, above every talk"
    talks_of_ada(store, 60)
    (chart, *_) = charts(opened())
    assert chart["layout"]["yaxis"]["range"][1] > 12, "one talk far above its week"


def test_a_speakers_progress_names_the_word_that_fell(store: Store) -> None:
    talks_of_ada(store, 40, 41, 12, 11)
    at = opened("Ada")
    assert not at.exception
    assert "Better: all fillers from 8.1 to 2.3 per 100 words; “like” from 8.1 to 2.3" in words(at)
    assert charts(at)[0]["data"][1]["y"] == [8.0, 8.2, 2.4, 2.2]
    assert list(at.dataframe[0].value["Speaker"]) == ["Ada"] * 4


def test_talks_are_ordered_by_their_day_not_by_the_moment_of_the_run(store: Store) -> None:
    talks_of_ada(store, 40, 30, 20)
    last = store.runs.rows()[0]["run_id"]
    store.runs.set_about(last, "Found late", "Ada", "2020-01-01")
    assert charts(opened("Ada"))[0]["data"][1]["y"] == [4.0, 8.0, 6.0]


def test_a_target_of_ones_own_is_drawn_and_judged(store: Store) -> None:
    talks_of_ada(store, 40, 3)
    at = opened("Ada")
    at.number_input(key="trends_target").set_value(25.0).run()
    assert not at.exception
    assert "the target of 25 is met" in words(at)
    assert "target 25" in {note["text"] for note in charts(at)[0]["layout"]["annotations"]}


def test_simulated_runs_are_in_no_figure_unless_asked_for(store: Store) -> None:
    talks_of_ada(store, 40, 41, 12, 11, provider="simulated")
    at = opened()
    assert "No finished talk" in words(at)
    assert at.button(key="trends_speakers_explore")
    at.checkbox(key="trends_demo").check().run()
    assert "Improved: Ada" in words(at)


def test_operations_are_drawn_by_the_week_from_ten_runs_on(store: Store) -> None:
    talks_of_ada(store, 1, 2)
    assert "Weekly charts appear once there are 10 runs; there are 2 runs so far." in words(
        opened()
    )


def test_operations_add_up_every_run_of_a_provider(store: Store) -> None:
    seed(store, 600)
    at = opened()
    at.selectbox(key="trends_provider").set_value("openai").run()
    assert not at.exception
    parallel = sum(
        r["strategy"] != "sequential" for r in store.runs.rows(provider="openai", demo=0)
    )
    assert f"of {parallel} parallel runs" in words(at)


@pytest.mark.parametrize(("days", "day"), [(None, ""), (7, "2026-02-25"), (365, "2025-03-04")])
def test_a_time_begins_so_many_days_ago(days: int | None, day: str) -> None:
    assert day_before(days, NOW) == day


def test_each_watched_word_has_its_own_chart_if_it_occurred(store: Store) -> None:
    talks_of_ada(store, 6, 4, 3)
    assert "Words to watch" not in [head.value for head in opened("Ada").header]
    store.plans.set("Ada", SpeakerPlan(("children", "moreover")))
    at = opened("Ada")
    assert not at.exception
    assert "Words to watch" in [head.value for head in at.header]
    assert "“moreover” was said 0 times in 3 talks." in words(at)
    assert "“children” went from 0.2 to 0.2 per 100 words" in words(at)


def test_a_speakers_pace_target_and_words_are_set_on_the_page_and_kept(store: Store) -> None:
    talks_of_ada(store, 6, 4, 3)
    at = opened("Ada")
    at.text_area(key="trends_plan_words_Ada").set_value("plan, moreover")
    at.number_input(key="trends_plan_pace_Ada").set_value(140)
    at.button(key="trends_plan_save").click().run()
    assert not at.exception
    assert store.plans.get("Ada") == SpeakerPlan(("plan", "moreover"), 140)
    at = AppTest.from_file("../../app.py", default_timeout=20)
    at.query_params["run"] = "1"
    shown = words(at.run())
    assert "Words to watch" in shown
    assert "“moreover” 0" in shown
    assert "the target (140)" in shown
