"""A person's verdict counts at once, everywhere, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from refiner.evaluation.gold import load_gold
from refiner.insight.labels import gold_lines, relabelled
from refiner.run_document import LabelRow, is_counted
from tests.support.sample_document import document, label_row


def label(filler: dict[str, Any], verdict: bool) -> LabelRow:
    return label_row(filler["start"], filler["end"], verdict)


def draft(text: str) -> dict[str, Any]:
    return {
        "headline": text,
        "focus_areas": [],
        "strengths": [],
        "weekly_goals": [],
        "motivation": "",
    }


def test_without_labels_the_document_is_as_it_was() -> None:
    made = document()
    assert relabelled(made, []) == made


def test_an_overruled_filler_leaves_the_counts_and_the_advice() -> None:
    made = document("{+Um} I {+like} it {+like} this")
    made["coaching"] |= {"draft": draft("{{fillers.total}} fillers, like {{fillers.by_word.like}}")}
    changed = relabelled(made, [label(made["fillers"][1], False)])
    assert is_counted(changed)
    assert changed["counts"]["ai"] == 2
    assert changed["counts"]["by_word"]["like"] == {"rule": 2, "ai": 1}
    assert changed["coaching"]["advice"]["headline"] == "2 fillers, like 1"
    assert changed["counts"]["labelled"] == 1
    assert made["counts"]["ai"] == 3, "the run document itself never changes"


def test_a_rejected_span_can_be_called_a_filler() -> None:
    made = document("{+Um} I {-like} it")
    changed = relabelled(made, [label(made["fillers"][1], True)])
    assert changed["counts"]["ai"] == 2
    assert changed["fillers"][1]["label"] is True


def test_a_word_that_nobody_marked_can_be_called_a_filler() -> None:
    made = document("{+Um} it was so good")
    start = made["text"].index("so")
    changed = relabelled(made, [label_row(start, start + 2, True)])
    assert [f["text"] for f in changed["fillers"] if f["ai"]] == ["Um", "so"]
    assert changed["rates"]["per_100_words"] == pytest.approx(100 * 2 / 5)


def test_the_decision_stays_as_it_was_made() -> None:
    made = document()
    changed = relabelled(made, [label(made["fillers"][0], True)])
    assert changed["decision"] == made["decision"]
    assert changed["timings"] == made["timings"]


def test_labels_export_as_a_gold_file_that_evaluate_reads(tmp_path: Path) -> None:
    made = document("{+Um} I {-like} it — naïve 😀 {+like} that")
    rows = [label(made["fillers"][0], True), label(made["fillers"][1], False)]
    path = tmp_path / "gold.jsonl"
    path.write_text(gold_lines([(made, rows), (document(), [])]), encoding="utf-8")
    (sample,) = load_gold(path)
    assert sample.text == made["text"]
    assert [(j.form, j.filler) for j in sample.judged] == [("fp", True), ("like", False)]
    assert sample.conversation == "run-124"


def test_advice_without_a_draft_never_keeps_a_number_that_became_wrong() -> None:
    made = document("{+Um} I {+like} it {+like} this")
    wrong, right = draft("You said 3 fillers."), draft("Let the pauses work.")
    made["coaching"] = {"source": "preliminary", "markdown": "", "advice": wrong}
    made["preliminary_coaching"] = {"source": "preliminary", "markdown": "", "advice": right}
    changed = relabelled(made, [label(made["fillers"][1], False)])
    assert is_counted(changed)
    assert changed["coaching"]["source"] == "template"
    assert "3 fillers" not in str(changed["coaching"]["advice"])
    first = changed["preliminary_coaching"]
    assert first is not None
    assert first["advice"] == right
