"""What is deleted, or was never to be kept, is nowhere in the file."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.model import Source, Transcript
from refiner.run.session import Session
from refiner.run_document import is_counted
from refiner.store import Store
from tests.support.sample_document import document

SECRET = "Um, the zanzibar walrus signed it, like, yesterday, you know, and I like walruses."


def transcript(text: str = SECRET) -> Transcript:
    return Transcript(text, Source("zanzibar.txt", "text", "0" * 64), title="Zanzibar")


def bytes_of(store: Store) -> bytes:
    folder = store.path.parent
    return b"".join(p.read_bytes() for p in folder.iterdir() if p.name.startswith("runs.db"))


def traces(store: Store) -> list[str]:
    found = bytes_of(store).lower()
    return [word for word in ("zanzibar", "walrus") if word.encode() in found]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs.db")


def run(store: Store, **changes: object) -> int:
    settings = Settings(provider="local", db=store.path, log=None).with_changes(**changes)
    session = Session(transcript(), settings, store, echo=False)
    asyncio.run(session.run())
    assert session.document is not None
    assert is_counted(session.document)
    assert session.document["counts"]["ai"] > 0
    assert not session.not_saved
    return session.run_id


def test_a_deleted_run_leaves_no_byte_in_the_file(store: Store) -> None:
    run_id = run(store)
    store.answers.put("key", '{"quote": "zanzibar walrus"}', SECRET)
    another = Transcript("A quay.", Source(None, "text", "0" * 64), title="Quay")
    other = store.runs.start(another, Settings(), "local")[0]
    store.runs.finish(document(run_id=other))
    assert traces(store) == ["zanzibar", "walrus"]
    assert store.runs.delete([run_id]) == [run_id]
    assert traces(store) == []


def test_without_keeping_text_counts_are_logged_and_no_word_of_it(store: Store) -> None:
    run_id = run(store, keep_text=False)
    assert traces(store) == []
    logged, row = store.runs.document(run_id), store.runs.row(run_id)
    assert logged is not None
    assert row is not None
    assert logged["counts"]["ai"] == row["ai_fillers"]
    assert row["ai_fillers"]
    assert sum(f["ai"] for f in logged["fillers"]) == row["ai_fillers"]
    assert logged["text"] == ""


def test_without_keeping_text_not_even_a_running_run_is_in_the_file(store: Store) -> None:
    store.runs.start(transcript(), Settings(keep_text=False), "local")
    assert traces(store) == []


def test_runs_older_than_the_days_kept_go(store: Store) -> None:
    old, new = run(store), run(store)
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("update runs set created_at = '2020-01-01' where run_id = ?", [old])
    assert store.runs.delete_older_than(30) == [old]
    assert [row["run_id"] for row in store.runs.rows()] == [new]
