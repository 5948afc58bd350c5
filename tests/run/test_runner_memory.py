"""The memory of a server does not grow with the number of runs that it has made."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.run import runner as runner_module
from refiner.run.runner import Runner
from refiner.run.session import Session
from refiner.store import Store
from tests.support.talks import talk_with

TALK = talk_with(3)


def perform(runner: Runner, settings: Settings, runs: int) -> None:
    for _ in range(runs):
        run_id = runner.submit(TALK, settings)
        while (view := runner.view(run_id)) is None or view.status == "running":
            time.sleep(0.002)
        assert view.document is not None


def memory_mb() -> float:
    gc.collect()
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(provider="local", db=tmp_path / "runs.db", log=tmp_path / "refiner.log")


@pytest.mark.slow
def test_ended_runs_are_let_go_and_still_found_in_the_log(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "MAX_ENDED_SESSIONS", 3)
    assert settings.db
    runner = Runner(Store(settings.db))
    try:
        perform(runner, settings, 8)
        first = runner.view(1)
        gc.collect()
        held = [thing for thing in gc.get_objects() if isinstance(thing, Session)]
    finally:
        runner.close()
    assert first is not None
    assert first.document is not None
    assert len([one for one in held if one.transcript is TALK]) <= 4


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no /proc")
def test_a_thousand_runs_take_no_more_memory_than_two_hundred(settings: Settings) -> None:
    assert settings.db
    runner = Runner(Store(settings.db))
    try:
        perform(runner, settings, 200)
        before = memory_mb()
        perform(runner, settings, 800)
        after = memory_mb()
    finally:
        runner.close()
    print(f"after 200 runs {before:.0f} MB, after 1,000 {after:.0f} MB")
    assert after < before + 10
