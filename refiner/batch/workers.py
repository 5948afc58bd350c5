"""Many transcripts, several at a time, in this process or in worker processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, nullcontext

from refiner.batch.inputs import Input
from refiner.batch.resuming import find_pending
from refiner.batch.tasks import BatchOptions, BatchResult, BatchTask, OnResult, ending, run_task
from refiner.cores import count_cores
from refiner.errors import RefinerError


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
        _run_in_processes(tasks, options, min(jobs, count_cores()), on_result)
    else:
        with options.store.keep_open() if options.store else nullcontext():
            asyncio.run(_run_concurrently(tasks, options, jobs, on_result))


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


def _run_in_processes(
    tasks: Iterator[BatchTask], options: BatchOptions, jobs: int, on_result: OnResult
) -> None:
    """A few tasks wait ahead of the workers, so that memory does not grow with the batch.

    No connection to the run log may be open here while processes are forked: SQLite would
    mistake the locks of this process for theirs, and lose what they write.
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
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
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
