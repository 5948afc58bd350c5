"""What is looked for among the runs; the choice stands in the address, so it can be sent."""

from __future__ import annotations

import math
from collections.abc import Mapping

import streamlit as st

from pages.components.shared.text import PROVIDERS, STRATEGIES
from refiner.formatting import count
from refiner.store import Store
from refiner.store.search import Search

PER_PAGE = 25
_STATUS = {
    "done": "Finished",
    "running": "Running",
    "failed": "Failed",
    "cancelled": "Cancelled",
    "interrupted": "Interrupted",
}
_COLUMNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "speaker": ("Speaker", {}),
    "provider": ("Provider", PROVIDERS),
    "strategy": ("Strategy", STRATEGIES),
    "status": ("Status", _STATUS),
}
_PAGE = "runs_page"


def search(store: Store) -> Search:
    """The words and the columns that are asked for."""
    text = st.text_input(
        "Find", key="runs_text", bind="query-params", max_chars=200, icon=":material/search:",
        on_change=_first_page,
        placeholder="Words from the title, the speaker, what was said, or the advice",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", key="runs_filters"):
        chosen = {name: _choice(store, name, *column) for name, column in _COLUMNS.items()}
    return Search(text or "", chosen)


def _choice(store: Store, name: str, label: str, names: Mapping[str, str]) -> list[str]:
    return st.multiselect(
        label, store.runs.distinct(name), key=f"runs_{name}", bind="query-params",
        placeholder="All",
        format_func=lambda value: names.get(value, value), on_change=_first_page,
    )  # fmt: skip


def _first_page() -> None:
    st.session_state[_PAGE] = 1


def page_of(total: int) -> int:
    """The page that is shown, from 1; one that is no longer there becomes the last."""
    pages = max(1, math.ceil(total / PER_PAGE))
    if st.session_state.get(_PAGE, 1) > pages:
        st.session_state[_PAGE] = pages
    return st.pagination(pages, key=_PAGE) if pages > 1 else 1


def narrowed(wanted: Search) -> bool:
    """Is anything asked for, or are these all runs?"""
    return bool(wanted.text.strip() or any(wanted.wanted.values()))


def found_sentence(wanted: Search, total: int, number: int) -> str:
    """How many there are and which of them are shown."""
    if not total:
        return "No run fits." if narrowed(wanted) else "There is no run yet."
    first = (number - 1) * PER_PAGE + 1
    last = min(total, number * PER_PAGE)
    told = count(total, "run") + (" found" if narrowed(wanted) else "")
    return f"{told}, newest first" + (f"; {first:,} to {last:,} here." if total > PER_PAGE else ".")
