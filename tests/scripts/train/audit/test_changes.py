"""Sentences that are made of others: of their words and parts, and no two alike."""

from __future__ import annotations

from itertools import islice

import numpy as np

from scripts.train.audit.changes import changes, neighbours
from scripts.train.audit.examples import Example

EXAMPLES = [
    Example("advice", "pause before the claim, and breathe with care.", False),
    Example("advice", "breathe in after the story because FILLER fills the gap.", True),
]
NEAR = {"pause": ["stop", "rest"], "story": ["tale"]}


def test_no_two_are_alike_and_none_is_an_example() -> None:
    made = list(islice(changes(EXAMPLES, NEAR, 1), 200))
    assert len(set(made)) == 200
    assert not set(made) & set(EXAMPLES)


def test_they_are_made_of_the_words_of_the_examples_and_of_their_neighbours() -> None:
    known = {word for example in EXAMPLES for word in example.text.replace(",", "").split()}
    known |= {word for words in NEAR.values() for word in words}
    made = islice(changes(EXAMPLES, NEAR, 2), 200)
    assert {word for one in made for word in one.text.replace(",", "").split()} <= known


def test_the_same_seed_makes_the_same_sentences() -> None:
    first, second = (list(islice(changes(EXAMPLES, NEAR, 3), 50)) for _ in range(2))
    assert first == second


def test_a_neighbour_is_a_word_of_nearly_the_same_direction() -> None:
    vectors = {
        name: np.array(row, np.float32)
        for name, row in {
            "pause": (1, 0), "stop": (1, 0.1), "seven": (-1, 0.2), "##ing": (1, 0), "roof": (-1, -1)
        }.items()
    }  # fmt: skip
    assert neighbours(["pause at the roof"], vectors)["pause"] == ["stop"]
