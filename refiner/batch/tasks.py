"""One input of a batch, from its bytes to a result for each of its transcripts.

Each transcript ends in a `BatchResult`; none stops the others.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from refiner.audio.transcriber import choose_transcriber
from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions, read_transcripts, transcribe_input
from refiner.config.settings import Settings
from refiner.errors import BackendError, InputError, StoreError, describe_unexpected
from refiner.model import Transcript
from refiner.run.long_session import open_session
from refiner.run_document import RunDocument
from refiner.store import Store
from refiner.store.threads import in_log_thread
from refiner.transcripts.in_time import read_in_time

OnResult = Callable[["BatchResult"], None]
RunBatch = Callable[[Iterable[Input], "BatchOptions", int, OnResult], None]

ending = threading.Event()  # set in a worker process that is to end: it stops transcribing


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Options of every run; without a store nothing is logged or resumed.

    `rerun`: transcripts with a result in the run log are run again. `keep_audio`: recordings are
    kept next to the run log.
    """

    settings: Settings
    store: Store | None
    reading: ReadingOptions = field(repr=False)  # names; Dask logs what a failed task was given
    rerun: bool = False
    keep_audio: bool = False


@dataclass(frozen=True, slots=True)
class BatchResult:
    """One transcript's run document, or the line that says why there is none.

    `status` is the exit status of its own; `reused`: it was in the run log already.
    """

    name: str
    status: int
    document: RunDocument | None = None
    error: str | None = None
    not_saved: str | None = None
    reused: bool = False


@dataclass(frozen=True, slots=True)
class BatchTask:
    """An input as read; `skip` are the positions of its transcripts that have a result.

    A `recording` is read where it is worked on: it may be large. Neither its name nor its bytes
    are in its `repr`, which other programs may log.
    """

    name: str = field(repr=False)
    data: bytes = field(default=b"", repr=False)
    skip: frozenset[int] = frozenset()
    recording: Input | None = field(default=None, repr=False)


async def run_task(
    task: BatchTask, options: BatchOptions, *, apart: bool = False
) -> list[BatchResult]:
    """An input's transcripts, one after another; only CancelledError propagates."""
    began = time.perf_counter()
    read = partial(read_transcripts, task.data, task.name, options.reading)
    try:
        if task.recording is not None:
            transcripts = await _transcribe(task.recording, options)
            began = time.perf_counter()  # a run begins with its transcript
        elif apart:
            timeout_s = options.settings.timeout_s
            transcripts = await asyncio.to_thread(read_in_time, read, task.data, timeout_s)
        else:
            transcripts = read()
    except InputError as error:
        return [BatchResult(task.name, 2, error=str(error))]
    except BackendError as error:
        return [BatchResult(task.name, 1, error=f"{task.name}: {error}")]
    except Exception as error:
        return [BatchResult(task.name, 1, error=f"{task.name}: {describe_unexpected(error)}")]
    parse_ms = (time.perf_counter() - began) * 1000
    results = [
        await _run_transcript(task.name, transcript, options, parse_ms)
        for position, transcript in enumerate(transcripts)
        if position not in task.skip
    ]
    if task.recording is None:
        return results
    return [keep_if_asked(task.recording, result, options) for result in results]


def keep_if_asked(recording: Input, result: BatchResult, options: BatchOptions) -> BatchResult:
    """Keep the recording if asked; the result says so if that failed.

    It is also kept with a run that was in the log already, unless that run has one.
    """
    store, document = options.store, result.document
    if not options.keep_audio or store is None or document is None or result.not_saved:
        return result
    try:
        if not (result.reused and store.recordings.find(document["run_id"])):
            keep_recording(recording, document["run_id"], store)
    except (InputError, StoreError) as error:
        return replace(result, not_saved=f"the recording: {error}")
    return result


def keep_recording(recording: Input, run_id: int, store: Store) -> None:
    """Keep a copy with a run, deleted with it. Raises InputError and StoreError."""
    with recording.stream() as stream:
        store.recordings.keep(run_id, recording.name, stream)


async def _transcribe(recording: Input, options: BatchOptions) -> tuple[Transcript, ...]:
    """Transcribe in a thread, which ends soon after this coroutine was cancelled."""
    transcriber = choose_transcriber(options.settings)
    cancelled = threading.Event()

    def is_cancelled() -> bool:
        return cancelled.is_set() or ending.is_set()

    def transcribe() -> tuple[Transcript, ...]:
        with recording.as_file() as file:
            watch = {"is_cancelled": is_cancelled}
            return transcribe_input(file, transcriber, recording.name, options.reading, **watch)

    try:
        return await asyncio.to_thread(transcribe)
    except asyncio.CancelledError:
        cancelled.set()
        raise


async def _run_transcript(
    name: str, transcript: Transcript, options: BatchOptions, parse_ms: float
) -> BatchResult:
    session = await in_log_thread(
        lambda: open_session(transcript, options.settings, options.store, parse_ms, echo=False)
    )
    await session.run()
    if session.document is None:
        error_line = f"{name}: {session.error}"
        return BatchResult(name, 1, error=error_line, not_saved=session.not_saved)
    return BatchResult(name, 0, session.document, not_saved=session.not_saved)
