"""Advice that a coach edited keeps their words, and its figures follow every correction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.insight.corrections import correct_span, edit_advice, find_corrected
from refiner.run_document import AdviceDict, CountedDocument, is_counted
from refiner.store import Store
from refiner.transcripts.from_document import transcript_of
from tests.support.sample_document import document

TALK = "{+Um} I {+like} it. {+Like} this one, it was {+like} a day, and it was {+like} a week."
DRAFT: Any = {
    "headline": "Let your pauses be silent",
    "focus_areas": [
        {
            "skill": "Keep “like” for comparisons",
            "advice": "Keep “like” for real comparisons. Wait for the word in silence.",
            "exercise": "Read a page aloud.",
        }
    ],
    "strengths": [],
    "weekly_goals": [
        {
            "goal": "Use “like” where you compare: “like” {{fillers.by_word.like}} now, "
            "{{goal.by_word.like}} next time.",
            "measurement": "Search your next transcript for “like”.",
        }
    ],
    "motivation": "Take your time.",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs.db")


@pytest.fixture
def made(store: Store) -> CountedDocument:
    """A logged run with four times “like”, its slots filled."""
    logged = document(TALK)
    goal = DRAFT["weekly_goals"][0]
    filled = goal | {"goal": "Use “like” where you compare: “like” 4 now, 2 next time."}
    logged["coaching"] |= {"advice": DRAFT | {"weekly_goals": [filled]}, "draft": DRAFT}
    run_id, _ = store.runs.start(transcript_of(logged), Settings(), logged["provider"])
    store.runs.finish(logged | {"run_id": run_id})
    return read(store, run_id)


def read(store: Store, run_id: int) -> CountedDocument:
    found = find_corrected(store, run_id)
    assert found is not None
    assert is_counted(found)
    return found


def advice_of(found: CountedDocument) -> AdviceDict:
    return found["coaching"]["advice"]


def reject_a_like(store: Store, made: CountedDocument) -> CountedDocument:
    filler = made["fillers"][2]
    correct_span(store, made["run_id"], filler["start"], filler["end"], False)
    return read(store, made["run_id"])


def test_a_correction_after_an_edit_changes_the_figures_and_keeps_the_words(
    store: Store, made: CountedDocument
) -> None:
    edited: AdviceDict = {**advice_of(made), "headline": "Mara, let your pauses be silent"}
    assert edit_advice(store, made, edited, "See you on Friday.") == []
    shown = read(store, made["run_id"])
    assert advice_of(shown) == edited
    changed = reject_a_like(store, made)
    assert advice_of(changed)["headline"] == "Mara, let your pauses be silent"
    assert "“like” 3 now, 1 next time" in advice_of(changed)["weekly_goals"][0]["goal"]
    assert "3 now, 1 next time" in changed["coaching"]["markdown"]
    assert changed["coaching"]["note"] == "See you on Friday."
    assert "edit_outdated" not in changed["coaching"]


def test_a_figure_that_a_person_wrote_is_refused_where_it_could_become_wrong(
    store: Store, made: CountedDocument
) -> None:
    edited: AdviceDict = {**advice_of(made), "motivation": "You said 4 fillers."}
    assert edit_advice(store, made, edited, "") == ["You said 4 fillers."]
    assert advice_of(read(store, made["run_id"])) == advice_of(made)


def test_a_sentence_that_a_correction_made_wrong_is_left_out_and_the_rest_stays(
    store: Store, made: CountedDocument
) -> None:
    edited: AdviceDict = {**advice_of(made), "headline": "Let your words arrive"}
    stale: AdviceDict = {**edited, "motivation": "You say “like” 4 times. Take your time."}
    store.runs.set_edited_advice(made["run_id"], {"advice": stale, "note": ""})  # as once kept
    changed = reject_a_like(store, made)
    assert changed["coaching"]["edited"]
    assert changed["coaching"]["edit_outdated"]
    assert advice_of(changed)["motivation"] == "Take your time."
    assert advice_of(changed)["headline"] == "Let your words arrive"


def test_back_to_the_original_forgets_the_edit(store: Store, made: CountedDocument) -> None:
    edit_advice(store, made, {**advice_of(made), "headline": "Let your words arrive"}, "")
    edit_advice(store, read(store, made["run_id"]), None, "")
    assert read(store, made["run_id"])["coaching"] == made["coaching"]
