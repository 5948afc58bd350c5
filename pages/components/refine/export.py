"""What is handed over of a run: the report, and files for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.components.refine.labelling import current_labeller
from pages.components.refine.printed_report import report_html
from pages.components.shared.download import show_download
from refiner.insight.export import name_file
from refiner.insight.filler_files import FILLER_SUFFIXES, NO_TIMES, format_fillers, has_times
from refiner.insight.gold_export import all_corrections
from refiner.insight.report import report_markdown, report_text
from refiner.run_document import CountedDocument, RunDocument, is_counted
from refiner.store import Store
from refiner.store.row_types import LabelRow

_FILLER_FILES = {
    "csv": "CSV",
    "srt": "SRT",
    "audacity": "Audacity",
    "textgrid": "Praat",
    "eaf": "ELAN",
}


def show_hand_over(document: CountedDocument, last_time: str) -> None:
    """What a coach hands to the speaker: the report, its Markdown, its text to copy.

    `last_time`: how the last advice worked out.
    """
    name = name_file(document)
    with st.container(horizontal=True, key="refine_hand_over", gap="small"):
        show_download(
            "Print",
            lambda: report_html(document, last_time),
            f"{name}.html",
            "refine_report_html",
            ":material/print:",
            help="One page for the speaker; open it and print it",
        )
        show_download(
            "Markdown",
            lambda: report_markdown(document, last_time),
            f"{name}.md",
            "refine_report_markdown",
            help="The same report in Markdown",
        )
        if document["coaching"]["markdown"]:  # empty if the text was not kept
            with st.popover("Copy", icon=":material/content_copy:", key="refine_copy"):
                st.caption("As plain text, for an e-mail to the speaker")
                text = report_text(document, last_time)
                st.code(text, language=None, wrap_lines=True, height=180)


def show_share_menu(document: RunDocument, labels: Sequence[LabelRow], store: Store) -> None:
    """The complete run and the filler list, for other programs."""
    name = name_file(document)
    with st.popover("Share", icon=":material/ios_share:", key="refine_share"):
        show_download(
            "Full run (JSON)",
            lambda: _as_json(document),
            f"{name}.json",
            "refine_json",
            help="The run document: every span, time and count",
        )
        if not is_counted(document):
            return
        me = current_labeller()
        if any(row["labeller"] == me for row in labels):
            show_download(
                "Export my corrections (all runs)",
                lambda: all_corrections(store, me),
                "corrections.jsonl",
                "refine_labels",
                ":material/rule:",
                help="Measure with it: `python -m refiner evaluate corrections.jsonl`",
            )
        _show_filler_list(document, name)


def _show_filler_list(document: RunDocument, name: str) -> None:
    """The filler list for spreadsheets, players and annotation tools."""
    st.caption("Filler list")
    if not has_times(document):
        st.caption(f"{NO_TIMES[0].upper()}{NO_TIMES[1:]}.")
    with st.container(horizontal=True, key="refine_filler_list"):
        for kind, label in _FILLER_FILES.items():
            if kind == "csv" or has_times(document):
                show_download(
                    label,
                    partial(format_fillers, document, kind),
                    f"{name}{FILLER_SUFFIXES[kind]}",
                    f"refine_fillers_{kind}",
                )


def _as_json(document: RunDocument) -> str:
    """Half of the time of a long run's page, so it is written when it is asked for."""
    return json.dumps(document, ensure_ascii=False, indent=2)
