"""A correction takes away the parts of an advice that it refutes, and leaves the others."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.insight.labels import relabelled
from refiner.run_document import CountedDocument, is_counted
from tests.support.sample_document import document, label_row

TALK = (
    "{+Um}, we met at the old mill. It was {+like} a long winter, and {+um} the river froze over. "
    "{+You know} how that sounds at night. We walked home and, {+you know}, nobody talked. "
    "The bread was {+like} a stone by then. It smelled {-like} an old barn."
)
GOOD = "It smelled like an old barn."
LIKE, UM, YOU_KNOW = "like", "um", "you know"


def step(skill: str, word: str, passage: str) -> tuple[dict[str, str], dict[str, str]]:
    numbers = f"{{{{fillers.by_word.{word}}}}} now, {{{{goal.by_word.{word}}}}} next time"
    area = {
        "skill": skill,
        "advice": f"Wait for the next word in silence. From this talk: “{passage}”",
        "exercise": "Read a page aloud.",
    }
    return area, {"goal": f"Pause instead: “{word}” {numbers}.", "measurement": "Listen again."}


STEPS = {
    LIKE: step("Compare on purpose", LIKE, "It was like a long winter, and um the river …"),
    UM: step("Let the gap be silent", UM, "… and um the river froze over."),
    YOU_KNOW: step("Finish the thought", YOU_KNOW, "You know how that sounds at night."),
}


def coached(headline: str, words: list[str]) -> CountedDocument:
    """A run with a model's advice about `words`, in this order."""
    steps = [STEPS[word] for word in words]
    draft: Any = {
        "headline": headline,
        "focus_areas": [area for area, _ in steps],
        "strengths": [],
        "weekly_goals": [goal for _, goal in steps],
        "motivation": "Take your time.",
    }
    made: CountedDocument = document(TALK)
    made["coaching"]["draft"], made["coaching"]["source"] = draft, "regenerated"
    return made


def reject(made: CountedDocument, word: str, most: int = 9) -> CountedDocument:
    """The run after a person has called the first `most` fillers of `word` none."""
    spans = [(f["start"], f["end"]) for f in made["fillers"] if f["word"] == word]
    changed = relabelled(made, [label_row(*span, False) for span in spans[:most]])
    assert is_counted(changed)
    return changed


def skills(made: CountedDocument) -> list[str]:
    return [area["skill"] for area in made["coaching"]["advice"]["focus_areas"]]


@pytest.mark.parametrize("fallen", [LIKE, UM, YOU_KNOW])
def test_only_the_focus_of_a_word_without_fillers_falls_with_its_goal(fallen: str) -> None:
    words = [LIKE, UM, YOU_KNOW]
    changed = reject(coached("Let your pauses be silent", words), fallen)
    advice = changed["coaching"]["advice"]
    for word in words:
        area, _ = STEPS[word]
        assert (area in advice["focus_areas"]) is (word != fallen)
        assert (f"“{word}”" in str(advice)) is (word != fallen)
    assert len(advice["weekly_goals"]) == len(advice["focus_areas"])
    assert len(set(skills(changed))) == len(skills(changed))
    assert changed["coaching"]["source"] == "regenerated"
    assert changed["coaching"]["adjusted"] is True


def test_a_headline_about_the_fallen_word_is_replaced_and_another_stays() -> None:
    named = reject(coached("Say what you mean instead of “like”", [UM, LIKE]), LIKE)
    assert "like" not in named["coaching"]["advice"]["headline"]
    other = reject(coached("Let your pauses be silent", [UM, LIKE]), LIKE)
    assert other["coaching"]["advice"]["headline"] == "Let your pauses be silent"


def test_a_passage_whose_fillers_are_all_rejected_takes_its_focus_along() -> None:
    made = coached("Let your pauses be silent", [YOU_KNOW, UM])
    changed = reject(made, YOU_KNOW, most=1)
    assert STEPS[YOU_KNOW][0] not in changed["coaching"]["advice"]["focus_areas"]
    assert STEPS[UM][0] in changed["coaching"]["advice"]["focus_areas"]


def test_a_passage_falls_with_its_filler_of_the_named_word_whatever_else_it_has() -> None:
    made = coached("Let your pauses be silent", [LIKE, YOU_KNOW])
    changed = reject(made, LIKE, most=1)  # “um” in the same passage still counts
    advice = changed["coaching"]["advice"]
    assert STEPS[LIKE][0] not in advice["focus_areas"]
    assert STEPS[YOU_KNOW][0] in advice["focus_areas"]
    assert "like a long winter" not in str(advice)


def test_a_passage_shown_as_a_good_example_stays_where_nothing_in_it_was_judged() -> None:
    made = coached("Let your pauses be silent", [LIKE, UM])
    made["coaching"]["draft"]["focus_areas"][0]["advice"] = f"Keep those that compare: “{GOOD}”"
    changed = reject(made, UM, most=1)
    assert GOOD in str(changed["coaching"]["advice"])
    assert "adjusted" not in changed["coaching"]


def test_a_correction_that_refutes_nothing_changes_figures_alone() -> None:
    made = coached("Let your pauses be silent", [LIKE, UM])
    last = [f for f in made["fillers"] if f["word"] == LIKE and f["ai"]][-1]
    changed = relabelled(made, [label_row(last["start"], last["end"], False)])
    assert is_counted(changed)
    assert skills(changed) == [STEPS[LIKE][0]["skill"], STEPS[UM][0]["skill"]]
    assert "“like” 1 now" in str(changed["coaching"]["advice"])
    assert "adjusted" not in changed["coaching"]


def test_advice_of_which_no_focus_holds_becomes_the_template() -> None:
    changed = reject(coached("Say what you mean instead of “like”", [LIKE]), LIKE)
    assert changed["coaching"]["source"] == "template"
    assert changed["coaching"]["advice"]["focus_areas"]
    assert "“like”" not in str(changed["coaching"]["advice"])
