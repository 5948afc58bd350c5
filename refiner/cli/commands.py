"""What each command of the command line does."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from refiner.batch.inputs import find_inputs
from refiner.batch.openai_files import begin_job, job_text, load_job, read_answers
from refiner.batch.progress import Total
from refiner.batch.talks import Wish, read_talks
from refiner.batch.workers import Order, Outcome, run_batch
from refiner.cli.model_detector import model_detector
from refiner.cli.text import health_text, summary_text
from refiner.config.rollback import apply_levels
from refiner.config.settings import Settings, load_settings, read_environment
from refiner.errors import InputError
from refiner.evaluation import evaluate
from refiner.run.providers import check_provider
from refiner.run.session import Session
from refiner.run_document import RunDocument
from refiner.store import Store
from refiner.transcripts import MAX_BYTES

_AGE = re.compile(r"(\d+)\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def run_command(args: argparse.Namespace) -> int:
    settings = _settings(args)
    store = _store(args, settings)
    began = time.perf_counter()
    talks = read_talks(_read(args.file), None if args.file == "-" else args.file, _wish(args))
    parse_ms = (time.perf_counter() - began) * 1000
    statuses = []
    for talk in talks:
        session = Session(talk, settings, store, parse_ms)
        asyncio.run(session.run())
        statuses.append(_report(session, args.json))
    return max(statuses)


def batch_command(args: argparse.Namespace) -> int:
    """Every input, `--jobs` at once; one that fails never stops the rest. The worst status."""
    settings = _settings(args)
    if args.jobs < 1:
        raise InputError(f"jobs {args.jobs}", "must be at least 1")
    inputs = list(find_inputs(args.paths))
    order = Order(settings, _store(args, settings), _wish(args), again=args.no_cache)
    total = Total(len(inputs), time.monotonic())
    screen = _Screen(total)
    statuses = [0]

    def report(outcome: Outcome) -> None:
        total.add(outcome)
        statuses.append(outcome.status)
        screen.clear()
        _print_outcome(outcome, args.json)
        screen.show()

    run_batch(inputs, order, args.jobs, report)
    screen.clear()
    print(total.summary(time.monotonic()), file=sys.stderr)
    return max(statuses)


def openai_batch_command(args: argparse.Namespace) -> int:
    """Write a job's requests, read its answers, or say how it stands."""
    settings = _settings(args, asks=False)
    store = Store(settings.db) if settings.db is not None else None
    if store is None or args.no_log:
        raise InputError("run log", "the answers of a batch are kept there; it cannot do without")
    store.check()
    if args.paths is not None:
        job = begin_job(args.folder, find_inputs(args.paths), settings, _wish(args), store)
    else:
        job = load_job(args.folder)
        unknown = read_answers(job, args.results, settings, store) if args.results else 0
        if unknown:
            print(f"warning: {unknown} answers belong to another job", file=sys.stderr)
    print(json.dumps(job.values(), ensure_ascii=False) if args.json else job_text(job))
    return 1 if job.count("failed") else 0


class _Screen:
    """Progress on standard error: one line kept up to date, or one every few seconds in a file."""

    def __init__(self, total: Total) -> None:
        self._total = total
        self._live = sys.stderr.isatty()
        self._every_s = 0.2 if self._live else 5.0
        self._next_s = time.monotonic() + self._every_s

    def clear(self) -> None:
        if self._live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def show(self) -> None:
        now = time.monotonic()
        if self._live:
            print(self._total.progress(now), end="", file=sys.stderr, flush=True)
        elif now >= self._next_s:
            print(self._total.progress(now), file=sys.stderr, flush=True)
            self._next_s = now + self._every_s


def _print_outcome(outcome: Outcome, as_json: bool) -> None:
    if outcome.not_saved:
        print(f"warning: {outcome.name}: not saved: {outcome.not_saved}", file=sys.stderr)
    if outcome.document is None:
        print(f"error: {outcome.error}", file=sys.stderr)
        return
    for warning in _warnings(outcome.document):
        print(f"warning: {outcome.name}: {warning}", file=sys.stderr)
    _print_document(outcome.document, as_json)


def evaluate_command(args: argparse.Namespace) -> int:
    settings = load_settings(read_environment())
    return evaluate.run(
        args,
        extra={"openai": model_detector(settings.with_changes(provider="openai"))},
        confidence=settings.confidence,
        threshold=settings.threshold,
    )


def stats_command(args: argparse.Namespace) -> int:
    since = _since(args.since)
    settings = load_settings(read_environment()).with_changes(db=args.db)
    if settings.db is None or not settings.db.exists():
        raise InputError(f"run log {settings.db}", "there is none yet; run a transcript first")
    health = Store(settings.db).runs.health(since)
    print(json.dumps({"since": since, **health}) if args.json else health_text(health))
    return 0


def _settings(args: argparse.Namespace, asks: bool = True) -> Settings:
    environment = load_settings(read_environment()).with_changes(db=args.db)
    settings = _switched(args, environment).with_changes(
        provider=args.provider,
        strategy=args.strategy,
        threshold=args.threshold,
        policy=args.policy,
        timeout_s=args.timeout,
        profile=args.profile,
        speed=args.speed,
        cache=False if args.no_cache else None,
    )
    if asks:
        check_provider(settings)
    return settings


def _switched(args: argparse.Namespace, settings: Settings) -> Settings:
    """With the rollback levels set on the run log; a run that is not logged follows none."""
    if args.no_log or settings.db is None or not settings.db.exists():
        return settings
    return apply_levels(settings, Store(settings.db).switches.current())


def _store(args: argparse.Namespace, settings: Settings) -> Store | None:
    """The run log, found writable before any work or money is spent; None with `--no-log`."""
    if args.no_log or settings.db is None:
        return None
    store = Store(settings.db)
    store.check()
    return store


def _wish(args: argparse.Namespace) -> Wish:
    return Wish(args.title, args.speaker, args.duration, tuple(args.only), args.each)


def _read(file: str) -> bytes:
    """A little more than the limit is enough to see that it is passed."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        if Path(file).is_dir():
            raise InputError(file, "it is a folder; use: python -m refiner batch")
        with open(file, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(file, (error.strerror or str(error)).lower()) from None


def _report(session: Session, as_json: bool) -> int:
    """Print what became of a run; its exit status."""
    if session.not_saved:
        print(f"warning: not saved: {session.not_saved}", file=sys.stderr)
    document = session.document
    if document is None:
        print(f"error: {session.transcript.title}: {session.error}", file=sys.stderr)
        return 1
    for warning in _warnings(document):
        print(f"warning: {warning}", file=sys.stderr)
    _print_document(document, as_json)
    return 0


def _print_document(document: RunDocument, as_json: bool) -> None:
    print(json.dumps(document, ensure_ascii=False) if as_json else summary_text(document))


def _warnings(document: RunDocument) -> list[str]:
    fallback = document["fallback_reason"]
    return [*([f"fell back to {fallback}"] if fallback else []), *document["warnings"]]


def _since(age: str | None) -> str | None:
    """The moment so long ago, as rows store it."""
    if age is None:
        return None
    match = _AGE.fullmatch(age.strip())
    if match is None:
        raise InputError(f"since {age!r}", "write a number and s, m, h, d or w, for instance 1h")
    ago = timedelta(**{_UNITS[match[2]]: int(match[1])})
    return (datetime.now(UTC) - ago).isoformat(timespec="milliseconds")
