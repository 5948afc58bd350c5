"""The search among the runs; it is kept in the address, so that it can be sent."""

from __future__ import annotations

import math
from collections.abc import Mapping

import streamlit as st

from pages.components.shared.text import PROVIDER_NAMES, STATUS_NAMES, STRATEGY_NAMES
from refiner.formatting import count
from refiner.store import Store
from refiner.store.search import Search

PAGE_ROWS = 25
_COLUMNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "speaker": ("Speaker", {}),
    "provider": ("Provider", PROVIDER_NAMES),
    "strategy": ("Strategy", STRATEGY_NAMES),
    "status": ("Status", STATUS_NAMES),
}
_PAGE = "runs_page"


def choose_search(store: Store) -> Search:
    """The words and the columns that are searched for."""
    text = st.text_input(
        "Find",
        key="runs_text",
        bind="query-params",
        max_chars=200,
        icon=":material/search:",
        on_change=_go_to_first_page,
        placeholder="Words of a talk, its title or its advice",
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="runs_filters"):
        wanted = {name: _choose_values(store, name, *column) for name, column in _COLUMNS.items()}
    return Search(text or "", wanted)


def _choose_values(store: Store, name: str, label: str, names: Mapping[str, str]) -> list[str]:
    return st.multiselect(
        label,
        store.runs.distinct(name),
        key=f"runs_{name}",
        bind="query-params",
        placeholder="All",
        format_func=lambda value: names.get(value, value),
        on_change=_go_to_first_page,
    )


def _go_to_first_page() -> None:
    st.session_state[_PAGE] = 1


def choose_page(total: int) -> int:
    """The page that is shown, from 1; one that no longer exists becomes the last."""
    pages = max(1, math.ceil(total / PAGE_ROWS))
    if st.session_state.get(_PAGE, 1) > pages:
        st.session_state[_PAGE] = pages
    return st.pagination(pages, key=_PAGE) if pages > 1 else 1


def _is_narrowed(search: Search) -> bool:
    """True unless these are all runs."""
    return bool(search.text.strip() or any(search.wanted.values()))


def describe_found(search: Search, total: int, page: int) -> str:
    """How many there are and which of them are shown."""
    if not total:
        return "No run matches."
    found = " found" if _is_narrowed(search) else ""
    if total <= PAGE_ROWS:
        return f"{count(total, 'run')}{found}, newest first."
    first, last = (page - 1) * PAGE_ROWS + 1, min(total, page * PAGE_ROWS)
    return f"{first:,}–{last:,} of {count(total, 'run')}{found}, newest first."
