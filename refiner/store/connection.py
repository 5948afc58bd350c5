"""One SQLite file: opening it, its schema brought up to date, its errors in plain words.

A connection lives for one operation: opening costs 0.2 ms, and a shared one cannot cross threads.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from refiner.errors import StoreError
from refiner.store.migrations import migrations

LOCK_WAIT_S = 30.0
_MESSAGES = {
    "file is not a database": "it is not a database, or it is damaged",
    "database disk image is malformed": "it is damaged",
    "attempt to write a readonly database": "it cannot be written to (read-only)",
    "unable to open database file": "it cannot be opened or created",
    "database is locked": f"it was locked by another program for {LOCK_WAIT_S:.0f} s",
    "database or disk is full": "the disk is full",
}


def utc_now() -> str:
    """ISO 8601, UTC, to the millisecond: such strings sort as the times do."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Connection:
    """Opens the run log at `path`. Every method raises StoreError, with a one-line message."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ready = False

    @contextmanager
    def open(self) -> Iterator[Database]:
        """The database for one operation; errors of SQLite inside the block become StoreError."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=LOCK_WAIT_S)
            try:
                db = Database(connection)
                self._prepare(db)
                yield db
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"run log {self.path}: {_message(error)}") from error

    def _prepare(self, db: Database) -> None:
        """WAL and the schema, once per process; a log of a newer version is left alone."""
        if not self._ready:
            known = {step.name for step in migrations.pending(Database(memory=True))}
            if db.table("_sqlite_migrations").exists():
                applied = {step.name for step in migrations.applied(db)}
                if applied - known:
                    raise StoreError(f"run log {self.path}: it was written by a newer version")
            _retry_while_locked(lambda: _bring_up_to_date(db))
            self._ready = True
        db.execute("pragma synchronous = normal")

    def check(self) -> None:
        """Raise StoreError if the log cannot be written."""
        with self.open() as db:
            db.execute("begin immediate")
            db.execute("rollback")

    @contextmanager
    def keep_open(self) -> Iterator[None]:
        """Hold one connection open inside the block, to avoid a checkpoint on every close."""
        self.check()
        connection = sqlite3.connect(self.path, timeout=LOCK_WAIT_S)
        try:
            with suppress(sqlite3.Error):  # without it, each run takes a little longer
                connection.execute("select count(*) from sqlite_master").fetchone()
            yield
        finally:
            connection.close()

    def version_token(self) -> tuple[int, ...]:
        """A value that changes whenever the log does: a cache of what was read may use it."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        states = [file.stat() for file in files if file.exists()]
        return tuple(number for state in states for number in (state.st_mtime_ns, state.st_size))


class StoreTable:
    """Base of the parts of the log, which share its connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection


def insert(db: Database, table: str, row: Mapping[str, Any]) -> int:
    """Insert or replace a row in one statement; its rowid."""
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    sql = f"insert or replace into {table} ({names}) values ({values})"
    return db.execute(sql, dict(row)).lastrowid or 0


def _bring_up_to_date(db: Database) -> None:
    """Takes the write lock before it looks, so that two new processes do not clash."""
    db.enable_wal()
    if not migrations.pending(db):
        return
    db.execute("begin immediate")
    try:
        migrations.apply(db)
        db.commit()
    except BaseException:
        db.rollback()
        raise


def _retry_while_locked(step: Callable[[], None]) -> None:
    """SQLite itself does not wait while another process creates the same file."""
    locked = retry_if_exception(lambda error: "locked" in str(error))
    Retrying(
        retry=locked,
        wait=wait_random(0.01, 0.1),
        stop=stop_after_delay(LOCK_WAIT_S),
        reraise=True,
    )(step)


def _message(error: Exception) -> str:
    """What is wrong with the file, in a few words."""
    if isinstance(error, OSError):
        return os.strerror(error.errno).lower() if error.errno else str(error)
    return _MESSAGES.get(str(error), str(error))
