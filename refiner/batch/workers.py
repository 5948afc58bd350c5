"""Many transcripts, several at a time, no paid call repeated.

Each transcript ends in a `BatchResult`; none stops the others.
"""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial

from refiner.audio.transcriber import choose_transcriber, describe_transcriber
from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions, read_transcripts, transcribe_input
from refiner.config.settings import Settings
from refiner.errors import BackendError, InputError, RefinerError, StoreError, describe_unexpected
from refiner.insight.corrections import corrected
from refiner.model import Transcript
from refiner.run.long_session import open_session
from refiner.run_document import RunDocument
from refiner.store import Store
from refiner.store.threads import in_log_thread
from refiner.transcripts import title_of_file
from refiner.transcripts.in_time import read_in_time

OnResult = Callable[["BatchResult"], None]
RunBatch = Callable[[Iterable[Input], "BatchOptions", int, OnResult], None]


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


@dataclass(slots=True)
class _LoggedResults:
    """Results in the run log under the same settings, by the sha256 of their source."""

    options: BatchOptions
    run_ids: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.options.store is not None and not self.options.rerun:
            self.options.store.runs.mark_interrupted()
            self.run_ids = self.options.store.runs.ids_by_sha256(self.options.settings)

    def take(self, transcript: Transcript) -> RunDocument | None:
        """A result for exactly this transcript; each is returned once."""
        run_ids = self.run_ids.get(transcript.source.sha256, [])
        for run_id in run_ids:
            store = self.options.store
            document = store.runs.document(run_id) if store else None
            if document and _is_result_of(document, transcript, self.options.settings):
                run_ids.remove(run_id)
                return corrected(store, document) if store else document
        return None

    def take_recording(self, recording: Input) -> RunDocument | None:
        """A result for a recording that would be transcribed in the same way; each once.

        Its words are not known without transcribing it again, so that there is none where
        speakers are chosen.
        """
        reading, settings, store = self.options.reading, self.options.settings, self.options.store
        if store is None or reading.each or reading.only or not self.run_ids:
            return None
        run_ids = self.run_ids.get(recording.sha256(), [])
        by = describe_transcriber(choose_transcriber(settings)) if run_ids else ""
        own = replace(reading, title=reading.title or title_of_file(recording.name))
        for run_id in run_ids:
            document = store.runs.document(run_id)
            if document and by in document["warnings"] and _is_read_with(document, own):
                run_ids.remove(run_id)
                return corrected(store, document)
        return None


def _is_read_with(document: RunDocument, reading: ReadingOptions) -> bool:
    """True if these options, with their title, would give this title, speaker, length, language."""
    seconds = document["duration_s"] if document["duration_source"] == "given" else None
    return (
        document["title"] == reading.title
        and reading.speaker in ("", document["speaker"])
        and seconds == reading.duration_s
        and _given_language(document) == reading.language
    )


def _given_language(document: RunDocument) -> str | None:
    """The language that a person named; None if it was found out."""
    return document["language"] if document.get("language_source") == "given" else None


def _is_result_of(document: RunDocument, transcript: Transcript, settings: Settings) -> bool:
    """True if a run with these settings would give this document; only OpenAI has models."""
    models = {"analysis": settings.model_analysis, "coaching": settings.model_coaching}
    return (
        document["text"] == transcript.text
        and (document["title"], document["speaker"]) == (transcript.title, transcript.speaker)
        and document["duration_s"] == round(transcript.length_s, 3)
        and _given_language(document) == transcript.given_language
        and document.get("confidence") == settings.confidence
        and (settings.chosen_provider != "openai" or document["models"] == models)
    )


def run_batch(
    inputs: Iterable[Input],
    options: BatchOptions,
    jobs: int,
    on_result: OnResult,
    processes: bool = True,
) -> None:
    """Run every input, `jobs` at a time; `on_result` is called in this thread as each ends.

    The local analyst computes, so its runs are spread over processes, no more than there are
    cores, unless `processes` is false: a program with other threads must not be forked. Other
    providers are waited for, in one process.
    """
    tasks = find_pending(inputs, options, on_result)
    if processes and options.settings.chosen_provider == "local":
        _run_in_processes(tasks, options, min(jobs, os.cpu_count() or 1), on_result)
    else:
        with options.store.keep_open() if options.store else nullcontext():
            asyncio.run(_run_concurrently(tasks, options, jobs, on_result))


def find_pending(
    inputs: Iterable[Input], options: BatchOptions, on_result: OnResult
) -> Iterator[BatchTask]:
    """The remaining work; logged results and unreadable inputs are reported immediately."""
    logged = _LoggedResults(options)
    for one in inputs:
        try:
            if one.is_recording():
                done = logged.take_recording(one)
                if done is None:
                    yield BatchTask(one.name, recording=one)
                else:
                    reused_result = BatchResult(one.name, 0, done, reused=True)
                    on_result(_keep_if_asked(one, reused_result, options))
                continue
            data = one.read()
            total, reused = _find_logged(one.name, data, logged)
        except (InputError, StoreError) as error:
            on_result(BatchResult(one.name, 2, error=str(error)))
            continue
        for document in reused.values():
            on_result(BatchResult(one.name, 0, document, reused=True))
        if not reused or len(reused) < total:
            yield BatchTask(one.name, data, frozenset(reused))


def _find_logged(
    name: str, data: bytes, logged: _LoggedResults
) -> tuple[int, dict[int, RunDocument]]:
    """How many transcripts an input holds, and the logged results by position.

    An input whose bytes are not in the log is not read here.
    """
    if hashlib.sha256(data).hexdigest() not in logged.run_ids:
        return 0, {}
    transcripts = read_transcripts(data, name, logged.options.reading)
    found = {n: document for n, one in enumerate(transcripts) if (document := logged.take(one))}
    return len(transcripts), found


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
    return [_keep_if_asked(task.recording, result, options) for result in results]


def _keep_if_asked(recording: Input, result: BatchResult, options: BatchOptions) -> BatchResult:
    """The result, which says so if the recording could not be kept with it.

    With a run that was in the log already it is kept too, unless it is there.
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
    """In a thread, which ends soon after this coroutine was cancelled."""
    transcriber = choose_transcriber(options.settings)
    cancelled = threading.Event()

    def is_cancelled() -> bool:
        return cancelled.is_set() or _ending.is_set()

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


async def _run_concurrently(
    tasks: Iterator[BatchTask], options: BatchOptions, jobs: int, on_result: OnResult
) -> None:
    """Run in this process, which may be the page's; large inputs are read in a separate process."""

    async def worker() -> None:
        for task in tasks:
            for result in await run_task(task, options, apart=True):
                on_result(result)

    async with asyncio.TaskGroup() as group:
        for _ in range(jobs):
            group.create_task(worker())


# -- worker processes: options and event loop are set once for the life of a process

_options: BatchOptions | None = None
_loop = asyncio.Runner()
_open_store = ExitStack()
_ending = threading.Event()  # set in a worker by SIGTERM: it stops transcribing


def _run_in_processes(
    tasks: Iterator[BatchTask], options: BatchOptions, jobs: int, on_result: OnResult
) -> None:
    """A few tasks wait ahead of the workers, so that memory does not grow with the batch.

    No connection to the run log may be open here while processes are forked: SQLite would take
    the locks of this process for theirs, and lose what they write.
    """
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(options,)) as pool:
        waiting: set[Future[list[BatchResult]]] = set()

        def report_next() -> None:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            waiting.difference_update(done)
            for future in done:
                for result in future.result():
                    on_result(result)

        try:
            for task in tasks:
                waiting.add(pool.submit(_work, task))
                if len(waiting) >= 2 * jobs:
                    report_next()
            while waiting:
                report_next()
        except BrokenProcessPool:
            why = "a worker process was killed; run the same command to resume"
            raise RefinerError(f"batch: {why}") from None
        except BaseException:
            for worker in multiprocessing.active_children():
                worker.terminate()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _start_worker(options: BatchOptions) -> None:
    """A worker ends with its parent, however that ends; Ctrl-C is handled by the parent.

    On SIGTERM it stops transcribing, which may take an hour, but finishes the run of a text.
    """
    global _options
    _options = options
    if options.store is not None:
        _open_store.enter_context(options.store.keep_open())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: _ending.set())
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: BatchTask) -> list[BatchResult]:
    if _options is None:
        raise RuntimeError("the worker was not started with its options")
    return _loop.run(run_task(task, _options))
