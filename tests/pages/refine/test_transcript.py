"""The marked transcript is exactly the talk, and nothing in a talk can act on the page."""

from __future__ import annotations

import html
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.components.refine.transcript import (
    changes_of_speaker,
    legend_html,
    table_html,
    text_html,
    transcript_html,
)
from refiner.insight.labellers import SpanLabels
from tests.support.sample_document import CASUAL, document, marked

TAG = re.compile(r"<[^>]*>")


def plain(page: str) -> str:
    return html.unescape(TAG.sub("", page))


def test_the_text_reads_as_it_was_given_line_by_line() -> None:
    text, fillers = marked(CASUAL)
    assert plain(text_html(text, fillers)) == text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(min_size=1, max_size=12), st.text(max_size=80))
def test_any_text_comes_out_as_it_went_in(before: str, word: str, after: str) -> None:
    text = before + word + after
    filler: Any = {
        "start": len(before),
        "end": len(before) + len(word),
        "text": word,
        "word": word,
        "rule": True,
        "ai": True,
        "probability": 0.9,
        "rationale": after,
    }
    assert plain(text_html(text, [filler])) == text


def test_nothing_in_a_talk_can_act() -> None:
    evil = '<img src=x onerror="alert(1)">'
    text, fillers = marked(f"{evil} {{+um}} {evil}")
    fillers[0] |= {"word": evil, "rationale": evil + "'\"", "text": "um"}
    page = transcript_html(text, fillers)
    assert "<img" not in page
    assert not re.search(r'data-reason="[^"]*<', page)
    attributes = re.findall(r'[\w-]+="[^"]*"', page)
    assert not any(a.startswith("onerror") for a in attributes)


@pytest.mark.parametrize(
    ("source", "kind", "says"),
    [
        ("{+um}", "both", "Filler"),
        ("{-like}", "rejected", "Not a filler here"),
        ("{?like}", "found", "Also a filler (rules missed it)"),
    ],
)
def test_each_mark_has_its_own_look_and_says_why(source: str, kind: str, says: str) -> None:
    text, fillers = marked(source)
    page = text_html(text, fillers)
    assert f'class="mk {kind}"' in page
    assert f'data-meaning="{says}"' in page
    assert re.search(r'data-reason="92 % sure it is (not )?a filler: (it|comes) ', page)
    assert re.search(r'aria-label="“\w+”, [^"]+, 92 % sure it is [^"]+"', page)


def test_a_span_that_was_not_judged_differs_from_a_confirmed_one() -> None:
    text, fillers = marked("{+like}")
    fillers[0]["probability"] = None
    page = text_html(text, fillers)
    assert 'class="mk unjudged"' in page
    assert "% sure" not in page


def test_the_person_s_verdict_is_ticked_and_outranks_both() -> None:
    text, fillers = marked("{+like}")
    fillers[0] |= {"ai": False, "label": False}
    people = {(0, 4): SpanLabels({"": False}, me="")}
    page = text_html(text, fillers, people=people)
    assert 'class="mk rejected judged"' in page
    assert "You marked this: not a filler" in page
    assert 'data-mine="false"' in page
    assert 'data-reason="The analysis: 92 % likely a filler"' in page
    assert "can be dropped" not in page


def test_a_mark_on_which_people_differ_says_who_and_comes_first_for_review() -> None:
    text, fillers = marked("{+like} {-so} {+um}")
    fillers[0] |= {"ai": False, "label": False}
    people = {(0, 4): SpanLabels({"Ann": True, "<Ben>": False}, me="Ann")}
    page = transcript_html(text, fillers, people=people)
    assert 'class="mk rejected judged differ"' in page
    assert "&lt;Ben&gt; marked this: not a filler. You: a filler" in page
    assert re.findall(r'data-mine="(\w+)"', page) == ["true"]
    chips = re.findall(r'data-kind="(\w+)"[^>]*>(?:<span.*?</span>)?[^<]*<b>(\d+)', page)
    assert chips[:2] == [("all", "3"), ("differ", "1")]
    alone = transcript_html(text, fillers, people={(0, 4): SpanLabels({"Ann": False}, me="")})
    assert "differ" not in alone
    assert "data-mine" not in alone
    assert "Ann marked this: not a filler" in alone


def test_a_hesitation_that_the_newest_verdict_turned_down_is_shown_while_people_differ() -> None:
    text, fillers = marked("hello there")
    found: Any = [{"start_s": 1.0, "end_s": 1.3, "offset": 6, "label": False}]
    people = {(6, 6): SpanLabels({"Ann": True, "Ben": False}, me="Ben")}
    page = transcript_html(text, fillers, possible=found, people=people)
    assert 'class="mk possible gap differ"' in page
    assert "You marked this: not a filler. Ann: a filler" in page


def test_speakers_are_named_where_they_begin_and_the_text_stays_whole() -> None:
    text, fillers = marked("{+um} hello\nhi there")
    turns = changes_of_speaker([(0, "Ada"), (9, "<b>Ben")])
    page = text_html(text, fillers, turns)
    assert page.startswith('<b class="who">Ada</b><span class="mk both"')
    assert '<b class="who">&lt;b&gt;Ben</b>hi there' in page


@pytest.mark.parametrize(
    ("turns", "shown"),
    [
        ([(0, "Ada")], []),
        ([(0, "Ada"), (5, "Ada")], []),
        ([(0, ""), (5, "")], []),
        ([(0, "Ada"), (3, "Ada"), (5, "Ben")], [(0, "Ada"), (5, "Ben")]),
    ],
)
def test_names_stand_only_where_the_speaker_changes(
    turns: list[tuple[int, str]], shown: list[tuple[int, str]]
) -> None:
    assert changes_of_speaker(turns) == shown


def test_table_shows_counts_and_agreement_of_every_word() -> None:
    _, fillers = marked("{-like} {?like} {+um}")
    cells = [
        re.findall(r"<span>(\d+)</span>|agree[^>]*>([\d·]+)<", line)
        for line in re.findall(r"<tr>(?:(?!</tr>).)*</tr>", table_html(fillers))
    ]
    rows = [[a or b for a, b in line] for line in cells if line]
    assert rows == [["1", "1", "·", "1", "1"], ["1", "1", "1", "·", "·"], ["2", "2", "1", "1", "1"]]


def test_legend_counts_each_kind() -> None:
    _, fillers = marked("{-like} {?like} {+um} {+um}")
    numbers = re.findall(r"<b>(\d+)</b>", legend_html(fillers))
    assert numbers == ["4", "2", "1", "1"]


def test_what_is_not_sure_is_marked_and_offered_first() -> None:
    text, fillers = marked("{-like} {+like} {+um}")
    fillers[0]["probability"] = 0.4
    assert 'class="mk rejected unsure"' in text_html(text, fillers)
    chips = re.findall(r'data-kind="(\w+)"', legend_html(fillers))
    assert chips == ["all", "unsure", "both", "rejected", "found"]
    fillers[0]["label"] = False
    assert "unsure" not in text_html(text, fillers) + legend_html(fillers)


def test_ten_thousand_words_with_five_hundred_marks_are_quick_and_light() -> None:
    source = " ".join(["{+like} " + "word " * 19] * 500)
    made = document(source)
    began = time.process_time()
    page = transcript_html(made["text"], made["fillers"])
    assert time.process_time() - began < 0.3
    assert len(page) < 300_000


def test_a_possible_hesitation_is_marked_counted_nowhere_and_adds_no_text() -> None:
    text, fillers = marked("{+um} hello there")
    found: Any = [{"start_s": 1.0, "end_s": 1.3, "offset": 9}]
    page = transcript_html(text, fillers, possible=found)
    assert plain(text_html(text, fillers, possible=found)) == text
    assert 'aria-label="Possible hesitation, not transcribed"' in page
    assert re.findall(r"<b>(\d+)</b>", legend_html(fillers, found)) == ["1", "1", "0", "0", "1"]
    judged = [found[0] | {"label": False}]
    assert "ossible" not in transcript_html(text, fillers, possible=judged)


def test_a_confirmed_hesitation_is_a_mark_without_text_and_named_on_paper() -> None:
    text, _ = marked("hello there")
    confirmed: Any = [
        {
            "start": 6,
            "end": 6,
            "text": "",
            "word": "hesitation",
            "kind": "filled_pause",
            "rule": False,
            "ai": True,
            "probability": None,
            "rationale": "",
            "label": True,
            "at_s": 1.5,
        }
    ]
    page = text_html(text, confirmed)
    assert plain(page) == text
    assert 'class="mk found judged gap"' in page
    assert 'data-from="1.5"' in page
    assert "[hesitation]" in text_html(text, confirmed, active=False)


def test_a_text_whose_fillers_were_not_counted_shows_no_zeros() -> None:
    page = transcript_html("Så <b> det", [], [(0, "Ana")], is_counted=False)
    assert "Så &lt;b&gt; det" in page
    assert "Ana" in page
    assert not any(part in page for part in ("<table", "legend", ">0<"))
