"""Whatever happens to the log's file or its process, nothing logged is lost or overwritten."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.store import Store
from tests.support.sample_document import document
from tests.support.talks import talk_with

START_AND_DIE = (
    "import sys; from pathlib import Path; from refiner.store import Store;"
    "from refiner.config.settings import Settings; from tests.support.talks import talk_with;"
    "print(Store(Path(sys.argv[1])).runs.start(talk_with(1), Settings(), 'local')[0])"
)
OTHER_USER = 65534


def start(store: Store) -> int:
    return store.runs.start(talk_with(2), Settings(), "local")[0]


def finish(store: Store, run_id: int) -> None:
    store.runs.finish(document(run_id=run_id))


def start_in_a_process_that_ends(path: Path) -> int:
    command = [sys.executable, "-c", START_AND_DIE, str(path)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@contextmanager
def without_privileges(folder: Path) -> Iterator[None]:
    """Root may write anywhere, so it becomes another user, who owns `folder`."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.iterdir()):
        os.chown(path, OTHER_USER, OTHER_USER)
    os.seteuid(OTHER_USER)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user may reach too; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@pytest.mark.parametrize("opens", ["rows", "health", "distinct", "check", "labels"])
def test_whatever_opens_the_log_first_marks_runs_of_a_process_that_is_gone(
    tmp_path: Path, opens: str
) -> None:
    path = tmp_path / "runs.db"
    gone = start_in_a_process_that_ends(path)
    mine = start(Store(path))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("update runs set status = 'running' where run_id = ?", [gone])
    store = Store(path)
    questions: dict[str, Callable[[], object]] = {
        "rows": store.runs.rows,
        "health": store.runs.health,
        "distinct": lambda: store.runs.distinct("speaker"),
        "check": store.check,
        "labels": store.labels.rows,
    }
    questions[opens]()
    with closing(sqlite3.connect(path)) as db:
        statuses = dict(db.execute("select run_id, status from runs").fetchall())
    assert statuses == {gone: "interrupted", mine: "running"}


def test_an_interrupted_run_still_has_its_transcript(tmp_path: Path) -> None:
    gone = start_in_a_process_that_ends(tmp_path / "runs.db")
    transcript = Store(tmp_path / "runs.db").runs.transcript(gone)
    assert transcript is not None
    assert transcript.text == talk_with(1).text


def damage(path: Path, at: float) -> bytes:
    """20 kB of noise in the middle of the file; returns what is in it then."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    data = bytearray(path.read_bytes())
    begin = int(len(data) * at)
    data[begin : begin + 20_000] = os.urandom(20_000)
    path.write_bytes(data)
    return bytes(data)


@pytest.mark.parametrize("at", [0.3, 0.5, 0.7])
def test_a_log_that_is_damaged_in_the_middle_is_never_written_to(tmp_path: Path, at: float) -> None:
    store = Store(tmp_path / "runs.db")
    for _ in range(60):
        finish(store, start(store))
    damaged = damage(store.path, at)
    with pytest.raises(StoreError, match="damaged"):
        start(Store(store.path))
    assert store.path.read_bytes() == damaged


def test_a_log_that_cannot_be_written_is_still_read(folder: Path) -> None:
    store = Store(folder / "runs.db")
    run_id = start(store)
    finish(store, run_id)
    for file in folder.iterdir():
        file.chmod(0o400)
    folder.chmod(0o500)
    with without_privileges(folder):
        reader = Store(store.path)
        assert [row["run_id"] for row in reader.runs.rows()] == [run_id]
        assert reader.runs.document(run_id) is not None
        with pytest.raises(StoreError, match=r"read-only|cannot be opened"):
            start(reader)
    folder.chmod(0o700)


def fill(store: Store) -> None:
    for _ in range(50):
        store.runs.start(talk_with(1000), Settings(), "local")


def test_a_full_disk_is_reported_and_what_was_there_stays(tmp_path: Path) -> None:
    mount = tmp_path / "small"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(mount)], capture_output=True
    )
    if made.returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        store = Store(mount / "runs.db")
        run_id = start(store)
        finish(store, run_id)
        with pytest.raises(StoreError, match=r"disk is full|disk cannot be written|no space"):
            fill(store)
        assert store.runs.document(run_id) is not None
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=True)


def many_runs(path: Path) -> list[int]:
    store = Store(path)
    ids = [start(store) for _ in range(15)]
    for run_id in ids:
        finish(store, run_id)
    return ids


@pytest.mark.slow
def test_four_processes_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        ids = [run_id for made in pool.map(many_runs, [path] * 4) for run_id in made]
    assert len(set(ids)) == 60
    assert {row["run_id"] for row in Store(path).runs.rows(status="done")} == set(ids)


def test_a_clock_that_is_set_back_costs_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "runs.db")
    later = start(store)
    monkeypatch.setattr("refiner.store.runs.utc_now", lambda: "2001-01-01T00:00:00.000+00:00")
    earlier = start(store)
    finish(store, earlier)
    assert {row["run_id"] for row in store.runs.rows()} == {later, earlier}


@pytest.mark.parametrize("year", ["2999", "9999"])
def test_a_run_dated_in_the_future_is_listed_but_in_no_figure(tmp_path: Path, year: str) -> None:
    store = Store(tmp_path / "runs.db")
    now, future = start(store), start(store)
    for run_id in (now, future):
        finish(store, run_id)
    with closing(sqlite3.connect(store.path)) as db, db:
        sql = "update runs set created_at = ?, held_on = ? where run_id = ?"
        db.execute(sql, [f"{year}-01-01T00:00:00.000+00:00", f"{year}-01-01", future])
    assert store.runs.health(since="2020")["runs"] == store.runs.health()["runs"]
    assert store.runs.columns(["run_id"]) == {"run_id": (now,)}
    assert store.runs.count_future() == 1
    assert len(store.runs.rows()) == 2


def test_every_earlier_schema_is_brought_up_to_date_with_its_runs(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from refiner.store.migrations import migrations

    steps = [step.name for step in migrations.pending(Database(memory=True))]
    for step in steps:
        path = tmp_path / f"{step}.db"
        with closing(sqlite3.connect(path)) as opened:
            db = Database(opened)
            migrations.apply(db, stop_before=step)
            if "runs" in db.table_names():
                db.execute("insert into runs (created_at, status) values ('2026-01-01', 'done')")
                db.commit()
        rows = Store(path).runs.rows()
        assert len(rows) == (step != steps[0])


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_the_log_and_its_folder_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        store = Store(tmp_path / "new" / "folder" / "runs.db")
        with store.keep_open():
            start(store)
            modes = {f.name: f.stat().st_mode & 0o777 for f in store.path.parent.iterdir()}
        assert set(modes.values()) == {0o600}
        assert len(modes) == 3
        assert store.path.parent.stat().st_mode & 0o777 == 0o700
        wide = shutil.copy(store.path, tmp_path / "wide.db")
        Path(wide).chmod(0o644)
        Store(Path(wide)).runs.rows()
        assert Path(wide).stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
