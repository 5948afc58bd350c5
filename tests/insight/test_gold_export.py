"""What people judged, as labelled transcripts that the program reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from refiner.config.settings import Settings
from refiner.evaluation.agreement import compare_labellers
from refiner.evaluation.gold import Sample, load_gold
from refiner.insight.corrections import correct_about
from refiner.insight.gold_export import all_corrections, gold_lines
from refiner.store import Store
from refiner.store.rows import without_text
from refiner.transcripts.from_document import transcript_of
from tests.support.sample_document import document, label_row

SOURCE = "{+Um} I {-like} it — naïve 😀 {+like} that"


def read(folder: Path, lines: str) -> list[Sample]:
    (folder / "gold.jsonl").write_text(lines, encoding="utf-8")
    return load_gold(folder / "gold.jsonl")


def rows_of(made: Any, labeller: str, *verdicts: bool) -> list[Any]:
    spans = [(f["start"], f["end"]) for f in made["fillers"]]
    return [label_row(*span, v, labeller) for span, v in zip(spans, verdicts, strict=False)]


def test_labels_export_as_a_gold_file_that_evaluate_reads(tmp_path: Path) -> None:
    made = document(SOURCE)
    lines = gold_lines([(made, rows_of(made, "", True, False)), (document(), [])])
    (sample,) = read(tmp_path, lines)
    assert sample.text == made["text"]
    assert [(j.form, j.filler) for j in sample.judged] == [("fp", True), ("like", False)]
    assert sample.conversation == "run-124"
    assert "labeller" not in json.loads(lines)


def test_one_persons_labels_are_exported_alone_under_their_name(tmp_path: Path) -> None:
    made = document(SOURCE)
    rows = [*rows_of(made, "Ann", True, False, True), *rows_of(made, "Ben", True, True)]
    ann, ben = (gold_lines([(made, rows)], name) for name in ("Ann", "Ben"))
    assert json.loads(ann)["labeller"] == "Ann"
    assert "Ben" not in ann
    found = compare_labellers(read(tmp_path, ann), read(tmp_path, ben))
    assert (found.spans, found.agreed) == (2, 1)
    (newest,) = read(tmp_path, gold_lines([(made, rows)]))
    assert [j.filler for j in newest.judged] == [True, True, True]
    assert gold_lines([(made, rows)], "") == ""


def test_a_run_without_its_text_is_left_out() -> None:
    made = document(SOURCE)
    assert gold_lines([(without_text(made), rows_of(made, "Ann", True))]) == ""


def test_the_corrections_of_all_runs_can_be_those_of_one_person(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    made = document(SOURCE)
    for name in ("Ann", "Ben"):
        run_id, _ = store.runs.start(transcript_of(made), Settings(), "local")
        store.runs.finish(made | {"run_id": run_id})
        store.labels.set(run_id, 0, 2, True, name)
    assert [s.id for s in read(tmp_path, all_corrections(store))] == ["run-1:Ada", "run-2:Ada"]
    correct_about(store, 2, "Title", "Bo", "2026-11-26")
    assert [s.id for s in read(tmp_path, all_corrections(store, "Ben"))] == ["run-2:Bo"]
    assert all_corrections(store, "") == ""
