"""The difference between two pieces of advice, literally."""

from __future__ import annotations

from typing import Any

from pages.components.refine.advice_diff import changed_share, diff_html
from tests.support.sample_document import coaching

ADVICE: Any = coaching()["advice"]


def test_diff_strikes_what_is_gone_and_underlines_what_is_new() -> None:
    page = diff_html(ADVICE, ADVICE | {"headline": "Let the silences work"})
    assert "Let the <del>pauses </del><ins>silences </ins>work" in page
    assert page.count("<ins>") == 1


def test_texts_with_little_in_common_are_shown_whole() -> None:
    page = diff_html(ADVICE, ADVICE | {"headline": "Something else entirely"})
    assert "<del>Let the pauses work</del> <ins>Something else entirely</ins>" in page


def test_equal_advice_changed_nothing() -> None:
    assert changed_share(ADVICE, ADVICE) == 0
    assert "<ins>" not in diff_html(ADVICE, ADVICE)


def test_diff_is_literal() -> None:
    assert "<b>" not in diff_html(ADVICE, ADVICE | {"headline": "<b>bold</b>"})
