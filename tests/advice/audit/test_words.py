"""The tables of words: which a word belongs to, and that no table contradicts another."""

from __future__ import annotations

import pytest

from refiner.advice.audit.words import TABLES as FOLDER
from refiner.advice.audit.words import is_harmless, says_quantity, words_of


def test_no_word_is_harmless_and_says_a_quantity() -> None:
    assert sorted(words_of("harmless") & words_of("quantities")) == []


@pytest.mark.parametrize("table", ["harmless", "quantities", "orders", "practice"])
def test_a_table_has_each_word_once_and_in_order(table: str) -> None:
    lines = (FOLDER / f"{table}.txt").read_text(encoding="utf-8").splitlines()
    blocks = " ".join("#" if line.startswith("#") else line for line in lines).split("#")
    words = [block.split() for block in blocks]
    assert words == [sorted(block) for block in words]
    assert sum(map(len, words)) == len(words_of(table))


@pytest.mark.parametrize("word", ["endings", "quietly", "softeners", "breathing", "listener's"])
def test_inflections_of_harmless_words_are_harmless(word: str) -> None:
    assert is_harmless(word)


@pytest.mark.parametrize("word", ["hardly", "barely", "doubles", "halved", "dozens", "tenfold"])
def test_a_word_of_quantity_is_none_of_its_harmless_stems(word: str) -> None:
    assert not is_harmless(word)
    assert says_quantity(word)


@pytest.mark.parametrize(
    "word", ["doce", "zwolf", "douze", "dieci", "xii", "twelv", "eigt", "muletillas", "lv", "asdf"]
)
def test_words_of_other_languages_and_slips_of_type_are_unfit(word: str) -> None:
    assert not is_harmless(word)
