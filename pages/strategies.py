"""Strategies side by side: one talk under every strategy at once, on one time axis."""

from __future__ import annotations

import streamlit as st

from pages.components.shared.chart import finding_html
from pages.components.shared.current_run import open_run
from pages.components.shared.frame import inside_app
from pages.components.shared.services import in_force_or_stop, runner, settings_or_stop
from pages.components.shared.style import use_style
from pages.components.shared.text import safe
from pages.components.strategies.choices import Asked, asked, choose
from pages.components.strategies.figure import NAMES, Side, side, side_figure, side_finding
from pages.components.strategies.table import claims_html, sides_html
from refiner.errors import StoreError
from refiner.insight.report_claims import BEFORE, claims
from refiner.run.session import RunView

TICK_S = 0.25
AXIS_MS = 40_000.0
LEAD = (
    "The same talk, refined in every way at once: one call after another, both at once, decided "
    "early, and in parts. Each way is a run of its own, and stays in the log."
)


def page() -> None:
    st.title("Strategies side by side", anchor=False)
    st.html(f'<p class="sr-lead">{LEAD}</p>')
    now = asked()
    choose(in_force_or_stop(), again=now is not None)
    if now is None:
        return
    try:
        views = seen(now)
    except StoreError as error:
        st.error(f"{error}. These runs cannot be shown.")
        return
    if not views:
        st.html('<p class="sr-lead">These runs are not in this run log.</p>')
    elif any(view.status == "running" for view in views.values()):
        st.fragment(follow, run_every=TICK_S)(now)
    else:
        ended(now, views)


def seen(now: Asked) -> dict[str, RunView]:
    """The runs by the name of their way; those not in the log, or made another way, left out."""
    here = runner(settings_or_stop())
    views = {name: here.view(run_id) for name, run_id in now.runs.items()}
    return {name: view for name, view in views.items() if view and made_as(name, view)}


def made_as(name: str, view: RunView) -> bool:
    """An address can be written by hand: is this run what its place there says?"""
    wanted = "sequential" if name == BEFORE else name
    return view.document is None or view.document["strategy"] == wanted


def follow(now: Asked) -> None:
    views = seen(now)
    if all(view.status != "running" for view in views.values()):
        st.rerun()
    draw(sides(now, views), now)


def sides(now: Asked, views: dict[str, RunView]) -> list[Side]:
    return [side(name, view, now.speed) for name, view in views.items()]


def draw(drawn: list[Side], now: Asked) -> None:
    st.html(finding_html(side_finding(drawn)))
    least = AXIS_MS if now.simulated and any(not s.ended for s in drawn) else 0.0
    st.plotly_chart(side_figure(drawn, tones, least), key="side_chart", config=QUIET)
    if now.speed != 1:
        st.html(
            f'<p class="sr-quiet">The waits were made {now.speed:g} times shorter, and are '
            "stretched back here, with the little that the program itself computes between "
            "them: all times are those of the large model.</p>"
        )


def ended(now: Asked, views: dict[str, RunView]) -> None:
    drawn = sides(now, views)
    draw(drawn, now)
    documents = {name: view.document for name, view in views.items() if view.document}
    st.header("Seconds and money", anchor=False)
    st.html(sides_html(drawn, documents))
    open_one(views)
    failed = {name: view.error for name, view in views.items() if view.error}
    for name, why in failed.items():
        st.html(f'<p class="sr-note failed">{safe(NAMES[name])}: {safe(why)}</p>')
    found = claims(documents, now.speed) if now.simulated else []
    if found:
        st.header("Do the report's claims hold?", anchor=False)
        st.html(claims_html(found))
    elif now.simulated:
        st.html(
            '<p class="sr-quiet">Rewrite the advice in any case to hold the report\'s claims '
            "against these times: both kinds of run are needed.</p>"
        )


def open_one(views: dict[str, RunView]) -> None:
    with st.container(horizontal=True, gap="small", key="side_open"):
        for name, view in views.items():
            if st.button(f"Open run {view.run_id}", key=f"side_open_{name}", help=NAMES[name]):
                open_run(view.run_id)
                st.switch_page("pages/refine.py", query_params={"run": str(view.run_id)})


QUIET = {"displayModeBar": False, "scrollZoom": False}

inside_app()
tones = use_style()
page()
