"""People's verdicts on the spans of runs."""

from __future__ import annotations

import json
from typing import cast

from refiner.run_document import CorrectionRow, LabelRow
from refiner.store.connection import StoreTable, insert, utc_now


class Labels(StoreTable):
    """The table `labels`: one verdict per run and span, the newest replacing the one before."""

    def set(self, run_id: int, start: int, end: int, filler: bool | None) -> None:
        """Save a person's verdict on a span; None removes it."""
        with self._connection.write() as db:
            if filler is None:
                sql = 'delete from labels where run_id = ? and start = ? and "end" = ?'
                db.execute(sql, [run_id, start, end])
                return
            row = {"run_id": run_id, "start": start, "end": end, "filler": int(filler)}
            insert(db, "labels", row | {"created_at": utc_now()})

    def rows(self, run_id: int | None = None) -> list[LabelRow]:
        """Labels of one run, or of all, ordered by run and position."""
        sql = "select * from labels where ? is null or run_id = ? order by run_id, start"
        with self._connection.read() as db:
            return [cast(LabelRow, row) for row in db.query(sql, [run_id, run_id])]

    def corrections(self, speaker: str, provider: str) -> list[CorrectionRow]:
        """The labels on a speaker's words that this provider gave a probability."""
        if not speaker:
            return []
        sql = (
            "select f.value ->> 'word' as word, f.value ->> 'probability' as probability, "
            "l.filler as filler, runs.document -> '$.speaker_bias' as bias "
            "from labels l join runs using (run_id), json_each(runs.document, '$.fillers') f "
            "where runs.speaker = ? and runs.provider = ? and runs.status = 'done' "
            "and f.value ->> 'start' = l.start and f.value ->> 'end' = l.\"end\" "
            "and f.value ->> 'probability' is not null order by l.run_id, l.start"
        )
        with self._connection.read() as db:
            rows = list(db.query(sql, [speaker, provider]))
        return [
            {
                "word": row["word"],
                "probability": row["probability"],
                "filler": bool(row["filler"]),
                "bias": json.loads(row["bias"] or "{}").get(row["word"].lower(), 0.0),
            }
            for row in rows
        ]
