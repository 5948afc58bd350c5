"""Every strategy on one talk: submitted together, drawn on one axis, judged honestly."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.shared.palette import DARK, LIGHT
from pages.components.strategies.choices import (
    compared_strategies,
    parse_comparison,
    strategy_settings,
)
from pages.components.strategies.figure import CallBar, Side, describe_sides, side_figure
from pages.components.strategies.table import sides_html
from refiner.config.settings import STRATEGIES, Settings
from refiner.store import Store
from tests.support.sample_document import document
from tests.support.talks import talk_with


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ENABLE_PARALLEL_AI_PROCESSING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pages.components.strategies.choices.SPEED", 400.0)
    return Store(tmp_path / "runs.db")


def opened(**query: str) -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    at.switch_page("pages/strategies.py")
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def words(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def until_done(store: Store, runs: int) -> None:
    deadline = time.monotonic() + 30
    while len(store.runs.rows(status="done")) < runs:
        assert time.monotonic() < deadline, [r["status"] for r in store.runs.rows()]
        time.sleep(0.05)


def test_nothing_runs_before_it_is_asked_for(store: Store) -> None:
    at = opened()
    assert not at.exception
    assert store.runs.rows() == []
    assert "sped up to about 9 seconds" in words(at)
    assert "openai" not in at.selectbox(key="side_provider").options


def test_every_way_is_a_run_and_the_claims_are_judged_at_the_end(store: Store) -> None:
    at = opened()
    at.button(key="side_go").click().run()
    assert not at.exception
    until_done(store, 5)
    at.run()
    assert not at.exception
    assert {row["strategy"] for row in store.runs.rows()} == set(STRATEGIES)
    assert "36&nbsp;s on average, 46&nbsp;% faster" in words(at)
    chart = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert len(chart["layout"]["yaxis"]["ticktext"]) == 5
    at.button(key="side_open_early").click().run()
    assert not at.exception


def test_the_local_analyst_is_compared_without_the_reports_claims(store: Store) -> None:
    at = opened()
    at.selectbox(key="side_provider").set_value("local").run()
    at.button(key="side_go").click().run()
    until_done(store, 4)
    at.run()
    assert not at.exception
    assert "Do the report" not in " ".join(header.value for header in at.header)


def test_a_link_to_runs_that_are_gone_says_so(store: Store) -> None:
    at = opened(side="91-92-93-94")
    assert not at.exception
    assert "not in this run log" in words(at)


def test_runs_that_were_made_another_way_are_not_passed_off_as_these(store: Store) -> None:
    for _ in range(4):
        run_id = store.runs.start(talk_with(3), Settings(), "local")[0]
        store.runs.finish(document(run_id=run_id, strategy="early",
                              rates={"per_100_words": 1.0, "per_minute": 1.0}))  # fmt: skip
    at = opened(side="1-2-3-4")
    assert not at.exception
    chart = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert [label.split("<br>")[0] for label in chart["layout"]["yaxis"]["ticktext"]] == [
        "<b>Early decision</b>"
    ]


def test_nothing_can_be_compared_while_parallel_is_off(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENABLE_PARALLEL_AI_PROCESSING", "false")
    at = opened()
    assert not at.exception
    assert "switched off" in words(at)
    assert "side_go" not in [button.key for button in at.button]


@pytest.mark.parametrize(
    "text", ["", "x", "1-2", "1-2-3-4-5", "1-2-3-4-5@0", "1-2-3-4-5@nan", "1-2-3-4-5@x", "-1--2"]
)
def test_an_address_that_makes_no_sense_is_ignored(text: str) -> None:
    assert parse_comparison(text) is None


def test_an_address_names_each_way() -> None:
    asked = parse_comparison("7-8-9-10-11@6.2")
    assert asked is not None
    assert (asked.runs["before"], asked.runs["fanout"], asked.speed) == (7, 11, 6.2)
    assert list(parse_comparison("1-2-3-4").runs) == list(STRATEGIES)  # type: ignore[union-attr]


def test_the_old_system_is_sequential_with_one_large_model() -> None:
    settings = strategy_settings("before", Settings())
    assert (settings.strategy, settings.model_coaching) == ("sequential", "gpt-4o")
    assert [
        strategy_settings(way, Settings()).strategy for way in compared_strategies(False)
    ] == list(STRATEGIES)


def a_side(name: str, now_ms: float, status: str = "done") -> Side:
    bars = (
        CallBar("analysis", 0, 20_000, "verdicts", "done"),
        CallBar("analysis", 0, 30_000, "quality", "done"),
        CallBar("coaching", 0, 3_000, "", "cancelled"),
        CallBar("regeneration", 20_000, 23_000, "", "failed"),
    )
    return Side(name, 7, status, bars, now_ms, 20_000.0, True)


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_calls_are_drawn_in_seconds_with_the_decision_across_them(tones: Any) -> None:
    figure = side_figure([a_side("fanout", 30_000)], tones)
    assert list(figure.data[0].base) == [0, 0, 0, 20]
    assert list(figure.data[0].x) == [20, 30, 3, 3]
    assert list(figure.data[1].x) == [20, 20]
    assert figure.data[0].marker.color[3] == tones.red
    assert figure.data[0].marker.pattern.shape[2] == "/"
    assert len(set(figure.data[0].y[:2])) == 2


def test_the_sentence_names_the_fastest_or_says_how_many_have_ended() -> None:
    early, hybrid = a_side("early", 35_000), a_side("hybrid", 38_000)
    assert describe_sides([hybrid, early]) == "Early decision took 35.0 s, 3.0 s less than hybrid."
    assert describe_sides([hybrid, a_side("early", 9, "running")]) == "1 of 2 finished."
    assert "Fewer than two" in describe_sides([hybrid, a_side("early", 9, "failed")])


def test_the_table_shows_a_way_without_a_result_too() -> None:
    html = sides_html(
        [a_side("sequential", 40_000), a_side("hybrid", 30_000), a_side("early", 9, "failed")],
        {"sequential": document(), "hybrid": document()},
    )
    assert "25 % less" in html
    assert "<td>failed</td>" in html
    assert "3,000" in html
