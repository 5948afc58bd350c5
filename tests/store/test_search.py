"""Runs are found by what was said, the index never lags, and what is deleted is gone."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.store import Store
from refiner.store.search import Search, match_query
from tests.support.sample_document import document
from tests.support.seed import START, seed
from tests.support.talks import talk_with


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs.db")


def start(store: Store, **changes: Any) -> int:
    return store.runs.start(replace(talk_with(1), **changes), Settings(), "local")[0]


def finish(store: Store, run_id: int, **changes: Any) -> None:
    rates = {"per_100_words": 1.0, "per_minute": 2.0}
    store.runs.finish(document(run_id=run_id, rates=rates, **changes))


def found(store: Store, text: str) -> list[int]:
    return [row["run_id"] for row in store.runs.find(Search(text), 50)]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        pytest.param("bees", '"bees"*', id="a word or its beginning"),
        pytest.param("town hall", '"town" "hall"*', id="words that all must stand there"),
        pytest.param('x" OR speaker:Ada *', '"x" "OR" "speaker" "Ada"*', id="no syntax"),
        pytest.param("NEAR(a, b)", '"NEAR" "a" "b"*', id="no functions"),
        pytest.param(" … ", None, id="no word"),
    ],
)
def test_what_is_typed_is_words_and_nothing_else(typed: str, asked: str | None) -> None:
    assert match_query(typed) == asked


def test_a_run_is_found_by_title_speaker_words_and_advice(store: Store) -> None:
    run_id = start(store, title="Opening the harbour", speaker="Zoë", text="We built a quay.")
    start(store, title="Something else")
    for text in ("harbour", "zoe", "quay", "opening harb"):
        assert found(store, text) == [run_id]
    assert found(store, "harbour zebra") == []
    finish(store, run_id, title="Opening the harbour", speaker="Zoë", text="We built a quay.")
    for text in ("harbour", "zoe", "quay", "pauses work"):
        assert found(store, text) == [run_id]


def test_the_index_agrees_with_the_rows_after_every_kind_of_change(store: Store) -> None:
    ids = [start(store, title=f"Talk {n}") for n in range(6)]
    for run_id in ids[:3]:
        finish(store, run_id)
    store.runs.end(ids[3], "cancelled")
    store.runs.set_feedback(ids[0], '{"thumb": 1}')
    store.runs.delete([ids[0], ids[3]])
    with sqlite3.connect(store.path) as db:
        db.execute("insert into runs_fts(runs_fts, rank) values ('integrity-check', 1)")
        indexed = [
            row[0]
            for row in db.execute(
                "select rowid from runs_fts where runs_fts match 'plan OR garden'"
            )
        ]
    db.close()
    assert sorted(indexed) == [ids[1], ids[2], ids[4], ids[5]]


def test_runs_from_before_the_index_are_in_it(store: Store) -> None:
    run_id = start(store, title="Harbour")
    with sqlite3.connect(store.path) as db:
        for name in ("new", "old", "out", "in"):
            db.execute(f"drop trigger runs_found_{name}")
        db.execute("drop table runs_fts")
        db.execute("drop view runs_words")
        db.execute("delete from _sqlite_migrations where name = 'm007_full_text'")
    db.close()
    assert found(Store(store.path), "harbour") == [run_id]


def test_a_passage_shows_where_the_words_stand(store: Store) -> None:
    start(store, text="One thing first. Then the harbour froze over in a single night.")
    (row,) = store.runs.find(Search("froze"), 5)
    assert "harbour froze over" in (row["passage"] or "")
    (row,) = store.runs.find(Search(), 5)
    assert "passage" not in row


def test_runs_are_found_from_a_moment_on(store: Store) -> None:
    seed(store, 48)
    day = (START - timedelta(hours=23)).isoformat(timespec="milliseconds")
    assert store.runs.count(Search(since=day)) == 24
    assert store.runs.find(Search(since=day), 50)[-1]["created_at"] == day


def test_pages_follow_each_other_without_gap_or_overlap(store: Store) -> None:
    seed(store, 130)
    search = Search("garden", {"status": ["done"], "speaker": []})
    everything = [row["run_id"] for row in store.runs.find(search, 1000)]
    pages = [row["run_id"] for at in range(0, 130, 25) for row in store.runs.find(search, 25, at)]
    assert pages == everything == sorted(everything, reverse=True)
    assert store.runs.count(search) == len(everything) > 25


def test_found_rows_never_carry_transcripts(store: Store) -> None:
    start(store)
    assert not {"text", "document", "source"} & store.runs.find(Search(), 5)[0].keys()


def test_a_deleted_run_takes_its_labels_and_words_along(store: Store) -> None:
    gone, stays = (start(store, text="A quay.") for _ in "ab")
    for run_id in (gone, stays):
        finish(store, run_id, text="A quay.")
        for name in ("", "Ann"):
            store.labels.set(run_id, 0, 2, True, name)
    assert store.runs.delete([gone, 999]) == [gone]
    assert store.runs.row(gone) is None
    assert [label["run_id"] for label in store.labels.rows()] == [stays, stays]
    assert found(store, "quay") == [stays]


def test_a_run_that_is_running_is_not_deleted_under_its_own_feet(store: Store) -> None:
    run_id = start(store)
    assert store.runs.delete([run_id]) == []
    assert store.runs.row(run_id) is not None


def test_all_of_a_speakers_runs_can_be_deleted_together(store: Store) -> None:
    seed(store, 60)
    ada = Search("", {"speaker": ["Ada"]})
    before, of_ada = store.runs.count(Search()), store.runs.count(ada)
    assert len(store.runs.delete_found(ada)) == of_ada > 0
    assert store.runs.count(ada) == 0
    assert store.runs.count(Search()) == before - of_ada


def test_documents_come_for_runs_that_have_one(store: Store) -> None:
    finished, unfinished = start(store), start(store)
    finish(store, finished)
    assert len(store.runs.documents([unfinished, finished])) == 1
    assert len(store.runs.documents(range(1, 10))) == 1
