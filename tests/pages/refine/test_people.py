"""The conversation and the Ah-Counter sheet as a page and a print show them."""

from __future__ import annotations

from pages.components.refine.people import (
    describe_interruptions,
    people_html,
    sheet_html,
    sheet_page,
)
from refiner.insight.ah_counter import AhCounterSheet, SheetRow
from refiner.insight.conversation import PersonMeasures

ADA = PersonMeasures("Ada <b>", 120, 0.625, 4, 50, 21.0, 2, 1)
BO = PersonMeasures("Bo", 72, 0.375, 3, 30, None, 0, None)
SHEET = AhCounterSheet(("um", "er"), (SheetRow("Ada <b>", {"um": 2}, 120), SheetRow("Bo", {}, 72)))


def test_each_person_has_a_row_and_no_name_is_read_as_html() -> None:
    shown = people_html([ADA, BO])
    assert "<td>62.5 %</td>" in shown
    assert "<td>50 words, 21 s</td>" in shown
    assert "<td>30 words</td>" in shown
    assert "Ada &lt;b&gt;" in shown


def test_interruptions_that_cannot_be_counted_have_a_note() -> None:
    assert "where the times of two turns overlap" in describe_interruptions([BO])
    assert describe_interruptions([ADA]).startswith("An interruption is a turn of 3 words")


def test_a_sheet_of_many_sounds_is_made_to_fit_its_page() -> None:
    sounds = tuple(f"word {n}" for n in range(32))
    many = sheet_page(AhCounterSheet(sounds, SHEET.rows), "Club", 0.5)
    assert "writing-mode:vertical-rl" in many
    assert "table{font-size:5.5pt}" in many
    few = sheet_page(SHEET, "Club", 0.5)
    assert "writing-mode" not in few
    assert "table{font-size:11.0pt}" in few


def test_the_printed_sheet_has_totals_and_fines_and_needs_nothing_else() -> None:
    page = sheet_page(SHEET, "Club <i>", 0.5)
    assert sheet_html(SHEET, 0.5) in page
    assert "<td>1.00</td>" in page
    assert "Club &lt;i&gt;" in page
    assert "<script" not in page
    assert "http" not in page
