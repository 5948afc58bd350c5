"""What every page of one server shares: its settings, its runner, its run log."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from refiner.errors import SettingsError
from refiner.runner import Runner
from refiner.settings import Settings, load_settings, read_environment
from refiner.store import Store

DEFAULT_DB = Path("data/runs.db")


@st.cache_resource(show_spinner=False)
def _runner(db: Path) -> Runner:
    return Runner(Store(db))


def settings_or_stop() -> Settings:
    """The settings of the environment; one that is unusable is named, and the page ends."""
    try:
        return load_settings(read_environment())
    except SettingsError as error:
        st.error(f"{error}. Correct it in the environment or in `.env`, then reload this page.")
        st.stop()


def runner(settings: Settings) -> Runner:
    """The runner of this server; its runs outlive every page."""
    return _runner((settings.db or DEFAULT_DB).absolute())
