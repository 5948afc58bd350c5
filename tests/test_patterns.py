"""A pattern that is compiled later behaves as one that is compiled immediately."""

from __future__ import annotations

import re

import pytest

from refiner.patterns import compile_later


def test_a_later_pattern_finds_and_replaces_as_a_compiled_one() -> None:
    later, compiled = compile_later(r"(\w)\1", re.IGNORECASE), re.compile(r"(\w)\1", re.IGNORECASE)
    text = "Aa bc DD"
    assert [m.span() for m in later.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    assert later.sub("-", text) == compiled.sub("-", text)
    assert (later.pattern, later.flags) == (compiled.pattern, compiled.flags)


def test_a_wrong_pattern_fails_where_it_is_used() -> None:
    wrong = compile_later("(")
    with pytest.raises(re.error):
        wrong.search("a")
