"""A batch on a cluster: real worker processes, a real scheduler, a real kill."""

import os
import signal
import sys
from dataclasses import replace
from typing import Any

import pytest
from distributed import Client, LocalCluster

from refiner import __version__
from refiner.batch import dask_engine
from refiner.batch.dask_engine import Judged, judge_talk, run_on_dask
from refiner.batch.inputs import find_inputs
from refiner.batch.reading import ReadingOptions
from refiner.batch.tasks import BatchOptions, BatchTask
from refiner.batch.workers import run_batch
from refiner.cli.parser import main
from refiner.config.settings import Settings
from refiner.errors import RefinerError, SettingsError
from refiner.store import Store
from tests.support.loopback import Loopback, Reply
from tests.support.talks import advice, analysis_answer

pytestmark = pytest.mark.slow

TALK = "Um, so we, uh, saw the zeppelin number {}. It was, like, huge. You know, I like it. "
TALKS = 7
WORD, FILE = "zeppelin", "confidential"


@pytest.fixture(scope="module")
def processes():
    """The cluster that `--engine dask` starts without `--scheduler`."""
    with dask_engine.start_cluster(2) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def scheduler():
    """The address of a cluster of one worker, in this process."""
    pages = dict.fromkeys(("dashboard_address", "worker_dashboard_address"), "127.0.0.1:0")
    with LocalCluster(1, processes=False, protocol="tcp", threads_per_worker=1, **pages) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def talks(tmp_path):
    (tmp_path / "talks").mkdir()
    for n in range(TALKS):
        (tmp_path / "talks" / f"{FILE}-{n:02}.txt").write_text(TALK.format(n) * 3)
    return tmp_path / "talks"


@pytest.fixture
def options(tmp_path):
    settings = Settings(
        provider="local",
        analyst="fast",
        api_key="sk-secret",
        db=tmp_path / "runs.db",
        log=tmp_path / "refiner.log",
    )
    return BatchOptions(settings, Store(tmp_path / "runs.db"), ReadingOptions())


def counts(document):
    return (
        document["title"],
        document["counts"],
        document["fillers"],
        document["decision"]["reason"],
    )


def test_a_killed_worker_costs_no_talk_and_no_word_of_one_is_logged_anywhere(
    processes, talks, options
):
    worker, *_ = processes.workers.values()
    results = []

    def on_result(result):
        results.append(result)
        if len(results) == 3:
            os.kill(worker.pid, signal.SIGKILL)

    run_on_dask(find_inputs([talks]), options, 2, on_result, processes)
    assert sorted(r.document["title"] for r in results) == [f"{FILE}-{n:02}" for n in range(TALKS)]
    rows = options.store.runs.rows()
    assert [row["status"] for row in rows] == ["done"] * TALKS
    assert {row["run_id"] for row in rows} == {r.document["run_id"] for r in results}

    with Client(processes) as client:
        logs = f"{client.get_worker_logs()} {client.get_scheduler_logs()} "
        pages = client.run(lambda dask_worker: dask_worker.http_server.address)
    assert {processes.scheduler.http_server.address, *pages.values()} == {"127.0.0.1"}
    history = str(list(processes.scheduler.transition_log))
    assert "talk-" in history
    assert not [word for word in (WORD, FILE, "sk-secret") if word in logs + history]


def test_a_cluster_gives_what_this_machine_gives_and_nothing_is_judged_twice(
    scheduler, talks, options, tmp_path
):
    remote: list[Any] = []
    local: list[Any] = []
    again: list[Any] = []
    run_on_dask(find_inputs([talks]), options, 1, remote.append, scheduler)
    apart = BatchOptions(options.settings, Store(tmp_path / "other.db"), options.reading)
    run_batch(find_inputs([talks]), apart, 1, local.append, processes=False)
    assert sorted(counts(r.document) for r in remote) == sorted(counts(r.document) for r in local)
    first = remote[0].document["run_id"]
    lines = [line for line in (tmp_path / "refiner.log").open() if f"[Session {first}]" in line]
    assert "INFO [Session" in lines[0]
    assert lines[-1].count("AI processing completed - Total:") == 1

    run_on_dask(find_inputs([talks]), options, 1, again.append, scheduler)
    assert [r.reused for r in again] == [True] * TALKS
    assert len(options.store.runs.rows()) == TALKS


def test_the_command_asks_the_cluster_and_writes_the_table(
    scheduler, talks, tmp_path, capsys, monkeypatch
):
    from pyarrow import parquet

    (talks / "empty.txt").write_text("")
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    command = ["batch", str(talks), "--engine", "dask", "--scheduler", scheduler]
    table = tmp_path / "results.parquet"
    arguments = ["--db", str(tmp_path / "runs.db"), "--json", "--parquet", str(table)]
    assert main([*command, *arguments]) == 2
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == TALKS
    assert "empty.txt: it is empty" in err
    assert f"{TALKS} done, 1 failed" in err
    rows = parquet.read_table(table)
    assert rows.num_rows == TALKS
    assert rows.column("rule_fillers").to_pylist() == [12] * TALKS


def test_answers_that_a_killed_worker_paid_for_are_not_paid_for_again(
    options, monkeypatch, tmp_path
):
    """The same task on two workers of this machine, the first of which never said its result."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-worker")
    task = BatchTask("a.txt", TALK.format(1).encode())
    changes = {"provider": "openai", "strategy": "hybrid", "policy": "never"}
    with Loopback(
        {"analysis": Reply(analysis_answer(6, 4)), "coaching": Reply(advice())}
    ) as server:
        settings = options.settings.with_changes(**changes, base_url=server.url)
        settings = replace(settings.without_key(), db=None, log=None, answers_db=options.store.path)
        sent = replace(options, settings=settings, store=None)
        judged = [judge_talk(task, sent, __version__).results[0].document for _ in "ab"]
        first, again = (dict(document or {}) for document in judged)
        assert server.calls.count("analysis") == server.calls.count("coaching") == 1
        assert (first["cache_hit"], again["cache_hit"]) == (False, True)
        assert counts(again) == counts(first)

        monkeypatch.setenv("REFINER_DB", str(tmp_path / "worker.db"))  # of a cluster's own worker
        apart = replace(sent, settings=replace(settings, answers_db=None))
        for _ in "ab":
            judge_talk(task, apart, __version__)
        assert server.calls.count("analysis") == 2
    assert options.store.runs.rows() == []


@pytest.mark.parametrize("provider", ["openai", "auto"])
def test_the_key_is_the_workers_own_and_without_one_there_is_one_line(
    scheduler, talks, options, monkeypatch, provider
):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = options.settings.with_changes(provider=provider)
    options = BatchOptions(settings, options.store, options.reading)
    with pytest.raises(RefinerError, match="a worker's environment: provider openai: set OPENAI"):
        run_on_dask(find_inputs([talks]), options, 1, print, scheduler)


def test_a_worker_of_another_version_ends_the_batch_with_both_versions(
    scheduler, talks, options, monkeypatch
):
    sent = BatchTask("a.txt", b"um")
    unfit = judge_talk(sent, options, "0.0.1").unfit or ""
    assert unfit.startswith(f"a worker has speech-refiner {__version__}, this machine 0.0.1")
    monkeypatch.setattr(dask_engine, "judge_talk", lambda *_: Judged(unfit="it is old"))
    with pytest.raises(RefinerError, match="dask: it is old"):
        run_on_dask(find_inputs([talks]), options, 1, print, scheduler)


def test_what_dask_may_log_of_a_call_has_no_talk_no_name_and_no_key(options):
    task = BatchTask(f"{FILE}.txt", TALK.encode())
    judged: Any = judge_talk(task, options, __version__)
    assert judged.results[0].document["title"] == FILE
    assert not [w for w in (WORD, FILE, "sk-secret") if w in repr((task, options, judged))]


def test_no_scheduler_and_no_dask_are_one_line_each(talks, options, monkeypatch):
    monkeypatch.setattr(dask_engine, "CONNECT_S", 0.3)
    with pytest.raises(RefinerError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        run_on_dask(find_inputs([talks]), options, 1, print, "tcp://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SettingsError, match=r"pip install -r requirements-dask\.txt"):
        run_on_dask(find_inputs([talks]), options, 1, print)


def test_a_scheduler_without_the_engine_is_refused(talks, capsys):
    assert main(["batch", str(talks), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert capsys.readouterr().err.startswith("error: scheduler tcp://127.0.0.1:9: is used with")
