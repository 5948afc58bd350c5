"""What each command of the command line does."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from refiner import evaluate
from refiner.errors import InputError
from refiner.model_detector import model_detector
from refiner.providers import check_provider
from refiner.session import Session
from refiner.settings import Settings, load_settings, read_environment
from refiner.store import Store
from refiner.summary import health_text, summary_text
from refiner.transcripts import MAX_BYTES, read_transcript

_AGE = re.compile(r"(\d+)\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def run_command(args: argparse.Namespace) -> int:
    settings = _settings(args)
    store = _store(args, settings)
    session = _session(args.file, args, settings, store)
    asyncio.run(session.go())
    return _report(session, args.json)


def batch_command(args: argparse.Namespace) -> int:
    settings = _settings(args)
    if args.jobs < 1:
        raise InputError(f"jobs {args.jobs}", "must be at least 1")
    files = list(_files(args.paths))
    return asyncio.run(_batch(files, args, settings, _store(args, settings)))


async def _batch(
    files: list[Path], args: argparse.Namespace, settings: Settings, store: Store | None
) -> int:
    """Every file, `--jobs` at once; one that fails never stops the rest. The worst status."""
    waiting = iter(files)
    statuses = [0]

    async def worker() -> None:
        for path in waiting:
            try:
                session = _session(str(path), args, settings, store)
                await session.go()
            except InputError as error:
                print(f"error: {error}", file=sys.stderr)
                statuses.append(2)
            else:
                statuses.append(_report(session, args.json))

    async with asyncio.TaskGroup() as group:
        for _ in range(min(args.jobs, len(files))):
            group.create_task(worker())
    return max(statuses)


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
    health = Store(settings.db).health(since)
    print(json.dumps({"since": since, **health}) if args.json else health_text(health))
    return 0


def _settings(args: argparse.Namespace) -> Settings:
    settings = load_settings(read_environment()).with_changes(
        provider=args.provider,
        strategy=args.strategy,
        threshold=args.threshold,
        policy=args.policy,
        timeout_s=args.timeout,
        db=args.db,
        profile=args.profile,
        speed=args.speed,
        cache=False if args.no_cache else None,
    )
    check_provider(settings)
    return settings


def _store(args: argparse.Namespace, settings: Settings) -> Store | None:
    """The run log, found writable before any work or money is spent; None with `--no-log`."""
    if args.no_log or settings.db is None:
        return None
    store = Store(settings.db)
    store.check()
    return store


def _session(
    file: str, args: argparse.Namespace, settings: Settings, store: Store | None
) -> Session:
    began = time.perf_counter()
    talk = read_transcript(
        _read(file),
        name=None if file == "-" else file,
        title=args.title,
        speaker=args.speaker,
        duration_s=args.duration,
    )
    return Session(talk, settings, store, (time.perf_counter() - began) * 1000)


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


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those inside folders named, hidden ones left out."""
    for path in paths:
        if not path.exists():
            raise InputError(str(path), "no such file or folder")
        if not path.is_dir():
            yield path
            continue
        inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        if not inside:
            raise InputError(str(path), "there are no files in this folder")
        yield from inside


def _report(session: Session, as_json: bool) -> int:
    """Print what became of a run; its exit status."""
    if session.not_saved:
        print(f"warning: not saved: {session.not_saved}", file=sys.stderr)
    document = session.document
    if document is None:
        print(f"error: {session.talk.title}: {session.error}", file=sys.stderr)
        return 1
    for warning in _warnings(document):
        print(f"warning: {warning}", file=sys.stderr)
    print(json.dumps(document, ensure_ascii=False) if as_json else summary_text(document))
    return 0


def _warnings(document: dict[str, Any]) -> list[str]:
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
