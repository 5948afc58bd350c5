"""A job at the Batch API: the real SDK over a socket, and every end that a batch can have."""

import subprocess
import sys

import pytest

from refiner.batch.inputs import find_inputs
from refiner.batch.openai_files import begin_job
from refiner.batch.openai_job import format_job, load_job
from refiner.batch.openai_jobs import changing_jobs, find_jobs, jobs_folder
from refiner.batch.openai_submit import (
    cancel_job,
    poll_job,
    read_job,
    submit_job,
    wait_for_job,
)
from refiner.batch.reading import ReadingOptions
from refiner.cli.parser import main
from refiner.config.settings import Settings
from refiner.errors import BackendError, InputError
from refiner.store import Store
from tests.support.batch_server import batch_server

pytestmark = pytest.mark.slow

TALK = "Um, so we, uh, looked at plan {}. It was, like, huge, like I said. You know, I like it. "


@pytest.fixture
def server():
    with batch_server() as server:
        yield server


@pytest.fixture
def settings(tmp_path, server):
    return Settings(
        strategy="hybrid",
        policy="never",
        model_analysis="gpt-4o",
        model_coaching="gpt-4o-mini",
        api_key="sk-secret",
        base_url=server.url,
        db=tmp_path / "runs.db",
        log=None,
    )


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "runs.db")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "job"


@pytest.fixture
def begin(tmp_path, folder, settings, store):
    """A job of two talks."""
    (tmp_path / "talks").mkdir()
    for n in range(2):
        (tmp_path / "talks" / f"{n}.txt").write_text(TALK.format(n) * 3)

    def begin(where=folder, **changes):
        inputs = find_inputs([tmp_path / "talks"])
        changed = settings.with_changes(**changes)
        return begin_job(where, inputs, changed, ReadingOptions(), store)

    return begin


def wait(folder, settings, store):
    return wait_for_job(folder, settings, store, 1, lambda _: None, sleep=lambda _: None)


def test_a_job_is_submitted_polled_and_read_in_two_rounds(server, begin, folder, settings, store):
    begin(policy="always")  # every coaching is written again, once the analysis is there
    job = submit_job(folder, settings, store)
    assert [file.state for file in job.files] == ["validating"] * 2
    seen = []
    for _ in range(3):
        job = poll_job(folder, settings, store)
        seen.append(job.files[0].describe())
    assert seen == [
        "submitted, the requests are being checked, 0 of 2 answered",
        "in progress, 0 of 2 answered",
        "the answers are being written, 0 of 2 answered",
    ]
    job = wait(folder, settings, store)
    assert (job.count("done"), job.round) == (2, 2)
    assert {row["status"] for row in store.runs.rows()} == {"done"}
    for row in store.runs.rows():
        assert store.runs.document(row["run_id"])["coaching"]["source"] == "regenerated"
    assert set(server.paid.values()) == {1}
    assert len(server.paid) == 6
    assert server.keys == {"Bearer sk-secret"}
    assert server.files == {}  # no talk stays there
    assert "sk-secret" not in (folder / "job.json").read_text()


def test_submitted_twice_and_in_two_folders_each_request_is_paid_once(
    server, begin, folder, settings, store, tmp_path
):
    begin()
    submit_job(folder, settings, store)
    submit_job(folder, settings, store)
    other = begin(tmp_path / "other")
    assert other.unsent == []  # it waits for the answers of the first
    wait(folder, settings, store)
    job = read_job(tmp_path / "other", settings, store)
    submit_job(tmp_path / "other", settings, store)
    assert set(server.paid.values()) == {1}
    assert [one.count("done") for one in find_jobs(store.path)] == [2, 2]
    assert job.count("done") == 2


@pytest.mark.parametrize("broken", ["POST /v1/files", "POST /v1/batches"])
def test_killed_between_two_steps_it_resumes_and_pays_once(
    server, begin, folder, settings, store, broken
):
    begin()
    server.hang_up_on = broken  # the server has done it, and we never learn so
    with pytest.raises(BackendError):
        submit_job(folder, settings, store)
    submit_job(folder, settings, store)
    assert wait(folder, settings, store).count("done") == 2
    assert len(server.batches) == 2
    assert set(server.paid.values()) == {1}


def test_a_kill_right_after_the_batch_was_created_pays_once(server, begin, folder, settings, store):
    begin()
    program = (
        "import os, sys; from pathlib import Path\n"
        "from refiner.batch import openai_submit as o\n"
        "from refiner.config.settings import Settings\nfrom refiner.store import Store\n"
        "o._note = lambda *_: os.kill(os.getpid(), 9)\n"
        "s = Settings(api_key='k', base_url=sys.argv[3], db=Path(sys.argv[2]), log=None)\n"
        "o.submit_job(Path(sys.argv[1]), s, Store(s.db))\n"
    )
    given = [str(folder), str(store.path), str(settings.base_url)]
    killed = subprocess.run([sys.executable, "-c", program, *given])
    assert killed.returncode == -9
    assert len(server.batches) == 1
    submit_job(folder, settings, store)  # its lock is no obstacle either
    assert len(server.batches) == 2
    assert wait(folder, settings, store).count("done") == 2
    assert set(server.paid.values()) == {1}


def test_errors_in_part_and_an_expired_batch_are_asked_again(
    server, begin, folder, settings, store
):
    begin()
    spoiled: list[str] = []

    def spoil(line):
        spoiled.append(line["custom_id"])
        return len(spoiled) == 1

    server.spoil = spoil
    server.leave_out = lambda line: (
        len(server.batches) == 2 and line["custom_id"] not in spoiled[:2]
    )
    server.statuses = [["in_progress", "expired"], ["in_progress", "expired"]]
    submit_job(folder, settings, store)
    job = wait(folder, settings, store)
    assert job.count("done") == 2
    assert any("refused with server_error" in why for why in job.failures)
    assert any("no answer, ended after 24 hours" in why for why in job.failures)
    assert set(server.paid.values()) == {1}


def test_a_request_that_always_fails_is_given_up_after_three_files(
    server, begin, folder, settings, store
):
    begin()
    server.spoil = lambda line: line["body"]["model"] == "gpt-4o"
    job = wait(folder, settings, store)
    assert (job.count("failed"), job.round) == (2, 3)
    assert "0.txt: no usable analysis" in format_job(job)


def test_a_refused_batch_says_its_codes_and_may_be_submitted_again(
    server, begin, folder, settings, store
):
    begin()
    server.statuses = [["failed"]]
    server.codes = ["token_limit_exceeded", "Um, so we: a sentence"]
    submit_job(folder, settings, store)
    job = wait(folder, settings, store)
    assert "not accepted (token_limit_exceeded); submit the job to try again" in format_job(job)
    assert job.count("asked") == 2
    submit_job(folder, settings, store)
    assert wait(folder, settings, store).count("done") == 2


def test_a_cancelled_batch_is_not_submitted_again_by_itself(server, begin, folder, settings, store):
    begin()
    server.statuses = [["cancelling", "cancelled"], ["cancelling", "cancelled"]]
    server.leave_out = lambda line: len(server.batches) < 3 and line["body"]["model"] == "gpt-4o"
    submit_job(folder, settings, store)
    job = wait(folder, settings, store)
    assert (job.count("asked"), len(server.batches)) == (2, 2)
    assert [file.describe() for file in job.unsent] == ["not submitted"]


def test_a_job_that_a_person_cancels_asks_for_no_more_and_pays_for_nothing_twice(
    server, begin, folder, settings, store, monkeypatch, capsys
):
    begin()
    server.leave_out = lambda line: len(server.batches) < 3 and line["body"]["model"] == "gpt-4o"
    submit_job(folder, settings, store)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    for state in ("; being cancelled, 0 of 2", "; cancelled, "):  # then nothing is left to cancel
        assert main(["openai-batch", "cancel", str(folder), "--db", str(store.path)]) == 0
        assert capsys.readouterr().out.count(state) == 2
        assert server.calls["POST batches"] == 4
    job = wait(folder, settings, store)
    assert (job.count("asked"), len(server.batches), len(server.paid)) == (2, 2, 2)
    submit_job(folder, settings, store)
    assert wait(folder, settings, store).count("done") == 2
    assert set(server.paid.values()) == {1}


def test_a_batch_that_ends_before_it_is_cancelled_is_read_as_ended(
    server, begin, folder, settings, store
):
    begin()
    submit_job(folder, settings, store)
    server.ends_before_cancel = True
    assert {file.state for file in cancel_job(folder, settings, store).files} == {"completed"}
    assert read_job(folder, settings, store).count("done") == 2


def test_a_server_without_batches_and_one_that_is_away_are_one_line(
    server, begin, folder, settings, store, monkeypatch
):
    begin()
    server.has_batches = False
    with pytest.raises(BackendError, match="has no Batch API"):
        submit_job(folder, settings, store)
    server.has_batches = True
    submit_job(folder, settings, store)
    server.hang_up_on = "GET /v1/batches/"
    lines = []
    job = wait_for_job(folder, settings, store, 1, lambda job: lines.append(job.failures[-1:]),
                       sleep=lambda _: None)  # fmt: skip
    assert job.count("done") == 2
    assert "closed the connection before its answer" in lines[0][0]


def test_one_command_at_a_time_changes_jobs(begin, folder, settings, store):
    begin()
    with (
        changing_jobs(store.path),
        pytest.raises(InputError, match="another command is working"),
    ):
        submit_job(folder, settings, store)
    (jobs_folder(store.path) / "changing").write_text("1@1")  # of a process that is no more
    submit_job(folder, settings, store)
    assert not (jobs_folder(store.path) / "changing").exists()


def test_talks_that_may_not_be_kept_go_into_no_job(begin):
    with pytest.raises(InputError, match="REFINER_KEEP_TEXT=false forbids it"):
        begin(keep_text=False)


def test_the_command_says_the_price_before_and_the_state_after(
    server, begin, tmp_path, monkeypatch, capsys
):
    job = begin(tmp_path / "priced")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("REFINER_STRATEGY", "hybrid")
    monkeypatch.setenv("AI_MODEL_COACH", "gpt-4o")
    monkeypatch.setenv("AI_MODEL_COACHING", "gpt-4o-mini")
    options = ["--db", str(tmp_path / "new.db")]
    assert main(["openai-batch", "submit", "job", "talks", *options]) == 0
    out, err = capsys.readouterr()
    assert f"likely cost: {job.describe_likely_cost()[13:]}" in err
    assert "half the standard price (gpt-4o and gpt-4o-mini" in err
    assert "submitted, the requests are being checked" in out
    assert main(["openai-batch", "submit", "job", "talks", *options]) == 0
    assert main(["openai-batch", "submit", "job", "talks", "--language", "de", *options]) == 2
    assert "there is a job here already" in capsys.readouterr().err  # of another language
    assert main(["openai-batch", "wait", "job", "--every", "0.01", *options]) == 0
    out, err = capsys.readouterr()
    assert "2 talks: 2 done" in out
    assert "in progress, 0 of 2 answered" in err
    assert len(server.batches) == 2 + (load_job(tmp_path / "job").round - 1)


def test_without_a_key_no_talk_is_written_to_a_folder(begin, tmp_path, monkeypatch, capsys):
    begin(tmp_path / "priced")  # makes the talks
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    status = main(["openai-batch", "submit", "job", "talks", "--db", str(tmp_path / "new.db")])
    assert (status, (tmp_path / "job").exists()) == (2, False)
    assert capsys.readouterr().err.startswith("error: provider openai: set OPENAI_API_KEY")
