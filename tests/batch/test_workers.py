"""A batch as it is run: real processes, real files, real archives, a real kill."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from refiner.transcripts import MAX_BYTES

pytestmark = [pytest.mark.slow, pytest.mark.timed]
ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parents[1] / "files"
TALK = "Um, so we, uh, looked at the plan number {}. It was, like, huge. You know, I like it."


@pytest.fixture
def command(tmp_path):
    """The command line with a log of its own; `start` gives the process, `call` its end."""
    environ = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "REFINER_DB": str(tmp_path / "runs.db"),
        "REFINER_LOG": str(tmp_path / "refiner.log"),
    }
    (tmp_path / "here").mkdir()

    class Command:
        @staticmethod
        def start(*arguments, stdout=subprocess.PIPE):
            return subprocess.Popen(
                [sys.executable, "-m", "refiner", *map(str, arguments)],
                stdout=stdout,
                stderr=subprocess.PIPE,
                cwd=tmp_path / "here",
                env=environ,
                start_new_session=True,
            )

        def call(self, *arguments):
            process = self.start(*arguments)
            out, err = process.communicate(timeout=120)
            return process.returncode, out.decode(), err.decode()

    return Command()


def statuses(tmp_path):
    db = sqlite3.connect(tmp_path / "runs.db", timeout=30)
    try:
        return Counter(row[0] for row in db.execute("select status from runs"))
    except sqlite3.OperationalError:  # the table is not made yet
        return Counter()
    finally:
        db.close()


def documents(out):
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def talks(tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    for n in range(60):
        (folder / f"talk-{n:02}.txt").write_text(f"{TALK.format(n)} " * 12)
    return folder


def test_killed_half_way_and_started_again_it_ends_with_each_result_once(command, talks, tmp_path):
    process = command.start("batch", talks, "--jobs", 2, stdout=subprocess.DEVNULL)
    waited = time.monotonic()
    while statuses(tmp_path)["done"] < 15 and time.monotonic() - waited < 60:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    before = statuses(tmp_path)["done"]
    assert 15 <= before < 60
    status, out, err = command.call("batch", talks, "--json", "--jobs", 2)
    assert status == 0
    assert {d["title"] for d in documents(out)} == {f"talk-{n:02}" for n in range(60)}
    assert len(documents(out)) == 60
    after = statuses(tmp_path)
    assert (after["done"], after["running"]) == (60, 0)
    assert f"60 done ({before} from the run log)" in err


def test_workers_end_with_a_parent_that_is_killed(command, talks, tmp_path):
    process = command.start("batch", talks, "--json", "--jobs", 2)
    while statuses(tmp_path)["done"] < 3:
        time.sleep(0.01)
    process.kill()  # it alone; its workers hold the other end of both pipes
    out, _ = process.communicate(timeout=10)  # returns once no process holds them
    assert len(out.splitlines()) < 60


def test_a_worker_that_is_killed_is_one_line_and_the_batch_can_go_on(command, talks, tmp_path):
    process = command.start("batch", talks, "--jobs", 2, stdout=subprocess.DEVNULL)
    while statuses(tmp_path)["done"] < 3:
        time.sleep(0.01)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        process.communicate()
        pytest.skip("needs /proc")
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.decode().splitlines()[-1].startswith("error: batch: a worker process was killed")
    assert command.call("batch", talks, "--jobs", 2)[0] == 0
    assert statuses(tmp_path)["done"] == 60


def test_what_was_done_with_other_settings_does_not_count_as_done(command, talks):
    assert command.call("batch", talks / "talk-01.txt")[0] == 0
    for changed in (["--policy", "always"], ["--speaker", "Ada"], ["--no-cache"]):
        _, _, err = command.call("batch", talks / "talk-01.txt", *changed)
        assert "run log" not in err, changed
    _, _, err = command.call("batch", talks / "talk-01.txt")
    assert "1 done (1 from the run log)" in err


def test_the_same_words_in_two_files_are_two_results_and_stay_two(command, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TALK)
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    first = documents(command.call("batch", *paths, "--json")[1])
    again = documents(command.call("batch", *paths, "--json")[1])
    assert sorted(d["title"] for d in again) == ["a", "b"]
    assert {d["run_id"] for d in again} == {d["run_id"] for d in first}


def test_other_providers_run_together_in_one_process(command, talks):
    began = time.monotonic()
    simulated = ["--provider", "simulated", "--speed", "20", "--jobs", "10", "--json"]
    status, out, _ = command.call("batch", *sorted(talks.iterdir())[:10], *simulated)
    assert (status, len(documents(out))) == (0, 10)
    slowest = max(d["timings"]["processing_time_ms"] for d in documents(out)) / 1000
    assert time.monotonic() - began < 3 * slowest + 5  # one after another would take ten


def test_archives_folders_and_files_one_bad_one_stopping_none(command, tmp_path):
    with zipfile.ZipFile(tmp_path / "talks.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("more/a.txt", TALK)
        archive.writestr("zoom.vtt", (FILES / "zoom.vtt").read_bytes())
        archive.writestr("__MACOSX/._a.txt", b"\x00\x05")
        archive.writestr(".hidden", "um")
        archive.writestr("empty.txt", "")
        archive.writestr("bomb.txt", b"um " * (2 * MAX_BYTES))
    status, out, err = command.call("batch", tmp_path / "talks.zip", "--json")
    assert status == 2
    assert sorted(d["title"] for d in documents(out)) == ["a", "zoom"]
    assert "talks.zip/empty.txt: it is empty" in err
    assert "talks.zip/bomb.txt: 50.0 MB is over the limit" in err
    assert "2 done, 2 failed" in err


def test_only_and_each_choose_whose_words_count(command):
    file = FILES / "teams.vtt"
    _, out, err = command.call("run", file, "--json", "--only", "ada byron", "--no-log")
    (document,) = documents(out)
    assert (document["speaker"], document["words"], document["duration_s"]) == (
        "Ada Byron",
        23,
        11.5,
    )
    assert document["duration_source"] == "timestamps"
    assert "you know" not in document["text"]
    assert document["source"]["format"] == "webvtt"
    assert all(f["at_s"] is not None for f in document["fillers"])
    assert document["pace"]["times"] == "segments"
    _, out, _ = command.call("batch", file, "--json", "--each")
    assert {(d["speaker"], d["title"]) for d in documents(out)} == {
        ("Ada Byron", "teams (Ada Byron)"),
        ("Ben Okoro", "teams (Ben Okoro)"),
    }
    _, out, err = command.call("batch", file, "--json", "--each")
    assert "2 done (2 from the run log)" in err
    status, _, err = command.call("run", file, "--only", "Zoe", "--no-log")
    assert status == 2
    assert err == "error: speaker 'Zoe': not in this transcript; found Ada Byron, Ben Okoro\n"
