"""The runs that were found, as a table: rows are ticked, a click on a title opens its run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.components.shared.current_run import open_run
from pages.components.shared.run_table import NUMBER_FORMATS, table_rows
from refiner.store.row_types import RunRow


def found_rows(rows: Sequence[RunRow]) -> list[dict[str, Any]]:
    """What the table shows of each run; `Found in` if words were searched for."""
    shown = table_rows(rows)
    for row, cells in zip(rows, shown, strict=True):
        if "passage" in row:
            cells["Found in"] = row["passage"]
    return shown


def show_found(rows: Sequence[RunRow]) -> list[RunRow]:
    """The table; returns the rows that are ticked."""
    selected = st.dataframe(
        found_rows(rows),
        hide_index=True,
        placeholder="–",
        key=f"runs_table_{rows[0]['run_id']}",
        on_select="rerun",
        selection_mode=["multi-row", "single-cell"],
        row_height=32,
        height="content",
        column_config={**NUMBER_FORMATS, "Found in": st.column_config.TextColumn(width="large")},
    )["selection"]
    for place, column in selected["cells"]:
        if column == "Title" and place < len(rows):
            open_run(rows[place]["run_id"])
    return [rows[place] for place in selected["rows"] if place < len(rows)]
