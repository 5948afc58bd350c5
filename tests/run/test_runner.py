"""Runs outlive the page that asked for them: real threads, a real log."""

import gc
import time
import weakref
from dataclasses import replace

import pytest

from refiner.config.settings import Settings
from refiner.errors import Denied
from refiner.llm.backends.scripted import Answer, Scene, Script, ScriptedBackend
from refiner.run.runner import Runner
from refiner.store import Store
from tests.support.talks import advice, analysis_answer, liar, scripted_talk, talk_with

SCRIPT: Script = {
    "analysis": analysis_answer(10, 9),
    "coaching": advice(),
    "regeneration": advice(),
}


@pytest.fixture
def settings(tmp_path):
    return Settings(provider="local", db=tmp_path / "runs.db", log=tmp_path / "refiner.log")


@pytest.fixture
def start(settings):
    """Makes runners that play a script; all are closed at the end."""
    runners = []

    def make(script=SCRIPT):
        runner = Runner(Store(settings.db), lambda _: ScriptedBackend(script))
        runners.append(runner)
        return runner

    yield make
    for runner in runners:
        runner.close()


def wait(runner, run_id, status="done"):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        view = runner.view(run_id)
        if view.status == status:
            return view
        time.sleep(0.01)
    raise AssertionError(f"the run is {view.status}, not {status}: {view.error}")


def test_a_submitted_run_ends_done_with_its_document_in_the_log(start, settings):
    runner = start()
    run_id = runner.submit(scripted_talk(10, 9), settings)
    view = wait(runner, run_id)
    assert view.document["counts"]["ai"] == 9
    assert Store(settings.db).runs.document(run_id) == view.document
    assert f"[Session {run_id}] AI processing completed" in settings.log.read_text()


def test_a_run_is_seen_by_a_runner_that_came_later(start, settings):
    first = start()
    run_id = first.submit(scripted_talk(10, 9), settings)
    document = wait(first, run_id).document
    later = start().view(run_id)
    assert (later.status, later.document) == ("done", document)
    assert replace(later.transcript, held_on="") == scripted_talk(10, 9)


def test_nothing_that_an_ended_run_worked_with_is_kept_even_in_a_reference_cycle(settings):
    """The client of a provider is in one, with the key."""
    made = []

    def open_backend(_):
        backend = ScriptedBackend(SCRIPT)
        vars(backend)["itself"] = backend
        made.append(weakref.ref(backend))
        return backend

    runner = Runner(Store(settings.db), open_backend)
    wait(runner, runner.submit(scripted_talk(10, 9), settings))
    runner.close()
    gc.collect()
    assert [backend() for backend in made] == [None]


def test_a_run_holds_its_log_open_so_that_only_its_end_waits_for_a_checkpoint(settings):
    wal = settings.db.with_name(f"{settings.db.name}-wal")
    seen = []

    def open_backend(_):
        Store(settings.db).runs.rows()  # a question whose connection closes
        seen.append(wal.exists())
        return ScriptedBackend(SCRIPT)

    runner = Runner(Store(settings.db), open_backend)
    wait(runner, runner.submit(scripted_talk(10, 9), settings))
    runner.close()
    assert (seen, wal.exists()) == ([True], False)


def test_two_concurrent_runs_are_each_their_own(start, settings):
    runner = start({**SCRIPT, "coaching": Scene(advice(), first_s=0.1)})
    ids = [runner.submit(scripted_talk(10, 9), settings) for _ in "ab"]
    assert len({wait(runner, run_id).document["run_id"] for run_id in ids}) == 2


def test_a_live_view_shows_rule_counts_immediately_and_verdicts_as_they_come(start, settings):
    slow = Scene(analysis_answer(10, 9), pause_s=0.02, piece_chars=8)
    runner = start({**SCRIPT, "analysis": slow})
    run_id = runner.submit(scripted_talk(10, 9), settings)
    seen = []
    while (view := runner.view(run_id)).status == "running":
        if view.candidates:
            seen.append((len(view.candidates), view.verdict_count))
        time.sleep(0.01)
    assert {candidates for candidates, _ in seen} == {10}
    judged = [n for _, n in seen]
    assert judged == sorted(judged)
    assert len(set(judged)) > 3


def test_a_cancelled_run_is_logged_and_keeps_its_transcript(start, settings):
    runner = start({**SCRIPT, "analysis": Scene(analysis_answer(10, 9), first_s=60)})
    run_id = runner.submit(scripted_talk(10, 9), settings)
    time.sleep(0.05)
    runner.cancel(run_id)
    wait(runner, run_id, "cancelled")
    (row,) = Store(settings.db).runs.rows()
    assert row["status"] == "cancelled"
    kept = Store(settings.db).runs.transcript(run_id)
    assert kept is not None
    assert replace(kept, held_on="", language=None) == scripted_talk(10, 9)


def test_a_run_cancelled_before_its_first_step_is_logged_too(start, settings):
    runner = start({**SCRIPT, "analysis": Scene(analysis_answer(10, 9), first_s=60)})
    run_id = runner.submit(scripted_talk(10, 9), settings)
    runner.cancel(run_id)
    wait(runner, run_id, "cancelled")
    assert [row["status"] for row in Store(settings.db).runs.rows()] == ["cancelled"]


def run_twice(backend, settings):
    """The same talk run and run again with a provider that is paid; both documents."""
    paid = settings.with_changes(provider="openai", api_key="k")
    runner = Runner(Store(settings.db), lambda _: backend)
    try:
        talk = scripted_talk(10, 9)
        return [wait(runner, runner.submit(talk, paid)).document for _ in "ab"]
    finally:
        runner.close()


def test_a_coaching_that_failed_is_tried_again_without_buying_the_analysis_twice(settings):
    script: Script = {**SCRIPT, "coaching": [Denied("quota used up", status=429), advice()]}
    backend = ScriptedBackend(script, name="openai")
    first, second = run_twice(backend, settings)
    *concurrent, again = [r.call for r in backend.requests]
    assert (sorted(concurrent), again) == (["analysis", "coaching"], "coaching")
    assert [d["coaching"]["source"] for d in (first, second)] == ["template", "preliminary"]
    assert second["counts"] == first["counts"]
    assert second["cache_hit"]


def test_a_coaching_that_lied_is_not_played_again_from_the_log(settings):
    answers: list[Answer] = [liar, advice()]
    script: Script = {**SCRIPT, "coaching": answers, "regeneration": liar}
    backend = ScriptedBackend(script, name="openai")
    first, second = run_twice(backend, settings)
    assert [bool(d["warnings"]) for d in (first, second)] == [True, False]
    assert [d["coaching"]["source"] for d in (first, second)] == ["regenerated", "preliminary"]
    assert [r.call for r in backend.requests].count("analysis") == 1


def test_advice_that_was_overtaken_by_the_deadline_is_not_forgotten(settings):
    script: Script = {
        "analysis": analysis_answer(10, 7),
        "coaching": advice(),
        "regeneration": Scene(advice(), first_s=60),
    }
    backend = ScriptedBackend(script, name="openai")
    documents = run_twice(backend, settings.with_changes(timeout_s=0.5))
    assert [d["coaching"]["source"] for d in documents] == ["template", "template"]
    assert [r.call for r in backend.requests].count("coaching") == 1


def test_closing_cancels_what_runs_and_logs_it(start, settings):
    runner = start({**SCRIPT, "analysis": Scene(analysis_answer(10, 9), first_s=60)})
    runner.submit(scripted_talk(10, 9), settings)
    time.sleep(0.05)
    runner.close()
    assert [row["status"] for row in Store(settings.db).runs.rows()] == ["cancelled"]


def test_a_result_that_cannot_be_saved_is_shown_as_unsaved(start, tmp_path):
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "runs.db"
    settings = Settings(provider="local", db=path, log=None)
    runner = Runner(Store(path), lambda _: ScriptedBackend(SCRIPT))
    try:
        view = wait(runner, runner.submit(scripted_talk(10, 9), settings))
    finally:
        runner.close()
    assert view.document["counts"]["ai"] == 9
    assert "run log" in view.not_saved


def test_a_mistake_of_ours_fails_the_run_and_leaves_the_runner_alive(start, settings):
    runner = start({"analysis": analysis_answer(10, 9)})  # no answer for the coach
    broken = runner.submit(scripted_talk(10, 9), settings)
    assert "unexpected" in wait(runner, broken, "failed").error
    assert runner.view(broken).transcript == scripted_talk(10, 9)


def test_an_unknown_run_has_no_view(start, settings):
    assert start().view(12345) is None


def test_a_deleted_run_is_not_answered_from_memory_either(start, settings):
    runner = start()
    run_id = runner.submit(scripted_talk(10, 9), settings)
    wait(runner, run_id)
    assert runner.store.runs.delete([run_id]) == [run_id]
    runner.forget([run_id])
    assert runner.view(run_id) is None


def test_the_next_talk_of_a_speaker_tells_the_coach_the_trend_and_no_number(start, settings):
    backend = ScriptedBackend(SCRIPT)
    runner = Runner(Store(settings.db), lambda _: backend)
    try:
        for _ in range(3):
            wait(runner, runner.submit(talk_with(10, speaker="Ada"), settings))
    finally:
        runner.close()
    histories = [r.document["speaker_history"] for r in backend.requests if r.call == "coaching"]
    kept = ("headline", "focus_areas", "strengths", "motivation")
    last_advice = {name: advice()[name] for name in kept}  # its slots are not filled
    assert histories == [
        None,
        {"earlier_talks": 1, "trend": "unknown", "last_advice": last_advice},
        {"earlier_talks": 2, "trend": "steady", "last_advice": last_advice},
    ]
