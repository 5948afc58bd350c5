"""The command line as people and pipelines use it: a real process, real files."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.loopback import Reply, serving

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TALK = "Um, so we, uh, looked at the plan. It was, like, huge. You know, I like it. Um, yes."


@pytest.fixture
def refiner(tmp_path):
    """Runs `python -m refiner` with a log of its own and no key; returns the ended process."""

    (tmp_path / "here").mkdir()  # where no .env is read, and nothing may be written

    def call(*arguments, stdin="", **environ):
        clean = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "REFINER_DB": str(tmp_path / "runs.db"),
            "REFINER_LOG": str(tmp_path / "refiner.log"),
        }
        return subprocess.run(
            [sys.executable, "-m", "refiner", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path / "here",
            env=clean | environ,
            timeout=60,
            check=False,
        )

    return call


@pytest.fixture
def rows(tmp_path):
    import sqlite3

    def read():
        db = sqlite3.connect(tmp_path / "runs.db")
        db.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in db.execute("select * from runs")]
        finally:
            db.close()

    return read


def test_one_run_document_and_nothing_else_on_standard_output(refiner, rows):
    done = refiner("run", "-", "--json", "--speaker", "Ada", "--title", "Plan", stdin=TALK)
    assert done.returncode == 0
    (line,) = done.stdout.decode().splitlines()
    document = json.loads(line)
    assert (document["schema"], document["provider"], document["strategy"]) == (2, "local", "early")
    assert (document["title"], document["speaker"], document["text"]) == ("Plan", "Ada", TALK)
    fillers = document["fillers"]
    assert sum(f["rule"] for f in fillers) == document["counts"]["rule"]
    assert sum(f["ai"] for f in fillers) == document["counts"]["ai"] > 0
    assert all(TALK[f["start"] : f["end"]] == f["text"] for f in fillers)
    pauses = document["counts"]["by_word"]["um"]["ai"]
    assert f"“um” {pauses} now" in document["coaching"]["markdown"]
    (row,) = rows()
    assert (row["run_id"], row["status"]) == (document["run_id"], "done")
    assert json.loads(row["document"]) == document


def test_no_log_writes_nothing(refiner, tmp_path):
    assert refiner("run", "-", "--no-log", stdin=TALK).returncode == 0
    assert [path.name for path in tmp_path.rglob("*")] == ["here"]


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["run", "-"], "", "it is empty"),
        (["run", "-"], " \n ", "white space"),
        (["run", "-"], "12 34", "no words"),
        (["run", "-"], b"\x00\x01\x02", "binary"),
        (["run", "-"], b"um \x81\x8d", "neither UTF-8 nor Windows-1252"),
        (["run", "-"], b"word " * 10_485_761, "over the limit of 50 MB"),
        (["run", "missing.txt"], "", "no such file"),
        (["run", "."], "", "it is a folder"),
        (["run", "/dev/zero"], "", "it is a pipe or a device"),
        (["run", "-", "--threshold", "1.5"], TALK, "must be from 0 to 1"),
        (["run", "-", "--threshold", "lots"], TALK, "invalid float value"),
        (["run", "-", "--strategy", "warp"], TALK, "invalid choice"),
        (["run", "-", "--timeout", "-1"], TALK, "positive"),
        (["run", "-", "--language", "klingon"], TALK, "must be auto, or one of"),
        (["run", "-", "--duration", "-5"], TALK, "positive"),
        (["run", "-", "--provider", "simulated", "--profile", "moon"], TALK, "moon"),
        (["run", "-", "--provider", "openai"], TALK, "OPENAI_API_KEY"),
        (["batch", "missing"], "", "no such file"),
        (["batch", ".", "--jobs", "0"], "", "at least 1"),
        (["list", "--limit", "0"], "", "at least 1"),
        (["stats", "--since", "yesterday"], "", "1h"),
        (["stats"], "", "does not exist yet"),
        (["evaluate", "missing.jsonl"], "", "missing.jsonl"),
        ([], "", "required"),
    ],
)
def test_bad_input_is_one_clear_line_and_status_2(refiner, arguments, stdin, message):
    done = refiner(*arguments, stdin=stdin)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert re.fullmatch(r"error: .+: .+", line)
    assert message in line
    assert done.stdout == b""


def test_a_log_that_cannot_be_written_costs_no_result(refiner, tmp_path):
    (tmp_path / "file").write_text("")
    done = refiner("run", "-", stdin=TALK, REFINER_DB=str(tmp_path / "file" / "runs.db"))
    assert done.returncode == 0
    assert "filler" in done.stdout.decode()
    assert re.match(r"warning: not saved: run log .+: not a directory\n", done.stderr.decode())


def test_a_damaged_log_costs_no_result_and_is_left_as_it_is(refiner, tmp_path):
    log = tmp_path / "bad.db"
    log.write_bytes(b"a diary, and no database" * 100)
    done = refiner("run", "-", stdin=TALK, REFINER_DB=str(log))
    assert done.returncode == 0
    assert "not saved: run log" in done.stderr.decode()
    assert log.read_bytes() == b"a diary, and no database" * 100


def test_a_backup_is_taken_and_restored(refiner, tmp_path, rows):
    refiner("run", "-", stdin=TALK)
    copy = tmp_path / "copy.db"
    assert b"1 run, verified" in refiner("backup", copy).stderr
    assert refiner("backup", copy).returncode == 2
    refiner("run", "-", stdin=TALK)
    assert len(rows()) == 2
    assert b"1 run restored" in refiner("restore", copy).stderr
    assert len(rows()) == 1
    assert refiner("restore", tmp_path / "missing").returncode == 2


def test_batch_does_every_file_and_one_bad_one_stops_none(refiner, tmp_path, rows):
    folder = tmp_path / "talks"
    (folder / "more").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "more/c.txt"):
        (folder / name).write_text(TALK)
    (folder / "empty.txt").write_text("")
    done = refiner("batch", folder, "--json", "--jobs", 2)
    documents = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert sorted(d["title"] for d in documents) == ["a", "b", "c"]
    assert "empty.txt: it is empty" in done.stderr.decode()
    assert done.returncode == 2
    assert [row["status"] for row in rows()] == ["done"] * 3


def test_the_reports_own_pipelines_give_the_figures_of_stats(refiner, tmp_path):
    for policy in ("always", "never", "always", "threshold"):
        local = ["--provider", "local", "--policy", policy]  # simulated runs are no statistics
        assert refiner("run", "-", *local, stdin=TALK).returncode == 0
    pipelines = r"""
        grep "processing completed" "$LOG" | grep -oE "Total: [0-9]+ms" |
          sed 's/Total: //;s/ms//' | awk '{sum+=$1; count++} END {print sum/count "ms"}'
        echo "$(grep -c 'regenerating coaching' "$LOG") $(grep -c PARALLEL "$LOG")" |
          awk '{print $1/$2*100 "%"}'
    """
    shell = subprocess.run(
        ["sh", "-c", pipelines],
        env={"PATH": "/usr/bin:/bin", "LOG": str(tmp_path / "refiner.log")},
        capture_output=True,
        text=True,
        check=True,
    )
    average, rate = shell.stdout.split()
    health = json.loads(refiner("stats", "--json", "--since", "1h").stdout)
    assert f"{health['average_ms']:.6g}ms" == average
    assert f"{100 * health['regenerated'] / health['parallel']:.6g}%" == rate
    assert f"Average processing time: {average}" in refiner("stats").stdout.decode()


def test_no_transcript_text_reaches_the_log(refiner, tmp_path):
    refiner("run", "-", stdin="Um, the zebra budget is, like, unspoken.")
    assert "zebra" not in (tmp_path / "refiner.log").read_text()


def test_a_fallback_says_why_and_what_to_do(refiner):
    with serving({"analysis": Reply(body=""), "coaching": Reply(body="")}) as server:
        done = refiner("run", "-", "--no-log", stdin=TALK, OPENAI_BASE_URL=server.url)
    assert done.returncode == 0
    why = "the answer was empty"
    assert f"warning: fell back to rule-based counts: {why}" in done.stderr.decode()
    assert f"failed: {why}: try again, or choose another model" in done.stderr.decode()


@pytest.mark.timed
@pytest.mark.parametrize(
    ("arguments", "seconds"),
    [
        (["--policy", "never", "--strategy", "hybrid"], 35.3),
        (["--policy", "always", "--strategy", "hybrid"], 35.3 + 2.84),
        (["--policy", "always", "--strategy", "early"], 35.3),
    ],
)
def test_the_simulated_provider_tells_the_reports_story(refiner, arguments, seconds):
    done = refiner(
        "run", "-", "--json", "--no-log", "--provider", "simulated", "--speed", 10, *arguments,
        stdin=TALK,
    )  # fmt: skip
    timings = json.loads(done.stdout)["timings"]
    assert timings["processing_time_ms"] >= 1000 * seconds / 10
    assert timings["analysis_duration_ms"] == pytest.approx(35_300 / 10, rel=0.25)
    assert timings["coaching_duration_ms"] >= 3000 / 10


def test_a_malformed_address_is_refused_before_a_cost_is_named(refiner):
    done = refiner("run", "-", stdin=TALK, OPENAI_BASE_URL="localhost:1", REFINER_TRESHOLD="0.3")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "warning: REFINER_TRESHOLD is no setting and has no effect;"
        " did you mean REFINER_THRESHOLD?",
        "error: OPENAI_BASE_URL: must be an http or https address",
    ]
