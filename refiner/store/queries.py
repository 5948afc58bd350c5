"""Sums and columns over many runs, for charts, Health and the lab.

Only scalar columns are read; a document only for its counts by word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlite_utils import Database

from refiner.config.settings import Settings
from refiner.run_document import AdviceDict, SpanDict
from refiner.store.connection import StoreTable, tomorrow, utc_now
from refiner.store.row_types import HealthRow, TalkRow, thumb_of
from refiner.store.search import where_clause

_NEWEST_RUNS = 500  # among which those of a provider are looked for


class RunFigures(StoreTable):
    """Figures over many runs."""

    def columns(
        self,
        names: Sequence[str],
        wanted: Mapping[str, Sequence[Any]] | None = None,
        since: str = "",
    ) -> dict[str, Sequence[Any]]:
        """`names`, each with its value in every run begun at or after `since`, oldest first.

        Runs dated in the future are left out. `wanted`: for a column, the values to include;
        none includes all. Fast for the columns of `idx_runs_figures`.
        """
        where, values = where_clause(wanted or {}, since, tomorrow())
        sql = f"select {', '.join(names)} from runs where {where} order by created_at"
        with self._connection.read() as db:
            rows = db.execute(sql, values).fetchall()
        return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))

    def distinct(self, name: str) -> list[Any]:
        """The distinct values of a column, sorted, empty ones left out."""
        sql = f"select distinct {name} from runs where created_at >= '' and {name} <> '' order by 1"
        with self._connection.read() as db:
            return [row[0] for row in db.execute(sql)]

    def count_future(self) -> int:
        """Runs that figures leave out because they are dated later than tomorrow."""
        sql = "select count(*) from runs where created_at > ? or held_on > ?"
        with self._connection.read() as db:
            latest = tomorrow()
            return int(db.execute(sql, [latest, latest[:10]]).fetchone()[0])

    def talks(
        self, speaker: str, since: str = "", limit: int = 60, *, with_demo: bool = False
    ) -> list[TalkRow]:
        """A speaker's newest `limit` talks that have an analysis, by their day, oldest first."""
        sql = """
            select run_id, held_on, title, words, ai_fillers, duration_s, duration_source, by_word
            from runs where speaker = ? and held_on between ? and ? and +status = 'done'
            and +fallback_mode = 0 and +ai_fillers is not null and (+demo = 0 or ?)
            order by held_on desc, run_id desc limit ?
        """
        with self._connection.read() as db:
            rows = list(db.query(sql, [speaker, since[:10], tomorrow()[:10], with_demo, limit]))
        return [cast(TalkRow, row) for row in reversed(rows)]

    def refined_rates(self, speaker: str, until: str = "", limit: int = 10) -> list[float]:
        """Refined fillers per 100 words of the talks up to the day `until`, oldest first."""
        return [row[0] for row in self._talks_until("per_100_words", speaker, until, limit)][::-1]

    def last_draft(self, speaker: str, until: str = "") -> AdviceDict | None:
        """The advice of the speaker's newest talk up to the day `until`, its slots unfilled."""
        column = "document -> '$.coaching.draft'"
        for row in self._talks_until(column, speaker, until, 1):
            return cast(AdviceDict, json.loads(row[0])) if row[0] else None
        return None

    def _talks_until(
        self, column: str, speaker: str, until: str, limit: int
    ) -> Sequence[tuple[Any, ...]]:
        """`column` of each talk that has an analysis, newest first."""
        if not speaker:
            return []
        sql = (
            f"select {column} from runs where speaker = ? and held_on <= ? and status = 'done' "
            "and fallback_mode = 0 and ai_fillers is not null and demo = 0 "
            "order by held_on desc, run_id desc limit ?"
        )
        with self._connection.read() as db:
            return db.execute(sql, [speaker, until or tomorrow()[:10], limit]).fetchall()

    def health(self, since: str | None = None, provider: str | None = None) -> HealthRow:
        """Sums over the runs begun at or after `since`; times in ms, money in US dollars.

        Demo runs are left out, unless their provider is asked for. Runs dated in the future
        belong to no time up to now.
        """
        with self._connection.read() as db:
            return _health(db, since or "", provider)

    def recent_spans(self, provider: str, model: str, limit: int = 20) -> list[list[SpanDict]]:
        """The steps of the newest finished runs whose analysis was by this model."""
        sql = f"""
            select document ->> '$.timings.spans' from (
                select document from runs
                where run_id > (select max(run_id) from runs) - {_NEWEST_RUNS}
                and status = 'done' and provider = ? order by run_id desc limit ?
            ) where document ->> '$.models.analysis' = ?
        """
        with self._connection.read() as db:
            return [json.loads(spans) for (spans,) in db.execute(sql, [provider, limit, model])]

    def ids_by_sha256(self, settings: Settings) -> dict[str, list[int]]:
        """Runs with a complete result under the same settings, by their transcript's sha256."""
        strategy = settings.chosen_strategy
        wanted = {
            "provider": [settings.chosen_provider],
            "strategy": ["early", "fanout"] if strategy == "auto" else [strategy],
            "policy": [settings.policy],
            "threshold": [settings.threshold],
            "status": ["done"],
            "fallback_mode": [0],
        }
        where, values = where_clause(wanted, "")
        sql = f"select source ->> '$.sha256', run_id from runs where {where} order by run_id"
        found: dict[str, list[int]] = {}
        with self._connection.read() as db:
            for sha256, run_id in db.execute(sql, values):
                found.setdefault(sha256, []).append(run_id)
        return found


def _health(db: Database, since: str, provider: str | None) -> HealthRow:
    """`parallel` and `regenerated` count every run that began in parallel and every rewrite, as
    the lines of the log file do. Simulated runs cost nothing. `liked` and `disliked` count
    people's thumbs.
    """
    where = (
        "created_at between :since and :until "
        "and iif(:provider is null, +demo = 0, +provider = :provider)"
    )
    sql = f"""
        select count(*) as runs,
               sum(status = 'done') as done,
               sum(strategy <> 'sequential') as parallel,
               coalesce(sum(regenerate), 0) as regenerated,
               coalesce(sum(fallback_mode), 0) as fallbacks,
               sum(status = 'failed') as failed,
               avg(case when status = 'done' then processing_time_ms end) as average_ms,
               sum(case when provider <> 'simulated' then cost_usd end) as cost_usd
        from runs where {where}
    """
    until = utc_now() if since else tomorrow()
    values = {"since": since, "until": until, "provider": provider}
    (row,) = db.query(sql, values)
    times = db.execute(
        "select processing_time_ms, coalesce(advice_ready_ms, processing_time_ms) from runs "
        f"where {where} and +status = 'done' and processing_time_ms is not null",
        values,
    ).fetchall()
    percentiles = _percentiles(times)
    feedback = db.execute(f"select feedback from runs where {where} and feedback <> ''", values)
    thumbs = [thumb_of(text) for (text,) in feedback]
    liked = {"liked": thumbs.count(True), "disliked": thumbs.count(False)}
    return cast(HealthRow, row | percentiles | liked)


def _percentiles(times: Sequence[tuple[float, float]]) -> dict[str, float | None]:
    """Of pairs: how long a run took, and when its advice was ready."""
    if not times:
        return {"p50_ms": None, "p95_ms": None, "ready_p50_ms": None}
    import numpy as np  # a tenth of a second, which a run need not wait

    p50, p95 = np.percentile([took for took, _ in times], (50, 95))
    ready = np.median([ready for _, ready in times])
    return {"p50_ms": float(p50), "p95_ms": float(p95), "ready_p50_ms": float(ready)}
