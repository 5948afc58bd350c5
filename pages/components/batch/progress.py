"""A batch while it runs, and its results: what was refined, what could not be, who needs help."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from pages.components.shared.chart import finding_html
from pages.components.shared.download import show_download
from pages.components.shared.run_table import NUMBER_FORMATS, open_selected
from pages.components.shared.text import markdown_safe, quiet_html, safe, table_hint_html
from refiner.batch.running import BatchRow, RunningBatch, as_columns
from refiner.insight.export import csv_text

MAX_RUNNING_ROWS = 20  # all rows are shown at the end
_MAX_BARS = 30
_MAX_REASONS = 3


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
            "You may leave or reload this page: the batch keeps running. If the program is "
            "stopped, start the same batch again, and it resumes where it left off."
        )
    )
    newest = as_columns(batch.rows[: -MAX_RUNNING_ROWS - 1 : -1])
    st.dataframe(newest, hide_index=True, placeholder="–", key="batch_so_far", height="content")


def show_results(batch: RunningBatch, *, may_retry: bool) -> Literal["another", "retry"] | None:
    """The outcome, a ranked list, and a table that opens runs; what is to be done next.

    `may_retry`: whether this session knows the options, which a reload forgets.
    """
    wanted: Literal["another", "retry"] | None = None
    st.html(finding_html(describe_results(batch.rows)))
    with st.container(horizontal=True, key="batch_next"):
        failed = bool(batch.failed_inputs) and may_retry
        if failed and st.button("Retry", key="batch_retry", icon=":material/replay:"):
            wanted = "retry"
        if st.button("Another batch", key="batch_another", icon=":material/add:"):
            wanted = "another"
    if batch.error:
        st.error(markdown_safe(batch.error))
    if batch.rows:
        if ranking := ranking_html(batch.rows):
            st.html(ranking)
        _show_table(batch.rows)
    return wanted


def describe_results(rows: Sequence[BatchRow]) -> str:
    """`3 refined (1 with warnings, see the table), 1 could not be read: empty.txt is empty.`"""
    failed = [row for row in rows if row.run_id is None]
    reused = sum(row.state == "done before" for row in rows)
    warned = sum(bool(row.warnings) for row in rows)
    notes = [f"{reused:,} before"] * bool(reused)
    notes += [f"{warned:,} with warnings, see the table"] * bool(warned)
    done = f"{len(rows) - len(failed):,} refined" + (f" ({'; '.join(notes)})" if notes else "")
    if not failed:
        return f"{done}."
    what = "could not be read" if all(row.unread for row in failed) else "failed"
    reasons = "; ".join(_describe_failure(row) for row in failed[:_MAX_REASONS])
    others = len(failed) - _MAX_REASONS
    more = f"; and {others:,} others, in the table" if others > 0 else ""
    return f"{done}, {len(failed):,} {what}: {reasons}{more}."


def _describe_failure(row: BatchRow) -> str:
    """`empty.txt is empty` from `b.zip/empty.txt: it is empty`."""
    why = row.state.removeprefix(f"{row.name}: ")
    name = row.name.rsplit("/", 1)[-1]
    return f"{name} {why.removeprefix('it ')}" if why.startswith("it ") else f"{name}: {why}"


def ranking_html(rows: Sequence[BatchRow]) -> str:
    """The talks by their rate, the highest first, as bars; empty for fewer than two."""
    rated = [(row, row.per_100_words) for row in rows if row.per_100_words is not None]
    rated.sort(key=lambda pair: -pair[1])
    if len(rated) < 2:
        return ""
    highest = max(rated[0][1], 0.1)
    items = "".join(
        f"<li><span>{safe(row.title or row.name)}</span><b>{rate:.1f}</b>"
        f'<i style="width:{100 * rate / highest:.0f}%"></i></li>'
        for row, rate in rated[:_MAX_BARS]
    )
    return (
        '<h2 class="sr-part">Fillers per 100 words</h2>'
        f'<ol class="sr-words sr-ranking">{items}</ol>'
    )


def _show_table(rows: Sequence[BatchRow]) -> None:
    """The table, sorted by a click on its head."""
    st.html(table_hint_html("Select a row to open its run."))
    cost = st.column_config.NumberColumn(format="%.4f")
    columns = as_columns(rows)
    selected = st.dataframe(
        columns,
        hide_index=True,
        placeholder="–",
        key="batch_results",
        on_select="rerun",
        selection_mode="single-row",
        row_height=32,
        column_config={**NUMBER_FORMATS, "Cost in $": cost},
    )
    show_download("CSV", lambda: csv_text(columns, list(columns[0])), "batch.csv", "batch_csv")
    open_selected(selected, [row.run_id for row in rows])
