"""What can be done with runs: open, run again, compare, export, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.components.runs.compare import comparison_html
from pages.components.shared.current_run import leave_run, open_run, restore_form
from pages.components.shared.text import safe
from refiner.formatting import count
from refiner.insight.export import csv_text
from refiner.run.runner import Runner
from refiner.store import Store
from refiner.store.search import Search

Row = Mapping[str, Any]

MOST_ROWS = 100_000
MOST_DOCUMENTS = 1_000
CSV_COLUMNS = (
    "run_id", "created_at", "status", "title", "speaker", "words", "duration_s",
    "duration_source", "provider", "strategy", "policy", "threshold", "rule_fillers",
    "ai_fillers", "difference", "rule_per_100_words", "per_100_words", "per_minute",
    "coaching_regenerated", "regeneration_reason", "processing_time_ms", "analysis_duration_ms",
    "coaching_duration_ms", "regeneration_duration_ms", "sequential_estimate_ms", "cost_usd",
    "fallback_mode", "fallback_reason", "feedback",
)  # fmt: skip


def actions(here: Runner, chosen: Sequence[Row]) -> None:
    """Buttons for the selected runs; without any, what selecting is for."""
    if not chosen:
        st.html('<p class="sr-quiet">Select a run to open it, or two to compare them.</p>')
        return
    ids = [row["run_id"] for row in chosen]
    with st.container(horizontal=True, gap="small", key="runs_actions"):
        if len(ids) == 1:
            if st.button("Open", type="primary", key="runs_open"):
                open_run(ids[0])
                st.switch_page("pages/refine.py", query_params={"run": str(ids[0])})
            if st.button("Run again with other settings", key="runs_again"):
                again(here.store, ids[0])
        st.download_button(
            "JSON", lambda: as_json(here.store.runs.documents(ids)), "runs.json",
            "application/json",
            key="runs_json_selected", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        _ask_first("Delete", f"Delete {count(len(ids), 'run')}", "runs_delete",
                   lambda: _forget(here, here.store.runs.delete(ids)))  # fmt: skip


def again(store: Store, run_id: int) -> None:
    """Refine, with this run's talk in it and every setting open to change."""
    talk = store.runs.transcript(run_id)
    if talk is None:
        return
    restore_form(talk)
    leave_run()
    st.switch_page("pages/refine.py")


def compare(store: Store, chosen: Sequence[Row]) -> None:
    """Two selected runs side by side, the older first."""
    if len(chosen) != 2:
        return
    ids = [row["run_id"] for row in chosen]
    documents = [document for n in sorted(ids) if (document := store.runs.document(n))]
    if len(documents) < 2:
        st.html('<p class="sr-quiet">Only runs with a result can be compared.</p>')
        return
    st.header("Side by side", anchor=False)
    st.html(comparison_html(*documents))


def exports(store: Store, wanted: Search, total: int) -> None:
    """All that were found: columns as CSV, whole documents as JSON."""
    documents = min(total, MOST_DOCUMENTS)
    which = "Run" if total <= MOST_DOCUMENTS else f"Newest {documents:,} run"
    with st.container(horizontal=True, gap="small", key="runs_exports"):
        st.download_button(
            f"All {total:,} as CSV" if total > 1 else "As CSV",
            lambda: csv_text(store.runs.find(wanted, MOST_ROWS), CSV_COLUMNS),
            "runs.csv", "text/csv", key="runs_csv", icon=":material/download:", on_click="ignore",
            help="Counts, times and costs, one run a line; no transcripts",
        )  # fmt: skip
        st.download_button(
            f"{which} documents as JSON",
            lambda: as_json(store.runs.found_documents(wanted, MOST_DOCUMENTS)),
            "runs.json", "application/json", key="runs_json", icon=":material/download:",
            on_click="ignore", help="Everything known of each finished run, its transcript too",
        )  # fmt: skip


def as_json(documents: Sequence[str]) -> str:
    """A list of run documents, one a line."""
    return "[" + ",\n".join(documents) + "]\n"


def delete_speaker(here: Runner, wanted: Search) -> None:
    """Where one speaker is chosen: all of that person's runs, whatever else is looked for."""
    speakers = wanted.wanted.get("speaker", ())
    if len(speakers) != 1:
        return
    whole = Search("", {"speaker": speakers})
    total = here.store.runs.count(whole)
    with st.container(horizontal=True, gap="small", key="runs_speaker_delete"):
        _ask_first(
            "Delete all of this speaker's runs",
            f"Delete {count(total, 'run')} of {speakers[0]}", "runs_delete_speaker",
            lambda: _forget(here, here.store.runs.delete_found(whole)),
        )  # fmt: skip


def _forget(here: Runner, gone: Sequence[int]) -> None:
    here.forget(gone)
    st.session_state["runs_said"] = f"{count(len(gone), 'run')} deleted."


def _ask_first(label: str, what: str, key: str, act: Callable[[], None]) -> None:
    """A button that asks once more before it acts; the question names what will be gone."""
    asked = f"{key}_asked"
    if st.session_state.get(asked) != what:
        if st.button(label, key=key, icon=":material/delete:"):
            st.session_state[asked] = what
            st.rerun()
        return
    st.html(f'<p class="sr-note failed">{safe(what)}? This cannot be undone.</p>')
    if st.button("Delete for good", key=f"{key}_yes", type="primary"):
        del st.session_state[asked]
        act()
        st.rerun()
    if st.button("Keep", key=f"{key}_no"):
        del st.session_state[asked]
        st.rerun()
