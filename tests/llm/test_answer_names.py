"""Parts of an answer are found under the names that models give them."""

from __future__ import annotations

import pytest

from refiner.llm.answer_names import name_parts, name_pattern

KEYS = ("headline", "focus_areas", "weekly_goals")


@pytest.mark.parametrize(
    "values",
    [
        {"headline": 1, "focus_areas": 2, "weekly_goals": 3},
        {"Headline": 1, "Focus Areas": 2, "WEEKLY-GOALS": 3},
        {"title": 1, "areasForImprovement": 2, "goals": 3},
        {"headline": 1, "title": 9, "focusAreas": 2, "tips": 9, "weekly_goals": 3, "goals": 9},
    ],
)
def test_a_part_has_its_own_name_or_else_another(values: dict[str, int]) -> None:
    assert name_parts(values, KEYS) == {"headline": 1, "focus_areas": 2, "weekly_goals": 3}


def test_no_part_counts_as_two() -> None:
    assert name_parts({"tip": "x"}, ("advice", "tip")) == {"tip": "x"}
    assert name_parts({"title": "x"}, ("skill", "goal")) == {"skill": "x"}


@pytest.mark.parametrize(
    "text",
    ['{"focus_areas": [', "{'headline': ", "{ headline: 1", '{"a": 1, “Focus Areas” : [',
     '{\\"weekly_goals\\": 1'],
)  # fmt: skip
def test_a_key_of_a_document_is_found_however_it_is_written(text: str) -> None:
    assert name_pattern(KEYS).search(text)


@pytest.mark.parametrize("text", ["My headline: go", '"headlines": 1', "the focus areas are two"])
def test_a_word_of_a_sentence_is_not_a_key(text: str) -> None:
    assert not name_pattern(KEYS).search(text)
