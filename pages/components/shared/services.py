"""What every page of one server shares: its settings, its runner, its run log."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st

from pages.components.shared.current_run import open_run
from refiner.config.rollback import in_force
from refiner.config.settings import Settings, load_settings, read_environment
from refiner.errors import SettingsError, StoreError
from refiner.model import Transcript
from refiner.run.runner import Runner
from refiner.store import Store

_USED = "refine_used"
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


def in_force_or_stop() -> Settings:
    """The settings for new runs: the environment's, with the rollback levels that are set."""
    settings = settings_or_stop()
    try:
        return in_force(settings, runner(settings).store.switches.current())
    except StoreError:  # a log that cannot be read holds no switches; each run says so itself
        return settings


def runner(settings: Settings) -> Runner:
    """The runner of this server; its runs outlive every page."""
    return _runner((settings.db or DEFAULT_DB).absolute())


def submit(talk: Transcript, settings: Settings, parse_ms: float = 0.0) -> NoReturn:
    """Start a run and show it. Its settings stay in this session's memory, for running it again."""
    run_id = runner(settings).submit(talk, settings, parse_ms)
    st.session_state.setdefault(_USED, {})[run_id] = settings
    open_run(run_id)
    st.rerun()


def submit_again(run_id: int, talk: Transcript, settings: Settings) -> NoReturn:
    """The same talk as this session ran it, else with `settings`."""
    submit(talk, st.session_state.get(_USED, {}).get(run_id, settings))
