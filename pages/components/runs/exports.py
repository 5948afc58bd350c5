"""All runs that were found, for other programs: columns as CSV, complete documents as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components.shared.download import show_download
from refiner.insight.corrections import corrected_json, find_corrected
from refiner.insight.export import csv_text
from refiner.insight.filler_files import fillers_csv, list_fillers
from refiner.store import Store
from refiner.store.search import Search

MAX_ROWS = 100_000
MAX_DOCUMENTS = 1_000
CSV_COLUMNS = (
    "run_id", "created_at", "held_on", "demo", "status", "title", "speaker", "words", "duration_s",
    "duration_source", "provider", "strategy", "policy", "threshold", "rule_fillers",
    "ai_fillers", "difference", "rule_per_100_words", "per_100_words", "per_minute",
    "coaching_regenerated", "regeneration_reason", "processing_time_ms", "analysis_duration_ms",
    "coaching_duration_ms", "regeneration_duration_ms", "sequential_estimate_ms", "cost_usd",
    "fallback_mode", "fallback_reason", "feedback",
)  # fmt: skip


def show_exports(store: Store, search: Search, total: int) -> None:
    newest = f", newest {MAX_DOCUMENTS:,}" if total > MAX_DOCUMENTS else ""
    with st.container(horizontal=True, gap="small", key="runs_exports"):
        show_download(
            f"All {total:,} as CSV" if total > 1 else "As CSV",
            lambda: csv_text(store.runs.find(search, MAX_ROWS), CSV_COLUMNS),
            "runs.csv",
            "runs_csv",
            help="Counts, times and costs, one run a line; no transcripts",
        )
        show_download(
            f"Full runs (JSON{newest})",
            lambda: as_json(corrected_json(store, _found_ids(store, search))),
            "runs.json",
            "runs_json",
            help="Complete run documents, including transcripts",
        )
        show_download(
            f"Fillers (CSV{newest})",
            lambda: _fillers_of(store, _found_ids(store, search)),
            "fillers.csv",
            "runs_fillers",
            help="Every filler of these runs, one a line, with its time if it is known",
        )


def _found_ids(store: Store, search: Search) -> list[int]:
    return [row["run_id"] for row in store.runs.find(search, MAX_DOCUMENTS)]


def _fillers_of(store: Store, run_ids: Sequence[int]) -> str:
    documents = (find_corrected(store, run_id) for run_id in run_ids)
    return fillers_csv(filler for found in documents if found for filler in list_fillers(found))


def as_json(documents: Sequence[str]) -> str:
    """A list of run documents, one a line."""
    return "[" + ",\n".join(documents) + "]\n"
