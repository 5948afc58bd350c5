"""Logged runs as a table, and the clicks that open one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.components.shared.chart import CHART_CONFIG
from pages.components.shared.current_run import open_run
from pages.components.shared.download import show_download
from pages.components.shared.text import (
    CLICK_TO_OPEN,
    PROVIDER_NAMES,
    STATUS_NAMES,
    UNTITLED,
    advice_state,
    table_hint_html,
)
from refiner.insight.export import csv_text
from refiner.store.row_types import RunRow

NUMBER_FORMATS = {
    "Title": st.column_config.TextColumn(width=260),
    "Words": st.column_config.NumberColumn(format="localized"),
    "Per 100 words": st.column_config.NumberColumn(format="%.1f"),
    "Difference": st.column_config.NumberColumn(format="%.1f %%"),
    "Seconds": st.column_config.NumberColumn(format="%.2f"),
}


def table_rows(rows: Sequence[RunRow]) -> list[dict[str, Any]]:
    """What the table shows of each run, in the order of its columns."""
    return [
        {
            "Day": row["held_on"],
            "Title": row["title"] or UNTITLED,
            "Speaker": row["speaker"] or "",
            "Per 100 words": row["per_100_words"],
            "In context": row["ai_fillers"],
            "Rules": row["rule_fillers"],
            "Words": row["words"],
            "Advice": advice_state(row) if row["status"] == "done" else STATUS_NAMES[row["status"]],
            "Seconds": _seconds(row),
            "Provider": _provider(row),
            "Run": row["run_id"],
        }
        for row in rows
    ]


def _provider(row: RunRow) -> str:
    name = PROVIDER_NAMES.get(row["provider"], row["provider"])
    return f"{name} (demo)" if row["demo"] and row["provider"] != "simulated" else name


def _seconds(row: RunRow) -> float | None:
    took = row["processing_time_ms"]
    return None if took is None else took / 1000


def show_run_table(rows: Sequence[RunRow]) -> None:
    """The table, newest first; a selected row opens its run."""
    st.html(table_hint_html(CLICK_TO_OPEN))
    if not rows:
        return
    selected = st.dataframe(
        table_rows(rows),
        hide_index=True,
        placeholder="–",
        key="trends_table",
        on_select="rerun",
        selection_mode="single-row",
        column_config=NUMBER_FORMATS,
    )
    with st.container(horizontal=True, key="trends_exports"):
        show_download("CSV", csv_text(rows, list(rows[0])), "runs.csv", "trends_csv")
        as_json = json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2)
        show_download("JSON", as_json, "runs.json", "trends_json")
    open_selected(selected, [row["run_id"] for row in rows])


def open_selected(selected: Any, run_ids: Sequence[int | None]) -> None:
    """Open the run of the row that is selected in a table, if it has one."""
    places = selected["selection"]["rows"]
    if places and places[0] < len(run_ids):
        run_id = run_ids[places[0]]
        if run_id is not None:
            open_run(run_id)


def show_clickable_chart(figure: go.Figure, key: str) -> None:
    """A chart whose points open the runs that they represent."""
    selected = st.plotly_chart(
        figure, key=key, on_select="rerun", selection_mode="points", config=CHART_CONFIG
    )
    points = selected["selection"]["points"]
    if points and points[0].get("customdata"):
        open_run(int(points[0]["customdata"][0]))
