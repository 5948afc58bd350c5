"""Runs: find any run by what was said in it, and open, compare, export or delete it."""

from __future__ import annotations

import streamlit as st

from pages.components.runs.actions import actions, compare, delete_speaker, exports
from pages.components.runs.search import PER_PAGE, found_sentence, narrowed, page_of, search
from pages.components.runs.table import found_table
from pages.components.shared.frame import inside_app
from pages.components.shared.services import runner, settings_or_stop
from pages.components.shared.style import use_style
from pages.components.shared.text import safe
from refiner.errors import StoreError
from refiner.run.runner import Runner
from refiner.store.search import Search


def page() -> None:
    st.title("Runs", anchor=False)
    here = runner(settings_or_stop())
    if said := st.session_state.pop("runs_said", None):
        st.html(f'<p class="sr-quiet">{safe(said)}</p>')
    try:
        wanted = search(here.store)
        found(here, wanted, here.store.runs.count(wanted))
        delete_speaker(here, wanted)
    except StoreError as error:
        st.error(f"{error}. New runs still give results; they cannot be found here.")


def found(here: Runner, wanted: Search, total: int) -> None:
    number = page_of(total)
    st.html(f'<p class="sr-finding">{safe(found_sentence(wanted, total, number))}</p>')
    if total:
        rows = here.store.runs.find(wanted, PER_PAGE, (number - 1) * PER_PAGE)
        above = st.container(key="runs_above")
        chosen = found_table(rows)
        with above:
            actions(here, chosen)
        compare(here.store, chosen)
        exports(here.store, wanted, total)
    elif not narrowed(wanted) and st.button(
        "Refine a first talk", type="primary", key="runs_first"
    ):
        st.switch_page("pages/refine.py")


inside_app()
use_style()
page()
