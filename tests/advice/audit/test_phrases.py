"""Phrases are found as if all of them were one pattern, though few are compiled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from refiner.advice.audit.phrases import Phrases, phrase_lines, phrases, whole_words

TEXTS = [
    line.split(" | ", 1)[1].lower()
    for name in ("lies.txt", "sound.txt")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    if " | " in line
]


@pytest.mark.parametrize("section", ["anywhere", "general", "orders about fillers"])
def test_phrases_are_found_as_by_one_pattern_of_all(section: str) -> None:
    found = phrases(section)
    longest_first = sorted(phrase_lines(section), key=len, reverse=True)
    whole = re.compile("|".join(map(whole_words, longest_first)))
    for text in TEXTS[::9]:
        assert found.sub(lambda match: "_" * len(match[0]), text) == whole.sub(
            lambda match: "_" * len(match[0]), text
        )


def test_of_two_phrases_that_begin_alike_the_longer_is_read() -> None:
    found = Phrases(["a few", "a few of us"])
    assert found.sub(lambda match: "_", "a few of us and a few") == "_ and _"
