"""The people of a talk: what each does in the conversation, and the Ah-Counter sheet to print."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components.shared.download import show_download
from pages.components.shared.palette import light_css_variables
from pages.components.shared.text import UNTITLED, figures_table_html, quiet_html, safe, wide_html
from refiner.formatting import length, percent
from refiner.insight.ah_counter import AhCounterSheet, build_sheet, sheet_csv, sheet_table
from refiner.insight.conversation import (
    MIN_INTERRUPTING_WORDS,
    PersonMeasures,
    measure_conversation,
)
from refiner.insight.export import name_file
from refiner.run_document import RunDocument

_HEADS = ("", "Words", "Share of talk", "Turns", "Longest turn", "Questions", "Interruptions")
_SHEET_CSS = (
    "body{font:11pt/1.5 system-ui,sans-serif;color:var(--sr-text);margin:2rem}"
    "table{border-collapse:collapse}th,td{border:1px solid var(--sr-line);padding:.3em .5em;"
    "text-align:right}th:first-child,td:first-child{text-align:left}tr:last-child{font-weight:600}"
    "@page{size:A4 landscape;margin:12mm}@media print{body{margin:0}tr{break-inside:avoid}}"
)
_UPRIGHT_CSS = (  # headings of many columns
    "thead th:not(:first-child){writing-mode:vertical-rl;transform:rotate(180deg);text-align:left}"
)
_MAX_ACROSS, _FIT_SOUNDS = 8, 16  # columns with level headings; at 11 points on a page


def show_people(document: RunDocument) -> None:
    """Closed at first, below the talk; the fine is a club's own custom."""
    people = measure_conversation(document)
    with st.expander("People and Ah-Counter sheet", icon=":material/groups:", key="refine_people"):
        if people:
            st.html('<h3 class="sr-part">The conversation</h3>' + people_html(people))
            st.html(quiet_html(describe_interruptions(people)))
        sheet = build_sheet([document])
        with st.container(horizontal=True, vertical_alignment="bottom", key="refine_sheet_about"):
            st.html('<h3 class="sr-part">Ah-Counter sheet</h3>')
            fine = st.number_input(
                "Fine for each filler",
                min_value=0.0,
                value=None,
                step=0.05,
                format="%.2f",
                key="refine_sheet_fine",
                placeholder="No fine",
            )
        st.html(wide_html(sheet_html(sheet, fine), "Ah-Counter sheet"))
        name = f"{name_file(document)}-ah-counter"
        day = document.get("held_on") or document["created_at"][:10]
        with st.container(horizontal=True, key="refine_sheet_files"):
            show_download(
                "Sheet to print",
                lambda: sheet_page(sheet, f"{document['title'] or UNTITLED}, {day}", fine),
                f"{name}.html",
                "refine_sheet_print",
                ":material/print:",
                help="One page; open it and print it",
            )
            show_download("CSV", lambda: sheet_csv(sheet, fine), f"{name}.csv", "refine_sheet_csv")


def people_html(people: Sequence[PersonMeasures]) -> str:
    """A row for each person."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    return wide_html(
        figures_table_html(head, "".join(map(_person_html, people))), "The conversation"
    )


def _person_html(person: PersonMeasures) -> str:
    seconds = "" if person.longest_s is None else f", {length(person.longest_s)}"
    interruptions = "–" if person.interruptions is None else f"{person.interruptions:,}"
    cells = (
        f"{person.words:,}",
        percent(round(person.share, 3)),
        f"{person.turns:,}",
        f"{person.longest_words:,} words{seconds}",
        f"{person.questions:,}",
        interruptions,
    )
    values = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{safe(person.name)}</th>{values}</tr>'


def describe_interruptions(people: Sequence[PersonMeasures]) -> str:
    """How interruptions are counted, or why they are not."""
    if people[0].interruptions is None:
        return "Interruptions are counted where the times of two turns overlap; here none do."
    return (
        f"An interruption is a turn of {MIN_INTERRUPTING_WORDS} words and more that begins before "
        "another person's has ended, by the times of the transcript."
    )


def sheet_html(sheet: AhCounterSheet, fine: float | None) -> str:
    """Persons by sounds, with totals."""
    head, *rows = sheet_table(sheet, fine)
    heads = "".join(f'<th scope="col">{safe(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{safe(row[0])}</th>'
        + "".join(f"<td>{safe(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return figures_table_html(heads, body)


def sheet_page(sheet: AhCounterSheet, title: str, fine: float | None) -> str:
    """The sheet as a single HTML file to print on one page: no script, nothing fetched."""
    sounds = len(sheet.sounds)
    points = max(5.0, min(11.0, 11 * _FIT_SOUNDS / max(1, sounds)))
    css = f"{_SHEET_CSS}table{{font-size:{points:.1f}pt}}"
    css += _UPRIGHT_CSS if sounds > _MAX_ACROSS else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{safe(title)}</title><style>{light_css_variables()}{css}</style></head>"
        f"<body><h1>Ah-Counter sheet: {safe(title)}</h1>{sheet_html(sheet, fine)}</body></html>"
    )
