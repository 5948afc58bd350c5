"""What a person says of the advice, and what they carry away: report, Markdown, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.components.refine.printed_report import report_html
from pages.components.shared.services import runner
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.insight.labels import gold_lines
from refiner.insight.report import report_markdown
from refiner.run_document import LabelRow
from refiner.store import Store


def takeaway(document: Mapping[str, Any]) -> None:
    """The report to hand over, and the whole run for other programs."""
    name = _file_name(document)
    with st.container(horizontal=True, gap="small", key="refine_takeaway"):
        st.download_button(
            "Report to print", report_html(document), f"{name}.html", "text/html",
            key="refine_report_html", icon=":material/print:", on_click="ignore",
            help="One page to hand to the speaker; open it and print it",
        )  # fmt: skip
        st.download_button(
            "Markdown", report_markdown(document), f"{name}.md", "text/markdown",
            key="refine_report_markdown", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "JSON", json.dumps(document, ensure_ascii=False, indent=2), f"{name}.json",
            "application/json", key="refine_json", icon=":material/download:", on_click="ignore",
            help="The run document: every span, time and count",
        )  # fmt: skip
        with st.popover("Copy", icon=":material/content_copy:", key="refine_copy"):
            st.code(document["coaching"]["markdown"], language=None, wrap_lines=True)


def labels_download(store: Store) -> None:
    """Every verdict of a person, over all runs, for measuring the detectors against people."""

    def gold() -> str:
        by_run: dict[int, list[LabelRow]] = {}
        for label in store.labels.rows():
            by_run.setdefault(label["run_id"], []).append(label)
        found = ((store.runs.document(run_id), labels) for run_id, labels in by_run.items())
        return gold_lines((made, labels) for made, labels in found if made is not None)

    st.download_button(
        "Your verdicts, of all runs", gold, "verdicts.jsonl", "application/jsonl",
        key="refine_labels", icon=":material/rule:", on_click="ignore",
        help="A gold file: `python -m refiner evaluate verdicts.jsonl` measures against it",
    )  # fmt: skip


def _file_name(document: Mapping[str, Any]) -> str:
    """A name that every system takes: the title's letters and the run's number."""
    title = re.sub(r"[^\w]+", "-", document["title"].lower()).strip("-")[:40]
    return f"{title or 'talk'}-run-{document['run_id']}"


def feedback(run_id: int, settings: Settings) -> None:
    """Thumbs and a comment, saved with the run at once."""
    store = runner(settings).store
    thumb_key, comment_key = f"refine_thumb_{run_id}", f"refine_comment_{run_id}"

    def save() -> None:
        said = {"thumb": st.session_state[thumb_key], "comment": st.session_state[comment_key]}
        try:
            store.runs.set_feedback(run_id, json.dumps(said))
        except StoreError as error:
            st.session_state["refine_trouble"] = f"Your feedback was not saved: {error}"

    said = _said(run_id, settings)
    with st.container(horizontal=True, vertical_alignment="center", key="refine_feedback"):
        st.html('<p class="sr-quiet">Was this advice useful?</p>', width="content")
        st.feedback("thumbs", key=thumb_key, default=said.get("thumb"), on_change=save)
    st.text_input(
        "Comment", value=said.get("comment") or "", key=comment_key, on_change=save, max_chars=1000,
        placeholder="What was good, what was missing? Saved with the run.",
        label_visibility="collapsed",
    )  # fmt: skip


def _said(run_id: int, settings: Settings) -> dict[str, Any]:
    """What was said of the run before; nothing where the log has none of it."""
    try:
        rows = runner(settings).store.runs.rows(run_id=run_id)
        said = json.loads(rows[0]["feedback"]) if rows and rows[0]["feedback"] else {}
    except (StoreError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
