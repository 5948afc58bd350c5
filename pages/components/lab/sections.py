"""The lab's sections, each with its sentence and its charts."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.components.lab.means import (
    cost_figure,
    describe_cost,
    describe_time,
    mean_time_figure,
)
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
_UNKNOWN = {
    "time": "These runs logged no times.",
    "cost": "These runs cost nothing, or their cost is unknown.",
}
_ESTIMATED = (
    "From the times and prices that the runs logged. If a run was never rewritten, its first "
    "advice is used as an estimate of a second."
)


def show_suggestion(runs: LoggedRuns, rule: DecisionRule) -> None:
    suggestion = lab.suggest_threshold(runs, rule)
    if suggestion.threshold is None:
        st.html(quiet_html(suggestion.reason))
        return
    text = f"Suggested: {percent(suggestion.threshold)}, {suggestion.reason}"
    st.html(f'<p class="sr-verdict">{safe(text)}</p>')


def show_shares(curves: Curves, present: float, tried: float, is_gold: bool, tones: Tones) -> None:
    st.header("Decisions", anchor=False)
    st.html(finding_html(describe_shares(curves, present, tried)))
    show_chart(shares_figure(curves, present, tried, tones), "lab_shares")
    st.html(quiet_html(_WRONG_IN_GOLD if is_gold else _WRONG_IN_LOG))


def show_means(curves: Curves, present: float, tried: float, tones: Tones) -> None:
    st.header("Time and cost", anchor=False)
    charts = (
        ("time", curves.mean_ms, mean_time_figure, describe_time),
        ("cost", curves.mean_usd, cost_figure, describe_cost),
    )
    for column, (name, values, figure, describe) in zip(
        st.columns(2, gap="large"), charts, strict=True
    ):
        with column:
            if not values.any() or np.isnan(values[0]):
                st.html(quiet_html(_UNKNOWN[name]))
                continue
            st.html(finding_html(describe(curves, present, tried)))
            show_chart(figure(curves, present, tried, tones), f"lab_{name}")
    st.html(quiet_html(_ESTIMATED))


def show_run_by_run(runs: LoggedRuns, rule: DecisionRule, is_gold: bool, tones: Tones) -> None:
    st.header("Run by run", anchor=False)
    borderline = lab.borderline_runs(runs, rule)
    st.html(finding_html(describe_wedge(runs, rule, int(borderline.sum()))))
    if is_gold:
        show_chart(wedge_figure(runs, rule, tones, other="Human count"), "lab_wedge_gold")
        return
    show_clickable_chart(wedge_figure(runs, rule, tones), "lab_wedge")
    show_borderline_runs(runs, rule, borderline)
