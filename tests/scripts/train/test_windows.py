"""Windows for training are those that the analyst reads."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tokenizers import Tokenizer

from refiner.analyst.encoder import FOLDER
from refiner.evaluation.gold import JudgedSpan, Sample
from scripts.train.windows import LENGTH, PLACES, cut_windows, join_windows, read_windows


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


def talk(times: int, between: int) -> Sample:
    text, judged = "", []
    for n in range(times):
        start = len(text)
        text += "like " + "word " * between
        judged.append(JudgedSpan(start, start + 4, "like", "like", n % 2 == 0))
    return Sample("a", text, tuple(judged))


def test_every_place_is_in_one_window_and_reads_its_word(tokenizer: Tokenizer) -> None:
    windows = cut_windows(tokenizer, [(3, talk(40, 1))])
    held = windows.label >= 0
    assert held.sum() == 40
    assert held.sum(1).max() == PLACES
    (like,) = tokenizer.encode("like", add_special_tokens=False).ids
    for row, place in zip(*np.nonzero(held), strict=True):
        low, high = windows.first[row, place], windows.last[row, place]
        assert list(windows.pieces[row, low:high]) == [like]
    assert set(windows.sample) == {3}


def test_a_context_drawn_by_chance_is_no_longer_than_the_full_one(tokenizer: Tokenizer) -> None:
    numbered = [(0, talk(10, 60))]
    full = (cut_windows(tokenizer, numbered).pieces != 1).sum(1)
    drawn = (cut_windows(tokenizer, numbered, rng=random.Random(1)).pieces != 1).sum(1)
    assert len(full) == len(drawn) == 10
    assert (drawn <= full).all()
    assert (drawn < full).any()
    assert full.max() <= LENGTH


def test_windows_come_back_from_a_file(tokenizer: Tokenizer) -> None:
    windows = cut_windows(tokenizer, [(0, talk(3, 2))])
    again = read_windows(windows.arrays("x"), "x")
    assert (join_windows([windows, again]).pieces[len(windows) :] == again.pieces).all()
