"""Questions to the run log that add up or leaf through many runs: SQL here, plain values out.

Each takes an open database and reads scalar columns alone; a document is read only for a run
that was asked for by its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database


def columns(
    db: Database, names: Sequence[str], since: str = "", **chosen: Sequence[Any]
) -> dict[str, Sequence[Any]]:
    """`names`, each with its value in every run begun at or after `since`, oldest first.

    `chosen`: for a column, the values wanted; none means all. Fast for the columns of
    `idx_runs_figures`.
    """
    where, values = _where(since, chosen)
    sql = f"select {', '.join(names)} from runs where {where} order by created_at"
    rows = db.execute(sql, values).fetchall()
    return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


def _where(since: str, chosen: dict[str, Sequence[Any]]) -> tuple[str, list[Any]]:
    """A condition and its values; `+` keeps SQLite on the index that holds all columns."""
    where, values = ["created_at >= ?"], [since]
    for name, wanted in chosen.items():
        if wanted:
            where.append(f"+{name} in ({', '.join('?' * len(wanted))})")
            values += wanted
    return " and ".join(where), values
