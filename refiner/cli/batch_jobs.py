"""The command `openai-batch`: a job of OpenAI's Batch API, step by step."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from refiner.batch.inputs import find_inputs
from refiner.cli.commands import read_reading_options, read_run_settings
from refiner.config.settings import Settings
from refiner.errors import InputError
from refiner.run.providers import check_provider
from refiner.store import Store
from refiner.terminal import print_message, print_result

if TYPE_CHECKING:
    from refiner.batch.openai_job import Job


def openai_batch_command(args: argparse.Namespace) -> int:
    """One step of a job of OpenAI's Batch API; prints the job's state."""
    from refiner.batch.openai_job import format_job

    settings = read_run_settings(args, sends=False)
    store = Store(settings.db) if settings.db is not None else None
    if store is None or args.no_log:
        raise InputError("run log", "a run log is required for batch answers")
    store.check()
    job = _take_step(args, settings, store)
    print_result(json.dumps(job.values(), ensure_ascii=False) if args.json else format_job(job))
    return 1 if job.count("failed") or any(file.state == "failed" for file in job.files) else 0


def _take_step(args: argparse.Namespace, settings: Settings, store: Store) -> Job:
    from refiner.batch.openai_files import read_answers
    from refiner.batch.openai_job import load_job
    from refiner.batch.openai_jobs import changing_jobs
    from refiner.batch.openai_submit import (
        cancel_job,
        poll_job,
        read_job,
        submit_job,
        wait_for_job,
    )

    folder: Path = args.folder
    match args.step:
        case "write":
            return _begin_job(args, settings, store)
        case "submit":
            if args.paths:
                _begin_job(args, settings, store)
            print_message(load_job(folder).describe_likely_cost())
            return submit_job(folder, settings, store)
        case "wait":
            return wait_for_job(folder, settings, store, max(args.every, 0.01), _ChangedLines())
        case "poll":
            return poll_job(folder, settings, store)
        case "cancel":
            return cancel_job(folder, settings, store)
        case "state":
            return load_job(folder)
        case "read" if not args.results:
            return read_job(folder, settings, store)
    with changing_jobs(store.path):
        job = load_job(folder)
        if unknown := read_answers(job, args.results, settings, store):
            print_message(f"warning: {unknown} answers belong to another job")
        return job


def _begin_job(args: argparse.Namespace, settings: Settings, store: Store) -> Job:
    """A new job; to submit one again with the same inputs and options continues it."""
    from refiner.batch.openai_files import begin_job
    from refiner.batch.openai_job import JOB_FILE, load_job
    from refiner.batch.openai_jobs import changing_jobs

    inputs, options = list(find_inputs(args.paths)), read_reading_options(args)
    if args.step == "submit" and (args.folder / JOB_FILE).exists():
        job = load_job(args.folder)
        if job.is_about(inputs, options):
            return job
    if args.step == "submit":  # before talks are written to a folder
        check_provider(settings.with_changes(provider="openai"))
    with changing_jobs(store.path):
        return begin_job(args.folder, inputs, settings, options, store)


class _ChangedLines:
    """Prints a job's files on standard error whenever what is known of them has changed."""

    def __init__(self) -> None:
        self._shown: list[str] = []

    def __call__(self, job: Job) -> None:
        lines = [f"{file.name}: {file.describe()}" for file in job.files if not file.was_read]
        lines += job.failures[-1:]
        if lines != self._shown:
            for line in lines:
                print_message(line)
        self._shown = lines
