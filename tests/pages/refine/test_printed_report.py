"""The report speaks to the speaker, and needs nothing from outside."""

from __future__ import annotations

from typing import Any, cast

from pages.components.refine.printed_report import report_html
from refiner.run_document import FillerDict
from tests.support.sample_document import document


def test_the_report_loads_nothing_and_runs_nothing() -> None:
    made = document(title="<script>x</script>", speaker="<img src=x>")
    page = report_html(made)
    for forbidden in ("<script", "<img", "http://", "https://", "<link"):
        assert forbidden not in page
    assert "Let the pauses work" in page
    assert 'class="mk both"' in page
    assert 'tabindex="' not in page


def test_the_speaker_reads_nothing_of_how_it_was_made() -> None:
    page = report_html(document()).split("<body>")[1].lower()
    for word in ("workbench", "analysis", "rules", "draft", "rewritten", "run "):
        assert word not in page


def test_a_correction_has_its_tick_and_its_meaning_beside_the_heading() -> None:
    made = document()
    fillers = cast(list[Any], made["fillers"])
    marked = next(f for f in fillers if f["ai"])
    marked["label"] = True
    page = report_html(made)
    assert "your coach: a filler" in page[page.index("Where you used them") :]
    assert page.count('class="mk both judged"') == 2, "in the legend as in the passage"
    del marked["label"]
    assert "your coach" not in report_html(made)


def test_all_words_are_listed_or_counted_among_the_others() -> None:
    made = document()
    one = next(f for f in made["fillers"] if f["ai"])
    made["fillers"] = [cast(FillerDict, one | {"word": f"word{n}"}) for n in range(15)]
    page = report_html(made)
    assert page.count("<span>word") == 12
    assert "<span>others <b>3</b></span>" in page


def test_the_note_of_the_coach_and_the_sources_are_in_it() -> None:
    made = document()
    made["coaching"]["note"] = "Call me on Thursday."
    page = report_html(made, "Last time the first advice was “Pause”.")
    assert "Call me on Thursday." in page
    assert "Last time the first advice" in page
    assert page.count("<sup>1</sup>") == 2


def test_a_passage_keeps_what_closes_its_quotation() -> None:
    page = report_html(document("He said, “Um, {+like}, wait.” Then we went. {+Um} (we all did.)"))
    assert ", wait.”</li>" in page
    assert "we all did.)</li>" in page


def test_passages_that_hold_only_some_of_the_fillers_say_how_many() -> None:
    every = report_html(document("We {+um} went. We {+um} stayed."))
    assert "of your 2 fillers" not in every
    sentences = " ".join(f"Day {n} was, {{+um}}, long." for n in range(7))
    assert "These 5 sentences have 5 of your 7 fillers." in report_html(document(sentences))
