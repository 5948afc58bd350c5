"""What the learnt weights say, and that they belong to the lists as they are."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from refiner.advice.audit.clauses import Sentence
from refiner.advice.audit.fillers import MENTION
from refiner.advice.audit.learnt import (
    PLACES,
    WEIGHTS,
    likeness_to_claims,
    load_pieces,
    places_of,
)
from refiner.advice.audit.rules import DOUBTED, TRUSTED, find_fault
from refiner.analyst.encoder import FOLDER
from scripts.train_audit import hash_lists, learn
from tests.advice.audit.test_rules import TALK, rows


def likeness(text: str, field: str = "advice") -> float:
    return likeness_to_claims(Sentence.of(text, field, False, False), field)


def test_the_weights_are_those_of_the_lists_as_they_are() -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert stored["lists"] == hash_lists(), "run python -m scripts.train_audit"


def test_a_claim_of_words_that_the_tables_know_is_unfit() -> None:
    text = "You handed fillers out to each sentence."
    assert likeness(text.replace("fillers", "FILLER")) > TRUSTED
    assert find_fault(text, "advice", TALK)[0]


def test_a_word_that_may_say_a_quantity_passes_in_a_sentence_that_is_like_good_advice() -> None:
    text = "A pause often gives your listeners time to follow."
    assert likeness(text) < DOUBTED
    assert find_fault(text, "advice", TALK)[0] is None


@pytest.mark.parametrize("number", ["two", "dozen", "9", "zilch", "doce", "twice"])
def test_no_likeness_excuses_a_number(number: str) -> None:
    text = f"A pause gives your listeners {number} time to follow."
    assert find_fault(text, "advice", TALK)[0]


def test_a_sentence_has_the_word_pieces_that_the_encoder_reads() -> None:
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    pieces = load_pieces()
    plain = [row for row in rows("sound.txt") if row[1].isascii() and "{" not in row[1]]
    for field, text in plain[::20]:
        sentence = Sentence.of(MENTION.sub("it", text.lower()), field, False, False)
        read = tokenizer.encode(sentence.text, add_special_tokens=False).tokens
        found = {place for place in places_of(sentence, field) if place >= PLACES}
        assert found == {pieces[piece] for piece in read if piece in pieces}


def test_learning_tells_apart_what_differs_and_gives_the_same_each_time() -> None:
    samples = [({1, 2}, True), ({1, 3}, False), ({2, 4}, True), ({3, 4}, False)]
    weights, bias = learn(samples, np.eye(1))
    assert weights[2] > 0 > weights[3]
    again, _ = learn(samples, np.eye(1))
    assert np.array_equal(weights, again)
    assert np.isfinite(bias)


def test_a_word_piece_that_no_list_has_weighs_like_those_that_mean_the_same() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.9, 0.1]])
    samples = [({PLACES}, True), ({PLACES + 1}, False)]
    weights, _ = learn(samples, vectors)
    assert weights[PLACES + 2] > 0 > weights[PLACES + 1]
