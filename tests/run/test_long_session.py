"""A long transcript's run: in a worker, the same result, ended in time."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from refiner.config.settings import Settings
from refiner.config.viewers import Viewer
from refiner.llm.backends.scripted import ScriptedBackend
from refiner.model import Source, Transcript
from refiner.run import long_session
from refiner.run.fallbacks import start_run
from refiner.run.long_session import LongSession, open_session
from refiner.run.overdue import build_overdue_document, end_at_deadline
from refiner.run.providers import open_backend
from refiner.run.runner import Runner
from refiner.run.session import Session
from refiner.run.session_log import RunLog
from refiner.run.steps import find_candidates
from refiner.run_document import is_counted
from refiner.store import Store
from refiner.workers import Pool
from tests.support.talks import advice, analysis_answer, talk_with

pytestmark = [pytest.mark.slow, pytest.mark.timed]
SENTENCE = "Um, so the plan of the week is, like, ready and you know the team is there. "
LONG = Transcript(SENTENCE * 640, Source(None, "text", "0" * 64), "A long plan")
VERY_LONG = Transcript(SENTENCE * 20_000, Source(None, "text", "1" * 64), "A very long plan")


@pytest.fixture
def settings(tmp_path):
    return Settings(provider="local", db=tmp_path / "runs.db", log=tmp_path / "refiner.log")


def wait_for_end(runner, run_id, seconds=120):
    until = time.monotonic() + seconds
    while (view := runner.view(run_id)).status == "running" and time.monotonic() < until:
        time.sleep(0.01)
    return view


def test_only_a_long_transcript_gets_a_worker(settings):
    assert type(open_session(talk_with(3), settings, None)) is Session
    assert type(open_session(LONG, settings, None)) is LongSession


def test_the_result_is_that_of_a_run_without_a_worker(settings):
    apart, here = (kind(LONG, settings, None) for kind in (LongSession, Session))
    for session in (apart, here):
        asyncio.run(session.run())
    varying = ("run_id", "created_at", "timings", "decision")
    first, second = (
        {key: value for key, value in (session.document or {}).items() if key not in varying}
        for session in (apart, here)
    )
    assert first == second


def test_its_progress_is_seen_and_its_end_is_logged(settings):
    runner = Runner(Store(settings.db))
    try:
        run_id = runner.submit(LONG, settings)
        view = wait_for_end(runner, run_id)
    finally:
        runner.close()
    assert view.status == "done"
    assert Store(settings.db).runs.document(run_id) == view.document


def test_cancel_ends_it_within_a_second_whatever_it_computes(settings):
    runner = Runner(Store(settings.db))
    try:
        run_id = runner.submit(VERY_LONG, settings)
        time.sleep(1.5)  # the worker has begun
        began = time.monotonic()
        runner.cancel(run_id)
        assert wait_for_end(runner, run_id).status == "cancelled"
        assert time.monotonic() - began < 1
        kept = runner.store.runs.transcript(run_id)
        assert kept
        assert kept.text == VERY_LONG.text
    finally:
        runner.close()


async def test_what_the_deadline_overtakes_ends_with_the_counts_of_the_rules(
    settings,
):
    state = start_run(LONG, settings, open_backend(settings), RunLog(1, None, echo=False))
    find_candidates(state)
    document = end_at_deadline(build_overdue_document(1, "2026-11-26", state), 5_000.4)
    assert is_counted(document)
    assert document["counts"]["rule"] == document["counts"]["ai"] == len(state.candidates)
    assert "not finished within the 120 s of this run" in (document["fallback_reason"] or "")
    assert document["coaching"]["source"] == "template"
    assert document["timings"]["processing_time_ms"] == 5_000
    assert document["timings"]["spans"][-2]["end_ms"] == 5_000.4
    assert (state.fallbacks, state.decision) == ([], None)


def test_a_deadline_of_three_seconds_ends_it_in_about_four_with_a_result_or_a_reason(settings):
    session = open_session(VERY_LONG, settings.with_changes(timeout_s=3.0), None)
    began = time.monotonic()
    asyncio.run(session.run())
    assert time.monotonic() - began < 4
    if session.document:
        assert "not finished within the 3 s" in (session.document["fallback_reason"] or "")
        assert session.document["counts"]["refined_by"] == "rules"
    else:
        assert "within the 3 s of this run" in (session.error or "")


def test_a_run_that_never_got_a_place_says_so_at_its_deadline(settings, monkeypatch):
    monkeypatch.setattr(long_session, "pool_for_run", lambda words: Pool(0, 0))
    session = open_session(LONG, settings.with_changes(timeout_s=0.5), None)
    began = time.monotonic()
    asyncio.run(session.run())
    assert time.monotonic() - began < 1.5
    assert "other long talks were ahead in the queue" in (session.error or "")


class InThisProcess:
    """A worker's call, performed in a thread, so that its requests can be looked at."""

    has_begun = True

    def __init__(self, work, job, pool, on_message):
        self.perform = lambda: work(on_message, job)

    def end(self):
        """It has ended already."""

    async def wait(self, seconds):
        return await asyncio.to_thread(self.perform)


def test_it_knows_no_talk_that_its_viewer_may_not_see(settings, monkeypatch):
    backend = ScriptedBackend({"analysis": analysis_answer(10, 7), "coaching": advice()})
    monkeypatch.setattr(long_session, "WorkerCall", InThisProcess)

    def open_scripted(_: Settings) -> ScriptedBackend:
        return backend

    monkeypatch.setattr(long_session, "open_backend", open_scripted)
    store = Store(settings.db)
    for number, user in enumerate(("ann", "ben", "ann"), 2):
        source = Source(None, "text", f"{number}" * 64)
        transcript = replace(LONG, text=f"{LONG.text}{number}", speaker="Ada", source=source)
        own = settings.with_changes(user=user)
        session = open_session(transcript, own, store.seen_by(Viewer(user)))
        asyncio.run(session.run(open_scripted))
    histories = [r.document["speaker_history"] for r in backend.requests if r.call == "coaching"]
    assert [history and history["earlier_talks"] for history in histories] == [None, None, 1]
