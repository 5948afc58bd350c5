"""The lab's sections: one suggestion, one chart, one table, and the runs themselves."""

from __future__ import annotations

import streamlit as st

from pages.components.lab.means import means_html
from pages.components.lab.shares import describe_shares, shares_figure
from pages.components.lab.table import show_borderline_runs
from pages.components.lab.wedge import describe_wedge, wedge_figure
from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.palette import Tones
from pages.components.shared.run_table import show_clickable_chart
from pages.components.shared.text import quiet_html, safe
from refiner.formatting import percent
from refiner.insight import lab
from refiner.insight.lab import Curves, DecisionRule, LoggedRuns

_WRONG_IN_LOG = (
    "A count or rating is wrong if the rules gave it and the analysis did not confirm it. The "
    "figures shown to a speaker always come from the analysis; only the advice's tone and choice "
    "of words, written from the rule counts, are affected."
)
_WRONG_IN_GOLD = (
    "Each talk of the file counts as a run, with the human count in place of the analysis; only "
    "spans that people judged are counted."
)


def show_suggestion(runs: LoggedRuns, rule: DecisionRule) -> None:
    """The suggested threshold in one sentence, and a button that tries it."""
    suggestion = lab.suggest_threshold(runs, rule)
    threshold = suggestion.threshold
    if threshold is None:
        st.html(quiet_html(suggestion.reason))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="lab_suggestion"):
        text = f"Suggested: {percent(threshold)}, {suggestion.reason}"
        st.html(f'<p class="sr-finding">{safe(text)}</p>')
        st.button(f"Try {percent(threshold)}", key="lab_try", on_click=_try, args=(threshold,))


def _try(threshold: float) -> None:
    st.session_state["lab_threshold"] = round(100 * threshold)


def show_shares(
    runs: LoggedRuns, curves: Curves, present: float, tried: float, is_gold: bool, tones: Tones
) -> None:
    st.html(finding_html(describe_shares(curves, present, tried)))
    show_chart(shares_figure(curves, present, tried, tones), "lab_shares")
    st.html(quiet_html(_WRONG_IN_GOLD if is_gold else _WRONG_IN_LOG))
    if not is_gold:
        st.header("Time and cost", anchor=False)
        st.html(means_html(runs, curves, present, tried))


def show_run_by_run(runs: LoggedRuns, rule: DecisionRule, is_gold: bool, tones: Tones) -> None:
    st.header("Run by run", anchor=False)
    borderline = lab.borderline_runs(runs, rule)
    st.html(finding_html(describe_wedge(runs, rule, int(borderline.sum()))))
    if is_gold:
        show_chart(wedge_figure(runs, rule, tones, other="Human count"), "lab_wedge_gold")
        return
    show_clickable_chart(wedge_figure(runs, rule, tones), "lab_wedge")
    show_borderline_runs(runs, rule, borderline)
