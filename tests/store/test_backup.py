"""A backup is whole and sound before it counts, and restoring one overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.errors import InputError
from refiner.store import Store
from tests.support.sample_document import document
from tests.support.talks import talk_with


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "runs.db")
    for _ in range(3):
        run_id = store.runs.start(talk_with(1), Settings(), "local")[0]
        store.runs.finish(document(run_id=run_id))
    return store


def test_a_backup_taken_while_the_log_is_open_has_every_run(store: Store, tmp_path: Path) -> None:
    with store.keep_open():
        assert store.back_up(tmp_path / "copy.db") == 3
    assert len(Store(tmp_path / "copy.db").runs.rows()) == 3
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    with pytest.raises(InputError, match="exists"):
        store.back_up(tmp_path / "copy.db")


def test_a_backup_comes_back_and_the_log_that_was_there_is_kept(
    store: Store, tmp_path: Path
) -> None:
    for name in ("Ann", "Ben"):
        store.labels.set(1, 0, 2, True, name)
    store.back_up(tmp_path / "copy.db")
    store.runs.delete([1, 2])
    runs, old = store.restore(tmp_path / "copy.db")
    assert runs == 3
    assert len(Store(store.path).runs.rows()) == 3
    assert [r["labeller"] for r in Store(store.path).labels.rows(1)] == ["Ann", "Ben"]
    assert old is not None
    assert len(Store(old).runs.rows()) == 1


def test_a_damaged_log_can_be_replaced_by_a_backup(store: Store, tmp_path: Path) -> None:
    store.back_up(tmp_path / "copy.db")
    store.path.write_bytes(b"noise" * 5000)
    _, old = Store(store.path).restore(tmp_path / "copy.db")
    assert old is not None
    assert old.read_bytes().startswith(b"noise")
    assert len(Store(store.path).runs.rows()) == 3


@pytest.mark.parametrize("content", [b"", b"a diary, and no database" * 100])
def test_what_is_not_a_backup_changes_nothing(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "diary").write_bytes(content)
    with pytest.raises(InputError, match="no sound backup"):
        store.restore(tmp_path / "diary")
    assert len(Store(store.path).runs.rows()) == 3
    assert sorted(p.name for p in tmp_path.iterdir() if "restoring" in p.name) == []


def test_a_missing_backup_is_said_to_be_missing_and_any_name_is_read(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"gone\.db: no such file"):
        store.restore(tmp_path / "gone.db")
    store.back_up(tmp_path / "50% of #1?.db")
    assert store.restore(tmp_path / "50% of #1?.db")[0] == 3


def test_nothing_is_restored_under_a_run_in_progress(store: Store, tmp_path: Path) -> None:
    store.back_up(tmp_path / "copy.db")
    store.runs.start(talk_with(1), Settings(), "local")
    with pytest.raises(InputError, match="in progress"):
        store.restore(tmp_path / "copy.db")
