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
    Side,
    build_side,
    describe_sides,
    side_figure,
)
from pages.components.strategies.recorded import read_recorded
from pages.components.strategies.table import claims_html, sides_html
from refiner.insight.report_claims import judge_claims
from refiner.run.view import RunView
from refiner.run_document import is_counted

_GROWING_AXIS_MS = 40_000.0
_REPORT = (
    "The report is the description of an earlier system that this workbench follows: it says what "
    "running analysis and advice in parallel should save."
)


def show_chart_so_far(
    comparison: StrategyComparison, views: Mapping[str, RunView], tones: Tones
) -> None:
    _show_chart(views, comparison.speed, comparison.is_simulated, tones)


def show_comparison_result(
    comparison: StrategyComparison, views: Mapping[str, RunView], tones: Tones
) -> None:
    sides = _show_chart(views, comparison.speed, comparison.is_simulated, tones)
    _show_tables(sides, views, comparison.speed if comparison.is_simulated else None)
    with st.container(horizontal=True, gap="small", key="side_open"):
        for name, view in views.items():
            hint, key = COMPARED_NAMES[name], f"side_open_{name}"
            if st.button(f"Open run {view.run_id}", key=key, help=hint):
                open_run(view.run_id)
    for name, view in views.items():
        if view.error:
            st.html(note_html(f"{COMPARED_NAMES[name]}: {view.error}", "failed"))


def show_recorded(tones: Tones) -> None:
    """The recorded example, until a user compares their own talk."""
    recorded = read_recorded()
    st.header(f"Example: {recorded.talk}", anchor=False)
    sides = _show_chart(recorded.views, recorded.speed, True, tones)
    st.html(quiet_html("Recorded with the simulated model: real counts, the report's latencies."))
    _show_tables(sides, recorded.views, recorded.speed)


def _show_chart(
    views: Mapping[str, RunView], speed: float, is_simulated: bool, tones: Tones
) -> list[Side]:
    sides = [build_side(name, view, speed) for name, view in views.items()]
    growing = is_simulated and any(side.status == "running" for side in sides)
    st.html(finding_html(describe_sides(sides)))
    show_chart(side_figure(sides, tones, _GROWING_AXIS_MS if growing else 0.0), "side_chart")
    if speed != 1:
        st.html(
            quiet_html(
                f"Times are rescaled to full model speed (the run was {speed:g} times faster), "
                "including the little that the program itself computes."
            )
        )
    return sides


def _show_tables(
    sides: list[Side], views: Mapping[str, RunView], simulated_speed: float | None
) -> None:
    documents = {name: view.document for name, view in views.items() if view.document}
    st.header("Time and cost", anchor=False)
    st.html(sides_html(sides, documents))
    counted = {name: document for name, document in documents.items() if is_counted(document)}
    if simulated_speed is None or len(counted) < len(documents):
        return
    if judged := judge_claims(counted, simulated_speed):
        st.header("Do the report's claims hold?", anchor=False)
        st.html(quiet_html(_REPORT) + claims_html(judged))
    else:
        st.html(
            quiet_html(
                "Always rewrite the advice to check the report's claims against these times: runs "
                "with and without a rewrite are needed."
            )
        )
