"""A log as one person may see it: every question and every change stays within their runs."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
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
    """Run 1 is Ann's, of Ada; 2 is Ben's; 3 no one's."""
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
    [
        (ANN, [1]),
        (BEN, [2]),
        (CLEO, [1]),
        (Viewer("o'dd"), []),
        (Viewer("cleo", ("",)), []),
        (Viewer("cleo", ("*",)), [1, 2, 3]),
        (Viewer("ann", sees_unowned=True), [1, 3]),
        (Viewer("dora", is_admin=True), []),
        (Viewer(), [1, 2, 3]),
    ],
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


def test_with_a_login_a_label_is_always_that_of_who_has_logged_in(store):
    ann, cleo = store.seen_by(ANN).labels, store.seen_by(CLEO).labels
    ann.set(1, 0, 2, True, "cleo")
    cleo.set(1, 0, 2, False)
    assert [(r["labeller"], r["filler"]) for r in store.labels.rows()] == [("ann", 1), ("cleo", 0)]
    ann.set(1, 0, 2, None, "cleo")
    assert [r["labeller"] for r in cleo.rows()] == ["cleo"]
    with pytest.raises(StoreError, match="run 2 is another person's"):
        ann.set(2, 0, 2, True)
    store.labels.set(2, 0, 2, True, "ben")
    assert [r["run_id"] for r in ann.rows()] == [1]
    assert ann.rows(2) == []


def test_a_worker_sees_what_the_viewer_sees(store):
    copy = pickle.loads(pickle.dumps(store.seen_by(ANN)))
    assert [row["run_id"] for row in copy.runs.rows()] == [1]


def test_caches_are_kept_apart(store):
    assert len({store.source, store.seen_by(ANN).source, store.seen_by(BEN).source}) == 3


@pytest.fixture
def runner(store: Store) -> Iterator[Runner]:
    runner = Runner(store)
    yield runner
    runner.close()


def submit_of_ann(runner: Runner) -> int:
    """Ann's talk of Ada, in memory; it has ended."""
    settings = Settings(provider="local", user="ann", db=runner.store.path, analyst="fast")
    transcript = Transcript("Um, yes.", Source(None, "text", ""), "T", "Ada O'Hara")
    run_id = runner.seen_by(ANN).submit(transcript, settings.with_changes(log=None))
    while (view := runner.view(run_id)) is None or view.status == "running":
        time.sleep(0.01)
    return run_id


def who_views(runner: Runner, run_id: int) -> list[str]:
    viewers = (ANN, BEN, CLEO, Viewer())
    return [v.user for v in viewers if runner.seen_by(v).view(run_id) is not None]


def test_a_run_in_memory_is_viewed_by_who_may_see_it(store, runner):
    run_id = submit_of_ann(runner)
    assert who_views(runner, run_id) == ["ann", "cleo", ""]
    assert store.runs.row(run_id)["user"] == "ann"


def test_a_run_in_memory_is_no_longer_viewed_by_the_coach_of_a_wrong_speaker(store, runner):
    run_id = submit_of_ann(runner)
    store.runs.set_about(run_id, "T", "Bo", "2026-11-26")
    assert who_views(runner, run_id) == ["ann", ""]
    runner.seen_by(CLEO).cancel(run_id)
    with pytest.raises(StoreError, match="another person's"):
        store.seen_by(CLEO).runs.set_feedback(run_id, "up")


def test_a_run_that_another_process_deleted_has_no_viewers(store, runner):
    run_id = submit_of_ann(runner)
    Store(store.path).runs.delete([run_id])
    assert who_views(runner, run_id) == []


def test_a_run_that_the_log_does_not_have_is_its_users(store, runner, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(type(store.runs), "start", fail)
    assert who_views(runner, submit_of_ann(runner)) == ["ann", ""]
