"""Many transcripts: some at a time, each to its own end, none bought twice.

One rule: whatever becomes of one transcript is an `Outcome`; nothing stops the others.
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
from dataclasses import dataclass, field

from refiner.batch.inputs import Input
from refiner.batch.talks import Wish, read_talks
from refiner.config.settings import Settings
from refiner.errors import InputError, RefinerError, StoreError
from refiner.model import Transcript
from refiner.run.session import Session
from refiner.run_document import RunDocument
from refiner.store import Store

Report = Callable[["Outcome"], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for every transcript; without a store nothing is logged or resumed."""

    settings: Settings
    store: Store | None
    wish: Wish
    again: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one talk: its run document, or the line that says why there is none.

    `status` is the exit status it would have alone; `before`: it was in the run log already.
    """

    name: str
    status: int
    document: RunDocument | None = None
    error: str | None = None
    not_saved: str | None = None
    before: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    """An input as read, and which of its talks have their result already."""

    name: str
    data: bytes
    skip: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Known:
    """Results in the run log under the same settings, by the sha256 of the transcript."""

    order: Order
    runs: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.order.store is not None and not self.order.again:
            self.order.store.runs.mark_interrupted()
            self.runs = self.order.store.runs.ids_by_sha256(self.order.settings)

    def take(self, talk: Transcript) -> RunDocument | None:
        """A result for just this talk, given out once."""
        runs = self.runs.get(talk.source.sha256, [])
        for run_id in runs:
            document = self.order.store.runs.document(run_id) if self.order.store else None
            if document is not None and _is_of(document, talk, self.order.settings):
                runs.remove(run_id)
                return document
        return None


def _is_of(document: RunDocument, talk: Transcript, settings: Settings) -> bool:
    """Is this what a run of `talk` with these settings gives? Only OpenAI has models to choose."""
    models = {"analysis": settings.model_analysis, "coaching": settings.model_coaching}
    return (
        document["text"] == talk.text
        and (document["title"], document["speaker"]) == (talk.title, talk.speaker)
        and document["duration_s"] == round(talk.length_s, 3)
        and document.get("confidence") == settings.confidence
        and (settings.chosen_provider != "openai" or document["models"] == models)
    )


def run_batch(
    inputs: Iterable[Input], order: Order, jobs: int, report: Report, processes: bool = True
) -> None:
    """Do every input, `jobs` at once; `report` hears of each as it ends, in this thread.

    The local analyst computes, so its runs are spread over processes, no more than there are
    cores, unless `processes` is false: a program with other threads must not be forked. Other
    providers are waited for, in one process.
    """
    tasks = _tasks(inputs, order, report)
    if processes and order.settings.chosen_provider == "local":
        _in_processes(tasks, order, min(jobs, os.cpu_count() or 1), report)
    else:
        with order.store.keep_open() if order.store else nullcontext():
            asyncio.run(_together(tasks, order, jobs, report))


def _tasks(inputs: Iterable[Input], order: Order, report: Report) -> Iterator[_Task]:
    """What is left to do; what has its result, or cannot be read, is reported at once."""
    known = _Known(order)
    for one in inputs:
        try:
            data = one.read()
            skip = frozenset(_resumed(one.name, data, known, report))
        except (InputError, StoreError) as error:
            report(Outcome(one.name, 2, error=str(error)))
            continue
        if skip != {-1}:
            yield _Task(one.name, data, skip)


def _resumed(name: str, data: bytes, known: _Known, report: Report) -> Iterator[int]:
    """The places of those of an input's talks that have a result; -1 alone for all of them."""
    if hashlib.sha256(data).hexdigest() not in known.runs:
        return
    talks = read_talks(data, name, known.order.wish)
    found = {place: document for place, talk in enumerate(talks) if (document := known.take(talk))}
    for document in found.values():
        report(Outcome(name, 0, document, before=True))
    yield from [-1] if len(found) == len(talks) else found


async def _refine(task: _Task, order: Order) -> list[Outcome]:
    """An input's talks, one after another; never raises but to be cancelled."""
    began = time.perf_counter()
    try:
        talks = read_talks(task.data, task.name, order.wish)
    except InputError as error:
        return [Outcome(task.name, 2, error=str(error))]
    except Exception as error:
        return [Outcome(task.name, 1, error=f"{task.name}: unexpected {type(error).__name__}")]
    parse_ms = (time.perf_counter() - began) * 1000
    left = [talk for place, talk in enumerate(talks) if place not in task.skip]
    return [await _run(task.name, talk, order, parse_ms) for talk in left]


async def _run(name: str, talk: Transcript, order: Order, parse_ms: float) -> Outcome:
    session = Session(talk, order.settings, order.store, parse_ms, echo=False)
    try:
        await session.run()
    except Exception as error:
        return Outcome(name, 1, error=f"{name}: unexpected {type(error).__name__}")
    if session.document is None:
        return Outcome(name, 1, error=f"{name}: {session.error}", not_saved=session.not_saved)
    return Outcome(name, 0, session.document, not_saved=session.not_saved)


async def _together(tasks: Iterator[_Task], order: Order, jobs: int, report: Report) -> None:
    async def worker() -> None:
        for task in tasks:
            for outcome in await _refine(task, order):
                report(outcome)

    async with asyncio.TaskGroup() as group:
        for _ in range(jobs):
            group.create_task(worker())


# -- processes

_order: Order | None = None  # a worker's own: one order and one event loop for all its life
_loop = asyncio.Runner()
_held = ExitStack()  # the run log, held open


def _in_processes(tasks: Iterator[_Task], order: Order, jobs: int, report: Report) -> None:
    """A few tasks wait ahead of the workers, so that memory does not grow with the batch.

    No connection to the run log may be open here while processes are forked: SQLite would take
    the locks of this process for theirs, and lose what they write.
    """
    with ProcessPoolExecutor(jobs, initializer=_begin_worker, initargs=(order,)) as pool:
        waiting: set[Future[list[Outcome]]] = set()
        try:
            for task in tasks:
                waiting.add(pool.submit(_work, task))
                if len(waiting) >= 2 * jobs:
                    waiting = _reported(waiting, report)
            while waiting:
                waiting = _reported(waiting, report)
        except BrokenProcessPool:
            why = "a worker process was ended from outside; start it again, and it goes on"
            raise RefinerError(f"batch: {why}") from None
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _reported(waiting: set[Future[list[Outcome]]], report: Report) -> set[Future[list[Outcome]]]:
    done, left = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        for outcome in future.result():
            report(outcome)
    return left


def _begin_worker(order: Order) -> None:
    """A worker ends with its parent, however that ends; Ctrl-C is the parent's to handle."""
    global _order
    _order = order
    if order.store is not None:
        _held.enter_context(order.store.keep_open())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: _Task) -> list[Outcome]:
    if _order is None:
        raise RuntimeError("a worker begins with its order")
    return _loop.run(_refine(task, _order))
