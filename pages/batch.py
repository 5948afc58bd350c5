"""Batch: many talks at once, each a run of its own; what they came to, and a table to open them."""

from __future__ import annotations

import time

import streamlit as st

from pages.components.batch.form import ask_for_batch
from pages.components.shared.chart import finding_html
from pages.components.shared.current_run import open_run
from pages.components.shared.frame import inside_app
from pages.components.shared.services import in_force_or_stop, runner
from pages.components.shared.style import use_style
from pages.components.shared.text import literal, safe
from refiner.batch.running import Batches, RunningBatch, as_columns
from refiner.insight.export import csv_text

TICK_S = 0.5
SHOWN = 20  # rows while it runs; all of them at the end
# The table's own download would write titles as they are, formulas too; ours neutralises them.
_STYLE = """<style>
[class*="st-key-batch_"] [data-testid="stElementToolbar"] { display: none; }
</style>"""
_KEPT = "batch_number"


@st.cache_resource(show_spinner=False)
def batches() -> Batches:
    return Batches()


def page() -> None:
    st.title("Batch", anchor=False)
    batch = batches().get(st.session_state.get(_KEPT, 0))
    if batch is None:
        settings = in_force_or_stop()
        asked = ask_for_batch(settings, runner(settings).store)
        if asked is not None:
            st.session_state[_KEPT] = batches().start(*asked)
            st.rerun()
    elif batch.ended_s is None:
        st.fragment(follow, run_every=TICK_S)(batch)
    else:
        ended(batch, batch.ended_s)


def follow(batch: RunningBatch) -> None:
    """What is done so far, and how long it will take still."""
    st.html(_STYLE)
    if batch.ended_s is not None:
        st.rerun()
    total = batch.total
    share = min(1.0, total.ended / max(total.inputs, 1))
    st.progress(share, text=literal(total.progress(time.monotonic()).removeprefix("batch: ")))
    if st.button(
        "Begin no more", key="batch_stop", icon=":material/stop:", disabled=batch.is_stopped
    ):
        batch.stop()
    st.html(
        '<p class="sr-quiet">You may leave this page: the batch goes on. If the program is '
        "stopped, start the same batch again, and it goes on with what is missing.</p>"
    )
    newest = as_columns(batch.rows[: -SHOWN - 1 : -1])
    st.dataframe(newest, hide_index=True, placeholder="–", key="batch_so_far", height="content")


def ended(batch: RunningBatch, ended_s: float) -> None:
    said = batch.total.summary(ended_s).replace("batch: ", "").splitlines()
    st.html(finding_html(said[0]) + "".join(f'<p class="sr-quiet">{safe(s)}</p>' for s in said[1:]))
    if batch.error:
        st.error(literal(batch.error))
    if st.button("Another batch", key="batch_another", icon=":material/add:"):
        del st.session_state[_KEPT]
        st.rerun()
    results(batch)


def results(batch: RunningBatch) -> None:
    """The table, sorted by a click on its head; a selected row opens its run."""
    rows = as_columns(batch.rows)
    if not rows:
        return
    st.html(_STYLE + '<p class="sr-quiet">Select a row to open its run.</p>')
    number = st.column_config.NumberColumn
    picked = st.dataframe(
        rows, hide_index=True, placeholder="–", key="batch_results", on_select="rerun",
        selection_mode="single-row", row_height=32,
        column_config={"Seconds": number(format="%.2f"), "Cost in $": number(format="%.4f")},
    )  # fmt: skip
    st.download_button(
        "CSV", lambda: csv_text(rows, list(rows[0])), "batch.csv", "text/csv", key="batch_csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    chosen = picked["selection"]["rows"]
    run_id = batch.rows[chosen[0]].run_id if chosen and chosen[0] < len(batch.rows) else None
    if run_id is not None:
        open_run(run_id)
        st.switch_page("pages/refine.py", query_params={"run": str(run_id)})


inside_app()
use_style()
page()
