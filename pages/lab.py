"""Threshold lab: what another threshold would have done to every logged run, without a call."""

from __future__ import annotations

import streamlit as st

from pages.components.lab.choices import choose_rule, choose_runs
from pages.components.lab.figures import (
    cost_figure,
    cost_finding,
    shares_figure,
    shares_finding,
    time_figure,
    time_finding,
    wedge_figure,
    wedge_finding,
)
from pages.components.lab.table import edge_table
from pages.components.shared.chart import finding_html
from pages.components.shared.frame import inside_app
from pages.components.shared.run_table import open_from_chart
from pages.components.shared.services import in_force_or_stop
from pages.components.shared.style import use_style
from pages.components.shared.text import safe
from refiner.formatting import percent
from refiner.insight import lab
from refiner.insight.lab import Curves, Rule, Runs

LEAD = (
    "Advice is first written from the rules' count and rewritten when the refined count differs "
    "too much. How much is too much? Move the threshold and see what it would have done to every "
    "run in the log. Nothing is sent anywhere, and nothing changes until you set it under Health."
)


def page() -> None:
    st.title("Threshold lab", anchor=False)
    st.html(f'<p class="sr-lead">{LEAD}</p>')
    present = in_force_or_stop().threshold
    runs, gold = choose_runs()
    if runs is None:
        return
    rule = choose_rule(present, gold)
    found = lab.curves(runs, rule)
    suggestion(runs, rule)
    shares(found, present, rule.threshold, gold)
    if not gold:
        means(found, present, rule.threshold)
    wedge(runs, rule, gold)


def suggestion(runs: Runs, rule: Rule) -> None:
    seen = lab.suggest(runs, rule)
    if seen.threshold is None:
        st.html(f'<p class="sr-quiet">{safe(seen.reason)}</p>')
        return
    st.html(f'<p class="sr-verdict">Suggested: {percent(seen.threshold)}, {safe(seen.reason)}</p>')


def shares(found: Curves, present: float, tried: float, gold: bool) -> None:
    st.header("What it would decide", anchor=False)
    st.html(finding_html(shares_finding(found, present, tried)))
    st.plotly_chart(shares_figure(found, present, tried, tones), key="lab_shares", config=QUIET)
    st.html(f'<p class="sr-quiet">{WRONG["gold" if gold else "log"]}</p>')


def means(found: Curves, present: float, tried: float) -> None:
    st.header("What it would take", anchor=False)
    columns = st.columns(2, gap="large")
    charts = (
        ("time", found.mean_ms, time_figure, time_finding),
        ("cost", found.mean_usd, cost_figure, cost_finding),
    )
    for column, (name, values, figure, finding) in zip(columns, charts, strict=True):
        with column:
            if not values.any() or values[0] != values[0]:
                st.html(f'<p class="sr-quiet">{NOT_KNOWN[name]}</p>')
                continue
            st.html(finding_html(finding(found, present, tried)))
            chart = figure(found, present, tried, tones)
            st.plotly_chart(chart, key=f"lab_{name}", config=QUIET)
    st.html(
        '<p class="sr-quiet">From the times and prices that the runs themselves logged. Where a '
        "run was never rewritten, its first advice stands in for what a second would take.</p>"
    )


def wedge(runs: Runs, rule: Rule, gold: bool) -> None:
    st.header("Run by run", anchor=False)
    edge = lab.on_the_edge(runs, rule)
    st.html(finding_html(wedge_finding(runs, rule, int(edge.sum()))))
    if gold:
        figure = wedge_figure(runs, rule, tones, other="Count by people")
        st.plotly_chart(figure, key="lab_wedge_gold", config=QUIET)
        return
    open_from_chart(wedge_figure(runs, rule, tones), "lab_wedge")
    edge_table(runs, rule, edge)


QUIET = {"displayModeBar": False, "scrollZoom": False}
WRONG = {
    "log": "A wrong count or band is one that the rules heard and the analysis did not confirm. "
    "The figures shown to a speaker are always the refined ones; what is exposed is the advice's "
    "tone and its choice of words, written from the rules' count.",
    "gold": "Each talk of the file stands for a run, the people's count for the refined one; only "
    "spans that people judged are counted.",
}
NOT_KNOWN = {
    "time": "These runs logged no times.",
    "cost": "These runs cost nothing, or their cost is not known.",
}

inside_app()
tones = use_style()
page()
