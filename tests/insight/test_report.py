"""The report for the speaker says the refined counts and keeps every text literal."""

from __future__ import annotations

from refiner.insight.report import refined_word_counts, report_headline, report_markdown
from tests.support.sample_document import document


def test_headline_says_the_refined_count() -> None:
    made = document("{+um} {-like} {?so} word word")
    assert report_headline(made).startswith("You used 2 fillers in 5 words, 40.0 per 100 words")


def test_counts_of_rules_alone_are_named_as_such() -> None:
    made = document("{+um} word")
    made["counts"]["refined_by"] = "rules"
    assert report_headline(made).startswith("A first count, not yet checked in context: 1 filler")


def test_words_are_the_refined_ones_most_frequent_first() -> None:
    made = document("{-well} {-well} {-well} {+like} {+like} {+um}")
    assert refined_word_counts(made) == [("like", 2), ("um", 1)]


def test_markdown_of_a_title_or_a_word_takes_no_effect() -> None:
    made = document("{+um}", title="<script>x</script> ![a](http://x)", speaker="# Eve | [b](c)")
    page = report_markdown(made)
    assert "<script>" not in page
    assert "![a]" not in page
    assert "[b](c)" not in page


def test_the_same_run_gives_the_same_report() -> None:
    assert report_markdown(document()) == report_markdown(document())
