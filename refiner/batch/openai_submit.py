"""A job submitted to a server's Batch API, asked for, and its answers fetched and read.

Every step is saved before the next, and what is not known to have happened is looked up before it
is done again: a file is paid for once, whenever the program is killed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from refiner.batch.openai_files import read_answers, settings_of
from refiner.batch.openai_job import Job, JobFile, load_job
from refiner.batch.openai_jobs import changing_jobs
from refiner.config.settings import Settings
from refiner.errors import BackendError, InputError, RefinerError
from refiner.llm.backends.openai_batches import ENDED, BatchState, OpenAIBatches
from refiner.run.providers import check_provider
from refiner.store import Store

_Result = TypeVar("_Result")
_Work = Callable[[Job, OpenAIBatches], Awaitable[_Result]]


def submit_job(folder: Path, settings: Settings, store: Store) -> Job:
    """Upload the missing files and create their batches; returns the updated job.

    Raises RefinerError in one line. To submit twice, or again after a kill, is free.
    """
    return _change_job(folder, settings, store, _submit)


def poll_job(folder: Path, settings: Settings, store: Store) -> Job:
    """Ask how far the batches are; nothing is read."""
    return _change_job(folder, settings, store, _poll)


def cancel_job(folder: Path, settings: Settings, store: Store) -> Job:
    """Cancel the batches that run; what was answered by then is read as ever, and paid for."""
    return _change_job(folder, settings, store, _cancel)


def _change_job(folder: Path, settings: Settings, store: Store, work: _Work[None]) -> Job:
    with changing_jobs(store.path):
        job = load_job(folder)
        _with_server(job, settings, work)
    return job


def read_job(folder: Path, settings: Settings, store: Store) -> Job:
    """Ask for the batches that run, and read the answers of those that have ended.

    What is to be asked next is written into new files; `submit_job` sends them.
    """
    with changing_jobs(store.path):
        job = load_job(folder)
        fetched = _with_server(job, settings, _fetch)
        if fetched or not job.running:  # its answers may have come for another job
            paths = [path for paths in fetched.values() for path in paths]
            read_answers(job, paths, settings, store, [_file(job, name) for name in fetched])
            _with_server(job, settings, partial(_delete_copies, names=list(fetched)))
    return job


def advance_job(folder: Path, settings: Settings, store: Store) -> Job:
    """Read, and submit what is asked next, unless a batch was refused or cancelled."""
    job = read_job(folder, settings, store)
    return submit_job(folder, settings, store) if _goes_on(job) and job.unsent else job


def wait_for_job(
    folder: Path,
    settings: Settings,
    store: Store,
    every_s: float,
    on_change: Callable[[Job], None],
    sleep: Callable[[float], None] = time.sleep,
) -> Job:
    """Advance until no batch runs; a server that cannot be reached for a while is asked again."""
    while True:
        try:
            job = advance_job(folder, settings, store)
        except BackendError as error:
            if not error.transient:
                raise
            job = load_job(folder)
            job.failures.append(str(error))  # for the person alone: it is not saved
        on_change(job)
        if not job.running and not (_goes_on(job) and job.unsent):
            return job
        sleep(every_s)


def _goes_on(job: Job) -> bool:
    return not any(file.state in ("failed", "cancelled") for file in job.files)


def _with_server(job: Job, settings: Settings, work: _Work[_Result]) -> _Result:
    chosen = settings_of(job, settings)
    if settings.api_key and (settings.base_url or "") != (chosen.base_url or ""):
        server_name = chosen.base_url or "OpenAI"  # the key is another server's
        raise InputError("openai-batch", f"this job is of {server_name}: set OPENAI_BASE_URL to it")
    check_provider(chosen)

    async def perform() -> _Result:
        server = OpenAIBatches(chosen.api_key, chosen.base_url)
        try:
            return await work(job, server)
        finally:
            await server.aclose()

    return asyncio.run(perform())


async def _submit(job: Job, server: OpenAIBatches) -> None:
    job.save()  # with its id, by which its batches are found again
    for file in job.unsent:
        tag = f"{job.id} {file.name}"
        if file.state == "creating" and (found := await server.find(tag)):
            _note(file, found)
            job.save()
            continue
        if not file.file_id:
            file.file_id = await server.upload(job.folder / file.name)
        file.state, file.why = "creating", ""
        job.save()
        try:
            _note(file, await server.create(file.file_id, tag))
        except BackendError as error:
            if error.status is not None and error.status < 500:  # it was not created
                with suppress(BackendError):
                    await server.delete(file.file_id)
                file.state, file.file_id = "", ""
                job.save()
            raise
        job.save()


async def _cancel(job: Job, server: OpenAIBatches) -> None:
    job.save()  # with its id
    for file in job.files:
        if file.state == "creating" and (found := await server.find(f"{job.id} {file.name}")):
            _note(file, found)
    await _poll(job, server)
    for file in job.running:
        if file.state in (*ENDED, "cancelling"):
            continue
        try:
            _note(file, await server.cancel(file.batch_id))
        except BackendError as error:
            if error.status is None or error.status >= 500:
                raise
            _note(file, await server.ask(file.batch_id))  # it ended just before
        job.save()


async def _poll(job: Job, server: OpenAIBatches) -> None:
    for file in job.running:
        state = await server.ask(file.batch_id)
        _note(file, state)
        if file.state == "failed":  # nothing of it was answered, or paid for
            with suppress(BackendError):
                await server.delete(file.file_id)
            file.batch_id = file.file_id = ""
        elif file.state in ENDED:
            file.copies = [*state.files, file.file_id]
    job.save()


async def _fetch(job: Job, server: OpenAIBatches) -> dict[str, list[Path]]:
    """The answers of the batches that have ended, as files in the job's folder, by request file."""
    await _poll(job, server)
    fetched: dict[str, list[Path]] = {}
    for file in job.running:
        if file.state not in ENDED:
            continue
        fetched[file.name] = []
        for number, file_id in enumerate(file.copies[:-1], 1):
            path = job.folder / f"answers-{number}-{file.name}"
            await server.download(file_id, path)
            fetched[file.name].append(path)
    return fetched


async def _delete_copies(job: Job, server: OpenAIBatches, names: list[str]) -> None:
    """Delete from the server the talks that have been answered."""
    for name in names:
        for file_id in _file(job, name).copies:
            with suppress(BackendError):
                await server.delete(file_id)


def _file(job: Job, name: str) -> JobFile:
    for file in job.files:
        if file.name == name:
            return file
    raise RefinerError(f"{job.folder}: it has no file {name}")


def _note(file: JobFile, state: BatchState) -> None:
    file.batch_id, file.state = state.batch_id, state.status
    file.answered, file.refused = state.done, state.failed
    file.why = ", ".join(state.codes)
