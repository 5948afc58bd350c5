"""Many concurrent runs are spread over processes, each of which performs many.

Runs that wait for a model share one event loop, and so one core: twenty of them take no longer
than one, two hundred half as long again. From `RUNS_HERE` runs on, others go to a process of
their own, up to one for each further core; it ends after a minute without a run.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

from refiner.cores import count_cores
from refiner.errors import RefinerError, describe_unexpected
from refiner.run.providers import open_backend
from refiner.run.remote_session import JobSession, RemoteSession, RunJob
from refiner.run.session import OpenBackend
from refiner.run.view import RunView
from refiner.run_document import RunDocument
from refiner.workers import RUN_PROCESSES, Send, WorkerCall, WorkerError, listen

RUNS_HERE = 16  # of 2,000 words and 0.1 s of computing each: a tenth of the time that they take
IDLE_S = 60.0
ANSWER_GRACE_S = 5.0  # after the deadline, which the process itself keeps
_CANCEL_S = 0.7  # for the last report of a cancelled run: the calls that are to be paid
_REPORT_S = 0.25  # between two questions about the progress of a run that a page shows
OnProgress = Callable[[Mapping[str, Any]], None]


class ProcessLostError(WorkerError):
    """The process of a run was killed, or does not answer."""


class RunProcess:
    """A process that performs many runs, started with the first of them."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._jobs: dict[int, tuple[Future[RunDocument], OnProgress]] = {}
        self._call: WorkerCall | None = None
        self._ends: threading.Timer | None = None

    @property
    def load(self) -> int:
        """How many runs it performs."""
        return len(self._jobs)

    async def perform(self, number: int, job: RunJob, on_progress: OnProgress) -> RunDocument:
        """Perform a job and return its document; `number` is unique among this process's jobs.

        If the caller is cancelled, so is the job. Raises ProcessLostError if the process is killed.
        """
        future: Future[RunDocument] = Future()
        with self._lock:
            if self._ends is not None:
                self._ends.cancel()
            self._jobs[number] = future, on_progress  # first: a process may end as it starts
            if self._call is None:
                self._start()
            self._send("run", number, job)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            await self._cancel(number, on_progress)
            raise
        finally:
            with self._lock:
                self._jobs.pop(number, None)
                if not self._jobs:
                    self._end_later()

    async def _cancel(self, number: int, on_progress: OnProgress) -> None:
        """Wait a moment for the last report of a job, if no answer has come."""
        end: Future[RunDocument] = Future()
        with self._lock:
            if number not in self._jobs:
                return
            self._jobs[number] = end, on_progress
            self._send("cancel", number)
        with suppress(TimeoutError, RefinerError):
            await asyncio.wait_for(asyncio.wrap_future(end), _CANCEL_S)

    def ask_for_progress(self, number: int) -> None:
        self._send("report", number)

    def _send(self, kind: str, number: int, job: RunJob | None = None) -> None:
        if self._call is not None:
            self._call.send((kind, number, job))

    def _start(self) -> None:
        call = WorkerCall(perform_runs, pool=RUN_PROCESSES, on_message=self._on_message)
        self._call = call
        call.future.add_done_callback(lambda _: self._on_end(call))

    def _on_message(self, message: tuple[str, int, Any]) -> None:
        kind, number, value = message
        with self._lock:
            known = self._jobs.get(number) if kind == "report" else self._jobs.pop(number, None)
        if known is None:  # it was cancelled
            return
        future, on_progress = known
        if kind == "report":
            on_progress(value)
        elif future.set_running_or_notify_cancel():
            future.set_exception(value) if kind == "error" else future.set_result(value)

    def _on_end(self, call: WorkerCall) -> None:
        """The process was killed, or ended without work."""
        with self._lock:
            if self._call is not call:
                return
            self._call = None
            lost = [future for future, _ in self._jobs.values()]
            self._jobs.clear()
        for future in lost:
            if future.set_running_or_notify_cancel():
                future.set_exception(ProcessLostError("the process of this run was killed"))

    def _end_later(self) -> None:
        self._ends = threading.Timer(IDLE_S, self.end_if_idle)
        self._ends.daemon = True
        self._ends.start()

    def end_hung(self) -> None:
        """End a process that does not answer. Its other runs get a ProcessLostError too."""
        with self._lock:
            call = self._call
        if call is not None:
            call.end()

    def end_if_idle(self) -> None:
        """End the process if it has no run; the next one starts a new one."""
        with self._lock:
            call = None if self._jobs else self._call
            self._call = None if call else self._call
        if call is not None:
            call.end()


class _Places:
    """Where runs are performed: here, and in one process for each further core."""

    def __init__(self) -> None:
        self.here = 0
        self.processes = [RunProcess() for _ in range(count_cores() - 1)]
        self._lock = threading.Lock()

    def find(self) -> RunProcess | None:
        """The process for the next run, None for this one; none is started without need."""
        if self.here < RUNS_HERE:
            return None
        for process in self.processes:
            if process.load < RUNS_HERE:
                return process
        emptiest = min(self.processes, key=lambda process: process.load, default=None)
        return emptiest if emptiest is not None and emptiest.load < self.here else None

    @contextmanager
    def performing_here(self) -> Iterator[None]:
        with self._lock:
            self.here += 1
        try:
            yield
        finally:
            with self._lock:
                self.here -= 1


run_places = _Places()
_numbers = count(1)


class SpreadSession(RemoteSession):
    """A run that is performed in this process, or in another one that has fewer runs.

    If the other process is lost, the run is performed here in the time that remains until its
    deadline. If none remains, it ends like any run whose deadline passes.
    """

    _process: RunProcess | None = None
    _number = 0
    _asked_s = 0.0

    async def perform(self, open_backend_: OpenBackend) -> RunDocument:
        is_ours = open_backend_ is open_backend  # a caller's backend cannot be sent anywhere
        process = run_places.find() if is_ours else None
        if process is None:
            return await self._perform_here(open_backend_)
        began = time.monotonic()
        try:
            return await self._perform_there(process)
        except ProcessLostError as lost:
            self._log.warning("%s, so the run is performed again", lost)
            self._waited_ms += (time.monotonic() - began) * 1000  # the deadline stays
            self._progress = None
            return await self._perform_here(open_backend_)

    async def _perform_here(self, open_backend_: OpenBackend) -> RunDocument:
        with run_places.performing_here():
            return await super().perform(open_backend_)

    async def _perform_there(self, process: RunProcess) -> RunDocument:
        self._process, self._number = process, next(_numbers)
        try:
            async with asyncio.timeout(self.settings.timeout_s + ANSWER_GRACE_S):
                return await process.perform(self._number, self._job(), self._note_progress)
        except TimeoutError:
            process.end_hung()
            raise ProcessLostError("the process of this run does not answer") from None
        finally:
            self._process = None

    def view(self) -> RunView:
        """The latest snapshot that the other process has sent, after asking it for the next one.

        The process sends one only when asked, so that a run that no page shows costs nothing.
        """
        process, now = self._process, time.monotonic()
        if process is not None and now - self._asked_s >= _REPORT_S:
            self._asked_s = now
            process.ask_for_progress(self._number)
        return super().view()


def perform_runs(send: Send) -> None:
    """In a process of its own: perform what the caller sends, until it ends the process."""
    loop = asyncio.new_event_loop()
    sessions: dict[int, JobSession] = {}
    tasks: dict[int, asyncio.Task[None]] = {}

    def handle(message: tuple[str, int, RunJob | None]) -> None:
        kind, number, job = message
        if job is not None:
            tasks[number] = loop.create_task(_perform_job(number, job, sessions, send))
            tasks[number].add_done_callback(lambda _: forget(number))
        elif number in tasks and kind == "cancel":
            tasks[number].cancel()
        elif number in sessions:
            send(("report", number, sessions[number].live_fields()))

    def forget(number: int) -> None:
        task, session = tasks.pop(number), sessions.pop(number, None)
        if task.cancelled():
            send(("report", number, session.live_fields() if session else {}))
            send(("error", number, WorkerError("worker: the run was cancelled")))
        if not tasks:
            gc.collect()  # else a key that was in a reference cycle stays in memory

    def receive(message: Any) -> None:
        loop.call_soon_threadsafe(handle, message)

    threading.Thread(target=listen, args=(receive,), daemon=True).start()
    loop.run_forever()


async def _perform_job(
    number: int, job: RunJob, sessions: dict[int, JobSession], send: Send
) -> None:
    try:
        session = sessions[number] = JobSession(job)
        send(("result", number, await session.perform(open_backend)))
    except Exception as error:
        if number in sessions:
            send(("report", number, sessions[number].live_fields()))
        is_known = isinstance(error, RefinerError)
        what = str(error) if is_known else f"worker: {describe_unexpected(error)}"
        send(("error", number, WorkerError(what)))  # of other errors, pickle may lose parts
