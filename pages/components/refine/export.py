"""What is shared of a run: report, Markdown, JSON, text to copy; and the person's feedback."""

from __future__ import annotations

import json
import re
from typing import Any

import streamlit as st

from pages.components.refine.printed_report import report_html
from pages.components.shared.download import show_download
from pages.components.shared.services import runner
from pages.components.shared.text import quiet_html
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.insight.labels import gold_lines
from refiner.insight.report import report_markdown
from refiner.run_document import LabelRow, RunDocument
from refiner.store import Store


def show_run_exports(document: RunDocument) -> None:
    """The report to hand over, and the complete run for other programs."""
    title = re.sub(r"[^\w]+", "-", document["title"].lower()).strip("-")[:40]
    name = f"{title or 'talk'}-run-{document['run_id']}"
    with st.container(horizontal=True, gap="small", key="refine_takeaway"):
        show_download(
            "Report to print",
            report_html(document),
            f"{name}.html",
            "refine_report_html",
            ":material/print:",
            help="One page to hand to the speaker; open it and print it",
        )
        show_download("Markdown", report_markdown(document), f"{name}.md", "refine_report_markdown")
        show_download(
            "JSON",
            json.dumps(document, ensure_ascii=False, indent=2),
            f"{name}.json",
            "refine_json",
            help="The run document: every span, time and count",
        )
        with st.popover("Copy", icon=":material/content_copy:", key="refine_copy"):
            st.code(document["coaching"]["markdown"], language=None, wrap_lines=True)


def show_corrections_download(store: Store) -> None:
    """Every correction, over all runs, for measuring the detectors against people."""

    def gold() -> str:
        by_run: dict[int, list[LabelRow]] = {}
        for label in store.labels.rows():
            by_run.setdefault(label["run_id"], []).append(label)
        documents = ((store.runs.document(run_id), rows) for run_id, rows in by_run.items())
        return gold_lines((document, rows) for document, rows in documents if document is not None)

    show_download(
        "Export my corrections (all runs)",
        gold,
        "corrections.jsonl",
        "refine_labels",
        ":material/rule:",
        help="Measure with it: `python -m refiner evaluate corrections.jsonl`",
    )


def show_feedback(run_id: int, settings: Settings) -> None:
    """Thumbs and a comment, saved with the run immediately."""
    store = runner(settings).store
    thumb_key, comment_key = f"refine_thumb_{run_id}", f"refine_comment_{run_id}"

    def save() -> None:
        values = {"thumb": st.session_state[thumb_key], "comment": st.session_state[comment_key]}
        try:
            store.runs.set_feedback(run_id, json.dumps(values))
        except StoreError as error:
            st.session_state["refine_trouble"] = f"Your feedback was not saved: {error}"

    saved = _read_feedback(store, run_id)
    with st.container(horizontal=True, vertical_alignment="center", key="refine_feedback"):
        st.html(quiet_html("Was this advice useful?"), width="content")
        st.feedback("thumbs", key=thumb_key, default=saved.get("thumb"), on_change=save)
    st.text_input(
        "Comment",
        value=saved.get("comment") or "",
        key=comment_key,
        on_change=save,
        max_chars=1000,
        placeholder="What was good, what was missing? Saved with the run.",
        label_visibility="collapsed",
    )


def _read_feedback(store: Store, run_id: int) -> dict[str, Any]:
    """The feedback on the run; empty if the log has none of it."""
    try:
        rows = store.runs.rows(run_id=run_id)
        feedback = json.loads(rows[0]["feedback"] or "{}") if rows else {}
    except (StoreError, ValueError):
        return {}
    return feedback if isinstance(feedback, dict) else {}
