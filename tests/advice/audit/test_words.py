"""The tables of words: which a word belongs to, and that no table contradicts another."""

from __future__ import annotations

from itertools import combinations

import pytest

from refiner.advice.audit.words import TABLES as FOLDER
from refiner.advice.audit.words import Level, level_of, says_quantity, words_of

TABLES = ("harmless", "loose", "relative", "quantifiers", "quantities")


@pytest.mark.parametrize("pair", list(combinations(TABLES, 2)), ids="-".join)
def test_no_word_is_in_two_tables(pair: tuple[str, str]) -> None:
    first, second = pair
    assert sorted(words_of(first) & words_of(second)) == []


def test_no_word_of_quantity_may_stand_in_a_statement_about_fillers() -> None:
    assert sorted(words_of("about_fillers") & words_of("quantities")) == []


@pytest.mark.parametrize("table", [*TABLES, "about_fillers", "frequencies", "orders", "practice"])
def test_a_table_has_each_word_once_and_in_order(table: str) -> None:
    lines = (FOLDER / f"{table}.txt").read_text(encoding="utf-8").splitlines()
    blocks = " ".join("#" if line.startswith("#") else line for line in lines).split("#")
    words = [block.split() for block in blocks]
    assert words == [sorted(block) for block in words]
    assert sum(map(len, words)) == len(words_of(table))


def test_a_frequency_that_may_be_excused_is_a_word_of_quantity() -> None:
    assert {level_of(word) for word in words_of("frequencies")} == {Level.UNFIT}


@pytest.mark.parametrize("word", ["endings", "quietly", "softeners", "breathing", "listener's"])
def test_inflections_of_harmless_words_are_harmless(word: str) -> None:
    assert level_of(word) <= Level.HARMLESS


@pytest.mark.parametrize("word", ["hardly", "barely", "numbers", "halved", "dozens", "tenfold"])
def test_a_word_of_quantity_is_none_of_its_harmless_stems(word: str) -> None:
    assert level_of(word) == Level.UNFIT
    assert says_quantity(word)


@pytest.mark.parametrize(
    "word", ["doce", "zwolf", "douze", "dieci", "xii", "twelv", "eigt", "muletillas", "lv", "asdf"]
)
def test_words_of_other_languages_and_slips_of_type_are_unfit(word: str) -> None:
    assert level_of(word) == Level.UNFIT
