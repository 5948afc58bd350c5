"""The report for the speaker says the refined counts and keeps every text literal."""

from __future__ import annotations

from refiner.insight.report import (
    refined_word_counts,
    report_headline,
    report_markdown,
    report_text,
)
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


def test_the_text_for_an_e_mail_has_all_of_the_advice_and_no_markup() -> None:
    made = document()
    made["coaching"]["note"] = "See you on Thursday."
    text = report_text(made, "Last time you paused more.")
    advice = made["coaching"]["advice"]
    said = [report_headline(made), "Last time you paused more.", advice["headline"]]
    said += [f"{n}. {area['skill']}" for n, area in enumerate(advice["focus_areas"], 1)]
    said += [f"Exercise: {area['exercise']}" for area in advice["focus_areas"]]
    said += [advice["motivation"], "See you on Thursday."]
    places = [text.index(part) for part in said]
    assert places[:4] == sorted(places[:4])
    assert not any(mark in text for mark in ("**", "##", "\\"))
