"""Runs: find any run by what was said in it, and open, compare, export or delete it."""

from __future__ import annotations

import streamlit as st

from pages.components.runs.actions import show_actions
from pages.components.runs.compare import show_comparison
from pages.components.runs.deletion import show_delete_speaker
from pages.components.runs.exports import show_exports
from pages.components.runs.search import (
    PAGE_ROWS,
    choose_page,
    choose_search,
    describe_found,
)
from pages.components.runs.table import show_found
from pages.components.shared.chart import finding_html
from pages.components.shared.frame import require_navigation
from pages.components.shared.services import invite, this_runner
from pages.components.shared.text import quiet_html
from refiner.errors import StoreError
from refiner.run.runner import Runner
from refiner.store.search import Search

_EMPTY = (
    "This page lists every run; any word of a talk or its advice finds it. There are no runs yet."
)


def runs_page() -> None:
    st.title("Runs", anchor=False)
    runner = this_runner()
    if message := st.session_state.pop("runs_message", None):
        st.html(quiet_html(message))
    try:
        if not runner.store.runs.count(Search()):
            invite(_EMPTY, "runs")
            return
        search = choose_search(runner.store)
        _show_runs(runner, search, runner.store.runs.count(search))
        show_delete_speaker(runner, search)
    except StoreError as error:
        st.error(f"{error}. New runs still give results; they cannot be found here.")


def _show_runs(runner: Runner, search: Search, total: int) -> None:
    page = choose_page(total)
    st.html(finding_html(describe_found(search, total, page)))
    if total:
        above = st.container(key="runs_above")
        selected = show_found(runner.store.runs.find(search, PAGE_ROWS, (page - 1) * PAGE_ROWS))
        with above:
            show_actions(runner, selected)
            show_comparison(runner.store, selected)
        show_exports(runner.store, search, total)


require_navigation()
runs_page()
