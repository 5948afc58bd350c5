"""A log as one person may see it: every question and every change stays within their runs."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.config.viewers import Viewer
from refiner.errors import StoreError
from refiner.model import Source, Transcript
from refiner.run.runner import Runner
from refiner.store import Store
from refiner.store.search import Search
from tests.support.sample_document import document

ANN, BEN, CLEO = Viewer("ann"), Viewer("ben"), Viewer("cleo", ("Ada O'Hara",))


def log_run(store: Store, user: str | None, speaker: str) -> int:
    transcript = Transcript("a budget for the zebra", Source(None, "text", ""), "T", speaker)
    settings = Settings(user=user)
    run_id, _ = store.runs.start(transcript, settings, "local")
    store.runs.finish(document(run_id=run_id))
    store.runs.set_about(run_id, "T", speaker, "2026-11-26")
    return run_id


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Run 1 is Ann's, of Ada; 2 is Ben's; 3 nobody's."""
    store = Store(tmp_path / "runs.db")
    runs = [
        log_run(store, "ann", "Ada O'Hara"),
        log_run(store, "ben", "Bo"),
        log_run(store, None, ""),
    ]
    assert runs == [1, 2, 3]
    return store


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [(ANN, [1]), (BEN, [2]), (CLEO, [1]), (Viewer("o'dd"), []), (Viewer(), [1, 2, 3])],
)
def test_every_question_finds_the_viewers_runs_alone(store, viewer, seen):
    runs = store.seen_by(viewer).runs
    assert sorted(row["run_id"] for row in runs.rows()) == seen
    assert sorted(row["run_id"] for row in runs.find(Search(), 10)) == seen
    assert runs.count(Search()) == len(seen)
    assert runs.count(Search("filler")) in (0, len(seen))
    assert sorted(runs.columns(["run_id"])["run_id"]) == seen
    assert runs.health()["runs"] == len(seen)
    assert len(runs.documents([1, 2, 3])) == len(seen)
    for run_id in (1, 2, 3):
        assert (runs.row(run_id) is not None) is (run_id in seen)
        assert (runs.document(run_id) is not None) is (run_id in seen)
        assert (runs.transcript(run_id) is not None) is (run_id in seen)
        assert runs.is_hidden(run_id) is (run_id not in seen)
    assert runs.is_hidden(99) is False


def test_another_persons_run_is_neither_changed_nor_deleted(store):
    runs = store.seen_by(BEN).runs
    for change in (
        lambda: runs.set_feedback(1, "up"),
        lambda: runs.set_about(1, "mine", "Bo", "2026-11-26"),
        lambda: runs.mark_demo(1),
        lambda: runs.set_edited_advice(1, None),
    ):
        with pytest.raises(StoreError, match="run 1 is another person's"):
            change()
    assert store.seen_by(CLEO).runs.delete([1, 2, 3]) == []  # a coach sees run 1
    assert store.seen_by(Viewer("cleo", ("*",))).runs.delete_found(Search()) == []
    assert runs.delete([1, 2, 3]) == [2]
    assert store.seen_by(ANN).runs.delete_found(Search()) == [1]
    assert [row["run_id"] for row in store.runs.rows()] == [3]


def test_a_worker_sees_what_the_viewer_sees(store):
    copy = pickle.loads(pickle.dumps(store.seen_by(ANN)))
    assert [row["run_id"] for row in copy.runs.rows()] == [1]


def test_caches_are_kept_apart(store):
    assert len({store.source, store.seen_by(ANN).source, store.seen_by(BEN).source}) == 3


def test_a_run_in_memory_is_viewed_by_who_may_see_it(store):
    runner = Runner(store)
    try:
        settings = Settings(provider="local", user="ann", db=store.path, log=None)
        transcript = Transcript("Um, yes.", Source(None, "text", ""), "T", "Ada O'Hara")
        run_id = runner.seen_by(ANN).submit(transcript, settings)
        assert runner.seen_by(BEN).view(run_id) is None
        assert runner.seen_by(ANN).view(run_id) is not None
        assert runner.seen_by(CLEO).view(run_id) is not None
        row = store.runs.row(run_id)
        assert row is not None
        assert row["user"] == "ann"
    finally:
        runner.close()
