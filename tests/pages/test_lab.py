"""The lab's page: every state, and charts that hold what the log holds."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.components.lab.means import means_html
from pages.components.lab.shares import describe_shares, shares_figure
from pages.components.lab.table import borderline_rows
from pages.components.lab.wedge import describe_wedge, wedge_figure
from pages.components.shared.palette import DARK, LIGHT
from refiner.config.rollback import LevelChange
from refiner.insight import lab
from refiner.store import Store
from tests.support.insight import counted_runs
from tests.support.seed import seed

RUNS = counted_runs((10, 8), (10, 8), (10, 5), (12, 12))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    monkeypatch.setenv("REFINER_PROVIDER", "local")
    monkeypatch.delenv("REFINER_THRESHOLD", raising=False)
    return Store(tmp_path / "runs.db")


def opened() -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    return at.switch_page("pages/lab.py").run()


def words(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def charts(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def test_an_empty_log_invites_to_a_first_talk(store: Store) -> None:
    at = opened()
    assert not at.exception
    assert "no finished run" in words(at)
    assert at.button(key="lab_first")


def test_logged_runs_are_replayed_at_the_threshold_that_is_tried(store: Store) -> None:
    seed(store, 300)
    at = opened()
    assert not at.exception
    assert len(charts(at)) == 2
    at.slider(key="lab_threshold").set_value(50).run()
    runs = lab.logged_runs(store.runs.columns(lab.LAB_COLUMNS, lab.LAB_FILTER))
    rate = lab.threshold_curves(runs, lab.DecisionRule()).rate[50]
    assert f"At 50&nbsp;%, advice is rewritten in {100 * rate:.1f}".removesuffix(".0") in words(at)
    assert "at the present 20&nbsp;%" in words(at)


def test_one_provider_can_be_looked_at_alone(store: Store) -> None:
    seed(store, 300)
    at = opened()
    at.selectbox(key="lab_provider").set_value("openai").run()
    assert not at.exception
    runs = lab.logged_runs(
        store.runs.columns(lab.LAB_COLUMNS, {**lab.LAB_FILTER, "provider": ("openai",)})
    )
    assert f"of {len(runs)} runs" in words(at)


def test_a_gold_file_is_the_rules_against_people(store: Store) -> None:
    line = {
        "id": "talk:Ada",
        "text": "Um, the plan is ready.",
        "judged": [{"start": 0, "end": 2, "text": "Um", "form": "fp", "filler": True}],
    }
    at = opened()
    at.segmented_control(key="lab_source").set_value("Compare with human labels").run()
    assert "the spans that people judged" in words(at)
    at.file_uploader(key="lab_gold").upload("mine.jsonl", json.dumps(line).encode()).run()
    assert not at.exception
    assert "30 runs are needed" in words(at)
    assert len(charts(at)) == 2


def test_a_malformed_gold_file_is_named_with_its_line(store: Store) -> None:
    at = opened()
    at.segmented_control(key="lab_source").set_value("Compare with human labels").run()
    at.file_uploader(key="lab_gold").upload("mine.jsonl", b"[]").run()
    assert not at.exception
    assert "mine.jsonl: line 1" in words(at)


def test_a_log_that_cannot_be_read_gets_one_plain_message(store: Store) -> None:
    store.path.write_bytes(b"a diary, and no database" * 100)
    at = opened()
    assert not at.exception
    assert "not a database" in at.error[0].value


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_the_shares_chart_holds_the_curves_and_both_thresholds(tones: Any) -> None:
    found = lab.threshold_curves(RUNS, lab.DecisionRule())
    figure = shares_figure(found, 0.2, 0.5, tones)
    assert np.allclose(figure.data[0].y, 100 * found.rate)
    assert np.allclose(figure.data[2].y, 100 * found.wrong_band)
    assert [shape.x0 for shape in figure.layout.shapes] == [20, 50]
    labels = {a.text for a in figure.layout.annotations}
    assert {"present 20 %", "tried 50 %", "rewritten"} <= labels
    assert figure.data[0].line.color == tones.amber


def test_labels_of_lines_that_end_together_do_not_lie_on_each_other() -> None:
    figure = shares_figure(
        lab.threshold_curves(counted_runs((4, 4)), lab.DecisionRule()), 0.2, 0.2, LIGHT
    )
    places = sorted(a.y for a in figure.layout.annotations if a.x == 100)
    assert min(b - a for a, b in pairwise(places)) >= 7


def test_findings_say_what_changes() -> None:
    found = lab.threshold_curves(RUNS, lab.DecisionRule())
    assert describe_shares(found, 0.2, 0.5).startswith("At 50 %, advice is rewritten in 0 %")
    assert "present 20 %" in describe_shares(found, 0.2, 0.5)
    assert "present" not in describe_shares(found, 0.2, 0.2)
    assert describe_wedge(RUNS, lab.DecisionRule(), 1) == (
        "The advice of 1 of 4 runs would be rewritten; in 1 one filler would change the decision."
    )


def test_mean_times_and_costs_are_given_with_the_runs_that_they_come_from() -> None:
    page = means_html(RUNS, lab.threshold_curves(RUNS, lab.DecisionRule()), 0.2, 0.5)
    assert "<td>10.8 s</td>" in page
    assert "<td>10.0 s</td>" in page
    assert page.count("from 4 runs") == 2


def test_runs_with_the_same_counts_are_one_larger_mark_that_opens_the_newest() -> None:
    figure = wedge_figure(RUNS, lab.DecisionRule(), LIGHT)
    kept = next(trace for trace in figure.data if trace.name == "kept")
    marks = dict(zip(zip(kept.x, kept.y, strict=True), kept.customdata.tolist(), strict=True))
    assert marks == {(10, 8): [2, 2], (12, 12): [4, 1]}
    again = next(trace for trace in figure.data if trace.name == "rewritten")
    assert again.customdata.tolist() == [[3, 1]]


def test_the_edge_table_says_what_one_filler_would_change() -> None:
    rule = lab.DecisionRule()
    rows = borderline_rows(RUNS, rule, lab.borderline_runs(RUNS, rule))
    assert [(row["Run"], row["Decided"]) for row in rows] == [(2, "keep"), (1, "keep")]
    assert {row["With one filler more or less"] for row in rows} == {"rewrite"}


def test_the_present_threshold_is_the_one_in_force(store: Store) -> None:
    seed(store, 300)
    store.switches.set(LevelChange("threshold", 0.3, "a test"))
    at = opened()
    assert at.slider(key="lab_threshold").value == 30
    assert {"present 30 %"} <= {a["text"] for a in charts(at)[0]["layout"]["annotations"]}
