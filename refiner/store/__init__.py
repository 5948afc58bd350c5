"""The run log: every SQL statement of the program, plain rows out.

A row exists from the moment a run starts, and each change is a single statement, so that
several processes can write at once. A connection lives for one operation: opening costs
0.2 ms, and a shared one cannot cross threads.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random

from refiner.config.rollback import Change
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.model import Source, Transcript
from refiner.store import queries as store_queries
from refiner.store import search as store_search
from refiner.store.migrations import migrations
from refiner.store.processes import is_alive, this_process
from refiner.store.search import Search
from refiner.transcripts.word_times import times_from_json

LOCK_WAIT_S = 30.0
_HEAVY = ("document", "text", "timings", "source", "owner")
_DECIDED_AT_VERDICTS = ("hybrid_early", "hybrid_fanout")


def utc_now() -> str:
    """ISO 8601, UTC, to the millisecond: such strings sort as the times do."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Store:
    """The run log in one SQLite file. Every method raises StoreError, in one plain line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ready = False

    @contextmanager
    def _open(self) -> Iterator[Database]:
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
            raise StoreError(f"run log {self.path}: {_plain(error)}") from error

    def _prepare(self, db: Database) -> None:
        """Once a process: WAL, and the schema brought up to date; never from a newer one."""
        if self._ready:
            db.execute("pragma synchronous = normal")
            return
        known = {step.name for step in migrations.pending(Database(memory=True))}
        if db.table("_sqlite_migrations").exists():
            applied = {step.name for step in migrations.applied(db)}
            if applied - known:
                raise StoreError(f"run log {self.path}: it was written by a newer version")
        _when_unlocked(lambda: _bring_up_to_date(db))
        db.execute("pragma synchronous = normal")
        self._ready = True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the file open meanwhile: the last to close it writes all back, which takes long."""
        self.check()
        connection = sqlite3.connect(self.path, timeout=LOCK_WAIT_S)
        try:
            with suppress(sqlite3.Error):  # without it, each run takes a little longer
                connection.execute("select count(*) from sqlite_master").fetchone()
            yield
        finally:
            connection.close()

    # -- a run's life

    def check(self) -> None:
        """Raise StoreError where the log cannot be written."""
        with self._open() as db:
            db.execute("begin immediate")
            db.execute("rollback")

    def start(self, talk: Transcript, settings: Settings, provider: str) -> tuple[int, str]:
        """Log a run as running, its transcript kept; returns its id and when it was created."""
        created_at = utc_now()
        row = {
            "created_at": created_at,
            "status": "running",
            "title": talk.title,
            "speaker": talk.speaker,
            "text": talk.text,
            "source": json.dumps(asdict(talk.source)),
            "words": talk.words,
            "duration_s": talk.length_s,
            "duration_source": talk.duration_source,
            "provider": provider,
            "strategy": settings.chosen_strategy,
            "policy": settings.policy,
            "threshold": settings.threshold,
            "owner": this_process(),
        }
        with self._open() as db:
            return self._insert(db, "runs", row), created_at

    def finish(self, document: Mapping[str, Any]) -> None:
        """Log a run as done, with its document."""
        self._update(document["run_id"], {"status": "done", "text": None} | _scalars(document))

    def end(self, run_id: int, status: str, **columns: Any) -> None:
        """Log a run that has no document: failed, cancelled. Its transcript stays."""
        self._update(run_id, {"status": status} | columns)

    def interrupt_left_over(self) -> int:
        """Rows left running by a process that is gone become interrupted; returns how many."""
        with self._open() as db:
            rows = db.query("select run_id, owner from runs where status = 'running'")
            gone = [row["run_id"] for row in rows if not is_alive(row["owner"])]
            for run_id in gone:
                db.execute("update runs set status = 'interrupted' where run_id = ?", [run_id])
            return len(gone)

    def _update(self, run_id: int, columns: Mapping[str, Any]) -> None:
        changes = ", ".join(f"{name} = :{name}" for name in columns)
        with self._open() as db:
            db.execute(
                f"update runs set {changes} where run_id = :run_id", {**columns, "run_id": run_id}
            )

    @staticmethod
    def _insert(db: Database, table: str, row: dict[str, Any]) -> int:
        names = ", ".join(f'"{name}"' for name in row)
        values = ", ".join(f":{name}" for name in row)
        cursor = db.execute(f"insert or replace into {table} ({names}) values ({values})", row)
        return cursor.lastrowid or 0

    # -- questions

    def runs(
        self, *, since: str | None = None, limit: int | None = None, **filters: Any
    ) -> list[dict[str, Any]]:
        """Rows without documents and texts, newest first; `filters`: column=value."""
        where, values = ["1"], []
        for name, value in filters.items():
            if value is not None:
                where.append(f"{name} = ?")
                values.append(value)
        if since is not None:
            where.append("created_at >= ?")
            values.append(since)
        with self._open() as db:
            columns = [c for c in db.table("runs").columns_dict if c not in _HEAVY]
            sql = f"select {', '.join(columns)} from runs where {' and '.join(where)} "
            sql += "order by created_at desc, run_id desc"
            return list(db.query(f"{sql} limit {limit or -1:d}", values))

    def columns(
        self,
        names: Sequence[str],
        wanted: Mapping[str, Sequence[Any]] | None = None,
        since: str = "",
    ) -> dict[str, Sequence[Any]]:
        """Columns of many runs, oldest first; see `store_queries.columns`."""
        with self._open() as db:
            return store_queries.columns(db, names, wanted or {}, since)

    def known(self, name: str) -> list[Any]:
        """The different values of a column of the runs, in order."""
        with self._open() as db:
            return store_queries.known(db, name)

    def stamp(self) -> tuple[int, ...]:
        """Changes whenever the log does: what was read from it is true while this is the same."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        found = [file.stat() for file in files if file.exists()]
        return tuple(number for seen in found for number in (seen.st_mtime_ns, seen.st_size))

    def find(self, search: Search, limit: int, offset: int = 0) -> list[dict[str, Any]]:
        """A page of the runs that fit, newest first, as `runs` gives them.

        Where words are looked for, `passage` shows a few of them in their place.
        """
        with self._open() as db:
            columns = [c for c in db.table("runs").columns_dict if c not in _HEAVY]
            rows = store_search.page(db, search, columns, limit, offset)
            if not search.text.strip():
                return rows
            places = store_search.passages(db, search.text, [row["run_id"] for row in rows])
            return [row | {"passage": places.get(row["run_id"])} for row in rows]

    def how_many(self, search: Search) -> int:
        """How many runs fit."""
        with self._open() as db:
            return store_search.how_many(db, search)

    def found_documents(self, search: Search, limit: int) -> list[str]:
        """The run documents, as JSON text, of the newest `limit` runs that fit."""
        with self._open() as db:
            return list(store_search.documents(db, store_search.ids(db, search, limit)))

    def documents(self, run_ids: Sequence[int]) -> list[str]:
        """The run documents of these runs, as JSON text."""
        with self._open() as db:
            return list(store_search.documents(db, run_ids))

    def delete(self, run_ids: Sequence[int]) -> list[int]:
        """Delete runs for good; those still running stay. Which ones went."""
        with self._open() as db:
            return store_search.delete(db, run_ids)

    def delete_found(self, search: Search) -> list[int]:
        """Delete every run that fits, for good; those still running stay. Which ones went."""
        with self._open() as db:
            return store_search.delete(db, store_search.ids(db, search, -1))

    def run(self, run_id: int) -> dict[str, Any] | None:
        """One row, whole; `source` and `document` as JSON text."""
        with self._open() as db:
            return next(iter(db.query("select * from runs where run_id = ?", [run_id])), None)

    def document(self, run_id: int) -> dict[str, Any] | None:
        """The run document, or None where the run has none (yet)."""
        row = self.run(run_id)
        return json.loads(row["document"]) if row and row["document"] else None

    def transcript(self, run_id: int) -> Transcript | None:
        """What a run was given, to run it again, whatever became of it."""
        row = self.run(run_id)
        if row is None:
            return None
        document = json.loads(row["document"]) if row["document"] else None
        source = Source(**(document["source"] if document else json.loads(row["source"])))
        known = row["duration_source"] != "estimated"
        stretches, timed_words = times_from_json(document.get("times") if document else None)
        return Transcript(
            text=document["text"] if document else row["text"],
            source=source,
            title=row["title"],
            speaker=row["speaker"],
            duration_s=row["duration_s"] if known else None,
            duration_source=row["duration_source"],
            stretches=stretches,
            timed_words=timed_words,
        )

    def done_runs(self, settings: Settings) -> dict[str, list[int]]:
        """Ids of whole results under the same settings, by their transcript's sha256."""
        wanted = {
            "provider": settings.chosen_provider,
            "strategy": settings.chosen_strategy,
            "policy": settings.policy,
            "threshold": settings.threshold,
        }
        with self._open() as db:
            return store_queries.done_runs(db, wanted)

    def speakers(self) -> list[str]:
        with self._open() as db:
            sql = "select distinct speaker from runs where speaker <> '' order by speaker"
            return [row["speaker"] for row in db.query(sql)]

    def talks(self, speaker: str, since: str = "", limit: int = 60) -> list[dict[str, Any]]:
        """A speaker's newest talks; see `store_queries.talks`."""
        with self._open() as db:
            return store_queries.talks(db, speaker, since, limit)

    def refined_rates(self, speaker: str, limit: int = 10) -> list[float]:
        """Refined fillers per 100 words of a speaker's earlier runs, oldest first."""
        sql = (
            "select per_100_words as rate from runs where speaker = ? and status = 'done' "
            "and fallback_mode = 0 order by created_at desc limit ?"
        )
        with self._open() as db:
            rows = list(db.query(sql, [speaker, limit])) if speaker else []
        return [row["rate"] for row in reversed(rows)]

    def health(self, since: str | None = None, provider: str | None = None) -> dict[str, Any]:
        """The report's health queries over runs begun at or after `since`."""
        with self._open() as db:
            return store_queries.health(db, since or "", provider)

    # -- rollback levels

    def switches(self) -> dict[str, Any]:
        """The switches that are set now; one given back to the environment is not there."""
        with self._open() as db:
            return store_queries.switches(db)

    def set_switch(self, change: Change) -> None:
        with self._open() as db:
            value = None if change.value is None else json.dumps(change.value)
            row = {"name": change.name, "value": value, "reason": change.reason.strip()}
            self._insert(db, "switches", row | {"changed_at": utc_now()})

    def switch_changes(self, limit: int = 50) -> list[dict[str, Any]]:
        """Every change ever made, newest first: `changed_at`, `name`, `value`, `reason`."""
        sql = "select * from switches order by change_id desc limit ?"
        with self._open() as db:
            rows = list(db.query(sql, [limit]))
        return [{**row, "value": json.loads(row["value"] or "null")} for row in rows]

    # -- what a person says of a run

    def set_feedback(self, run_id: int, feedback: str | None) -> None:
        self._update(run_id, {"feedback": feedback})

    def set_label(self, run_id: int, start: int, end: int, filler: bool | None) -> None:
        """A person's verdict on a span; None takes it back."""
        with self._open() as db:
            if filler is None:
                sql = 'delete from labels where run_id = ? and start = ? and "end" = ?'
                db.execute(sql, [run_id, start, end])
                return
            row = {"run_id": run_id, "start": start, "end": end, "filler": int(filler)}
            self._insert(db, "labels", row | {"created_at": utc_now()})

    def labels(self, run_id: int | None = None) -> list[dict[str, Any]]:
        """Labels of one run, or of all, in order of place."""
        sql = "select * from labels where ? is null or run_id = ? order by run_id, start"
        with self._open() as db:
            return list(db.query(sql, [run_id, run_id]))

    # -- answers that were paid for

    def answer(self, key: str) -> str | None:
        with self._open() as db:
            rows = list(db.query("select answer from answers where key = ?", [key]))
        return rows[0]["answer"] if rows else None

    def drop_answer(self, key: str) -> None:
        with self._open() as db:
            db.execute("delete from answers where key = ?", [key])

    def keep_answer(self, key: str, answer: str, text: str) -> None:
        """Keep an answer about the transcript `text`; it goes when the talk's runs are deleted."""
        with self._open() as db:
            row = {"key": key, "created_at": utc_now(), "answer": answer}
            row |= {"talk": store_search.hash_of(text)}
            self._insert(db, "answers", row)


def _bring_up_to_date(db: Database) -> None:
    """The write lock is taken before looking, so that two new processes make no table twice."""
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


def _when_unlocked(step: Callable[[], None]) -> None:
    """Try again while another process makes the same file: SQLite itself does not wait there."""
    locked = retry_if_exception(lambda error: "locked" in str(error))
    Retrying(
        retry=locked,
        wait=wait_random(0.01, 0.1),
        stop=stop_after_delay(LOCK_WAIT_S),
        reraise=True,
    )(step)


def _scalars(document: Mapping[str, Any]) -> dict[str, Any]:
    """A run document's columns."""
    counts, timings, usage = document["counts"], document["timings"], document["usage"]
    words = document["words"] or 1
    same = ("regeneration_reason", "optimization", "fallback_reason", "provider")
    durations = (k for k in timings if k.endswith(("_time_ms", "_duration_ms", "_estimate_ms")))
    decided = any(span["name"] == "regeneration" for span in timings["spans"])
    error = document["error"]
    return {
        **{name: document[name] for name in same},
        **{name: timings[name] for name in durations},
        "rule_fillers": counts["rule"],
        "ai_fillers": counts["ai"],
        "difference": counts["difference"],
        "rule_per_100_words": round(100 * counts["rule"] / words, 1),
        **document["rates"],
        "regenerate": int(decided),
        "coaching_regenerated": int(document["coaching_regenerated"]),
        "cost_usd": usage["cost_usd"],
        **_calls(document),
        "cache_hit": int(document["cache_hit"]),
        "fallback_mode": int(document["fallback_mode"]),
        "error": json.dumps(error) if error else None,
        "document": json.dumps(document, ensure_ascii=False),
    }


def _calls(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a replay of the decision needs of the calls; None where the run did not measure it."""
    spans = document["timings"]["spans"]
    last = {span["name"]: span for span in spans}
    began = min((s["start_ms"] for s in spans if s["name"] == "analysis"), default=None)
    decided = (document.get("decision") or {}).get("decided_at_ms")
    at_verdicts = document["optimization"].startswith(_DECIDED_AT_VERDICTS)
    verdicts = None
    if at_verdicts and decided is not None and began is not None:
        verdicts = decided - began
    return {
        "verdicts_duration_ms": verdicts,
        "coaching_cost_usd": last.get("coaching", {}).get("cost_usd"),
        "regeneration_cost_usd": last.get("regeneration", {}).get("cost_usd"),
    }


def _plain(error: Exception) -> str:
    """What went wrong with the file, in a few words."""
    if isinstance(error, OSError):
        return os.strerror(error.errno).lower() if error.errno else str(error)
    known = {
        "file is not a database": "it is not a database, or it is damaged",
        "database disk image is malformed": "it is damaged",
        "attempt to write a readonly database": "it cannot be written to (read-only)",
        "unable to open database file": "it cannot be opened or created",
        "database is locked": f"it was locked by another program for {LOCK_WAIT_S:.0f} s",
        "database or disk is full": "the disk is full",
    }
    return known.get(str(error), str(error))
