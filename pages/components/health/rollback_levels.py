"""The rollback levels, which can be set and reset, and the log of their changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shared.text import quiet_html, safe, wide_html
from refiner.config.rollback import LevelChange, describe_level
from refiner.config.settings import Settings
from refiner.errors import RefinerError
from refiner.formatting import count, percent
from refiner.store import Store

LEVELS_HINT = (
    "A level set here overrides the environment setting for every new run on this run log, "
    "without a restart. A run's own options come first, but they cannot switch parallel processing "
    "back on. Runs already in progress are not affected."
)
_ROLL_BACK = """\
To go back to an earlier version of the program, stop it, check that version out
(`git log --oneline`, then `git checkout COMMIT`), and start it again. The run log is kept; a log
written by a newer version is refused rather than changed, so keep a copy of the file with each
version.
"""
_REASON = "health_reason"
_MESSAGE = "health_message"
_PERCENT = "health_percent"


def show_levels(store: Store, environment: Settings, switches: Mapping[str, Any]) -> None:
    """One reason, four levels; a change applies as soon as it is made."""
    if message := st.session_state.pop(_MESSAGE, None):
        st.html(f'<p class="{message[0]}">{safe(message[1])}</p>')
    st.text_input(
        "Why are you changing it?",
        key=_REASON,
        max_chars=200,
        placeholder="Saved in the change log",
    )
    _show_parallel(store, environment, switches)
    _show_threshold(store, environment, switches)
    _show_always(store, environment, switches)
    _show_reset(store, switches)


def _show_parallel(store: Store, environment: Settings, switches: Mapping[str, Any]) -> None:
    is_set = "parallel" in switches
    state = "on" if environment.parallel else "off in the environment"
    what = "If off, the advice is written after the analysis: slower, but always from final counts."
    with _level_row(1, "parallel processing", "off, set here" if is_set else state, is_set, what):
        if is_set:
            _change_button(store, "Undo", "parallel_back", {"parallel": None})
        elif environment.parallel:
            _change_button(store, "Switch off", "parallel", {"parallel": False})


def _show_threshold(store: Store, environment: Settings, switches: Mapping[str, Any]) -> None:
    is_set = "threshold" in switches
    now = switches.get("threshold", environment.threshold)
    state = f"above {percent(now)}" + (", set here" if is_set else "")
    what = "Higher means fewer rewrites; the threshold lab shows what each would do."
    with _level_row(2, "rewrite", state, is_set, what):
        st.number_input(
            "Percent",
            0,
            100,
            round(100 * now),
            key=_PERCENT,
            width=130,
            label_visibility="collapsed",
        )
        st.button("Apply", key="health_threshold", on_click=_apply_threshold, args=(store,))
        if is_set:
            _change_button(store, "Undo", "threshold_back", {"threshold": None})


def _show_always(store: Store, environment: Settings, switches: Mapping[str, Any]) -> None:
    is_set = "policy" in switches
    policy = switches.get("policy", environment.policy)
    state = {"always": "on", "never": "never rewritten", "threshold": "off"}[policy]
    what = "The advice is rewritten after every analysis, whatever the counts."
    state += ", set here" if is_set else ""
    with _level_row(3, "always rewrite", state, is_set, what):
        if is_set:
            _change_button(store, "Undo", "policy_back", {"policy": None})
        elif policy != "always":
            _change_button(store, "Switch on", "policy", {"policy": "always"})


def _show_reset(store: Store, switches: Mapping[str, Any]) -> None:
    state = f"{count(len(switches), 'override')} set here" if switches else "no overrides"
    what = "Every level is reset to the environment setting."
    with _level_row(4, "reset all", state, bool(switches), what):
        if switches:
            _change_button(store, "Reset all", "all", dict.fromkeys(switches))
    with st.expander("Roll back to an earlier version", key="health_revert"):
        st.markdown(_ROLL_BACK)


def _level_row(number: int, name: str, state: str, is_set: bool, what: str) -> DeltaGenerator:
    """What the level is and its state, with its buttons to follow."""
    row = st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"health_level_{number}"
    )
    mark = ' class="on"' if is_set else ""
    row.html(
        f'<div class="sr-level"><h3>{number}. {safe(name.capitalize())}: '
        f"<b{mark}>{safe(state)}</b></h3><p>{safe(what)}</p></div>"
    )
    return row


def _change_button(store: Store, label: str, name: str, values: Mapping[str, Any]) -> None:
    st.button(label, key=f"health_{name}", on_click=_apply_change, args=(store, values))


def _apply_threshold(store: Store) -> None:
    """The percentage at the click, which may come before the page has seen it."""
    _apply_change(store, {"threshold": st.session_state[_PERCENT] / 100})


def _apply_change(store: Store, values: Mapping[str, Any]) -> None:
    """Make the change or report why it cannot be made; runs before the page is drawn again."""
    reason = st.session_state[_REASON]
    try:
        changes = [LevelChange(name, value, reason) for name, value in values.items()]
        for change in changes:
            store.switches.set(change)
    except RefinerError as error:
        st.session_state[_MESSAGE] = ("sr-note failed", f"{error}. Nothing was changed.")
        return
    made = "; ".join(describe_level(change.name, change.value) for change in changes)
    st.session_state[_MESSAGE] = ("sr-finding", f"Done: {made}. It applies to all new runs.")
    st.session_state[_REASON] = ""


def changes_html(changes: Sequence[Mapping[str, Any]]) -> str:
    """When, what and why, newest first."""
    if not changes:
        return quiet_html("Nothing has been changed here yet.")
    rows = "".join(
        f'<tr><th scope="row">{safe(change["changed_at"][:19].replace("T", " "))} UTC</th>'
        f"<td>{safe(describe_level(change['name'], change['value']))}</td>"
        f"<td>{safe(change['reason'])}</td></tr>"
        for change in changes
    )
    return wide_html(f'<table class="sr-receipt sr-changes">{rows}</table>', "Changes")
