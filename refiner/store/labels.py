"""People's verdicts on the spans of runs."""

from __future__ import annotations

from typing import cast

from refiner.run_document import LabelRow
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
