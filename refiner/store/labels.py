"""People's verdicts on the spans of runs."""

from __future__ import annotations

import json
from typing import cast

from refiner.store.connection import StoreTable, insert, utc_now
from refiner.store.row_types import CorrectionRow, LabelRow


class Labels(StoreTable):
    """The table `labels`: each person's newest verdict on a span of a run."""

    def set(
        self, run_id: int, start: int, end: int, filler: bool | None, labeller: str = ""
    ) -> None:
        """Save a person's verdict on a span; None removes that person's own.

        With a login it is always the logged-in person's, and `labeller` is ignored.
        """
        self._connection.require_visible(run_id)
        name = self._connection.viewer.user or labeller
        with self._connection.write() as db:
            if filler is None:
                sql = 'delete from labels where run_id = ? and start = ? and "end" = ?'
                db.execute(f"{sql} and labeller = ?", [run_id, start, end, name])
                return
            row = {"run_id": run_id, "start": start, "end": end, "filler": int(filler)}
            insert(db, "labels", row | {"created_at": utc_now(), "labeller": name})

    def name_nameless(self, run_id: int, labeller: str) -> None:
        """Put a name on the verdicts of a run that have none; the newer of two on a span counts."""
        self._connection.require_visible(run_id)
        newer = (
            "select 1 from labels named where named.run_id = labels.run_id "
            'and named.start = labels.start and named."end" = labels."end" '
            "and named.labeller = ? and named.rowid > labels.rowid"
        )
        nameless = "where run_id = ? and labeller = ''"
        with self._connection.write() as db:
            db.execute(f"delete from labels {nameless} and exists ({newer})", [run_id, labeller])
            db.execute(f"update or replace labels set labeller = ? {nameless}", [labeller, run_id])

    def rows(self, run_id: int | None = None) -> list[LabelRow]:
        """Labels of one run, or of all that the viewer sees, by run and position.

        Those of one span have the newest last, also after the clock was set back.
        """
        sql = (
            "select * from labels where (? is null or run_id = ?) "
            "and run_id in (select run_id from runs) order by run_id, start, rowid"
        )
        with self._connection.read() as db:
            return [cast(LabelRow, row) for row in db.query(sql, [run_id, run_id])]

    def corrections(self, speaker: str, provider: str) -> list[CorrectionRow]:
        """The newest label on each word of a speaker that this provider gave a probability."""
        if not speaker:
            return []
        sql = (
            "select f.value ->> 'word' as word, f.value ->> 'probability' as probability, "
            "l.filler as filler, runs.document -> '$.speaker_bias' as bias "
            'from (select *, max(rowid) from labels group by run_id, start, "end") l '
            "join runs using (run_id), json_each(runs.document, '$.fillers') f "
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
