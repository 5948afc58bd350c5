"""A long transcript's run in a worker process, so that no other run waits for it.

The session of this process owns the row and the view; the worker performs the run, reports how
far it is, and is ended with the run: by Cancel, or soon after the deadline.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from refiner.config.settings import Settings
from refiner.errors import RefinerError
from refiner.model import Transcript
from refiner.run.overdue import build_overdue_document, end_at_deadline
from refiner.run.providers import open_backend
from refiner.run.remote_session import JobSession, RemoteSession, RunJob
from refiner.run.session import OpenBackend, Session
from refiner.run.spread_session import SpreadSession
from refiner.run.state import RunState
from refiner.run_document import RunDocument
from refiner.store import Store
from refiner.workers import LONG_WORDS, Send, WorkerCall, pool_for_run

GRACE_S = 0.5  # after the deadline, for the result of what is known by then
_REPORT_S = 0.25
_OVERDUE, _END = "overdue", "end"  # keys of messages that are no fields of the view


def open_session(
    transcript: Transcript,
    settings: Settings,
    store: Store | None,
    parse_ms: float = 0.0,
    *,
    echo: bool = True,
) -> Session:
    """A new logged run; that of a long transcript computes in a worker.

    A short one that waits for a server may be performed elsewhere if there are many.
    """
    kind: type[Session] = SpreadSession if settings.chosen_provider == "openai" else Session
    if transcript.words >= LONG_WORDS:
        kind = LongSession
    return kind(transcript, settings, store, parse_ms, echo=echo)


class LongSession(RemoteSession):
    _overdue: RunDocument | None = None
    _end_is_in_log = False

    async def perform(self, open_backend_: OpenBackend) -> RunDocument:
        if open_backend_ is not open_backend:  # a backend of the caller cannot be sent anywhere
            return await super().perform(open_backend_)
        job = self._job()
        timeout_s = self.settings.timeout_s
        pool = pool_for_run(self.transcript.words)
        call = WorkerCall(perform_in_worker, job, pool=pool, on_message=self._note_progress)
        limit_s = timeout_s - self._parse_ms / 1000
        try:
            return await self._wait(call, limit_s)
        except TimeoutError:
            if self._overdue is not None:
                took_s = time.monotonic() - job.submitted_s
                return self._end_with(self._overdue, self._parse_ms + 1000 * took_s)
            why = f"the rules could not count {self.transcript.words:,} words"
            if not call.has_begun:
                why = "other long talks were ahead in the queue, so this one was not started"
            raise RefinerError(f"deadline: {why} within the {timeout_s:g} s of this run") from None

    async def _wait(self, call: WorkerCall, limit_s: float) -> RunDocument:
        """The worker's document, after the limit only for as long as it takes to send it."""
        result = asyncio.ensure_future(call.wait(limit_s + GRACE_S))
        try:
            await asyncio.wait({result}, timeout=limit_s)
            if not result.done() and self._overdue is None:
                raise TimeoutError  # there is nothing that could be sent
            document: RunDocument = await result
            return document
        finally:
            result.cancel()
            call.end()

    def _end_with(self, overdue: RunDocument, elapsed_ms: float) -> RunDocument:
        document = end_at_deadline(overdue, elapsed_ms)
        if self._end_is_in_log:
            return document
        self._log.warning("Falling back to %s", document["fallback_reason"])
        took_ms = document["timings"]["processing_time_ms"]
        self._log.info("AI processing completed - Total: %dms", took_ms)
        return document

    def _note_progress(self, progress: Mapping[str, Any]) -> None:
        progress = dict(progress)
        self._overdue = progress.pop(_OVERDUE, self._overdue)
        self._end_is_in_log = progress.pop(_END, self._end_is_in_log)
        super()._note_progress(progress)


class _WorkerSession(JobSession):
    def __init__(self, job: RunJob, send: Send) -> None:
        super().__init__(job)
        self.send = send

    def _note_candidates(self, state: RunState) -> None:
        self.send({_OVERDUE: build_overdue_document(self.run_id, self.created_at, state)})

    def _note_end(self) -> None:
        self.send({_END: True})


def perform_in_worker(send: Send, job: RunJob) -> RunDocument:
    """The run document of a job; `send` gets the fields of the view that have changed."""
    session = _WorkerSession(job, send)
    # Not asyncio.run: that would wait for computations that have passed the deadline.
    return asyncio.new_event_loop().run_until_complete(_perform_and_report(session, send))


async def _perform_and_report(session: JobSession, send: Send) -> RunDocument:
    run = asyncio.ensure_future(session.perform(open_backend))
    known: dict[str, Any] = {}
    pause_s = _REPORT_S
    while not (await asyncio.wait({run}, timeout=pause_s))[0]:
        began = time.monotonic()
        live = session.live_fields()
        send({name: value for name, value in live.items() if known.get(name) != value})
        known = live
        pause_s = max(_REPORT_S, 9 * (time.monotonic() - began))  # a tenth of the time at most
    return run.result()
