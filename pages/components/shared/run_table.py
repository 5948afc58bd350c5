"""Logged runs as a table, and the click that opens one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.components.shared.chart import CONFIG
from pages.components.shared.current_run import open_run
from pages.components.shared.text import PROVIDERS, STRATEGIES
from refiner.insight.export import csv_text
from refiner.insight.trends import Row

_HINT = '<p class="sr-quiet">Select a row, or a point in a chart, to open the run.</p>'


def table_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """What the table shows of each run, in the order of its columns."""
    return [
        {
            "Run": row["run_id"],
            "When (UTC)": row["created_at"][:16].replace("T", " "),
            "Title": row["title"] or "Untitled talk",
            "Speaker": row["speaker"] or "",
            "Words": row["words"],
            "Rules": row["rule_fillers"],
            "Refined": row["ai_fillers"],
            "Per 100 words": row["per_100_words"],
            "Difference": None if row["difference"] is None else 100 * row["difference"],
            "Advice": _advice(row),
            "Seconds": _seconds(row),
            "Provider": PROVIDERS.get(row["provider"], row["provider"]),
            "Strategy": STRATEGIES.get(row["strategy"], row["strategy"]),
        }
        for row in rows
    ]


def _advice(row: Row) -> str:
    if row["status"] != "done":
        return str(row["status"])
    if row["fallback_mode"]:
        return "fallback"
    return "regenerated" if row["coaching_regenerated"] else "kept"


def _seconds(row: Row) -> float | None:
    took = row["processing_time_ms"]
    return None if took is None else took / 1000


def run_table(rows: Sequence[Row]) -> None:
    """The table, newest first; a selected row opens its run."""
    st.html(_HINT)
    if not rows:
        return
    number = st.column_config.NumberColumn
    picked = st.dataframe(
        table_rows(rows),
        hide_index=True,
        placeholder="–",
        key="trends_table",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Per 100 words": number(format="%.1f"),
            "Difference": number(format="%.1f %%"),
            "Seconds": number(format="%.2f"),
        },
    )
    _exports(rows)
    chosen = picked["selection"]["rows"]
    if chosen:
        _open(int(rows[chosen[0]]["run_id"]))


def _exports(rows: Sequence[Row]) -> None:
    """What is listed, for other programs; no cell can act as a formula."""
    with st.container(horizontal=True, key="trends_exports"):
        st.download_button(
            "CSV", csv_text(rows, list(rows[0])), "runs.csv", "text/csv", key="trends_csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "JSON", json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2),
            "runs.json", "application/json", key="trends_json", icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip


def open_from_chart(figure: go.Figure, key: str) -> None:
    """A chart whose points open the runs that they stand for."""
    picked = st.plotly_chart(
        figure, key=key, on_select="rerun", selection_mode="points", config=CONFIG
    )
    points = picked["selection"]["points"]
    if points and points[0].get("customdata"):
        _open(int(points[0]["customdata"][0]))


def _open(run_id: int) -> None:
    open_run(run_id)
    st.switch_page("pages/refine.py", query_params={"run": str(run_id)})
