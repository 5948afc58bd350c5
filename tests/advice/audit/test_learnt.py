"""What the learnt weights say, and that they belong to the lists as they are."""

from __future__ import annotations

import json

import numpy as np
import pytest

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.learnt import WEIGHTS, likeness_to_claims
from refiner.advice.audit.rules import LIMIT, find_fault
from scripts.train_audit import Sample, hash_lists, learn
from tests.advice.audit.texts import TALK


def likeness(text: str, field: str = "advice") -> float:
    return likeness_to_claims(Sentence.of(text, field, False, False), field)


def test_the_weights_are_those_of_the_lists_as_they_are() -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert stored["lists"] == hash_lists(), "run python -m scripts.train_audit"


def test_a_claim_of_harmless_words_is_unfit() -> None:
    text = "You handed fillers out to each sentence."
    assert likeness(text.replace("fillers", "FILLER")) > LIMIT
    assert find_fault(text, "advice", TALK)[0]


def test_a_word_that_may_say_how_often_passes_in_a_sentence_that_is_like_good_advice() -> None:
    text = "A pause often gives your listeners time to follow."
    assert likeness(text) < LIMIT
    assert find_fault(text, "advice", TALK)[0] is None


@pytest.mark.parametrize("number", ["two", "dozen", "9", "zilch", "doce", "twice"])
def test_no_likeness_excuses_a_number(number: str) -> None:
    text = f"A pause gives your listeners {number} time to follow."
    assert find_fault(text, "advice", TALK)[0]


def samples(logit: float) -> list[Sample]:
    places = ({1, 2}, True), ({1, 3}, False), ({2, 4}, True), ({3, 4}, False)
    return [Sample(places, logit if false else -logit, false) for places, false in places]


def test_learning_tells_apart_what_differs_and_gives_the_same_each_time() -> None:
    weights, bias = learn(samples(0.0))
    assert weights[2] > 0 > weights[3]
    assert np.array_equal(weights, learn(samples(0.0))[0])
    assert np.isfinite(bias)


def test_what_the_network_knows_is_not_learnt_again() -> None:
    assert abs(learn(samples(5.0))[0]).max() < abs(learn(samples(0.0))[0]).max()
