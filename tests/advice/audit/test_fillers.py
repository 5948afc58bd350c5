"""Fillers and passages of the talk are found in a sentence of advice."""

from __future__ import annotations

import pytest

from refiner.advice.audit.fillers import Talk, mask_fillers
from refiner.detection.lexicon import load_lexicon
from refiner.model import FillerCounts

TALK = Talk(
    FillerCounts("ai", {"um": 1, "like": 2}, 3, 20, 10.0),
    "We had, like, three days left to fix the roof, and it was, um, like, really cold. A dozen of "
    "them froze.",
    load_lexicon(),
)


@pytest.mark.parametrize(
    "passage", ["We had, like, three days left", "We had three days left", "it was really cold"]
)
def test_a_passage_of_the_talk_may_be_quoted_with_or_without_its_fillers(passage: str) -> None:
    assert mask_fillers(f'open with "{passage.lower()}"', TALK)[0] == "open with QUOTE"


@pytest.mark.parametrize("passage", ["We had three days more", "three days left, really cold"])
def test_text_that_is_not_in_the_talk_is_not_a_passage(passage: str) -> None:
    assert "QUOTE" not in mask_fillers(f'open with "{passage.lower()}"', TALK)[0]


@pytest.mark.parametrize("passage", ["okay, so", "um, like", "so, um, you know", "so um"])
def test_fillers_in_one_pair_of_quotation_marks_are_each_found(passage: str) -> None:
    masked, named = mask_fillers(f'out pops "{passage}"', TALK)
    assert named == set(passage.split(", " if "," in passage else " "))
    assert masked.count("FILLER") == len(named)


@pytest.mark.parametrize("words", ["I do not know yet", "mitochondria", "let me think"])
def test_words_that_someone_is_given_to_say_state_nothing(words: str) -> None:
    assert mask_fillers(f'say "{words.lower()}" and wait', TALK)[0] == "say QUOTE and wait"


@pytest.mark.parametrize(
    "words", ["twelve more", "it was calmer", "um, right", "you never said it", "deux fois"]
)
def test_words_to_say_that_count_compare_or_name_a_filler_are_read(words: str) -> None:
    assert "QUOTE" not in mask_fillers(f'say "{words}" and wait', TALK)[0]


@pytest.mark.parametrize(
    "text", ['"a dozen of them" ums', 'um came "three days" in', '"three days" times, um came']
)
def test_a_passage_with_a_number_is_none_where_it_says_how_many(text: str) -> None:
    assert "QUOTE" not in mask_fillers(text, TALK)[0]
