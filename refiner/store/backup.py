"""Copies of the run log: taken while runs are in progress, verified before they count."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from refiner.errors import InputError, StoreError
from refiner.private_files import make_private_file
from refiner.store.connection import Connection
from refiner.store.migrations import has_unknown_steps


def back_up(connection: Connection, target: Path) -> int:
    """Write the log to the new file `target`; the number of its runs.

    Raises InputError if `target` exists, StoreError if the log cannot be read or the copy fails.
    """
    if target.exists():
        raise InputError(str(target), "it exists; choose a new file")
    with connection.read() as db:
        return _copy_verified(db.conn, target)


def restore(connection: Connection, source: Path) -> tuple[int, Path | None]:
    """Replace the log by the backup `source`; its number of runs, and where the old log is now.

    Raises InputError if `source` is missing, or no sound backup of this or an earlier version. The
    log is left as it is until the backup has been copied and verified.
    """
    if not source.exists():
        raise InputError(str(source), "no such file")
    path = connection.path
    new = path.with_name(f"{path.name}.restoring")
    new.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            runs = _copy_verified(backup, new)
        _refuse_unknown(new)
    except (sqlite3.Error, OSError, StoreError) as error:
        new.unlink(missing_ok=True)
        raise InputError(str(source), f"it is no sound backup of a run log ({error})") from None
    old = _move_aside(path)
    os.replace(new, path)
    return runs, old


def _copy_verified(source: sqlite3.Connection, target: Path) -> int:
    """Write through a temporary file, so that `target` is whole or absent."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        make_private_file(part)
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("pragma journal_mode = delete")
            verdict = copy.execute("pragma integrity_check(1)").fetchone()[0]
            if verdict != "ok":
                raise StoreError(f"the copy is not sound: {verdict}")
            runs = int(copy.execute("select count(*) from runs").fetchone()[0])
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return runs


def _refuse_unknown(path: Path) -> None:
    with closing(sqlite3.connect(path)) as opened:
        if has_unknown_steps(Database(opened, execute_plugins=False)):
            raise StoreError("it was written by a newer version")


def _move_aside(path: Path) -> Path | None:
    """The old log, kept under a name with the time; None if there was none."""
    if not path.exists():
        return None
    old = path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as opened:
        opened.execute("pragma wal_checkpoint(truncate)")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            os.replace(part, old.with_name(old.name + suffix))
    return old
