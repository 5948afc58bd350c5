"""Runs found by words and columns, a page at a time, and deleted by number or search."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlite_utils import Database

from refiner.formatting import iso_moment
from refiner.store.answers import hash_of
from refiner.store.connection import StoreTable
from refiner.store.recordings import delete_recordings
from refiner.store.row_types import RunRow
from refiner.store.upgrade import upgrade_text

HEAVY_COLUMNS = (  # and those that only the run itself is read with
    *("document", "text", "timings", "source", "owner", "by_word", "edited_advice"),
    "given_language",
)
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Search:
    """`text`: words that all occur in title, speaker, transcript or advice; the last may be the
    beginning of one. `wanted`: for a column, the values to include; none includes all.
    `since`: runs begun then or later, ISO 8601, UTC.
    """

    text: str = ""
    wanted: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    since: str = ""


def match_query(text: str) -> str | None:
    """The query for SQLite's full-text index; None if `text` contains no word.

    Every word is quoted, so that nothing typed is taken for the index's own syntax.
    """
    tokens = _TOKEN.findall(text)
    return " ".join(f'"{token}"' for token in tokens) + "*" if tokens else None


def where_clause(
    wanted: Mapping[str, Sequence[Any]], since: str, until: str = ""
) -> tuple[str, list[Any]]:
    """A condition and its values; `+` keeps SQLite on the index that holds all columns."""
    where, values = ["created_at >= ?"], [since]
    if until:
        where.append("created_at <= ?")
        values.append(until)
    for name, included in wanted.items():
        if included:
            where.append(f"+{name} in ({', '.join('?' * len(included))})")
            values += included
    return " and ".join(where), values


class RunSearch(StoreTable):
    """Questions about the runs that match a `Search`."""

    def find(self, search: Search, limit: int, offset: int = 0) -> list[RunRow]:
        """A page of the matching runs, the newest day first.

        If words are searched for, `passage` shows a few of them in their context.
        """
        with self._connection.read() as db:
            rows = _page(db, search, light_columns(db), limit, offset)
            if search.text.strip():
                passages = _passages(db, search.text, [row["run_id"] for row in rows])
                for row in rows:
                    row["passage"] = passages.get(row["run_id"])
        return [cast(RunRow, row) for row in rows]

    def count(self, search: Search) -> int:
        where, values = _conditions(search)
        with self._connection.read() as db:
            sql = f"select count(*) from runs where {where}"
            return int(db.execute(sql, values).fetchone()[0])

    def documents(self, run_ids: Sequence[int]) -> list[str]:
        """The documents of these runs as JSON text, in this order; runs without one left out."""
        with self._connection.read() as db:
            sql = "select document from runs where run_id = ?"
            rows = (db.execute(sql, [run_id]).fetchone() for run_id in run_ids)
            return [upgrade_text(row[0]) for row in rows if row and row[0]]

    def delete(self, run_ids: Sequence[int]) -> list[int]:
        """Delete runs permanently, except those still running, and those of other people.

        Their recordings are deleted too. Returns the ids deleted. A coach sees other people's
        runs, and deletes none.
        """
        viewer = self._connection.viewer
        if viewer.user:
            with self._connection.read() as db:
                run_ids = [run_id for run_id in run_ids if _user_of(db, run_id) in viewer.owners]
        with self._connection.write() as db:
            deleted = _delete(db, run_ids)
        delete_recordings(self._connection.path, deleted)
        return deleted

    def delete_older_than(self, days: float) -> list[int]:
        """Delete runs that began more than so many days ago; the ids deleted."""
        since = iso_moment(datetime.now(UTC) - timedelta(days=days))
        with self._connection.read() as db:
            sql = "select run_id from runs where created_at < ?"
            old = [row[0] for row in db.execute(sql, [since])]
        return self.delete(old) if old else []

    def delete_found(self, search: Search) -> list[int]:
        """Delete every matching run permanently, except those still running; the ids deleted."""
        with self._connection.read() as db:
            found = [row["run_id"] for row in _page(db, search, ["run_id"], -1, 0)]
        return self.delete(found)


def light_columns(db: Database) -> list[str]:
    """The columns of lists: all but documents and texts."""
    return [name for name in db.table("runs").columns_dict if name not in HEAVY_COLUMNS]


def _conditions(search: Search) -> tuple[str, list[Any]]:
    where, values = where_clause(search.wanted, search.since)
    if search.text.strip():
        where += " and run_id in (select rowid from runs_fts where runs_fts match ?)"
        values.append(match_query(search.text) or '""')
    return where, values


def _page(
    db: Database, search: Search, columns: Sequence[str], limit: int, offset: int
) -> list[dict[str, Any]]:
    """Rows, the newest day first. The ids are found first, so that earlier pages cost little."""
    where, values = _conditions(search)
    order = "order by held_on desc, run_id desc"
    ids = f"select run_id from runs where {where} {order} limit ? offset ?"
    sql = f"select {', '.join(columns)} from runs where run_id in ({ids}) {order}"
    return list(db.query(sql, [*values, limit, offset]))


def _passages(db: Database, text: str, run_ids: Sequence[int]) -> dict[int, str]:
    """Per run, a few words around the words searched for."""
    query = match_query(text)
    if query is None or not run_ids:
        return {}
    sql = (
        "select rowid, snippet(runs_fts, -1, '', '', '…', 10) from runs_fts "
        f"where runs_fts match ? and rowid in ({', '.join('?' * len(run_ids))})"
    )
    return dict(db.execute(sql, [query, *run_ids]).fetchall())


def _user_of(db: Database, run_id: int) -> str | None:
    row = db.execute("select user from runs where run_id = ?", [run_id]).fetchone()
    return None if row is None else str(row[0])


def _delete(db: Database, run_ids: Sequence[int]) -> list[int]:
    """Deletes with each run its labels and every cached answer about its transcript.

    Nothing of them stays in the file: pages are overwritten, the search index is written again,
    and the write-ahead log is emptied, unless another program is just reading it.
    """
    db.execute("pragma secure_delete = on")
    deleted = []
    db.execute("begin immediate")
    for run_id in run_ids:
        text = db.execute("select said from runs_words where run_id = ?", [run_id]).fetchone()
        sql = "delete from runs where run_id = ? and status <> 'running'"
        if db.execute(sql, [run_id]).rowcount:
            db.execute("delete from answers where talk = ?", [hash_of(text[0] or "")])
            db.execute("delete from labels where run_id = ?", [run_id])
            deleted.append(run_id)
    db.execute("insert into runs_fts(runs_fts) values ('optimize')")
    db.commit()
    db.execute("pragma wal_checkpoint(truncate)")
    return deleted
