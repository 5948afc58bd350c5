"""Batches outlive the page that started them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions
from refiner.batch.running import Batches, RunningBatch, build_row
from refiner.batch.tasks import BatchOptions, BatchResult
from refiner.config.settings import Settings
from refiner.store import Store

TALK = b"Um, so it was, like, a good day. We, you know, went home, and I like it there."


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "REFINER_PROVIDER", "REFINER_STRATEGY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    yield Store(tmp_path / "runs.db")
    st.cache_resource.clear()


def order(store: Store, **changes: Any) -> BatchOptions:
    made = Settings(provider="simulated", speed=100.0, db=store.path, log=None)
    return BatchOptions(made.with_changes(**changes), store, ReadingOptions())


def inputs(count: int) -> list[Input]:
    return [Input(Path(f"{n}.txt"), data=TALK) for n in range(count)]


def test_a_batch_that_is_stopped_ends_what_runs_and_begins_no_more(store: Store) -> None:
    batch = RunningBatch(inputs(50), order(store), jobs=2)
    while not batch.rows:
        time.sleep(0.01)
    batch.stop()
    batch.wait(20)
    assert batch.ended_s is not None
    assert 1 <= len(batch.rows) < 50
    assert {row["status"] for row in store.runs.rows()} == {"done"}


def test_batches_are_kept_apart_and_old_ones_forgotten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("refiner.batch.running.MAX_ENDED_BATCHES", 1)
    every = Batches()
    options = order(store, speed=1000.0)
    tokens = []
    for n in range(3):
        tokens.append(every.start(inputs(n), options, 1))
        batch = every.find(tokens[-1], options.settings)
        assert batch is not None
        batch.wait(20)
    every.start([], options, 1)
    assert len(set(tokens)) == 3
    assert every.find(tokens[0], options.settings) is None
    assert every.find(tokens[2], options.settings) is not None


def test_a_batch_is_found_by_its_own_user_in_its_own_run_log_alone(store: Store) -> None:
    every, options = Batches(), order(store)
    token = every.start([], options, 1)
    assert every.find(token, options.settings) is not None
    assert every.find("1", options.settings) is None
    for changes in ({"user": "someone@else.org"}, {"db": Path("sample-runs.db")}):
        assert every.find(token, options.settings.with_changes(**changes)) is None


def test_a_row_says_what_became_of_a_talk(store: Store) -> None:
    failed = build_row(BatchResult("a", 1, error="a: the deadline came"))
    assert (failed.run_id, failed.state) == (None, "a: the deadline came")
    batch = RunningBatch(inputs(1), order(store), 1)
    batch.wait(20)
    (row,) = batch.rows
    document = store.runs.document(row.run_id or 0)
    assert document is not None
    assert json.dumps([row.words, row.refined]) == json.dumps(
        [document["words"], document["counts"]["ai"]]
    )
    assert build_row(BatchResult("a", 0, document, reused=True)).state == "done before"
    assert (
        "disk is full" in build_row(BatchResult("a", 0, document, not_saved="disk is full")).state
    )


def test_a_row_has_the_warnings_of_its_run_and_no_advice_where_none_was_written(
    store: Store,
) -> None:
    talk = "Ну, я вчера пошёл в магазин, и там было много людей, и потом мы пошли домой."
    batch = RunningBatch([Input(Path("a.txt"), data=talk.encode())], order(store), 1)
    batch.wait(20)
    (row,) = batch.rows
    assert (row.rules, row.advice, row.state) == (None, "", "done")
    assert "this talk is in Russian" in row.warnings
