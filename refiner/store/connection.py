"""One SQLite file: opening it, its schema brought up to date, its errors in plain words.

A connection lives for one operation: opening costs 0.2 ms, and a shared one cannot cross threads.
A file that cannot be written is read from a copy; a damaged one is never written to.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from refiner.config.viewers import EVERYONE, Viewer
from refiner.errors import StoreError
from refiner.formatting import iso_moment
from refiner.private_files import make_private_file
from refiner.processes import is_alive
from refiner.store.migrations import has_unknown_steps, migrations

READ_WAIT_S = 5.0  # for a lock held by another program
WRITE_WAIT_S = 10.0
_MESSAGES = {
    "file is not a database": "it is not a database, or it is damaged",
    "database disk image is malformed": "it is damaged; restore a backup",
    "attempt to write a readonly database": "it cannot be written to (read-only)",
    "unable to open database file": "it cannot be opened or created",
    "database is locked": "it is locked by another program",
    "database or disk is full": "the disk is full",
    "disk I/O error": "the disk cannot be written to",
}
_READ_ONLY = ("readonly", "unable to open")


def utc_now() -> str:
    """ISO 8601, UTC, to the millisecond: such strings sort as the times do."""
    return iso_moment(datetime.now(UTC))


def tomorrow() -> str:
    """The same time tomorrow: later runs are dated wrongly, whatever the time zone."""
    return iso_moment(datetime.now(UTC) + timedelta(days=1))


class Connection:
    """Opens the run log at `path`. Every method raises StoreError, with a one-line message."""

    def __init__(self, path: Path, viewer: Viewer = EVERYONE) -> None:
        """Every query sees only the runs that `viewer` may see."""
        self.path = path
        self.viewer = viewer
        self._prepared = False
        self._verified = False
        self._copy: tuple[tuple[int, ...], TemporaryDirectory[str]] | None = None
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[Connection], tuple[Path, Viewer]]:
        """For worker processes, which open the log for themselves."""
        return Connection, (self.path, self.viewer)

    @contextmanager
    def read(self) -> Iterator[Database]:
        """The database for one question; of a file that cannot be written, a copy."""
        with self._errors():
            db = self._connect(READ_WAIT_S)
            try:
                self._prepare(db)
            except sqlite3.OperationalError as error:
                db.conn.close()
                if not (any(sign in str(error) for sign in _READ_ONLY) and self.path.is_file()):
                    raise
                db = self._open_copy()
            try:
                if not self.viewer.sees_all:
                    _hide_runs(db, self.viewer)
                yield db
            finally:
                db.conn.close()

    @contextmanager
    def write(self, wait_s: float = WRITE_WAIT_S) -> Iterator[Database]:
        """The database for one change; waits up to `wait_s` for another program's lock."""
        with self._errors():
            db = self._connect(wait_s)
            try:
                self._prepare(db)
                self._verify(db)
                yield db
            finally:
                db.conn.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self.error(_message(error)) from error

    def error(self, why: str) -> StoreError:
        return StoreError(f"run log {self.path}: {why}")

    def _connect(self, wait_s: float, *, check_same_thread: bool = True) -> Database:
        if not self._prepared:
            if self.path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            make_private_file(self.path)
        opened = sqlite3.connect(self.path, timeout=wait_s, check_same_thread=check_same_thread)
        return Database(opened, execute_plugins=False)

    def _prepare(self, db: Database) -> None:
        """Once per process: WAL, the schema, and the end of runs whose process has exited."""
        db.execute("pragma synchronous = normal")
        db.execute("select count(*) from sqlite_master").fetchone()
        if self._prepared:
            return
        with self._lock:
            if self._prepared:
                return
            self._refuse_newer(db)
            if _needs_changes(db):
                self._verify(db)
                _retry_while_locked(lambda: _bring_up_to_date(db))
            orphaned = find_orphaned(db)
            if orphaned:
                self._verify(db)
                interrupt_runs(db, orphaned)
            self._prepared = True

    def _refuse_newer(self, db: Database) -> None:
        if has_unknown_steps(db):
            raise self.error("it was written by a newer version")

    def _verify(self, db: Database) -> None:
        """Before the first write of this process: is the file sound? Costs a read of all of it."""
        if not self._verified:
            if db.execute("pragma quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("database disk image is malformed")
            self._verified = True

    def _open_copy(self) -> Database:
        """A copy in a temporary folder, made again when the log has changed."""
        with self._lock:
            token = self.version_token()
            if self._copy is None or self._copy[0] != token:
                folder = TemporaryDirectory(prefix="refiner-")
                for file in self._files():
                    shutil.copyfile(file, Path(folder.name) / file.name)
                self._copy = token, folder
            copied = Path(self._copy[1].name) / self.path.name
        db = Database(sqlite3.connect(copied, timeout=READ_WAIT_S), execute_plugins=False)
        self._refuse_newer(db)
        _bring_up_to_date(db)
        return db

    def _files(self) -> list[Path]:
        """The database and its write-ahead log, if there is one."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return [file for file in files if file.exists()]

    def check(self) -> None:
        """Raise StoreError if the log cannot be written."""
        with self.write() as db:
            db.execute("begin immediate")
            db.execute("rollback")

    def is_visible(self, run_id: int) -> bool:
        """Whether there is a run of this number that the viewer may see."""
        with self.read() as db:
            found = db.execute("select 1 from runs where run_id = ?", [run_id])
            return found.fetchone() is not None

    def require_visible(self, run_id: int) -> None:
        """Raise StoreError if the run is hidden from who uses this log."""
        if not self.viewer.sees_all and not self.is_visible(run_id):
            raise self.error(f"run {run_id} is another person's")

    @contextmanager
    def keep_open(self, *, checked: bool = True) -> Iterator[None]:
        """Hold one connection open inside the block, to avoid a checkpoint on every close.

        It may end in another thread than it began in. Without `checked`, the caller writes to the
        log right away, so that need not be tried first.
        """
        with self._errors():
            connection = self._connect(READ_WAIT_S, check_same_thread=False).conn
        try:
            _look_into(connection)  # before the check, whose close would be the last one
            if checked:
                self.check()
                _look_into(connection)  # a new file has its write-ahead log from now on
            yield
        finally:
            connection.close()

    def version_token(self) -> tuple[int, ...]:
        """A value that changes whenever the log does: a cache of what was read may use it."""
        states = [file.stat() for file in self._files()]
        return tuple(number for state in states for number in (state.st_mtime_ns, state.st_size))


def _look_into(connection: sqlite3.Connection) -> None:
    """Open the write-ahead log too; if that fails, runs only take a little longer."""
    with suppress(sqlite3.Error):
        connection.execute("select count(*) from sqlite_master").fetchone()


class StoreTable:
    """Base of the parts of the log, which share its connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection


def _hide_runs(db: Database, viewer: Viewer) -> None:
    """From here on, this connection's questions about `runs` find those of the viewer alone.

    A temporary view comes before the table of the same name; changes need the table.
    """
    where = f"user in ({_literals(db, viewer.owners)})"
    if speakers := [speaker for speaker in viewer.speakers if speaker]:
        where += f" or speaker in ({_literals(db, speakers)})"
    db.execute(f"create temp view runs as select * from main.runs where {where}")


def _literals(db: Database, texts: Sequence[str]) -> str:
    """`texts` as SQL, quoted by SQLite itself: a view takes no parameters."""
    return ", ".join(str(db.execute("select quote(?)", [text]).fetchone()[0]) for text in texts)


def insert(db: Database, table: str, row: Mapping[str, Any]) -> int:
    """Insert or replace a row in one statement; its rowid."""
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    sql = f"insert or replace into {table} ({names}) values ({values})"
    return db.execute(sql, dict(row)).lastrowid or 0


def find_orphaned(db: Database) -> list[int]:
    """Runs that are logged as running although their process has exited."""
    rows = db.execute("select run_id, owner from runs where status = 'running'").fetchall()
    return [run_id for run_id, owner in rows if not is_alive(owner)]


def interrupt_runs(db: Database, run_ids: list[int]) -> None:
    with db.conn:
        sql = "update runs set status = 'interrupted' where run_id = ? and status = 'running'"
        db.conn.executemany(sql, [[run_id] for run_id in run_ids])


def _needs_changes(db: Database) -> bool:
    mode = db.execute("pragma journal_mode").fetchone()[0]
    new = not db.table("_sqlite_migrations").exists()
    return mode != "wal" or new or bool(migrations.pending(db))


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
        stop=stop_after_delay(WRITE_WAIT_S),
        reraise=True,
    )(step)


def _message(error: Exception) -> str:
    """What is wrong with the file, in a few words."""
    if isinstance(error, OSError):
        return os.strerror(error.errno).lower() if error.errno else str(error)
    return _MESSAGES.get(str(error), str(error))
