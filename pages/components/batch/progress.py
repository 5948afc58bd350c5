"""A batch while it runs, and its results."""

from __future__ import annotations

import time

import streamlit as st

from pages.components.shared.chart import finding_html
from pages.components.shared.download import show_download
from pages.components.shared.run_table import open_selected
from pages.components.shared.text import markdown_safe, quiet_html
from refiner.batch.running import RunningBatch, as_columns
from refiner.insight.export import csv_text

MAX_RUNNING_ROWS = 20  # all rows are shown at the end


def show_progress(batch: RunningBatch) -> None:
    """What is done so far, and the time remaining."""
    if batch.ended_s is not None:
        st.rerun()
    total = batch.total
    share = min(1.0, total.ended / max(total.inputs, 1))
    line = total.progress(time.monotonic()).removeprefix("batch: ")
    st.progress(share, text=markdown_safe(line))
    label, icon = "Stop after current talks", ":material/stop:"
    if st.button(label, key="batch_stop", icon=icon, disabled=batch.is_stopped):
        batch.stop()
    st.html(
        quiet_html(
            "You may leave this page: the batch keeps running. If the program is stopped, start "
            "the same batch again, and it resumes where it left off."
        )
    )
    newest = as_columns(batch.rows[: -MAX_RUNNING_ROWS - 1 : -1])
    st.dataframe(newest, hide_index=True, placeholder="–", key="batch_so_far", height="content")


def show_results(batch: RunningBatch, ended_s: float) -> bool:
    """The summary and a table that opens runs; True if another batch is asked for."""
    summary = batch.total.summary(ended_s).replace("batch: ", "").splitlines()
    st.html(finding_html(summary[0]) + "".join(quiet_html(line) for line in summary[1:]))
    if batch.error:
        st.error(markdown_safe(batch.error))
    again = st.button("Another batch", key="batch_another", icon=":material/add:")
    rows = as_columns(batch.rows)
    if rows:
        _show_table(rows, [row.run_id for row in batch.rows])
    return again


def _show_table(rows: list[dict[str, object]], run_ids: list[int | None]) -> None:
    """The table, sorted by a click on its head."""
    st.html(quiet_html("Select a row to open its run."))
    number = st.column_config.NumberColumn
    selected = st.dataframe(
        rows,
        hide_index=True,
        placeholder="–",
        key="batch_results",
        on_select="rerun",
        selection_mode="single-row",
        row_height=32,
        column_config={"Seconds": number(format="%.2f"), "Cost in $": number(format="%.4f")},
    )
    show_download("CSV", lambda: csv_text(rows, list(rows[0])), "batch.csv", "batch_csv")
    open_selected(selected, run_ids)
