"""A real SQLite file in every test."""

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlite_utils import Database

from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.store import Store
from refiner.store.migrations import migrations
from tests.support.talks import talk_with


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "runs.db")


def start(store, speaker=""):
    return store.runs.start(talk_with(2, speaker=speaker), Settings(), "local")[0]


def document(run_id, *, rate=1.0, **changes):
    return {
        "run_id": run_id,
        "text": talk_with(2).text,
        "source": {"path": None, "format": "text", "sha256": "0" * 64},
        "words": 16,
        "title": "A talk",
        "speaker": "",
        "duration_s": 60.0,
        "duration_source": "given",
        "decision": None,
        "provider": "local",
        "counts": {"rule": 2, "ai": 1, "difference": 0.5, "by_word": {}},
        "rates": {"per_100_words": rate, "per_minute": 2.0},
        "regeneration_reason": None,
        "strategy": "early",
        "optimization": "hybrid_early_v2",
        "coaching_regenerated": False,
        "timings": {
            "processing_time_ms": 100,
            "analysis_duration_ms": 90,
            "coaching_duration_ms": 20,
            "regeneration_duration_ms": None,
            "sequential_estimate_ms": 110,
            "spans": [],
        },
        "usage": {"cost_usd": 0.0},
        "cache_hit": False,
        "fallback_mode": False,
        "fallback_reason": None,
        "error": None,
        **changes,
    }


def test_a_row_is_running_from_the_start_and_keeps_the_transcript(store):
    run_id = start(store, speaker="Ada")
    (row,) = store.runs.rows()
    assert (row["run_id"], row["status"], row["speaker"]) == (run_id, "running", "Ada")
    assert store.runs.document(run_id) is None
    assert store.runs.transcript(run_id).text == talk_with(2).text


def test_a_finished_run_gives_back_its_document_and_columns(store):
    run_id = start(store)
    store.runs.finish(document(run_id))
    (row,) = store.runs.rows(status="done")
    assert (row["rule_fillers"], row["ai_fillers"], row["difference"]) == (2, 1, 0.5)
    assert row["processing_time_ms"] == 100
    assert store.runs.document(run_id) == document(run_id)
    assert store.runs.transcript(run_id).text == talk_with(2).text


def test_lists_never_carry_transcripts(store):
    start(store)
    assert not {"text", "document", "source"} & store.runs.rows()[0].keys()


def test_runs_left_by_a_program_that_is_gone_become_interrupted(store):
    mine = start(store)
    code = (
        "import sys; from pathlib import Path; from refiner.store import Store;"
        "from refiner.config.settings import Settings; from tests.support.talks import talk_with;"
        "print(Store(Path(sys.argv[1])).runs.start(talk_with(1), Settings(), 'local')[0])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(store.path)], capture_output=True, text=True, check=True
    )
    assert store.runs.mark_interrupted() == 1
    statuses = {row["run_id"]: row["status"] for row in store.runs.rows()}
    assert statuses == {mine: "running", int(ended.stdout): "interrupted"}
    assert store.runs.transcript(int(ended.stdout)) is not None


def test_many_concurrent_writers_lose_nothing(store):
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: start(Store(store.path)), range(80)))
        list(pool.map(lambda n: Store(store.path).runs.finish(document(n)), ids))
    assert len(set(ids)) == 80
    assert len(store.runs.rows(status="done")) == 80


def test_health_counts_what_the_log_says(store):
    ids = [start(store) for _ in range(4)]
    regenerated = document(ids[0])["timings"] | {"spans": [{"name": "regeneration"}]}
    store.runs.finish(document(ids[0], timings=regenerated | {"processing_time_ms": 200}))
    store.runs.finish(document(ids[1]))
    store.runs.end(ids[2], "cancelled")
    health = store.runs.health()
    assert (health["runs"], health["done"], health["parallel"]) == (4, 2, 4)
    assert (health["regenerated"], health["average_ms"]) == (1, 150)
    assert store.runs.health(since="2999-01-01")["runs"] == 0


def test_a_speakers_rates_come_oldest_first_and_without_fallbacks(store):
    for rate in (3.0, 2.0, 1.0):
        store.runs.finish(document(start(store, "Ada"), rate=rate))
    store.runs.finish(document(start(store, "Ada"), rate=9.0, fallback_mode=True))
    store.runs.finish(document(start(store, "Ben"), rate=8.0))
    assert store.runs.refined_rates("Ada") == [3.0, 2.0, 1.0]
    assert store.runs.refined_rates("") == []


def test_a_persons_label_is_kept_changed_and_taken_back(store):
    run_id = start(store)
    store.labels.set(run_id, 0, 2, False)
    store.labels.set(run_id, 0, 2, True)
    store.labels.set(run_id, 10, 12, False)
    assert [(r["start"], r["filler"]) for r in store.labels.rows(run_id)] == [(0, 1), (10, 0)]
    store.labels.set(run_id, 0, 2, None)
    assert [r["start"] for r in store.labels.rows()] == [10]


def test_each_persons_label_on_a_span_stays_and_the_newest_comes_last(store, monkeypatch):
    run_id = start(store)
    for filler, name in ((True, "Ann"), (False, "Ben"), (True, "Ann")):
        store.labels.set(run_id, 0, 2, filler, name)
    monkeypatch.setattr("refiner.store.labels.utc_now", lambda: "2001-01-01T00:00:00.000+00:00")
    store.labels.set(run_id, 0, 2, False)
    rows = store.labels.rows(run_id)
    assert [(r["labeller"], r["filler"]) for r in rows] == [("Ben", 0), ("Ann", 1), ("", 0)]
    store.labels.set(run_id, 0, 2, None, "Eve")
    store.labels.set(run_id, 0, 2, None, "Ann")
    assert [r["labeller"] for r in store.labels.rows(run_id)] == ["Ben", ""]


def test_a_name_can_be_put_on_the_verdicts_without_one_and_the_newest_stays(store):
    run_id = start(store)
    other = start(store)
    for filler, name, word in (
        (True, "Ann", 0),
        (False, "", 0),  # newer than Ann's
        (True, "", 10),
        (False, "Ann", 10),  # newer than the nameless one
        (True, "", 20),
        (True, "Ben", 20),
    ):
        store.labels.set(run_id, word, word + 2, filler, name)
    store.labels.set(other, 0, 2, True)
    store.labels.name_nameless(run_id, "Ann")
    rows = [(r["start"], r["labeller"], r["filler"]) for r in store.labels.rows(run_id)]
    assert rows == [(0, "Ann", 0), (10, "Ann", 0), (20, "Ann", 1), (20, "Ben", 1)]
    assert [r["labeller"] for r in store.labels.rows(other)] == [""]


def test_labels_from_before_labellers_had_names_stay_as_they_were(tmp_path):
    path = tmp_path / "runs.db"
    with closing(sqlite3.connect(path)) as opened:
        db = Database(opened)
        migrations.apply(db, stop_before="m015_labellers")
        db.execute("insert into runs (created_at, status) values ('2026-01-01', 'done')")
        spans = [(9, 11, 0), (0, 2, 1), (0, 4, 1)]
        for span in spans:
            db.execute("insert into labels values (1, ?, ?, ?, '2026-01-01')", span)
        db.commit()
    labels = Store(path).labels
    assert {(r["start"], r["end"], r["filler"]) for r in labels.rows(1)} == set(spans)
    assert {r["labeller"] for r in labels.rows()} == {""}
    labels.set(1, 0, 2, False, "Ann")
    assert [(r["filler"], r["labeller"]) for r in labels.rows() if r["end"] == 2] == [
        (1, ""),
        (0, "Ann"),
    ]


def test_an_answer_that_was_paid_for_is_found_again(store):
    assert store.answers.get("key") is None
    store.answers.put("key", "{}", "Um, yes.")
    assert store.answers.get("key") == "{}"


def test_cached_answers_about_a_talk_are_deleted_with_it(store):
    run_id = start(store)
    store.runs.finish(document(run_id))
    store.answers.put("mine", "{}", talk_with(2).text)
    store.answers.put("another's", "{}", talk_with(3).text)
    assert store.runs.delete([run_id]) == [run_id]
    assert (store.answers.get("mine"), store.answers.get("another's")) == (None, "{}")


def test_a_damaged_file_is_named_and_left_alone(tmp_path):
    path = tmp_path / "runs.db"
    path.write_bytes(b"not a database, but a diary" * 100)
    with pytest.raises(StoreError, match="not a database"):
        Store(path).check()
    assert path.read_bytes().startswith(b"not a database")


def test_a_log_from_a_newer_version_is_not_touched(store):
    store.check()
    with sqlite3.connect(store.path) as db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) "
            "values ('speech_refiner', 'm999_later', '2999-01-01')"
        )
    db.close()
    with pytest.raises(StoreError, match="newer version"):
        Store(store.path).check()


def test_a_place_that_cannot_be_written_gets_one_plain_message(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="run log"):
        Store(tmp_path / "file" / "runs.db").check()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_log_gets_one_plain_message(store):
    store.check()
    store.path.chmod(0o400)
    with pytest.raises(StoreError, match="read-only"):
        store.check()


def test_columns_come_oldest_first_and_only_of_the_runs_wanted(store):
    ids = [start(store, speaker) for speaker in ("Ada", "Ben", "Ada")]
    store.runs.finish(document(ids[0]))
    store.runs.finish(document(ids[2]))
    found = store.runs.columns(["run_id", "words"], {"speaker": ["Ada"], "status": []})
    assert found == {"run_id": (ids[0], ids[2]), "words": (16, 16)}
    assert store.runs.columns(["run_id"], since="2999-01-01") == {"run_id": ()}


def test_the_stamp_changes_with_every_run(store):
    store.check()
    before = store.version_token()
    start(store)
    assert store.version_token() != before


def test_a_run_from_before_the_call_columns_gets_them_from_its_document(store):
    run_id = start(store)
    calls = [
        {"name": "analysis", "start_ms": 10.0, "cost_usd": 0.1},
        {"name": "coaching", "start_ms": 10.0, "cost_usd": 0.01},
    ]
    timings = document(run_id)["timings"] | {"spans": calls}
    store.runs.finish(document(run_id, timings=timings, decision={"decided_at_ms": 60.0}))
    names = ["verdicts_duration_ms", "coaching_cost_usd", "regeneration_cost_usd"]
    logged = store.runs.columns(names)
    assert logged == {names[0]: (50.0,), names[1]: (0.01,), names[2]: (None,)}
    with sqlite3.connect(store.path) as db:
        for name in names:
            db.execute("drop index if exists idx_runs_figures")
            db.execute(f"alter table runs drop column {name}")
        db.execute("delete from _sqlite_migrations where name glob 'm00[45]*'")
    db.close()
    assert Store(store.path).runs.columns(names) == logged


def test_a_speakers_talks_come_with_their_words_and_without_fallbacks(store):
    by_word = {"um": {"rule": 2, "ai": 1}}
    counts = {"rule": 2, "ai": 1, "difference": 0.5, "by_word": by_word}
    first, second = start(store, "Ada"), start(store, "Ada")
    store.runs.finish(document(first, counts=counts))
    store.runs.finish(document(second, counts=counts))
    store.runs.finish(document(start(store, "Ada"), counts=counts, fallback_mode=True))
    store.runs.finish(document(start(store, "Ben"), counts=counts))
    talks = store.runs.talks("Ada")
    assert [talk["run_id"] for talk in talks] == [first, second]
    assert json.loads(talks[0]["by_word"]) == by_word
    assert [talk["run_id"] for talk in store.runs.talks("Ada", limit=1)] == [second]
    assert store.runs.talks("Ada", since="2999") == []


def test_what_auto_chose_counts_as_a_result_of_auto(store):
    run_id = start(store)
    store.runs.finish(document(run_id) | {"strategy": "fanout"})
    assert store.runs.rows()[0]["strategy"] == "fanout"
    auto, hybrid = Settings(provider="local"), Settings(provider="local", strategy="hybrid")
    assert list(store.runs.ids_by_sha256(auto).values()) == [[run_id]]
    assert store.runs.ids_by_sha256(hybrid) == {}


def test_the_steps_of_the_newest_runs_of_a_model_are_found(store):
    for model in ("small", "large", "large"):
        run_id = start(store)
        models = {"analysis": model, "coaching": "small"}
        store.runs.finish(document(run_id) | {"models": models})
    spans = document(1)["timings"]["spans"]
    assert store.runs.recent_spans("local", "large") == [spans, spans]
    assert store.runs.recent_spans("openai", "large") == []
