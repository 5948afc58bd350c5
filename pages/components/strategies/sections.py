"""The comparison's sections: the chart while it grows, then tables and the report's claims."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.current_run import open_run
from pages.components.shared.palette import Tones
from pages.components.shared.text import note_html, quiet_html
from pages.components.strategies.choices import StrategyComparison
from pages.components.strategies.figure import (
    COMPARED_NAMES,
    build_side,
    describe_sides,
    side_figure,
)
from pages.components.strategies.table import claims_html, sides_html
from refiner.insight.report_claims import judge_claims
from refiner.run.session import RunView

_GROWING_AXIS_MS = 40_000.0


def show_chart_so_far(
    comparison: StrategyComparison, views: Mapping[str, RunView], tones: Tones
) -> None:
    sides = [build_side(name, view, comparison.speed) for name, view in views.items()]
    growing = comparison.is_simulated and any(side.status == "running" for side in sides)
    st.html(finding_html(describe_sides(sides)))
    figure = side_figure(sides, tones, _GROWING_AXIS_MS if growing else 0.0)
    show_chart(figure, "side_chart")
    if comparison.speed != 1:
        st.html(
            quiet_html(
                f"Times are rescaled to full model speed (the run was {comparison.speed:g} times "
                "faster), including the little that the program itself computes."
            )
        )


def show_comparison_result(
    comparison: StrategyComparison, views: Mapping[str, RunView], tones: Tones
) -> None:
    show_chart_so_far(comparison, views, tones)
    documents = {name: view.document for name, view in views.items() if view.document}
    sides = [build_side(name, view, comparison.speed) for name, view in views.items()]
    st.header("Time and cost", anchor=False)
    st.html(sides_html(sides, documents))
    with st.container(horizontal=True, gap="small", key="side_open"):
        for name, view in views.items():
            hint, key = COMPARED_NAMES[name], f"side_open_{name}"
            if st.button(f"Open run {view.run_id}", key=key, help=hint):
                open_run(view.run_id)
    for name, view in views.items():
        if view.error:
            st.html(note_html(f"{COMPARED_NAMES[name]}: {view.error}", "failed"))
    if not comparison.is_simulated:
        return
    if checked := judge_claims(documents, comparison.speed):
        st.header("Do the report's claims hold?", anchor=False)
        st.html(claims_html(checked))
    else:
        st.html(
            quiet_html(
                "Always rewrite the advice to check the report's claims against these times: runs "
                "with and without a rewrite are needed."
            )
        )
