"""Questions to the run log that add up or leaf through many runs: SQL here, plain values out.

Each takes an open database and reads scalar columns alone; a document is read only for a run
that was asked for by its number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
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


def talks(db: Database, speaker: str, since: str, limit: int) -> list[dict[str, Any]]:
    """A speaker's newest talks with an analysis, oldest first, their fillers by word as JSON."""
    sql = """
        select run_id, created_at, title, words, ai_fillers, duration_s, duration_source,
               document ->> '$.counts.by_word' as by_word
        from runs where speaker = ? and created_at >= ? and +status = 'done'
        and +fallback_mode = 0 order by created_at desc limit ?
    """
    return list(db.query(sql, [speaker, since, limit]))[::-1]


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


def health(db: Database, since: str, provider: str | None) -> dict[str, Any]:
    """What is going on in the runs begun at or after `since`; times in ms, money in US dollars.

    `parallel` and `regenerated` count every run that began in parallel and every rewrite, as
    the lines of the log file do. Simulated runs cost nothing. `liked` and `disliked` are
    people's thumbs.
    """
    where = "created_at >= :since and (:provider is null or +provider = :provider)"
    sql = f"""
        select count(*) as runs,
               sum(status = 'done') as done,
               sum(strategy <> 'sequential') as parallel,
               coalesce(sum(regenerate), 0) as regenerated,
               coalesce(sum(fallback_mode), 0) as fallbacks,
               sum(status = 'failed') as failed,
               avg(case when status = 'done' then processing_time_ms end) as average_ms,
               sum(case when provider <> 'simulated' then cost_usd end) as cost_usd,
               sum(case when json_valid(feedback) then feedback ->> '$.thumb' = 1 end) as liked,
               sum(case when json_valid(feedback) then feedback ->> '$.thumb' = 0 end) as disliked
        from runs where {where}
    """
    values = {"since": since, "provider": provider}
    (row,) = db.query(sql, values)
    times = db.execute(
        f"select processing_time_ms from runs where {where} and +status = 'done' "
        "and processing_time_ms is not null",
        values,
    ).fetchall()
    return row | _percentiles(np.fromiter((ms for (ms,) in times), np.float64, len(times)))


def _percentiles(times: NDArray[np.float64]) -> dict[str, float | None]:
    if not len(times):
        return {"p50_ms": None, "p95_ms": None}
    p50, p95 = np.percentile(times, (50, 95))
    return {"p50_ms": float(p50), "p95_ms": float(p95)}


def switches(db: Database) -> dict[str, Any]:
    """The newest value of each switch, those given back left out."""
    newest = "select max(change_id) from switches group by name"
    rows = db.query(f"select name, value from switches where change_id in ({newest})")
    return {row["name"]: json.loads(row["value"]) for row in rows if row["value"] is not None}


def done_runs(db: Database, wanted: Mapping[str, Any]) -> dict[str, list[int]]:
    """Whole results by their transcript's sha256; `wanted`: columns and the values they have."""
    where = " and ".join(f"{name} = :{name}" for name in wanted)
    sql = (
        "select source ->> '$.sha256' as sha256, run_id from runs "
        f"where status = 'done' and fallback_mode = 0 and {where} order by run_id"
    )
    found: dict[str, list[int]] = {}
    for row in db.query(sql, dict(wanted)):
        found.setdefault(row["sha256"], []).append(row["run_id"])
    return found
