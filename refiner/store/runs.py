"""The life of a run in the log, from its start to its end, and reading one run back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, cast

from refiner.config.settings import Settings
from refiner.model import Source, Transcript
from refiner.processes import this_process
from refiner.run_document import EditedAdvice, RunDocument
from refiner.store.connection import (
    WRITE_WAIT_S,
    find_orphaned,
    insert,
    interrupt_runs,
    utc_now,
)
from refiner.store.queries import RunFigures
from refiner.store.row_types import RunRow, RunStatus, StoredRunRow
from refiner.store.rows import columns_of, without_text
from refiner.store.search import RunSearch, light_columns
from refiner.store.upgrade import read_document
from refiner.transcripts.from_document import transcript_of
from refiner.transcripts.language import find_language

FINISH_WAIT_S = 30.0  # a result is worth a longer wait for the lock of another program


class Runs(RunSearch, RunFigures):
    """The table `runs`: a row exists from the moment a run starts, each change one statement."""

    def start(self, transcript: Transcript, settings: Settings, provider: str) -> tuple[int, str]:
        """Log a run as running, with its transcript; its id and creation time.

        Without `settings.keep_text` no word of it reaches the file.
        """
        created_at = utc_now()
        source = (
            transcript.source
            if settings.keep_text
            else replace(transcript.source, path=None, sha256="")
        )
        row = {
            "created_at": created_at,
            "held_on": transcript.held_on or created_at[:10],
            "demo": int(provider == "simulated"),
            "status": "running",
            "title": transcript.title if settings.keep_text else "",
            "speaker": transcript.speaker,
            "text": transcript.text if settings.keep_text else "",
            "source": json.dumps(asdict(source)),
            "words": transcript.words,
            "duration_s": transcript.length_s,
            "duration_source": transcript.duration_source,
            "provider": provider,
            "strategy": settings.chosen_strategy,
            "policy": settings.policy,
            "threshold": settings.threshold,
            "owner": this_process(),
            "user": settings.user or "",
            "given_language": transcript.given_language,
        }
        with self._connection.write() as db:
            return insert(db, "runs", row), created_at

    def finish(self, document: RunDocument, *, keep_text: bool = True) -> None:
        """Log a run as done, with its document; without `keep_text`, with its figures alone."""
        kept = document if keep_text else without_text(document)
        columns = {"status": "done", "text": None} | columns_of(kept)
        self._update(document["run_id"], columns, FINISH_WAIT_S)

    def end(self, run_id: int, status: RunStatus, **columns: Any) -> None:
        """Log the end of a run without a document (failed, cancelled); its transcript is kept."""
        self._update(run_id, {"status": status} | columns)

    def set_feedback(self, run_id: int, feedback: str | None) -> None:
        self._update(run_id, {"feedback": feedback})

    def set_counts(self, document: RunDocument) -> None:
        """Bring the row's counts in line with a corrected document; the logged one is kept."""
        counts = document["counts"]
        columns = {
            "ai_fillers": counts["ai"],
            "difference": counts["difference"],
            "by_word": json.dumps(counts["by_word"], ensure_ascii=False),
        }
        self._update(document["run_id"], columns | document["rates"])

    def set_about(self, run_id: int, title: str, speaker: str, held_on: str) -> None:
        """What a run is about; `held_on` is the ISO date of the talk."""
        self._update(run_id, {"title": title, "speaker": speaker, "held_on": held_on})

    def set_edited_advice(self, run_id: int, edited: EditedAdvice | None) -> None:
        """The advice as a person edited it, and a note; None goes back to the original."""
        as_json = None if edited is None else json.dumps(edited, ensure_ascii=False)
        self._update(run_id, {"edited_advice": as_json})

    def set_created_at(self, run_id: int, created_at: str) -> None:
        """Date a run of the sample log; ISO 8601, UTC."""
        self._update(run_id, {"created_at": created_at})

    def mark_demo(self, run_id: int) -> None:
        """Exclude a run that only demonstrates something from all figures."""
        self._update(run_id, {"demo": 1})

    def mark_interrupted(self) -> int:
        """Rows left running by a process that has exited become interrupted; how many."""
        with self._connection.read() as db:
            orphaned = find_orphaned(db)
        if orphaned:
            with self._connection.write() as db:
                interrupt_runs(db, orphaned)
        return len(orphaned)

    def _update(
        self, run_id: int, columns: Mapping[str, Any], wait_s: float = WRITE_WAIT_S
    ) -> None:
        self._connection.require_visible(run_id)
        changes = ", ".join(f"{name} = :{name}" for name in columns)
        sql = f"update runs set {changes} where run_id = :run_id"
        with self._connection.write(wait_s) as db:
            db.execute(sql, {**columns, "run_id": run_id})

    def is_visible(self, run_id: int) -> bool:
        """Whether there is a run of this number that the viewer may see."""
        return self._connection.is_visible(run_id)

    def is_hidden(self, run_id: int) -> bool:
        """Whether there is a run of this number that the viewer may not see."""
        if self._connection.viewer.sees_all or self.is_visible(run_id):
            return False
        with self._connection.read() as db:
            found = db.execute("select 1 from main.runs where run_id = ?", [run_id])
            return found.fetchone() is not None

    def rows(
        self, *, since: str | None = None, limit: int | None = None, **filters: Any
    ) -> list[RunRow]:
        """Rows without documents and texts, newest first; `filters`: column=value."""
        where, values = ["created_at >= ?"], [since or ""]
        for name, value in filters.items():
            if value is not None:
                where.append(f"{name} = ?")
                values.append(value)
        with self._connection.read() as db:
            sql = f"select {', '.join(light_columns(db))} from runs where {' and '.join(where)} "
            sql += f"order by created_at desc, run_id desc limit {limit or -1:d}"
            return [cast(RunRow, row) for row in db.query(sql, values)]

    def row(self, run_id: int) -> StoredRunRow | None:
        """One complete row; `source` and `document` as JSON text."""
        with self._connection.read() as db:
            rows = db.query("select * from runs where run_id = ?", [run_id])
            return cast(StoredRunRow | None, next(iter(rows), None))

    def document(self, run_id: int) -> RunDocument | None:
        """The run document, or None if the run has none (yet)."""
        row = self.row(run_id)
        return read_document(row) if row else None

    def transcript(self, run_id: int) -> Transcript | None:
        """The transcript of a run, however the run ended."""
        row = self.row(run_id)
        if row is None:
            return None
        title, speaker, held_on = row["title"], row["speaker"], row["held_on"]
        if document := read_document(row):
            logged = transcript_of(document)
            return replace(logged, title=title, speaker=speaker, held_on=held_on)
        known = row["duration_source"] != "estimated"
        return Transcript(
            text=row["text"] or "",
            source=Source(**json.loads(row["source"])),
            title=title,
            speaker=speaker,
            held_on=held_on,
            duration_s=row["duration_s"] if known else None,
            duration_source=row["duration_source"],
            language=row["given_language"] or find_language(row["text"] or ""),
            language_source="given" if row["given_language"] else "found",
        )
