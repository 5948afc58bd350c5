"""Which runs: found by words and columns, a page at a time, and deleted by number or speaker."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Search:
    """`text`: words that all stand in title, speaker, transcript or advice; the last may be the
    beginning of one. `wanted`: for a column, the values that are let through; none means all.
    `since`: runs begun then or later, ISO 8601, UTC.
    """

    text: str = ""
    wanted: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    since: str = ""


def match_query(text: str) -> str | None:
    """What SQLite's full-text index is asked; None where `text` holds no word at all.

    Every word is quoted, so that nothing typed is taken for the index's own syntax.
    """
    tokens = _TOKEN.findall(text)
    return " ".join(f'"{token}"' for token in tokens) + "*" if tokens else None


def _where(search: Search) -> tuple[str, list[Any]]:
    where: list[str] = ["created_at >= ?"]
    values: list[Any] = [search.since]
    if search.text.strip():
        where.append("run_id in (select rowid from runs_fts where runs_fts match ?)")
        values.append(match_query(search.text) or '""')
    for name, let_through in search.wanted.items():
        if let_through:
            where.append(f"+{name} in ({', '.join('?' * len(let_through))})")
            values += let_through
    return " and ".join(where), values


def how_many(db: Database, search: Search) -> int:
    where, values = _where(search)
    return int(db.execute(f"select count(*) from runs where {where}", values).fetchone()[0])


def page(
    db: Database, search: Search, columns: Sequence[str], limit: int, offset: int
) -> list[dict[str, Any]]:
    """Rows, newest first. Found by their numbers first, so that pages passed over cost little."""
    where, values = _where(search)
    ids = f"select run_id from runs where {where} order by run_id desc limit ? offset ?"
    sql = f"select {', '.join(columns)} from runs where run_id in ({ids}) order by run_id desc"
    return list(db.query(sql, [*values, limit, offset]))


def passages(db: Database, text: str, run_ids: Sequence[int]) -> dict[int, str]:
    """Where the words stand in each of these runs, as a few words with dots."""
    query = match_query(text)
    if query is None or not run_ids:
        return {}
    sql = (
        "select rowid, snippet(runs_fts, -1, '', '', '…', 10) from runs_fts "
        f"where runs_fts match ? and rowid in ({', '.join('?' * len(run_ids))})"
    )
    return dict(db.execute(sql, [query, *run_ids]).fetchall())


def documents(db: Database, run_ids: Sequence[int]) -> Iterator[str]:
    """The documents of these runs as JSON text, in the order given; runs without one left out."""
    for run_id in run_ids:
        row = db.execute("select document from runs where run_id = ?", [run_id]).fetchone()
        if row and row[0]:
            yield row[0]


def ids(db: Database, search: Search, limit: int) -> list[int]:
    """The numbers of the newest runs that fit."""
    return [row["run_id"] for row in page(db, search, ["run_id"], limit, 0)]


def hash_of(text: str) -> str:
    """By which kept answers know the transcript that they are about."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def delete(db: Database, run_ids: Sequence[int]) -> list[int]:
    """Delete runs that are not running, with all that people said of them and every kept answer
    about their transcripts; which ones went.

    The rows are overwritten in the file, not only unlinked; single words may stay in the
    full-text index's own pages until it merges them.
    """
    db.execute("pragma secure_delete = on")
    gone = []
    db.execute("begin immediate")
    for run_id in run_ids:
        said = db.execute("select said from runs_words where run_id = ?", [run_id]).fetchone()
        sql = "delete from runs where run_id = ? and status <> 'running'"
        if db.execute(sql, [run_id]).rowcount:
            db.execute("delete from answers where talk = ?", [hash_of(said[0] or "")])
            db.execute("delete from labels where run_id = ?", [run_id])
            gone.append(run_id)
    db.commit()
    return gone
