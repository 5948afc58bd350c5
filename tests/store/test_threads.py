"""A log that another program has locked holds up only those who wait for it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from refiner.config.settings import Settings
from refiner.store import Store
from refiner.store.threads import in_log_thread
from tests.support.talks import talk_with


async def test_an_event_loop_continues_while_the_log_is_locked(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    run_id = store.runs.start(talk_with(1), Settings(), "local")[0]
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        write = asyncio.create_task(in_log_thread(lambda: store.runs.set_feedback(run_id, "{}")))
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert not write.done()
        other.execute("rollback")
    await asyncio.wait_for(write, 5)
    (row,) = store.runs.rows()
    assert row["feedback"] == "{}"
