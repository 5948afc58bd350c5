"""Strategies side by side: one talk under every strategy, on one time axis."""

from __future__ import annotations

import streamlit as st

from pages.components.shared.frame import require_navigation
from pages.components.shared.palette import Tones
from pages.components.shared.services import run_settings_or_stop, this_runner
from pages.components.shared.style import page_tones
from pages.components.shared.text import lead_html
from pages.components.strategies.choices import (
    StrategyComparison,
    choose_comparison,
    current_comparison,
    find_views,
)
from pages.components.strategies.sections import (
    show_chart_so_far,
    show_comparison_result,
    show_recorded,
)
from refiner.errors import StoreError

_TICK_S = 0.25
_LEAD = (
    "The same talk, refined under every strategy at the same time: in sequence, in parallel, "
    "decided early, and in parts. Each is a run of its own and stays in the log."
)


def strategies_page(tones: Tones) -> None:
    st.title("Strategies side by side", anchor=False)
    st.html(lead_html(_LEAD))
    comparison = current_comparison()
    choose_comparison(run_settings_or_stop(), again=comparison is not None)
    if comparison is None:
        show_recorded(tones)
        return
    try:
        views = find_views(this_runner(), comparison)
    except StoreError as error:
        st.error(f"{error}. These runs cannot be shown.")
        return
    if not views:
        st.html(lead_html("These runs are not in this run log."))
    elif any(view.status == "running" for view in views.values()):
        st.fragment(_follow_comparison, run_every=_TICK_S)(comparison, tones)
    else:
        show_comparison_result(comparison, views, tones)


def _follow_comparison(comparison: StrategyComparison, tones: Tones) -> None:
    views = find_views(this_runner(), comparison)
    if all(view.status != "running" for view in views.values()):
        st.rerun()
    show_chart_so_far(comparison, views, tones)


require_navigation()
strategies_page(page_tones())
