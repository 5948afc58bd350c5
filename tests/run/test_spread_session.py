"""Many runs at once: spread over processes, with the same results, cancelled and ended alike."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.run import spread_session
from refiner.run.long_session import open_session
from refiner.run.session import Session
from refiner.run.spread_session import RUNS_HERE, RunProcess, run_places
from refiner.store import Store
from tests.support.loopback import Loopback, Reply, serving
from tests.support.talks import advice, analysis_answer, scripted_talk

pytestmark = pytest.mark.slow
TALK = scripted_talk(10, 7)
SCRIPT = {"analysis": Reply(analysis_answer(10, 7)), "coaching": Reply(advice())}
SLOW = {name: Reply(reply.answer, first_s=30.0) for name, reply in SCRIPT.items()}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        provider="openai",
        api_key="sk-never-shown",
        cache=False,
        db=tmp_path / "runs.db",
        log=tmp_path / "refiner.log",
    )


@pytest.fixture(scope="module")
def process() -> Iterator[RunProcess]:
    process = RunProcess()
    yield process
    process.end_if_idle()


@pytest.fixture
def one_process(process: RunProcess, monkeypatch: pytest.MonkeyPatch) -> RunProcess:
    """From the second run on, runs go to a process, even on one core."""
    monkeypatch.setattr(spread_session, "RUNS_HERE", 1)
    monkeypatch.setattr(run_places, "processes", [process])
    return process


def open_two(server: Loopback, settings: Settings) -> list[Session]:
    """The first is performed here, the second in the process."""
    own = settings.with_changes(base_url=server.url)
    store = Store(settings.db or Path())
    return [open_session(TALK, own, store, echo=False) for _ in range(2)]


async def wait_until(is_so: Any, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        await asyncio.sleep(0.02)


def test_a_run_in_the_process_has_the_same_result_and_is_logged(settings, one_process):
    seen = []

    async def run_both(sessions: list[Session]) -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(session.run()) for session in sessions]
            while not all(task.done() for task in tasks):
                seen.append((one_process.load, sessions[1].view().spans))
                await asyncio.sleep(0.02)

    with serving(SCRIPT | {"coaching": Reply(advice(), first_s=0.6)}) as server:
        sessions = open_two(server, settings)
        asyncio.run(run_both(sessions))
    varying = ("run_id", "created_at", "timings", "decision")
    here, there = (
        {k: v for k, v in (s.document or {}).items() if k not in varying} for s in sessions
    )
    assert here
    assert here == there
    assert max(load for load, _ in seen) == 1
    assert any(span.status == "running" for _, spans in seen for span in spans)
    store = Store(settings.db or Path())
    assert store.runs.document(sessions[1].run_id) == sessions[1].document
    assert "sk-never-shown" not in str(vars(sessions[1]))


async def test_cancel_reaches_the_process_and_its_server(settings, one_process):
    with serving(SLOW) as server:
        sessions = open_two(server, settings)
        tasks = [asyncio.ensure_future(session.run()) for session in sessions]
        await wait_until(lambda: len(server.calls) == 4)
        began = time.monotonic()
        tasks[1].cancel()
        await asyncio.wait({tasks[1]})
        assert sessions[1].status == "cancelled"
        calls = {span.name for span in sessions[1].view().spans}  # though no page asked before
        assert calls >= {"analysis", "coaching"}
        await wait_until(lambda: sum(e.hung_up is not None for e in server.exchanges) == 2)
        assert time.monotonic() - began < 1.5
        assert one_process.load == 0
        tasks[0].cancel()
        await asyncio.wait({tasks[0]})


async def test_the_run_of_a_killed_process_is_performed_here_and_the_next_gets_a_new_one(
    settings, one_process
):
    with serving(SLOW) as server:
        here, *there = [*open_two(server, settings), *open_two(server, settings)][:3]
        tasks = [asyncio.ensure_future(session.run()) for session in (here, there[0])]
        await wait_until(lambda: len(server.calls) == 4)
        os.kill(one_process._call._process.pid, signal.SIGKILL)
        await wait_until(lambda: len(server.calls) == 6)  # asked again, from here
        assert run_places.here == 2
        assert there[0].status == "running"
        again = asyncio.ensure_future(there[1].run())
        await wait_until(lambda: len(server.calls) == 8)
        assert one_process.load == 1
        for task in (*tasks, again):
            task.cancel()
        await asyncio.wait({*tasks, again})


async def test_a_process_that_does_not_answer_leaves_the_run_its_counts(
    settings, one_process, monkeypatch
):
    monkeypatch.setattr(spread_session, "ANSWER_GRACE_S", 0.1)
    with serving(SLOW) as server:
        here, there = open_two(server, settings.with_changes(timeout_s=3.0))
        tasks = asyncio.ensure_future(here.run()), asyncio.ensure_future(there.run())
        await wait_until(lambda: len(server.calls) == 4)
        stopped = one_process._call._process
        os.kill(stopped.pid, signal.SIGSTOP)
        await asyncio.wait(tasks)
        await wait_until(lambda: stopped.returncode is not None)
    assert there.document
    assert here.document
    assert there.document["fillers"] == here.document["fillers"]
    assert "3 s" in str(there.document["fallback_reason"])


def test_a_process_is_started_only_when_all_others_have_their_share(monkeypatch):
    monkeypatch.setattr(run_places, "processes", [Loaded(0), Loaded(0)])
    shares = [(RUNS_HERE - 1, 0, 0), (RUNS_HERE, RUNS_HERE - 1, 0), (RUNS_HERE,) * 3, (30, 17, 16)]
    found = []
    for here, *loads in shares:
        monkeypatch.setattr(run_places, "here", here)
        for place, load in zip(run_places.processes, loads, strict=True):
            monkeypatch.setattr(place, "load", load)
        process = run_places.find()
        found.append(None if process is None else run_places.processes.index(process))
    assert found == [None, 0, None, 1]


class Loaded:
    """A process with so many runs."""

    def __init__(self, load: int) -> None:
        self.load = load
