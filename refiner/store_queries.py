"""Questions to the run log that add up or leaf through many runs: SQL here, plain values out.

Each takes an open database and reads scalar columns alone; a document is read only for a run
that was asked for by its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database


def columns(
    db: Database, names: Sequence[str], wanted: Mapping[str, Sequence[Any]], since: str
) -> dict[str, Sequence[Any]]:
    """`names`, each with its value in every run begun at or after `since`, oldest first.

    `wanted`: for a column, the values that are let through; none means all. Fast for the
    columns of `idx_runs_figures`.
    """
    where, values = _where(wanted, since)
    sql = f"select {', '.join(names)} from runs where {where} order by created_at"
    rows = db.execute(sql, values).fetchall()
    return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


def known(db: Database, name: str) -> list[Any]:
    """The different values of a column, in order; empty ones left out."""
    sql = f"select distinct {name} from runs where created_at >= '' and {name} <> '' order by 1"
    return [row[0] for row in db.execute(sql)]


def _where(wanted: Mapping[str, Sequence[Any]], since: str) -> tuple[str, list[Any]]:
    """A condition and its values; `+` keeps SQLite on the index that holds all columns."""
    where, values = ["created_at >= ?"], [since]
    for name, let_through in wanted.items():
        if let_through:
            where.append(f"+{name} in ({', '.join('?' * len(let_through))})")
            values += let_through
    return " and ".join(where), values
