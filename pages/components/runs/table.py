"""The runs that were found, as a table in which rows are selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.components.shared.run_table import table_rows
from refiner.run_document import RunRow

_HIDDEN = ("Per 100 words", "Difference", "Strategy")


def found_rows(rows: Sequence[RunRow]) -> list[dict[str, Any]]:
    """What the table shows of each run; `Found in` if words were searched for."""
    shown = table_rows(rows)
    for row, cells in zip(rows, shown, strict=True):
        for name in _HIDDEN:
            del cells[name]
        if "passage" in row:
            cells["Found in"] = row["passage"]
    return shown


def show_found(rows: Sequence[RunRow]) -> list[RunRow]:
    """The table; returns the rows that are selected."""
    selected = st.dataframe(
        found_rows(rows),
        hide_index=True,
        placeholder="–",
        key=f"runs_table_{rows[0]['run_id']}",
        on_select="rerun",
        selection_mode="multi-row",
        row_height=32,
        height="content",
        column_config={
            "Seconds": st.column_config.NumberColumn(format="%.2f"),
            "Found in": st.column_config.TextColumn(width="large"),
        },
    )
    return [rows[place] for place in selected["selection"]["rows"] if place < len(rows)]
