"""Deleting runs, after one more question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from pages.components.shared.text import note_html
from refiner.formatting import count
from refiner.run.runner import Runner
from refiner.store.search import Search


def show_delete_speaker(runner: Runner, search: Search) -> None:
    """If one speaker is chosen: delete all of that person's runs, whatever else is searched for."""
    speakers = search.wanted.get("speaker", ())
    if len(speakers) != 1:
        return
    runs, every_run = runner.store.runs, Search("", {"speaker": speakers})
    with st.container(horizontal=True, gap="small", key="runs_speaker_delete"):
        show_confirmed_button(
            "Delete all of this speaker's runs",
            f"Delete {count(runs.count(every_run), 'run')} of {speakers[0]}",
            "runs_delete_speaker",
            lambda: delete_runs(runner, runs.delete_found(every_run)),
        )


def delete_runs(runner: Runner, deleted: Sequence[int]) -> None:
    """Forget runs that are no longer in the log, and report how many."""
    runner.forget(deleted)
    st.session_state["runs_message"] = f"{count(len(deleted), 'run')} deleted."


def show_confirmed_button(label: str, action: str, key: str, act: Callable[[], None]) -> None:
    """A button that asks once more before it acts; the question names what will be deleted."""
    asked = f"{key}_asked"
    if st.session_state.get(asked) != action:
        if st.button(label, key=key, icon=":material/delete:"):
            st.session_state[asked] = action
            st.rerun()
        return
    st.html(note_html(f"{action}? This cannot be undone.", "failed"))
    if st.button("Delete permanently", key=f"{key}_yes", type="primary"):
        del st.session_state[asked]
        act()
        st.rerun()
    if st.button("Keep", key=f"{key}_no"):
        del st.session_state[asked]
        st.rerun()
