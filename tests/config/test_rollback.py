"""Rollback levels: which setting overrides which, and that every change needs a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from refiner.cli.parser import main
from refiner.config.rollback import LevelChange, apply_levels, describe_level
from refiner.config.settings import Settings
from refiner.errors import SettingsError
from refiner.store import Store
from refiner.store.row_types import RunRow


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs.db")


def test_without_switches_the_environment_applies() -> None:
    assert apply_levels(Settings(threshold=0.3), {}) == Settings(threshold=0.3)


@pytest.mark.parametrize(
    ("environment", "switch", "strategy"),
    [(True, {}, "early"), (True, {"parallel": False}, "sequential"), (False, {}, "sequential")],
)
def test_parallel_that_is_off_in_either_place_is_off(
    environment: bool, switch: dict[str, Any], strategy: str
) -> None:
    chosen = apply_levels(Settings(parallel=environment), switch).with_changes(strategy="early")
    assert chosen.chosen_strategy == strategy


def test_a_switch_replaces_the_environment_and_a_single_run_may_choose_otherwise() -> None:
    settings = apply_levels(Settings(threshold=0.2), {"threshold": 0.3, "policy": "always"})
    assert (settings.threshold, settings.policy) == (0.3, "always")
    assert settings.with_changes(threshold=0.5).threshold == 0.5


def test_switches_are_kept_changed_and_reset(store: Store) -> None:
    assert store.switches.current() == {}
    store.switches.set(LevelChange("threshold", 0.3, "too many rewrites"))
    store.switches.set(LevelChange("parallel", False, "the server is slow"))
    store.switches.set(LevelChange("threshold", 0.25, "a little less"))
    assert Store(store.path).switches.current() == {"threshold": 0.25, "parallel": False}
    store.switches.set(LevelChange("parallel", None, "it is well again"))
    assert store.switches.current() == {"threshold": 0.25}


def test_every_change_is_logged_with_its_time_and_reason_newest_first(store: Store) -> None:
    store.switches.set(LevelChange("policy", "always", " to be sure "))
    store.switches.set(LevelChange("policy", None, "sure enough"))
    newest, oldest = store.switches.changes()
    assert (newest["value"], newest["reason"]) == (None, "sure enough")
    assert (oldest["value"], oldest["reason"]) == ("always", "to be sure")
    assert newest["changed_at"] >= oldest["changed_at"]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        pytest.param("threshold", 0.3, "  ", id="no reason"),
        pytest.param("threshold", 1.5, "why", id="no such threshold"),
        pytest.param("policy", "sometimes", "why", id="no such policy"),
        pytest.param("parallel", True, "why", id="cannot force on"),
        pytest.param("api_key", "x", "why", id="no such switch"),
    ],
)
def test_a_change_that_cannot_be_is_refused(name: str, value: Any, reason: str) -> None:
    with pytest.raises(SettingsError):
        LevelChange(name, value, reason)


def test_changes_are_described_in_words() -> None:
    assert describe_level("threshold", 0.25) == "Threshold 25 %"
    assert describe_level("parallel", False) == "Parallel processing off"
    assert describe_level("policy", "always") == "Always rewrite"
    assert describe_level("policy", None) == "Rewriting as in the environment"


def logged_by_the_command_line(store: Store, *options: str) -> RunRow:
    talk = store.path.with_name("talk.txt")
    talk.write_text("Um, so we, uh, looked at the plan. Um, yes.")
    arguments = ["run", str(talk), "--provider", "local", "--db", str(store.path), *options]
    assert main(arguments) == 0
    return store.runs.rows(limit=1)[0]


def test_the_command_line_follows_the_switches_of_its_run_log(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFINER_LOG", str(store.path.with_name("refiner.log")))
    assert logged_by_the_command_line(store)["strategy"] == "early"
    store.switches.set(LevelChange("parallel", False, "a test"))
    store.switches.set(LevelChange("threshold", 0.35, "a test"))
    row = logged_by_the_command_line(store, "--strategy", "hybrid")
    assert (row["strategy"], row["threshold"]) == ("sequential", 0.35)
    assert logged_by_the_command_line(store, "--threshold", "0.5")["threshold"] == 0.5
