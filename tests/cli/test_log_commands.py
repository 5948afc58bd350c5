"""The commands on the run log, in this process: a real log, a finished and a failed run."""

import csv
import io
import json

import pytest

from refiner.cli.parser import main
from refiner.config.settings import Settings
from refiner.evaluation.gold import load_gold
from refiner.model import Source, Transcript
from refiner.store import Store

TALK = "Um, so we, uh, looked at the plan. It was, like, huge. You know, I like it."


@pytest.fixture
def refiner(tmp_path, monkeypatch, capsys):
    """Runs a command in a folder of its own; its exit status, standard output and error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "REFINER_PROVIDER"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments):
        status: object
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = ended.code
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def run_id(refiner, tmp_path):
    """The number of a finished run; the next number is a run that failed."""
    (tmp_path / "plan.txt").write_text(TALK)
    _, document, _ = refiner("run", "plan.txt", "--json", "--speaker", "Ada")
    store = Store(tmp_path / "runs.db")
    failed, _ = store.runs.start(Transcript("um", Source(None, "text", "")), Settings(), "local")
    store.runs.end(failed, "failed", error=json.dumps({"message": "no model: gone"}))
    return json.loads(document)["run_id"]


def test_the_version_is_the_packages(refiner):
    import refiner as package

    assert refiner("--version") == (0, f"speech-refiner {package.__version__}\n", "")


def test_list_shows_the_newest_runs_first_and_finds_by_words(refiner, run_id):
    _, text, _ = refiner("list")
    head, failed, done = text.splitlines()
    assert head.split() == ["run", "day", "state", "title", "speaker", "rules", "refined", "advice"]
    assert failed.split()[0] == str(run_id + 1)
    assert done.split()[2:5] == ["done", "plan", "Ada"]
    _, rows, _ = refiner("list", "--search", "huge", "--json")
    assert [json.loads(row)["run_id"] for row in rows.splitlines()] == [run_id]
    assert refiner("list", "--search", "zebra") == (0, "", "no run matches\n")
    assert refiner("list", "--speaker", "Ada", "--json")[1].count("\n") == 1
    assert refiner("list", "--limit", "1", "--json")[1].count("\n") == 1


def test_show_prints_what_run_printed_with_a_persons_corrections(refiner, run_id, tmp_path):
    store = Store(tmp_path / "runs.db")
    before = json.loads(refiner("show", run_id, "--json")[1])
    assert before["fillers"] == (store.runs.document(run_id) or before | {"fillers": []})["fillers"]
    um = before["fillers"][0]
    store.labels.set(run_id, um["start"], um["end"], False)
    after = json.loads(refiner("show", run_id, "--json")[1])
    assert after["counts"]["ai"] == before["counts"]["ai"] - 1
    totals = [line.split() for line in refiner("show", run_id)[1].splitlines() if "total" in line]
    assert totals == [["total", str(after["counts"]["rule"]), str(after["counts"]["ai"])]]


def test_show_tells_the_runs_own_decision_and_what_was_corrected_since(refiner, run_id, tmp_path):
    """Otherwise "kept" would be shown next to a difference that did not decide it."""
    store = Store(tmp_path / "runs.db")
    before = refiner("show", run_id)[1].splitlines()
    document = store.runs.document(run_id)
    assert document is not None
    ai = document["counts"]["ai"]
    assert ai
    for filler in document["fillers"]:
        store.labels.set(run_id, filler["start"], filler["end"], False)
    after = refiner("show", run_id)[1].splitlines()
    assert after[1] == before[1]
    assert after[2].startswith(f"The decision was made on {ai} fillers in context; ")
    assert after[2].endswith("with corrections there are 0.")
    again = refiner("batch", "plan.txt", "--speaker", "Ada")[1].splitlines()
    assert again[:3] == after[:3]


def test_recordings_are_kept_or_the_reason_is_given(refiner, tmp_path):
    (tmp_path / "plan.txt").write_text(TALK)
    for command in ("run", "batch"):
        status, _, error = refiner(command, "plan.txt", "--keep-audio", "--no-log")
        assert (status, error.count("\n")) == (2, 1)
        assert "error: --keep-audio: keeps recordings with their runs: leave out --no-log" in error
    message = refiner("run", "plan.txt", "--keep-audio")[2]
    assert "plan.txt is not a recording: --keep-audio keeps nothing" in message
    message = refiner("batch", "plan.txt", "--keep-audio")[2]
    assert "none of these files is a recording: --keep-audio keeps nothing" in message
    assert (
        "unrecognized arguments: --keep-audio"
        in refiner("openai-batch", "submit", "job", "plan.txt", "--keep-audio")[2]
    )


def test_a_run_without_a_result_shows_why_and_cannot_be_exported(refiner, run_id):
    failed = run_id + 1
    assert refiner("show", failed)[:2] == (0, f"run {failed}: failed: no model: gone\n")
    why = f"error: run {failed}: it has no result (failed: no model: gone)\n"
    assert refiner("export", failed) == (2, "", why)


def test_show_prints_the_messages_that_were_sent(refiner, run_id, tmp_path):
    status, text, _ = refiner("show", run_id, "--messages")
    assert status == 0
    assert "=== analysis: local-fast, prompt" in text
    assert "You judge filler words" in text
    assert "[1:Um]," in text
    lines = refiner("show", run_id, "--messages", "--json")[1].splitlines()
    first = json.loads(lines[0])
    assert (first["call"], first["model"], first["is_exact"]) == ("analysis", "local-fast", True)
    assert json.loads(first["user"])["transcript"].startswith("[1:Um],")
    assert len(lines) == text.count("=== ")
    store = Store(tmp_path / "runs.db")
    settings = Settings(keep_text=False)
    bare, _ = store.runs.start(Transcript(TALK, Source(None, "text", "")), settings, "local")
    document = store.runs.document(run_id)
    assert document is not None
    store.runs.finish({**document, "run_id": bare}, keep_text=False)
    assert "they were not kept" in refiner("show", bare, "--messages")[2]


def test_export_is_complete_in_every_format(refiner, run_id, tmp_path):
    document = json.loads(refiner("export", run_id)[1])
    assert document["text"] == TALK
    assert refiner("export", run_id, "--format", "markdown")[1].startswith("# plan\n")
    status, out, err = refiner("export", run_id, "--format", "labels")
    assert (status, out) == (2, "")
    assert "no word of it has been judged" in err
    first = document["fillers"][0]
    Store(tmp_path / "runs.db").labels.set(run_id, first["start"], first["end"], True)
    (tmp_path / "gold.jsonl").write_text(refiner("export", run_id, "--format", "labels")[1])
    (sample,) = load_gold(tmp_path / "gold.jsonl")
    assert sample.text == TALK


def test_the_labels_of_one_person_are_exported_alone(refiner, run_id, tmp_path):
    store = Store(tmp_path / "runs.db")
    for name in ("Ann", ""):
        store.labels.set(run_id, 0, 2, bool(name), name)
    export = ("export", run_id, "--format", "labels", "--labeller")
    ann = json.loads(refiner(*export, "Ann")[1])
    assert (ann["labeller"], ann["judged"][0]["filler"]) == ("Ann", True)
    assert not json.loads(refiner(*export, "")[1])["judged"][0]["filler"]
    assert refiner(*export, "Eve") == (2, "", f"error: run {run_id}: no verdict of 'Eve'\n")
    assert refiner("export", run_id, "--labeller", "Ann")[0] == 2
    assert "Ann" not in refiner("export", run_id)[1]


def test_the_filler_list_goes_to_a_spreadsheet_or_to_a_tool_with_times(refiner, run_id, tmp_path):
    status, table, _ = refiner("export", run_id, "--format", "csv")
    first = next(csv.DictReader(io.StringIO(table)))
    assert (status, first["talk"], first["speaker"], first["text"]) == (0, "plan", "Ada", "Um")
    why = f"error: run {run_id}: no times are known"
    assert refiner("export", run_id, "--format", "textgrid")[2].startswith(why)
    (tmp_path / "timed.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nUm, we, uh, start.\n")
    timed = json.loads(refiner("run", "timed.srt", "--json")[1])["run_id"]
    labels = refiner("export", timed, "--format", "audacity")[1]
    assert [line.split("\t")[2] for line in labels.splitlines()] == ["Um", "uh"]


def test_delete_removes_runs_for_good_and_keeps_one_that_is_running(refiner, run_id, tmp_path):
    store = Store(tmp_path / "runs.db")
    running, _ = store.runs.start(Transcript("um", Source(None, "text", "")), Settings(), "local")
    status, out, err = refiner("delete", run_id, running)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "1 run deleted",
        f"error: run {running}: it is still running; cancel it first",
    ]
    assert store.runs.row(run_id) is None
    assert store.runs.row(running) is not None


@pytest.mark.parametrize("command", ["show", "export", "delete"])
def test_a_run_that_does_not_exist_is_one_clear_line(refiner, run_id, command, tmp_path):
    log = tmp_path / "runs.db"
    why = f"error: run 999: there is no such run in {log}\n"
    assert refiner(command, 999) == (2, "", why)


@pytest.mark.parametrize("number", ["0", "-1", "two", str(2**63), "9" * 5000])
@pytest.mark.parametrize("command", ["show", "export", "delete"])
def test_what_is_not_the_number_of_a_run_gets_one_clear_line(refiner, command, number):
    status, out, err = refiner(command, number)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "must be a whole number, at least 1" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list", "--limit", "-3"), "at least 1"),
        (("list", "--limit", str(2**63)), "at least 1"),
        (("list", "--since", f"{'9' * 20}d"), "too long ago"),
        (("stats", "--since", f"{'9' * 5000}w"), "too long ago"),
        (("serve", "--port", "99999"), "from 1 to 65535"),
        (("serve", "--port", "-4"), "from 1 to 65535"),
    ],
)
def test_a_number_beyond_every_limit_is_one_clear_line(refiner, run_id, arguments, message):
    status, out, err = refiner(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_a_meeting_is_printed_as_one_ah_counter_sheet(refiner, tmp_path):
    meeting = "Ada: Um, the lamp is in the hall.\nBo: Er, nobody could read there.\n"
    (tmp_path / "meeting.txt").write_text(meeting)
    options = ("run", "meeting.txt", "--no-log", "--sheet")
    status, out, _ = refiner(*options, "--each", "--fine", "0.5")
    lines = [line.split() for line in out.splitlines()]
    assert status == 0
    assert lines[0] == ["person", "er", "um", "total", "words", "fine"]
    assert sorted(lines[1:]) == [
        ["Ada", "0", "1", "1", "7", "0.50"],
        ["Bo", "1", "0", "1", "5", "0.50"],
        ["all", "1", "1", "2", "12", "1.00"],
    ]
    assert refiner(*options, "--json")[0] == 2
    assert refiner("run", "meeting.txt", "--fine", "0.5")[2].startswith("error: fine 0.5: must be")
