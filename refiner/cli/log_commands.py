"""The commands that work on the run log: list, show, export, delete, stats, backup, restore."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from refiner.cli.text import format_health, format_runs, format_summary
from refiner.config.settings import load_settings, read_environment
from refiner.errors import InputError
from refiner.formatting import count, iso_moment
from refiner.insight.corrections import find_corrected
from refiner.insight.filler_files import format_fillers
from refiner.insight.gold_export import gold_lines
from refiner.insight.report import report_markdown
from refiner.llm.messages import SentMessages, format_messages, rebuild_messages
from refiner.run_document import CountedDocument, RunDocument, is_counted
from refiner.store import Store
from refiner.store.row_types import LabelRow, StoredRunRow
from refiner.store.search import Search
from refiner.terminal import print_message, print_result

_AGE = re.compile(r"(\d+)\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def list_command(args: argparse.Namespace) -> int:
    """The newest runs, one a line; with `--json` one row of the run log a line."""
    wanted = {"speaker": [args.speaker] if args.speaker else []}
    search = Search(args.search, wanted, _created_since(args.since) or "")
    rows = _existing_log(args).runs.find(search, args.limit)
    if args.json:
        for row in rows:
            print_result(json.dumps(row, ensure_ascii=False))
    elif rows:
        print_result(format_runs(rows))
    if not rows:
        print_message("no run matches")
    return 0


def show_command(args: argparse.Namespace) -> int:
    """One run as `run` printed it, with what a person corrected since; or what was sent.

    With `--json`, the document in one line, or each message in one.
    """
    store = _existing_log(args)
    row = _find_row(store, args.run)
    document = find_corrected(store, args.run)
    if args.messages:
        messages = _messages_of(_require_document(document, row))
        if args.json:
            for sent in messages:
                print_result(json.dumps(asdict(sent), ensure_ascii=False))
        else:
            print_result(format_messages(messages))
    elif args.json:
        print_result(json.dumps(_require_document(document, row), ensure_ascii=False))
    elif document is None:
        print_result(f"run {args.run}: {_describe_state(row)}")
    else:
        print_result(format_summary(document, store.runs.document(args.run)))
    return 0


def _messages_of(document: RunDocument) -> list[SentMessages]:
    sent = document.get("sent") or []
    if not sent:
        why = "it sent no messages, or they were not kept (REFINER_KEEP_TEXT, or an older version)"
        raise InputError(f"run {document['run_id']}", why)
    return rebuild_messages(sent, document["text"])


def export_command(args: argparse.Namespace) -> int:
    """One finished run on standard output, complete, for other programs."""
    if args.labeller is not None and args.format != "labels":
        raise InputError(
            "--labeller", f"{args.format} holds no labels; use it with --format labels"
        )
    store = _existing_log(args)
    document = _require_document(find_corrected(store, args.run), _find_row(store, args.run))
    match args.format:
        case "json":
            print_result(json.dumps(document, ensure_ascii=False))
        case "markdown":
            print_result(report_markdown(_require_counts(document)))
        case "labels":
            rows = store.labels.rows(args.run)
            if args.labeller not in {None, *(row["labeller"] for row in rows)}:
                raise InputError(f"run {args.run}", f"no verdict of {args.labeller!r}")
            print_result(_require_gold(document, rows, args.labeller), end="")
        case _:
            fillers = format_fillers(document, args.format)
            print_result(fillers.replace("\r\n", "\n"), end="")  # a terminal gets no "\r"
    return 0


def _require_gold(document: RunDocument, rows: Sequence[LabelRow], labeller: str | None) -> str:
    """The run's labels as gold; raises InputError where there are none, or no text for them."""
    if lines := gold_lines([(document, rows)], labeller):
        return lines
    why = "its text was not kept" if rows else "no word of it has been judged by a person"
    raise InputError(f"run {document['run_id']}", why)


def delete_command(args: argparse.Namespace) -> int:
    """Delete runs permanently, with their labels and cached answers."""
    store = _existing_log(args)
    for run_id in args.runs:
        _find_row(store, run_id)
    deleted = store.runs.delete(args.runs)
    print_message(f"{count(len(deleted), 'run')} deleted")
    for run_id in sorted(set(args.runs) - set(deleted)):
        print_message(f"error: run {run_id}: it is still running; cancel it first")
    return 0 if set(deleted) == set(args.runs) else 1


def _find_row(store: Store, run_id: int) -> StoredRunRow:
    row = store.runs.row(run_id)
    if row is None:
        raise InputError(f"run {run_id}", f"there is no such run in {store.path}")
    return row


def _require_document(document: RunDocument | None, row: StoredRunRow) -> RunDocument:
    if document is None:
        raise InputError(f"run {row['run_id']}", f"it has no result ({_describe_state(row)})")
    return document


def _require_counts(document: RunDocument) -> CountedDocument:
    if not is_counted(document):
        why = "its language has no word list, so there are no counts to report; export it as json"
        raise InputError(f"run {document['run_id']}", why)
    return document


def _describe_state(row: StoredRunRow) -> str:
    why = json.loads(row["error"])["message"] if row["error"] else ""
    return f"{row['status']}: {why}" if why else row["status"]


def stats_command(args: argparse.Namespace) -> int:
    since = _created_since(args.since)
    health = _existing_log(args).runs.health(since)
    print_result(json.dumps({"since": since, **health}) if args.json else format_health(health))
    return 0


def backup_command(args: argparse.Namespace) -> int:
    """Copy the run log to a new file, also while runs are in progress."""
    store = _existing_log(args)
    runs = store.back_up(args.file)
    print_message(f"{args.file}: {count(runs, 'run')}, verified")
    return 0


def restore_command(args: argparse.Namespace) -> int:
    """Replace the run log by a backup; the log that was there is kept under another name."""
    settings = load_settings(read_environment()).with_changes(db=args.db)
    if settings.db is None:
        raise InputError("run log", "there is none; name it with --db")
    runs, old = Store(settings.db).restore(args.file)
    kept = f"; the log that was there is now {old}" if old else ""
    print_message(f"{settings.db}: {count(runs, 'run')} restored{kept}")
    return 0


def _existing_log(args: argparse.Namespace) -> Store:
    settings = load_settings(read_environment()).with_changes(db=args.db)
    if settings.db is None or not settings.db.exists():
        raise InputError(f"run log {settings.db}", "does not exist yet; run a transcript first")
    return Store(settings.db)


def _created_since(age: str | None) -> str | None:
    """The moment `age` ago, as rows store it."""
    if age is None:
        return None
    match = _AGE.fullmatch(age.strip())
    if match is None:
        raise InputError(f"since {age!r}", "write a number and s, m, h, d or w, for instance 1h")
    try:
        moment = datetime.now(UTC) - timedelta(**{_UNITS[match[2]]: int(match[1])})
    except (OverflowError, ValueError):  # before the year 1, or too many digits for a number
        raise InputError(f"since {age!r}", "is too long ago; leave it out for all runs") from None
    return iso_moment(moment)
