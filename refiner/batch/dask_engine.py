"""A batch on a Dask cluster: workers judge the talks, this machine alone writes the run log.

To a worker go a talk's bytes and file name and the settings without any key; a paid provider's
key is taken from the worker's own environment. The run document comes back. Paid answers are
cached in the run log of this machine by its own workers, by others in the one that REFINER_DB
names there, so that a talk whose worker was killed is not paid for again. Task keys are random,
and what Dask may log of a task (its `repr`) has neither a talk nor its name.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refiner import __version__
from refiner.batch.inputs import Input
from refiner.batch.resuming import find_pending
from refiner.batch.tasks import BatchOptions, BatchResult, BatchTask, OnResult, run_task
from refiner.config.settings import load_settings, read_environment
from refiner.cores import count_cores
from refiner.errors import RefinerError, SettingsError, StoreError, describe_unexpected
from refiner.places import install_command
from refiner.run.providers import check_provider
from refiner.run.session_log import RunLog, collect_run_lines
from refiner.run_document import RunDocument
from refiner.transcripts.from_document import transcript_of

if TYPE_CHECKING:
    from distributed import Client, Future

WORKER_BYTES = 1024**3  # of memory a local worker may take: one encoder and a long talk
CONNECT_S = 10.0
FIRST_WORKER_S = 60.0  # a cluster may be starting its workers
_AHEAD = 3  # tasks sent for each thread of the workers, so that none waits for the next
_COUNT_EVERY_S = 1.0  # how often the threads are counted: workers may come and go
# A result holds the text of its talk: no worker writes one to a disk.
_NO_SPILLING = {"distributed.worker.memory.target": False, "distributed.worker.memory.spill": False}
_STATUS_PAGES = "127.0.0.1:0"  # else Dask serves them to other machines
_NO_SOUND = "recordings are not sent to a cluster; run them without --engine dask"
_LARGE_GRAPH = "distributed.admin.large-graph-warning-threshold"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a worker returns; `lines` are the log lines of each run, by its number there.

    `unfit` says why this worker can judge no talk at all.
    """

    results: list[BatchResult] = field(default_factory=list, repr=False)
    lines: dict[int, list[tuple[int, str]]] = field(default_factory=dict, repr=False)
    unfit: str | None = None


def run_on_dask(
    inputs: Iterable[Input],
    options: BatchOptions,
    jobs: int,
    on_result: OnResult,
    scheduler: Any = None,
) -> None:
    """As `run_batch`, on the cluster of `scheduler`; without one, on `jobs` processes here.

    `scheduler` is an address, or a cluster object of Dask.

    Raises SettingsError if Dask is not installed, RefinerError if no worker can be reached or
    one is unfit. A talk whose worker is killed is judged again by another; one that ends several
    workers is a failed result.
    """
    with ExitStack() as stack:
        client = stack.enter_context(_connected(scheduler, jobs))
        stack.enter_context(options.store.keep_open() if options.store else nullcontext())
        own_log = options.store.path if options.store and not scheduler else None
        exchange = _Exchange(client, options, on_result, own_log)
        exchange.run(find_pending(inputs, options, on_result))


@contextmanager
def _connected(scheduler: Any, jobs: int) -> Iterator[Client]:
    """A client with at least one worker; a cluster that was started for it ends with it."""
    try:
        import dask
        from distributed import Client
    except ImportError:
        why = f"Dask is not installed: {install_command('dask')}"
        raise SettingsError("engine dask", why) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost is sent again
    with ExitStack() as stack:
        stack.enter_context(dask.config.set({_LARGE_GRAPH: "1GB"}))
        try:
            address = scheduler or stack.enter_context(start_cluster(jobs))
            client = stack.enter_context(Client(address, timeout=CONNECT_S))
            client.wait_for_workers(1, timeout=FIRST_WORKER_S)
        except TimeoutError:
            where = scheduler or "this machine"
            raise RefinerError(f"dask: no worker answers at {where}") from None
        except (OSError, ValueError) as error:
            why = type(error).__name__
            raise RefinerError(f"dask: no scheduler answers at {scheduler} ({why})") from None
        yield client


def start_cluster(jobs: int) -> Any:
    """Processes of this machine: no more than it has cores, and memory for.

    Their scheduler takes connections with the certificate of this batch alone.
    """
    import dask
    import psutil
    from distributed import LocalCluster
    from distributed.security import Security

    fitting = psutil.virtual_memory().total // WORKER_BYTES
    with dask.config.set(_NO_SPILLING):
        return LocalCluster(
            n_workers=max(1, min(jobs, count_cores(), fitting)),
            threads_per_worker=1,
            processes=True,
            memory_limit=WORKER_BYTES,
            dashboard_address=_STATUS_PAGES,
            worker_dashboard_address=_STATUS_PAGES,
            silence_logs=logging.CRITICAL,
            security=Security.temporary(),
            protocol="tls://",
        )


class _Exchange:
    """Sends tasks, some ahead of the workers, and passes on what comes back."""

    def __init__(
        self, client: Client, options: BatchOptions, on_result: OnResult, answers_db: Path | None
    ) -> None:
        """`answers_db`: where workers of this machine cache what they pay for."""
        from distributed import as_completed

        self._client = client
        self._options = options
        self._on_result = on_result
        self._sent = as_completed(with_results=True, raise_errors=False)
        self._names: dict[str, str] = {}
        self._window = 1
        self._counted_s = 0.0
        provider = options.settings.chosen_provider  # before the key is left out
        settings = replace(
            options.settings.without_key(),
            db=None,
            log=None,
            answers_db=answers_db,
            provider=provider,
        )
        self._travelling = replace(options, settings=settings, store=None)

    def run(self, tasks: Iterator[BatchTask]) -> None:
        for task in tasks:
            if task.recording is not None:
                self._on_result(BatchResult(task.name, 2, error=f"{task.name}: {_NO_SOUND}"))
                continue
            self._send(task)
            if len(self._names) >= self._max_waiting():
                self._take_next()
        while self._names:
            self._take_next()

    def _send(self, task: BatchTask) -> None:
        key = f"talk-{uuid.uuid4().hex}"  # says nothing, and is no other client's
        self._names[key] = task.name
        arguments = (task, self._travelling, __version__)
        self._sent.add(self._client.submit(judge_talk, *arguments, key=key, pure=False))

    def _max_waiting(self) -> int:
        now = time.monotonic()
        if now - self._counted_s > _COUNT_EVERY_S:
            threads = sum(self._client.nthreads().values())
            self._window, self._counted_s = _AHEAD * max(1, threads), now
        return self._window

    def _take_next(self) -> None:
        future, value = next(self._sent)
        name = self._names.pop(future.key)
        if future.status == "finished":
            self._pass_on(value)
        else:
            self._on_result(BatchResult(name, 1, error=f"{name}: {_explain(future, value)}"))

    def _pass_on(self, judged: Judged) -> None:
        if judged.unfit:
            raise RefinerError(f"dask: {judged.unfit}")
        for result in judged.results:
            self._on_result(log_result(result, judged, self._options))


def _explain(future: Future[Any], value: Any) -> str:
    """Why a task has no result; raises RefinerError if the others will have none either."""
    from distributed import KilledWorker

    if future.status != "error":
        why = "the connection to the scheduler was lost; run the same command to resume"
        raise RefinerError(f"dask: {why}")
    error = value[1]
    if isinstance(error, KilledWorker):
        return "every worker that judged it was killed"
    if isinstance(error, ImportError) or "deserializ" in str(error):
        why = f"a worker does not have speech-refiner {__version__}: install it there"
        raise RefinerError(f"dask: {why}")
    return describe_unexpected(error)


def log_result(result: BatchResult, judged: Judged, options: BatchOptions) -> BatchResult:
    """The result with its row in the run log, its number and its lines in the log file."""
    document, store, settings = result.document, options.store, options.settings
    if document is None or store is None:
        return result
    try:
        transcript = transcript_of(document)
        run_id, created_at = store.runs.start(transcript, settings, document["provider"])
        logged: RunDocument = {**document, "run_id": run_id, "created_at": created_at}
        store.runs.finish(logged, keep_text=settings.keep_text)
    except StoreError as error:
        return replace(result, not_saved=str(error))
    log = RunLog(run_id, settings.log, echo=False)
    for level, line in judged.lines.get(document["run_id"], []):
        log.log(level, "%s", line)
    return replace(result, document=logged)


# -- on a worker


def judge_talk(task: BatchTask, options: BatchOptions, version: str) -> Judged:
    """The results of a task, with the key, and the cache, of this worker's environment.

    Raises nothing: Dask would log an error with the arguments of its call.
    """
    try:
        if version != __version__:
            why = f"a worker has speech-refiner {__version__}, this machine {version}"
            return Judged(unfit=f"{why}: install the same on both")
        environ = read_environment()
        own = load_settings(environ)
        answers_db = options.settings.answers_db or (own.db if "REFINER_DB" in environ else None)
        settings = replace(options.settings, answers_db=answers_db)
        options = replace(options, settings=settings.with_changes(api_key=own.api_key))
        check_provider(options.settings)
    except SettingsError as error:
        return Judged(unfit=f"a worker's environment: {error}")
    try:
        with collect_run_lines(threading.get_ident()) as lines:
            return Judged(asyncio.run(run_task(task, options)), lines)
    except Exception as error:
        why = f"{task.name}: {describe_unexpected(error)}"
        return Judged([BatchResult(task.name, 1, error=why)])
