"""The health page: figures, and rollback levels that apply immediately."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.health.figures import health_html
from pages.components.health.rollback_levels import changes_html
from refiner.config.rollback import LevelChange
from refiner.insight.health import Health
from refiner.store import Store
from tests.support.insight import HEALTH_ROW
from tests.support.seed import seed


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    for name in ("REFINER_THRESHOLD", "REFINER_POLICY", "ENABLE_PARALLEL_AI_PROCESSING"):
        monkeypatch.delenv(name, raising=False)
    return Store(tmp_path / "runs.db")


def opened() -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    return at.switch_page("pages/health.py").run()


def words(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def press(at: AppTest, key: str, reason: str = "a test") -> AppTest:
    at.text_input(key="health_reason").set_value(reason)
    return at.button(key=key).click().run()


def test_an_empty_log_has_health_too(store: Store) -> None:
    at = opened()
    assert not at.exception
    assert "There are no runs yet" in words(at)
    assert {"health_first", "health_explore"} <= {button.key for button in at.button}
    assert "Nothing has been changed here yet." in words(at)
    assert "does not exist yet" in words(at)


def test_figures_of_the_last_week_and_the_logs_tail_are_shown(store: Store, tmp_path: Path) -> None:
    seed(store, 300, until=datetime.now(UTC), spacing=timedelta(minutes=50))
    (tmp_path / "refiner.log").write_text("[Session 7] Starting PARALLEL AI processing\n")
    at = opened()
    assert not at.exception
    assert "202 runs in the last week" in words(at)
    assert "[Session 7]" in at.code[0].value


def test_a_level_is_set_explained_logged_and_reset(store: Store) -> None:
    at = press(opened(), "health_parallel", "the server is slow")
    assert not at.exception
    assert store.switches.current() == {"parallel": False}
    assert "off, set here" in words(at)
    assert "the server is slow" in words(at)
    at = press(at, "health_parallel_back", "well again")
    assert store.switches.current() == {}
    assert "well again" in words(at)


def test_a_threshold_is_set_in_percent(store: Store) -> None:
    at = opened()
    at.number_input(key="health_percent").set_value(30)
    press(at, "health_threshold")
    assert store.switches.current() == {"threshold": 0.3}


def test_all_levels_are_reset_together(store: Store) -> None:
    store.switches.set(LevelChange("policy", "always", "to be sure"))
    at = press(opened(), "health_all")
    assert not at.exception
    assert store.switches.current() == {}


def test_no_change_is_made_without_a_reason(store: Store) -> None:
    at = press(opened(), "health_policy", "")
    assert not at.exception
    assert store.switches.current() == {}
    assert "say why" in words(at)


def test_a_log_that_cannot_be_read_gets_one_plain_message(store: Store) -> None:
    store.path.write_bytes(b"a diary, and no database" * 100)
    at = opened()
    assert not at.exception
    assert "not a database" in at.error[0].value


def test_the_table_says_in_words_whether_each_target_is_met() -> None:
    html = health_html({"Last day": Health.of(HEALTH_ROW)}, "openai")
    assert "36.2 s <span" in html
    assert html.count("within target") == 2
    assert "35–38 s" in html
    assert "75 % of 4" in html


def test_a_reason_is_shown_as_text() -> None:
    row = {"changed_at": "2026-01-01T10:00:00.000", "name": "policy", "value": None}
    assert "<script>" not in changes_html([row | {"reason": "<script>alert(1)</script>"}])
