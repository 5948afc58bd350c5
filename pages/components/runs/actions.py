"""What can be done with the selected runs: open, run again, export, delete."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components.runs.deletion import delete_runs, show_confirmed_button
from pages.components.runs.exports import as_json
from pages.components.shared.current_run import open_form, open_run
from pages.components.shared.download import show_download
from pages.components.shared.text import table_hint_html
from refiner.formatting import count
from refiner.insight.corrections import corrected_json
from refiner.run.runner import Runner
from refiner.store.row_types import RunRow


def show_actions(runner: Runner, selected: Sequence[RunRow]) -> None:
    """Buttons for the selected runs; a hint if none is selected."""
    if not selected:
        st.html(table_hint_html("Click a title to open its run; tick two runs to compare them."))
        return
    runs, ids = runner.store.runs, [row["run_id"] for row in selected]
    with st.container(horizontal=True, gap="small", key="runs_actions"):
        if len(ids) == 1:
            if st.button("Open", type="primary", key="runs_open"):
                open_run(ids[0])
            if st.button("Run again with other settings", key="runs_again") and (
                transcript := runs.transcript(ids[0])
            ):
                open_form(transcript)
        show_download(
            "JSON",
            lambda: as_json(corrected_json(runner.store, ids)),
            "runs.json",
            "runs_json_selected",
        )
        show_confirmed_button(
            "Delete",
            f"Delete {count(len(ids), 'run')}",
            "runs_delete",
            lambda: delete_runs(runner, runs.delete(ids)),
        )
