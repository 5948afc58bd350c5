"""A person's verdict counts immediately, everywhere, and can be taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from refiner.insight.labels import relabelled
from refiner.run_document import is_counted
from refiner.store.row_types import LabelRow
from refiner.store.rows import without_text
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


def test_an_unmarked_word_can_be_labelled_a_filler() -> None:
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


def test_where_people_differ_the_newest_verdict_counts_and_a_span_counts_once() -> None:
    made = document("{+Um} I {+like} it")
    like = made["fillers"][1]
    rows = [
        label_row(like["start"], like["end"], False, "Ann"),
        label_row(like["start"], like["end"], True, "Ben"),
    ]
    assert relabelled(made, rows)["counts"]["ai"] == 2
    assert relabelled(made, rows)["counts"]["labelled"] == 1
    assert relabelled(made, rows[::-1])["counts"]["ai"] == 1
    assert "Ann" not in json.dumps(relabelled(made, rows))


def test_a_span_that_only_people_judged_stays_marked_when_it_is_turned_down() -> None:
    made = document("{+Um} it was so good")
    start = made["text"].index("so")
    changed = relabelled(made, [label_row(start, start + 2, False)])
    assert changed["counts"]["ai"] == made["counts"]["ai"]
    (so,) = (f for f in changed["fillers"] if f["text"] == "so")
    assert (so["rule"], so["ai"], so["label"]) == (False, False, False)


def test_a_run_whose_text_was_not_kept_has_no_places_to_correct() -> None:
    bare: Any = without_text(document())
    assert relabelled(bare, [label_row(3, 5, True)]) == bare


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
