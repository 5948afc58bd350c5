"""Rollback levels as people set them, every change with its time and reason."""

from __future__ import annotations

import json
from typing import Any

from refiner.config.rollback import LevelChange
from refiner.store.connection import StoreTable, insert, utc_now


class Switches(StoreTable):
    """The table `switches`: rows are added, never changed."""

    def current(self) -> dict[str, Any]:
        """The levels that are set now; one that was reset to the environment is left out."""
        newest = "select max(change_id) from switches group by name"
        sql = f"select name, value from switches where change_id in ({newest})"
        with self._connection.read() as db:
            rows = list(db.query(sql))
        return {row["name"]: json.loads(row["value"]) for row in rows if row["value"] is not None}

    def set(self, change: LevelChange) -> None:
        """Log a change; a value of None resets the level to the environment."""
        row = {
            "name": change.name,
            "value": None if change.value is None else json.dumps(change.value),
            "reason": change.reason.strip(),
            "changed_at": utc_now(),
        }
        with self._connection.write() as db:
            insert(db, "switches", row)

    def changes(self, limit: int = 50) -> list[dict[str, Any]]:
        """Every change, newest first: `changed_at`, `name`, `value`, `reason`."""
        sql = "select * from switches order by change_id desc limit ?"
        with self._connection.read() as db:
            rows = list(db.query(sql, [limit]))
        return [{**row, "value": json.loads(row["value"] or "null")} for row in rows]
