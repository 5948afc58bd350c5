"""Runs that outlive a page: one thread owns the event loop; other threads only query it.

A page may close, reload or open twice; the run it submitted continues to its logged end.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any

from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.model import Transcript
from refiner.run.long_session import open_session
from refiner.run.providers import open_backend
from refiner.run.session import OpenBackend, RunView, Session
from refiner.run_document import upgrade_document
from refiner.store import Store

MAX_ENDED_SESSIONS = 200  # kept in memory; older ones are read from the log
_GRACE_S = 5.0  # how long closing waits for cancelled runs to be logged


class Runner:
    """`submit` returns immediately; `view` and `cancel` take the run's id from any thread."""

    def __init__(self, store: Store, open_backend: OpenBackend = open_backend) -> None:
        """Rows left running by a process that has exited become interrupted."""
        self.store = store
        self._open_backend = open_backend
        self._sessions: dict[int, Session] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="refiner-runner", daemon=True)
        self._thread.start()
        with suppress(StoreError):  # each run reports why it was not saved
            store.runs.mark_interrupted()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def submit(self, transcript: Transcript, settings: Settings, parse_ms: float = 0.0) -> int:
        """Log the run as running and start it; returns its id."""
        session = open_session(transcript, settings, self.store, parse_ms)
        self._forget_oldest()
        self._sessions[session.run_id] = session
        self._loop.call_soon_threadsafe(self._start, session)
        return session.run_id

    def _start(self, session: Session) -> None:
        task = self._loop.create_task(session.run(self._open_backend))
        self._tasks[session.run_id] = task
        task.add_done_callback(lambda _: self._on_end(session))

    def _on_end(self, session: Session) -> None:
        """Log the end of a task that was cancelled before its first step."""
        self._tasks.pop(session.run_id, None)
        session.abandon()

    def cancel(self, run_id: int) -> None:
        """Cancel a run; its row says cancelled. No effect on one that has ended."""

        def cancel_task() -> None:
            if (task := self._tasks.get(run_id)) is not None:
                task.cancel()

        self._loop.call_soon_threadsafe(cancel_task)

    def view(self, run_id: int) -> RunView | None:
        """A snapshot of a run, live or from the log; None if there is no run of that id.

        Raises StoreError if the log cannot be read.
        """
        session = self._sessions.get(run_id)
        return session.view() if session else self._logged_view(run_id)

    def _logged_view(self, run_id: int) -> RunView | None:
        row, transcript = self.store.runs.row(run_id), self.store.runs.transcript(run_id)
        if row is None or transcript is None:
            return None
        document = upgrade_document(json.loads(row["document"])) if row["document"] else None
        error = json.loads(row["error"])["message"] if row["error"] else None
        elapsed = float(row["processing_time_ms"] or 0)
        return RunView(run_id, row["status"], transcript, elapsed, document=document, error=error)

    def forget(self, run_ids: Iterable[int]) -> None:
        """Drop runs from memory that were deleted from the log."""
        for run_id in run_ids:
            self._sessions.pop(run_id, None)

    def call(self, work: Coroutine[Any, Any, Any], timeout_s: float) -> Any:
        """Run a short coroutine on the runner's loop and wait for its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_s)

    def _forget_oldest(self) -> None:
        """Drop ended runs beyond the newest `MAX_ENDED_SESSIONS`, if they are in the log."""
        ended = [
            s.run_id for s in self._sessions.values() if s.status != "running" and not s.not_saved
        ]
        for run_id in ended[:-MAX_ENDED_SESSIONS]:
            del self._sessions[run_id]

    def close(self) -> None:
        """Cancel all runs, wait until they are logged, end the thread."""
        if self._loop.is_closed():
            return

        async def cancel_all() -> None:
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self.call(cancel_all(), _GRACE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_GRACE_S)
        self._loop.close()
