"""What every page of one server shares: its settings, its runner, its run log."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import streamlit as st

from pages.components.shared.access import current_viewer
from pages.components.shared.current_run import select_run
from pages.components.shared.explore import (
    explored_settings,
    is_exploring,
    show_explore_button,
    show_invitation,
)
from refiner.audio.files import delete_left_over
from refiner.config.rollback import apply_levels
from refiner.config.settings import Settings, load_settings, read_environment
from refiner.config.viewers import Viewer
from refiner.errors import SettingsError, StoreError
from refiner.model import Transcript
from refiner.places import state_folder
from refiner.run.runner import Runner
from refiner.store import Store

DEFAULT_DB = state_folder() / "runs.db"
_SETTINGS_OF_RUNS = "refine_settings"


@st.cache_resource(show_spinner=False)
def _runner(db: Path, keep_days: float | None) -> Runner:
    delete_left_over()
    store = Store(db)
    if keep_days is not None:
        with suppress(StoreError):
            store.runs.delete_older_than(keep_days)
    return Runner(store)


def runner(settings: Settings) -> Runner:
    """The runner of this server as the person may use it; its runs outlive every page."""
    viewer = current_viewer()
    if is_exploring():
        viewer = replace(viewer, sees_unowned=True)
    return _seen_runner((settings.db or DEFAULT_DB).absolute(), settings.keep_days, viewer)


@st.cache_resource(show_spinner=False)
def _seen_runner(db: Path, keep_days: float | None, viewer: Viewer) -> Runner:
    return _runner(db, keep_days).seen_by(viewer)


def team_store(settings: Settings) -> Store:
    """The run log for figures over many runs: of everyone for an admin, else as `runner`."""
    if not current_viewer().is_admin:
        return runner(settings).store
    return _runner((settings.db or DEFAULT_DB).absolute(), settings.keep_days).store


def settings_or_stop() -> Settings:
    """The settings of the environment; an unusable one is named and ends the page."""
    try:
        settings = load_settings(read_environment())
    except SettingsError as error:
        st.error(f"{error}. Correct it in the environment or in `.env`, then reload this page.")
        st.stop()
    return explored_settings(settings, DEFAULT_DB).with_changes(user=current_viewer().user or None)


def run_settings_or_stop() -> Settings:
    """The settings for new runs: the environment's, with the rollback levels that are set."""
    settings = settings_or_stop()
    try:
        return apply_levels(settings, runner(settings).store.switches.current())
    except StoreError:  # a log that cannot be read has no levels; each run reports that itself
        return settings


def this_runner() -> Runner:
    """The runner under the settings of the environment."""
    return runner(settings_or_stop())


def invite(text: str, key: str) -> None:
    """What an empty page will show, with a first talk or sample data one click away."""
    show_invitation(text, key, settings_or_stop(), DEFAULT_DB)


def offer_sample_data(key: str) -> None:
    show_explore_button(key, settings_or_stop(), DEFAULT_DB)


def launch_run(
    transcript: Transcript, settings: Settings, parse_ms: float = 0.0, *, is_demo: bool = False
) -> None:
    """Start a run, which the page then shows. Demo runs are in no figure."""
    run_id = runner(settings).submit(transcript, settings, parse_ms)
    if is_demo:
        with suppress(StoreError):  # a run that is not in the log is in no figure either
            runner(settings).store.runs.mark_demo(run_id)
    _select(run_id, settings)


def submit(
    transcript: Transcript, settings: Settings, parse_ms: float = 0.0, *, is_demo: bool = False
) -> NoReturn:
    """Start a run and show it."""
    launch_run(transcript, settings, parse_ms, is_demo=is_demo)
    st.rerun()


def show_run(run_id: int, settings: Settings) -> NoReturn:
    """Show a run just started."""
    _select(run_id, settings)
    st.rerun()


def _select(run_id: int, settings: Settings) -> None:
    """The settings stay in this session's memory, to run it again."""
    st.session_state.setdefault(_SETTINGS_OF_RUNS, {})[run_id] = settings
    select_run(run_id)


def submit_again(run_id: int, transcript: Transcript, settings: Settings) -> NoReturn:
    """The same talk with the settings that this session used for it, else with `settings`."""
    submit(transcript, st.session_state.get(_SETTINGS_OF_RUNS, {}).get(run_id, settings))
