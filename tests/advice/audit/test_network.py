"""The network that reads a sentence: what it reads, and that its order counts."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from refiner.advice.audit.network import (
    FIELDS,
    MAX_PIECES,
    SIGNS,
    WEIGHTS,
    cut_sentence,
    load_pieces,
    read_sentence,
)
from refiner.analyst.encoder import FOLDER


def test_a_claim_is_told_from_an_order_of_the_same_words() -> None:
    assert read_sentence("you leave FILLER out.", "advice", False) > 0
    assert read_sentence("leave FILLER out.", "advice", False) < 0


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_the_advice_has_a_sign(field: str) -> None:
    assert cut_sentence("pause.", field, True)[0] == [
        load_pieces()[f"<{field}>"],
        load_pieces()["<after>"],
    ]


def test_words_are_cut_as_the_encoder_of_the_local_analyst_cuts_them() -> None:
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    text = "breathe before the roundabout, then unhurriedly begin the resuscitation again."
    names = {number: name for name, number in load_pieces().items()}
    read = [names[piece] for piece in cut_sentence(text, "advice", False)[1]]
    assert read == tokenizer.encode(text, add_special_tokens=False).tokens


def test_digits_are_read_as_digits_whatever_their_value() -> None:
    assert cut_sentence("7", "goal", False) == cut_sentence("3", "goal", False)
    assert cut_sentence("7", "goal", False) != cut_sentence("73", "goal", False)


def test_a_word_of_another_script_is_read_as_unknown() -> None:
    assert cut_sentence("中", "goal", False)[1] == [load_pieces()["<unknown>"]]


def test_a_claim_at_the_end_of_a_long_sentence_is_read() -> None:
    sound = "breathe in through the nose before the next point, and look at a face you know, "
    text = sound * (2 * MAX_PIECES // len(sound.split()) + 1)
    claim = "since you leave FILLER out of your sentences by now."
    assert len(cut_sentence(text, "advice", False)[1]) > MAX_PIECES
    assert read_sentence(text + claim, "advice", False) > read_sentence(text, "advice", False)


def test_an_empty_sentence_is_read() -> None:
    assert read_sentence("", "headline", False) < 10


def test_signs_and_pieces_have_numbers_of_their_own() -> None:
    numbers = load_pieces()
    assert [numbers[sign] for sign in SIGNS] == list(range(len(SIGNS)))
    assert sorted(numbers.values()) == list(range(len(numbers)))


def test_the_weights_are_small_enough_to_ship() -> None:
    assert WEIGHTS.stat().st_size < 2_500_000
