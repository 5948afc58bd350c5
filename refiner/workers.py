"""Processes for long computations: each does one call and can be ended at any moment.

A computation in a thread cannot be ended, and holds up every other thread of its process. A
worker starts in about half a second, so short computations are cheaper without one.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, BinaryIO

from refiner.cores import count_cores
from refiner.errors import RefinerError, describe_unexpected

Send = Callable[[Any], None]

LONG_WORDS = 10_000
"""From so many words on, a transcript is worked on in a worker: about a second's computation."""
LONG_BYTES = 60_000
VERY_LONG_WORDS = 100_000
_POLL_S = 0.2
_PROGRAM = "from refiner.workers import serve; serve()"
_CORES = count_cores()
_places = threading.Condition()


class Pool:
    """Places for the calls of one kind, in the order of their coming.

    Each kind has its own, so that none waits for a kind that takes longer. The operating system
    serves a process of lower `niceness` first.
    """

    def __init__(self, size: int, niceness: int) -> None:
        self.size = size
        self.niceness = niceness
        self.taken = 0
        self.waiting: list[WorkerCall] = []

    def has_place(self, call: WorkerCall) -> bool:
        return self.taken < self.size and self.waiting[0] is call


RUN_PROCESSES = Pool(max(1, _CORES - 1), 0)  # each performs many short runs
# A short run, and the pages, come before all of these.
READING = Pool(max(4, _CORES), 5)
LONG_RUNS = Pool(max(4, _CORES), 10)
VERY_LONG_RUNS = Pool(max(2, _CORES // 2), 15)


def pool_for_run(words: int) -> Pool:
    """The places for the run of a transcript of so many words."""
    return VERY_LONG_RUNS if words >= VERY_LONG_WORDS else LONG_RUNS


class WorkerError(RefinerError):
    """A worker ended before its call did."""


class WorkerCall:
    """One call of `function(send, *arguments)` in a process of its own, started immediately.

    The function is importable, arguments and result can be pickled; `on_message` gets what the
    function sends, in another thread. The call waits for a place in the `pool`.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        pool: Pool = LONG_RUNS,
        on_message: Callable[[Any], None] = lambda _: None,
    ) -> None:
        self.future: Future[Any] = Future()
        self.has_begun = False
        self._pool = pool
        self._call = (function, arguments, pool.niceness)
        self._on_message = on_message
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._outbox = SimpleQueue[tuple[Any] | None]()
        with _places:
            pool.waiting.append(self)
        threading.Thread(target=self._perform, name="refiner-worker", daemon=True).start()

    def result(self, timeout_s: float, on_wait: Callable[[], None] = lambda: None) -> Any:
        """The function's result, or its error; after `timeout_s` a TimeoutError.

        `on_wait` is called several times a second and may raise. However this returns, the
        worker has been ended.
        """
        until = time.monotonic() + timeout_s
        try:
            while True:
                left = until - time.monotonic()
                with suppress(TimeoutError):
                    return self.future.result(min(left, _POLL_S))
                if left <= _POLL_S:
                    raise TimeoutError
                on_wait()
        finally:
            self.end()

    async def wait(self, timeout_s: float) -> Any:
        """As `result`, for a coroutine; a cancelled one ends the worker too."""
        try:
            async with asyncio.timeout(timeout_s):
                return await asyncio.wrap_future(self.future)
        finally:
            self.end()

    def send(self, message: Any) -> None:
        """For a function that listens (`listen`). Never waits, also before the worker has begun."""
        self._outbox.put((message,))

    def end(self) -> None:
        """End the worker, whatever it is doing; no effect on a call that is over."""
        with _places:
            self._ended = True
            if self._process is not None:
                self._process.kill()
            _places.notify_all()

    def _perform(self) -> None:
        pool = self._pool
        self.future.set_running_or_notify_cancel()
        with _places:
            _places.wait_for(lambda: self._ended or pool.has_place(self))
            pool.waiting.remove(self)
            pool.taken += 1
            _places.notify_all()  # the next one may be the first that waits
        try:
            self.future.set_result(self._exchange())
        except BaseException as error:
            self.future.set_exception(error)
        finally:
            with _places:
                pool.taken -= 1
                _places.notify_all()

    def _exchange(self) -> Any:
        with _places:
            if self._ended:
                raise WorkerError("worker: it was ended before it began")
            self._process = _start_process()
            self.has_begun = True
        with self._process as process:
            try:
                if process.stdin is None or process.stdout is None:
                    raise WorkerError("worker: it has no pipes")
                _dump(self._call, process.stdin)
                threading.Thread(target=self._post, args=(process.stdin,), daemon=True).start()
                while True:
                    kind, value = pickle.load(process.stdout)
                    if kind == "result":
                        return value
                    if kind == "error":
                        raise value
                    self._on_message(value)
            except (EOFError, OSError, pickle.UnpicklingError):
                raise WorkerError("worker: the process was killed") from None
            finally:
                process.kill()
                self._outbox.put(None)
                with suppress(OSError):  # what it no longer reads
                    process.stdin.close() if process.stdin else None

    def _post(self, letters: IO[bytes]) -> None:
        with suppress(OSError, ValueError):  # the worker has ended
            while (letter := self._outbox.get()) is not None:
                _dump(letter[0], letters)
                del letter  # it may hold a key, and the next may be long in coming


def _dump(value: Any, file: IO[bytes]) -> None:
    file.write(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))  # all of it or, on an error, nothing
    file.flush()


def _start_process() -> subprocess.Popen[bytes]:
    """A new process with the same modules; nothing of a call is in its arguments."""
    places = [str(Path(__file__).parents[1]), *filter(None, sys.path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )


def serve() -> None:
    """Be a worker: read a call from standard input, write messages and result to standard output.

    Ends when the caller does, however that ends. Threads of the function may still be working.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed must not get between the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller handles Ctrl-C
    function, arguments, niceness = pickle.load(sys.stdin.buffer)
    if hasattr(os, "nice"):
        os.nice(niceness)
    threading.Thread(target=_read_letters, args=(sys.stdin.buffer,), daemon=True).start()

    def write(kind: str, value: Any) -> None:
        _dump((kind, value), answers)

    try:
        write("result", function(lambda message: write("message", message), *arguments))
    except RefinerError as error:
        write("error", error)
    except Exception as error:
        write("error", WorkerError(f"worker: {describe_unexpected(error)}"))
    finally:
        sys.stderr.flush()
        os._exit(0)


_letters = SimpleQueue[Any]()  # in a worker: what its caller sent and was not read yet


def _read_letters(letters: BinaryIO) -> None:
    """Collect what the caller sends. When the caller has ended, end this process."""
    try:
        while True:
            _letters.put(pickle.load(letters))
    finally:
        os._exit(1)


def listen(on_message: Callable[[Any], None]) -> None:
    """In a worker: call `on_message` with each message of the caller; never returns."""
    while True:
        on_message(_letters.get())
