"""All jobs of OpenAI's Batch API that were begun with one run log, and which is handled next.

A list of their folders is kept next to the log, so that the page finds a job of the command line,
and no request is paid for in two jobs. One command at a time changes jobs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from refiner.batch.openai_job import Job, load_job
from refiner.errors import InputError
from refiner.private_files import make_private_file
from refiner.processes import is_alive, this_process
from refiner.store import Store


def jobs_folder(log: Path) -> Path:
    """The folder next to the run log that holds the page's jobs and the list of all."""
    return log.absolute().with_name(f"{log.stem}-openai-batches")


def add_to_jobs(folder: Path, log: Path) -> None:
    listed = _list(log)
    if folder.absolute() not in _folders(log):
        make_private_file(listed)
        with listed.open("a", encoding="utf-8") as file:
            file.write(f"{folder.absolute()}\n")


def find_jobs(log: Path) -> list[Job]:
    """The jobs whose folders are still there, newest first; a damaged one is left out."""
    jobs = []
    for folder in _folders(log):
        with suppress(InputError):
            jobs.append(load_job(folder))
    return sorted(jobs, key=lambda job: job.created_at, reverse=True)


def find_own_jobs(store: Store) -> list[Job]:
    """The jobs that who uses this log may see: as its runs, but not a coach's speakers'."""
    viewer = store.viewer
    jobs = find_jobs(store.path)
    return [job for job in jobs if viewer.sees_all or job.user in viewer.owners]


def find_asking_jobs(job: Job, log: Path) -> dict[str, str]:
    """The requests that another job still waits for, and that job's folder in words."""
    asking: dict[str, str] = {}
    for other in find_jobs(log):
        if other.folder.absolute() == job.folder.absolute():
            continue
        asked = [key for key, request in other.requests.items() if request.state == "asked"]
        named = f"{other.folder}{' (not submitted)' if other.unsent else ''}"
        asking |= dict.fromkeys(asked, named)
    return asking


def forget_job(folder: Path, log: Path) -> None:
    """Take a job off the list; one that the page began is deleted, with its talks."""
    left = [other for other in _folders(log) if other != folder.absolute()]
    _list(log).write_text("".join(f"{other}\n" for other in left), encoding="utf-8")
    if folder.absolute().parent == jobs_folder(log):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def changing_jobs(log: Path) -> Iterator[None]:
    """One at a time, in any process: two would both submit the same file.

    Raises InputError while another is at it. What a killed process left is no obstacle.
    """
    path = jobs_folder(log) / "changing"
    make_private_file(_list(log))
    if not (_create_lock(path) or _create_lock(path)):
        why = "another command is working on a job; try again when it has ended"
        raise InputError("openai-batch", why)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _create_lock(path: Path) -> bool:
    """Make the file, with our process in it from its first moment; or remove a dead process's."""
    mine = path.with_name(f"changing.{uuid4().hex}")
    mine.write_text(this_process())
    try:
        os.link(mine, path)
        return True
    except FileExistsError:
        with suppress(FileNotFoundError):
            if not is_alive(path.read_text()):
                path.unlink()
        return False
    finally:
        mine.unlink()


def _list(log: Path) -> Path:
    return jobs_folder(log) / "jobs.txt"


def _folders(log: Path) -> list[Path]:
    with suppress(FileNotFoundError):
        return [Path(line) for line in _list(log).read_text(encoding="utf-8").splitlines()]
    return []
