"""The rollback levels as switches a person can use at once, and the log of their changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.components.shared.text import safe
from refiner.config.rollback import Change, told
from refiner.config.settings import Settings
from refiner.errors import RefinerError
from refiner.formatting import count, percent
from refiner.store import Store

RULE = (
    "A level set here replaces what the environment says, for every new run on this run log, "
    "without a restart. What is chosen for a single run comes after it; only parallel processing "
    "that is off stays off. Runs under way are not touched."
)
_REVERT = """\
To go back to an earlier version of the program, stop it, check that version out
(`git log --oneline`, then `git checkout COMMIT`), and start it again. The run log is kept; a log
that a newer version has written is refused rather than changed, so keep a copy of the file with
each version.
"""

_REASON = "health_reason"
_SAID = "health_said"
_PERCENT = "health_percent"
_STYLE = """<style>
.stHtml .sr-level h3 { font-size: 1rem; font-weight: 500; line-height: 1.4; padding: 0; margin: 0; }
.stHtml .sr-level b { font-weight: 600; }
.stHtml .sr-level b.on { color: var(--sr-amber); }
.stHtml .sr-level p { margin: 0; color: var(--sr-quiet); font-size: .9375rem; max-width: 62ch; }
[class*="st-key-health_level_"] { border-top: 1px solid var(--sr-line); padding-top: .75rem; }
[class*="st-key-health_level_"] > :first-child { flex: 1 1 22rem; }
.stHtml table.sr-changes td { padding-right: 1.5rem; }
</style>"""


def levels(store: Store, environment: Settings, switches: Mapping[str, Any]) -> None:
    """One reason, four levels; a change is in force as soon as it is made."""
    st.html(_STYLE)
    if said := st.session_state.pop(_SAID, None):
        st.html(f'<p class="{said[0]}">{safe(said[1])}</p>')
    st.text_input(
        "Why are you changing it?", key=_REASON, max_chars=200,
        placeholder="Kept with the change, for whoever looks next",
    )  # fmt: skip
    _parallel(store, environment, switches)
    _threshold(store, environment, switches)
    _always(store, environment, switches)
    _revert(store, switches)


def _parallel(store: Store, environment: Settings, switches: Mapping[str, Any]) -> None:
    own = "parallel" in switches
    state = "off, set here" if own else "on" if environment.parallel else "off in the environment"
    what = "Off: the advice is written after the analysis. Slower, and never out of step."
    with _level(1, "parallel processing", state, own, what):
        if own:
            _change(store, "Undo", "parallel_back", {"parallel": None})
        elif environment.parallel:
            _change(store, "Switch off", "parallel", {"parallel": False})


def _threshold(store: Store, environment: Settings, switches: Mapping[str, Any]) -> None:
    own = "threshold" in switches
    now = switches.get("threshold", environment.threshold)
    state = percent(now) + (", set here" if own else "")
    what = "Higher means fewer rewrites; the threshold lab shows what each would do."
    with _level(2, "threshold", state, own, what):
        st.number_input(
            "Percent", 0, 100, round(100 * now), key=_PERCENT, width=130,
            label_visibility="collapsed",
        )  # fmt: skip
        st.button("Use it", key="health_threshold", on_click=_use_threshold, args=(store,))
        if own:
            _change(store, "Undo", "threshold_back", {"threshold": None})


def _always(store: Store, environment: Settings, switches: Mapping[str, Any]) -> None:
    own = "policy" in switches
    policy = switches.get("policy", environment.policy)
    state = {"always": "on", "never": "never rewritten", "threshold": "off"}[policy]
    state += ", set here" if own else ""
    what = "Whatever the counts say, the advice is written again from the refined ones."
    with _level(3, "rewrite every advice", state, own, what):
        if own:
            _change(store, "Undo", "policy_back", {"policy": None})
        elif policy != "always":
            _change(store, "Switch on", "policy", {"policy": "always"})


def _revert(store: Store, switches: Mapping[str, Any]) -> None:
    state = f"{count(len(switches), 'level')} set here" if switches else "nothing is set here"
    what = "Every level goes back to what the environment says."
    with _level(4, "full revert", state, bool(switches), what):
        if switches:
            _change(store, "Undo all", "all", dict.fromkeys(switches))
    with st.expander("Back to an earlier version of the program", key="health_revert"):
        st.markdown(_REVERT)


def _level(number: int, name: str, state: str, own: bool, what: str) -> Any:
    """A row: what the level is and how it stands, with its buttons to follow."""
    row = st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"health_level_{number}"
    )
    mark = ' class="on"' if own else ""
    row.html(
        f'<div class="sr-level"><h3>{number}. {safe(name.capitalize())}: '
        f"<b{mark}>{safe(state)}</b></h3><p>{safe(what)}</p></div>"
    )
    return row


def _change(store: Store, label: str, name: str, values: Mapping[str, Any]) -> None:
    st.button(label, key=f"health_{name}", on_click=_make, args=(store, values))


def _use_threshold(store: Store) -> None:
    """The percentage as it stands at the click, which may come before the page has seen it."""
    _make(store, {"threshold": st.session_state[_PERCENT] / 100})


def _make(store: Store, values: Mapping[str, Any]) -> None:
    """The change, or the reason why it cannot be; runs before the page is drawn again."""
    reason = st.session_state[_REASON]
    try:
        changes = [Change(name, value, reason) for name, value in values.items()]
        for change in changes:
            store.switches.set(change)
    except RefinerError as error:
        st.session_state[_SAID] = ("sr-note failed", f"{error}. Nothing was changed.")
        return
    made = "; ".join(told(change.name, change.value) for change in changes)
    st.session_state[_SAID] = ("sr-finding", f"Done: {made}. Every run that begins now follows it.")
    st.session_state[_REASON] = ""


def changes_html(changes: Sequence[Mapping[str, Any]]) -> str:
    """When, what and why, newest first."""
    if not changes:
        return '<p class="sr-quiet">Nothing has been changed here yet.</p>'
    rows = "".join(
        f'<tr><th scope="row">{safe(change["changed_at"][:19].replace("T", " "))} UTC</th>'
        f"<td>{safe(told(change['name'], change['value']))}</td><td>{safe(change['reason'])}</td>"
        "</tr>"
        for change in changes
    )
    return f'<div class="sr-wide"><table class="sr-receipt sr-changes">{rows}</table></div>'
