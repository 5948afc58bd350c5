"""Runs that outlive a page: one thread owns the event loop; other threads only query it.

A page may close, reload or open twice; the run it submitted continues to its logged end.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from copy import copy
from typing import Any

from refiner.config.settings import Settings
from refiner.config.viewers import Viewer
from refiner.errors import StoreError
from refiner.model import Transcript
from refiner.run.long_session import open_session
from refiner.run.providers import open_backend
from refiner.run.session import OpenBackend, Session
from refiner.run.view import RunView
from refiner.store import Store
from refiner.store.upgrade import read_document

MAX_ENDED_SESSIONS = 50  # kept in memory; older ones are read from the log
MAX_ENDED_WORDS = 500_000  # of all of them; the newest is kept however long it is
_GRACE_S = 5.0  # how long closing waits for cancelled runs to be logged


class Runner:
    """`submit` returns immediately; `view` and `cancel` take the run's id from any thread."""

    def __init__(self, store: Store, open_backend: OpenBackend = open_backend) -> None:
        """Rows left running by a process that has exited become interrupted."""
        self.store = store
        self._open_backend = open_backend
        self._sessions: dict[int, Session] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._lock = threading.Lock()  # many pages submit at the same time
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="refiner-runner", daemon=True)
        self._thread.start()
        with suppress(StoreError):  # each run reports why it was not saved
            store.runs.mark_interrupted()

    def seen_by(self, viewer: Viewer) -> Runner:
        """The same runner for one person: of others' runs, none is viewed, cancelled or changed."""
        if viewer == self.store.viewer:
            return self
        seen = copy(self)
        seen.store = self.store.seen_by(viewer)
        return seen

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def submit(self, transcript: Transcript, settings: Settings, parse_ms: float = 0.0) -> int:
        """Log the run as running and start it; returns its id."""
        session = open_session(transcript, settings, self.store, parse_ms)
        with self._lock:
            self._sessions[session.run_id] = session
            self._forget_oldest()
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

        if not self.store.viewer.sees_all and self.view(run_id) is None:
            return

        def cancel_task() -> None:
            if (task := self._tasks.get(run_id)) is not None:
                task.cancel()

        self._loop.call_soon_threadsafe(cancel_task)

    def view(self, run_id: int) -> RunView | None:
        """A snapshot of a run, live or from the log; None if there is no run of that id.

        Raises StoreError if the log cannot be read.
        """
        session = self._sessions.get(run_id)
        if session is None:
            return self._logged_view(run_id)
        return session.view() if self._may_see(session) else None

    def _may_see(self, session: Session) -> bool:
        """The log decides: its speaker may have been corrected since, or the run deleted.

        A run that the log does not have is its user's own.
        """
        if session.not_saved:
            viewer = self.store.viewer
            return viewer.sees_all or (session.settings.user or "") in viewer.owners
        try:
            return self.store.runs.is_visible(session.run_id)
        except StoreError:
            if self.store.viewer.sees_all:  # a run continues if its log cannot be read
                return True
            raise

    def _logged_view(self, run_id: int) -> RunView | None:
        row, transcript = self.store.runs.row(run_id), self.store.runs.transcript(run_id)
        if row is None or transcript is None:
            return None
        error = json.loads(row["error"])["message"] if row["error"] else None
        elapsed = float(row["processing_time_ms"] or 0)
        return RunView(
            run_id, row["status"], transcript, elapsed, document=read_document(row), error=error
        )

    def forget(self, run_ids: Iterable[int]) -> None:
        """Drop runs from memory that were deleted from the log."""
        with self._lock:
            for run_id in run_ids:
                self._sessions.pop(run_id, None)

    def call(self, work: Coroutine[Any, Any, Any], timeout_s: float) -> Any:
        """Run a short coroutine on the runner's loop and wait for its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_s)

    def _forget_oldest(self) -> None:
        """Drop the ended runs beyond the newest, so that memory does not grow with their number.

        Those that could not be saved are the last to go.
        """
        ended = [s for s in self._sessions.values() if s.status != "running"]
        kept_words = 0
        ended.sort(key=lambda s: (s.not_saved is not None, s.run_id), reverse=True)
        for kept, session in enumerate(ended, 1):
            kept_words += session.transcript.words
            if kept > MAX_ENDED_SESSIONS or (kept > 1 and kept_words > MAX_ENDED_WORDS):
                del self._sessions[session.run_id]

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
