"""A kept recording is its owner's alone and goes with its run, however the run is deleted."""

from __future__ import annotations

import io
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.config.viewers import Viewer
from refiner.errors import StoreError
from refiner.store import Store
from refiner.store.recordings import recordings_folder
from refiner.store.search import Search
from tests.support.sample_document import document
from tests.support.talks import talk_with

SOUND = b"RIFF....WAVE"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs.db")


def finished(store: Store, user: str = "", **changes: Any) -> int:
    talk = replace(talk_with(1), **changes)
    run_id = store.runs.start(talk, Settings(user=user or None), "local")[0]
    store.runs.finish(document(run_id=run_id, **changes))
    return run_id


def kept(store: Store, **changes: Any) -> int:
    run_id = finished(store, **changes)
    store.recordings.keep(run_id, "Garden Talk.WAV", io.BytesIO(SOUND))
    return run_id


def files(store: Store) -> list[Path]:
    folder = recordings_folder(store.path)
    return sorted(folder.iterdir()) if folder.exists() else []


def test_it_is_found_again_and_only_its_owner_can_read_it(store: Store) -> None:
    path = store.recordings.find(kept(store))
    assert path is not None
    assert (path.read_bytes(), path.suffix) == (SOUND, ".wav")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_run_without_one_has_none(store: Store) -> None:
    kept(store)
    assert store.recordings.find(finished(store)) is None
    assert store.recordings.find(999) is None


def test_a_second_one_replaces_the_first(store: Store) -> None:
    run_id = kept(store)
    store.recordings.keep(run_id, "talk.mp3", io.BytesIO(b"ID3"))
    (path,) = files(store)
    assert (store.recordings.find(run_id), path.read_bytes()) == (path, b"ID3")


def test_a_name_chooses_no_folder(store: Store) -> None:
    run_id = finished(store)
    store.recordings.keep(run_id, "a./../../x", io.BytesIO(SOUND))
    (path,) = files(store)
    assert path == store.recordings.find(run_id)


@pytest.mark.parametrize("how", ["number", "search", "age"])
def test_it_is_deleted_with_its_run(store: Store, how: str) -> None:
    run_id = kept(store)
    if how == "number":
        store.runs.delete([run_id])
    elif how == "search":
        store.runs.delete_found(Search())
    else:
        store.runs.delete_older_than(-1)
    assert files(store) == []


def test_the_recordings_of_other_runs_stay(store: Store) -> None:
    gone, left = kept(store), kept(store)
    store.runs.delete([gone])
    assert files(store) == [store.recordings.find(left)]


def test_a_run_under_an_old_number_does_not_get_it(store: Store) -> None:
    """As after restoring a backup from before the run."""
    run_id = kept(store)
    store.runs.set_created_at(run_id, "2026-01-01T00:00:00.000+00:00")
    assert store.recordings.find(run_id) is None


def test_it_is_hidden_with_its_run(store: Store) -> None:
    run_id = kept(store, user="ada@example.org")
    stranger = store.seen_by(Viewer("ben@example.org"))
    assert stranger.recordings.find(run_id) is None
    with pytest.raises(StoreError, match="there is no run"):
        stranger.recordings.keep(run_id, "talk.wav", io.BytesIO(b""))


def test_a_folder_that_cannot_be_written_gets_one_line(store: Store) -> None:
    run_id = finished(store)
    recordings_folder(store.path).write_bytes(b"a file where the folder should be")
    with pytest.raises(StoreError, match=r"recording .*: "):
        store.recordings.keep(run_id, "talk.wav", io.BytesIO(SOUND))
