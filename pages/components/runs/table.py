"""Found runs as a table in which rows are selected; what to do with them comes after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.components.shared.run_table import table_rows

_SHOWN = ("Run", "When (UTC)", "Title", "Speaker", "Words", "Rules", "Refined", "Advice",
          "Seconds", "Provider")  # fmt: skip

# The table's own download would write titles as they are, formulas too; ours neutralises them.
_STYLE = """<style>
[class*="st-key-runs_table_"] [data-testid="stElementToolbar"] { display: none; }
.st-key-runs_above { min-height: 2.6rem; justify-content: center; }
</style>"""


def found_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the table shows of each run; `Found in` where words were looked for."""
    shown = [{name: row[name] for name in _SHOWN} for row in table_rows(rows)]
    if any("passage" in row for row in rows):
        for row, cells in zip(rows, shown, strict=True):
            cells["Found in"] = row["passage"]
    return shown


def found_table(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The table; gives the rows that are selected."""
    st.html(_STYLE)
    number = st.column_config.NumberColumn
    picked = st.dataframe(
        found_rows(rows), hide_index=True, placeholder="–", key=f"runs_table_{rows[0]['run_id']}",
        on_select="rerun", selection_mode="multi-row", row_height=32, height="content",
        column_config={
            "Seconds": number(format="%.2f"),
            "Found in": st.column_config.TextColumn(width="large"),
        },
    )  # fmt: skip
    return [rows[place] for place in picked["selection"]["rows"] if place < len(rows)]
