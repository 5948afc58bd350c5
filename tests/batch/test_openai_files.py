"""Batch API files: what goes out, what comes back, and a run for every transcript in the end."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from refiner.batch import openai_files
from refiner.batch.inputs import find_inputs
from refiner.batch.openai_files import begin_job, read_answers
from refiner.batch.openai_job import format_job, load_job
from refiner.batch.reading import ReadingOptions
from refiner.config.settings import Settings
from refiner.errors import InputError
from refiner.store import Store
from tests.support.batch_server import answered

pytestmark = pytest.mark.slow

TALK = (
    "Um, so we, uh, looked at plan {}. It was, like, huge, like I said. You know, I like it. "
    "I like the plan, and the garden looks like ours. Well, we should do it well, right now. "
)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "runs.db")


@pytest.fixture
def settings(tmp_path):
    return Settings(
        strategy="hybrid",
        policy="always",
        model_analysis="gpt-4o",
        model_coaching="gpt-4o-mini",
        db=tmp_path / "runs.db",
        log=None,
    )


@pytest.fixture
def inputs(tmp_path):
    (tmp_path / "talks").mkdir()
    for n in range(3):
        (tmp_path / "talks" / f"{n}.txt").write_text(TALK.format(n) * 3)
    return list(find_inputs([tmp_path / "talks"]))


def refused(line, code):
    body = {"error": {"code": code, "message": "no"}}
    return {"id": "x", "custom_id": line["custom_id"], "error": None,
            "response": {"status_code": 400, "body": body}}  # fmt: skip


def lines(job, round=None):
    """Every line of a job's request files, or of one round's."""
    return [
        json.loads(text)
        for file in job.files
        if round in (None, file.round)
        for text in (job.folder / file.name).read_text().splitlines()
    ]


def write(path, answers):
    path.write_text("".join(json.dumps(answer) + "\n" for answer in answers))
    return [path]


def test_a_job_goes_from_requests_to_runs_and_asks_nothing_twice(tmp_path, store, settings, inputs):
    job = begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    first = lines(job)
    assert len(first) == 6  # an analysis and a first coaching for each
    assert all(line["method"] == "POST" for line in first)
    assert {line["url"] for line in first} == {"/v1/chat/completions"}
    assert store.runs.rows() == []
    assert "3 talks: 0 done, 3 waiting" in format_job(job)

    unknown = read_answers(job, write(tmp_path / "a.jsonl", map(answered, first)), settings, store)
    assert (unknown, job.count("asked")) == (0, 3)
    second = lines(job, round=2)
    assert len(second) == 3  # the policy is always, so each coaching is written again
    assert not {one["custom_id"] for one in first} & {one["custom_id"] for one in second}

    job = load_job(tmp_path / "job")  # another process
    read_answers(job, write(tmp_path / "b.jsonl", map(answered, second)), settings, store)
    assert (job.count("done"), job.round) == (3, 2)
    rows = store.runs.rows()
    assert [row["status"] for row in rows] == ["done"] * 3
    for row in rows:
        document = store.runs.document(row["run_id"])
        assert not document["fallback_mode"]
        assert document["coaching"]["source"] == "regenerated"
        assert document["provider"] == "openai"
    mini, large = 6 * (0.15 + 0.06) / 2, 3 * (2.5 + 1.0) / 2
    assert job.cost_usd == pytest.approx(mini + large)
    assert "3 done, 0 waiting" in format_job(job)


def test_a_request_asks_for_the_effort_of_the_settings_and_bounds_its_answer(
    tmp_path, store, settings, inputs
):
    settings = settings.with_changes(reasoning="medium")
    job = begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    bodies = [line["body"] for line in lines(job)]
    assert {body["reasoning_effort"] for body in bodies} == {"medium"}
    assert all(body["max_completion_tokens"] for body in bodies)
    assert not {"stream", "stream_options"} & bodies[0].keys()
    assert "without the tokens of reasoning" in job.describe_likely_cost()
    usual = settings.with_changes(model_coaching="gpt-6-luna", model_analysis="gpt-4o")
    usual = replace(usual, reasoning=None)
    job = begin_job(tmp_path / "other", inputs, usual, ReadingOptions(), store)
    asked = {(b["model"], b.get("reasoning_effort"), b.get("temperature"))
             for b in (line["body"] for line in lines(job))}  # fmt: skip
    assert asked == {("gpt-6-luna", "none", None), ("gpt-4o", None, 0)}
    assert "reasoning" not in job.describe_likely_cost()


def test_each_file_holds_one_model_and_keeps_to_the_providers_limits(
    tmp_path, store, settings, inputs, monkeypatch
):
    monkeypatch.setattr(openai_files, "MAX_REQUESTS", 2)
    job = begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    for file in job.files:
        models = {json.loads(t)["body"]["model"] for t in (job.folder / file.name).open()}
        assert models == {file.model}
    assert sorted(file.requests for file in job.files) == [1, 1, 2, 2]
    assert len({line["custom_id"] for line in lines(job)}) == 6


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda line: refused(line, "invalid_request"), "refused with invalid_request"),
        (lambda line: answered(line, content='{"verdicts": [', reason="length"), "model's limit"),
        (lambda line: answered(line, content='{"verdicts": ['), "truncated"),
        (lambda line: answered(line, content='{"mood": 3}'), "none of the keys"),
        (lambda line: {"custom_id": line["custom_id"], "error": {"code": "batch_expired"}},
         "refused with batch_expired"),
        (lambda line: {"custom_id": line["custom_id"], "error": 7, "response": [1]}, "refused"),
    ],
    ids=["error", "cut", "broken", "other schema", "expired", "nonsense"],
)  # fmt: skip
def test_a_request_that_failed_says_why_and_goes_into_the_next_file(
    tmp_path, store, settings, inputs, spoil, why
):
    settings = settings.with_changes(policy="never")
    job = begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    first = lines(job)
    bad = next(line for line in first if line["body"]["model"] == "gpt-4o")
    results = [spoil(line) if line is bad else answered(line) for line in first]
    read_answers(job, write(tmp_path / "a.jsonl", results), settings, store)
    assert (job.count("done"), job.count("asked")) == (2, 1)
    assert why in job.failures[0]
    (again,) = lines(job, round=2)
    assert again == bad
    read_answers(job, write(tmp_path / "b.jsonl", [answered(again)]), settings, store)
    assert job.count("done") == 3
    assert len(store.runs.rows()) == 3


def test_answers_in_part_and_of_another_job_are_counted_and_wait(tmp_path, store, settings, inputs):
    settings = settings.with_changes(policy="never")
    job = begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    first = lines(job)
    results = write(tmp_path / "a.jsonl", [*map(answered, first[:1]), {"custom_id": "other"}])
    assert read_answers(job, results, settings, store) == 1
    assert (job.count("asked"), job.round) == (3, 1)  # what waits is not asked again
    read_answers(job, write(tmp_path / "b.jsonl", map(answered, first[1:])), settings, store)
    assert job.count("done") == 3


def test_an_input_that_cannot_be_read_fails_alone(tmp_path, store, settings, inputs):
    (tmp_path / "talks" / "empty.txt").write_text("")
    inputs = list(find_inputs([tmp_path / "talks"]))
    job = begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    assert (job.count("failed"), job.count("asked")) == (1, 3)
    assert "empty.txt: it is empty" in format_job(job)


def test_each_speaker_of_an_input_gets_a_run(tmp_path, store, settings):
    file = Path(__file__).parents[1] / "files" / "teams.vtt"
    settings = settings.with_changes(policy="never")
    job = begin_job(
        tmp_path / "job", find_inputs([file]), settings, ReadingOptions(each=True), store
    )
    read_answers(job, write(tmp_path / "a.jsonl", map(answered, lines(job))), settings, store)
    assert {row["speaker"] for row in store.runs.rows()} == {"Ada Byron", "Ben Okoro"}
    assert len(job.entries[0].run_ids) == 2


def test_a_folder_with_a_job_is_not_begun_again_and_one_without_is_reported(
    tmp_path, store, settings, inputs
):
    begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    with pytest.raises(InputError, match="a job here already"):
        begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    with pytest.raises(InputError, match="no job here"):
        load_job(tmp_path / "elsewhere")
    (tmp_path / "job" / "job.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        load_job(tmp_path / "job")


def test_a_malformed_results_file_is_refused_by_its_line(tmp_path, store, settings, inputs):
    job = begin_job(tmp_path / "job", inputs, settings, ReadingOptions(), store)
    (tmp_path / "a.jsonl").write_text('{"custom_id": "x"}\nnonsense\n')
    with pytest.raises(InputError, match=r"a\.jsonl:2: expected a line"):
        read_answers(job, [tmp_path / "a.jsonl"], settings, store)
