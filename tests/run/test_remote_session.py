"""A run performed in another process follows the rules of a run performed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.run.cache import CachedBackend
from refiner.run.providers import open_backend
from refiner.run.remote_session import JobSession, RemoteSession
from refiner.run.session_log import set_log_level, shown_log_level
from refiner.store import Store
from tests.support.talks import talk_with


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(provider="openai", api_key="sk-never-shown", log=tmp_path / "refiner.log")


@pytest.fixture(autouse=True)
def _default_level():
    yield
    set_log_level("info")


def is_cached_there(session: RemoteSession) -> bool:
    there = JobSession(session._job())
    return isinstance(there._cached(open_backend(there.settings)), CachedBackend)


def test_answers_of_a_saved_run_are_cached_there(tmp_path, settings):
    session = RemoteSession(talk_with(3), settings, Store(tmp_path / "runs.db"))
    assert is_cached_there(session)


def test_answers_of_a_run_that_is_not_saved_are_not_cached_there_either(tmp_path, settings):
    session = RemoteSession(talk_with(3), settings, Store(tmp_path / "runs.db"))
    session.not_saved = "run log: it is full"
    assert not is_cached_there(session)


def test_the_level_of_shown_lines_holds_there(tmp_path, settings, capsys):
    set_log_level("warning")
    job = RemoteSession(talk_with(3), settings, Store(tmp_path / "runs.db"))._job()
    set_log_level("info")  # as a new process begins
    there = JobSession(job)
    there._log.info("one")
    there._log.warning("two")
    assert capsys.readouterr().err == f"[Session {there.run_id}] two\n"
    assert shown_log_level() == "warning"
