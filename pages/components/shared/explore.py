"""Sample data: a separate run log, which one click opens and one click closes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shared.current_run import leave_run, open_form
from pages.components.shared.text import FIRST_TALK, lead_html
from refiner.batch.sample_log import build_sample_log, is_current
from refiner.config.settings import Settings

_EXPLORING = "exploring"
_OF_ONE_LOG = ("side_runs", "batch_token", "runs_page", "trends_speaker", "runs_speaker")
_BANNER = (
    "Sample data: bundled talks of two speakers and a team, really analysed on this computer and "
    "dated over the last ten weeks. Nothing of it mixes with your own runs."
)


def is_exploring() -> bool:
    """Whether the sample log is shown in place of the real one."""
    return bool(st.session_state.get(_EXPLORING))


def explored_settings(settings: Settings, default_db: Path) -> Settings:
    """The settings with the sample log in place of the real one while it is explored."""
    if not is_exploring():
        return settings
    return settings.with_changes(db=_sample_db(settings, default_db), provider="local")


def _sample_db(settings: Settings, default_db: Path) -> Path:
    return (settings.db or default_db).with_name("sample-runs.db")


def show_banner() -> None:
    """While sample data is explored: what it is, and the way back."""
    if not st.session_state.get(_EXPLORING):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="explore_banner"):
        st.html(f'<p class="sr-banner">{_BANNER}</p>')
        if st.button("Leave the sample data", key="explore_leave", icon=":material/logout:"):
            _switch(exploring=False)


def show_invitation(text: str, key: str, settings: Settings, default_db: Path) -> None:
    """An empty page's text, and two ways to put something there."""
    st.html(lead_html(text))
    with st.container(horizontal=True, key=f"{key}_invitation"):
        if st.button(FIRST_TALK, type="primary", key=f"{key}_first"):
            open_form()
        show_explore_button(key, settings, default_db)


def show_explore_button(key: str, settings: Settings, default_db: Path) -> None:
    if st.session_state.get(_EXPLORING):
        return
    icon = ":material/explore:"
    if st.button("Explore with sample data", key=f"{key}_explore", icon=icon):
        path = _sample_db(settings, default_db)
        if not is_current(path, date.today()):
            bar = st.progress(0.0, "Analysing the bundled talks")
            build_sample_log(path, date.today(), lambda share: _advance(bar, share))
        _switch(exploring=True)


def _advance(bar: DeltaGenerator, share: float) -> None:
    bar.progress(share, "Analysing the bundled talks")


def _switch(*, exploring: bool) -> None:
    st.session_state[_EXPLORING] = exploring
    for key in _OF_ONE_LOG:
        st.session_state.pop(key, None)
    leave_run()
    st.rerun()
