"""Who judges the marks of a transcript, what two people agree on, and saving a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.components.refine.reader import READER
from pages.components.shared.access import current_viewer
from pages.components.shared.current_run import TROUBLE
from pages.components.shared.services import runner
from pages.components.shared.text import markdown_safe, quiet_html
from refiner.config.settings import Settings
from refiner.errors import RefinerError, StoreError
from refiner.formatting import count
from refiner.insight.corrections import correct_span
from refiner.insight.labellers import MAX_NAME, describe_people, name_labeller
from refiner.run.view import RunView
from refiner.store import Store
from refiner.store.row_types import LabelRow

_SCRIPT = Path(__file__).with_name("labeller_memory.js")
_NAME = "refine_labeller"
_IS_TYPED, _MEMORY = "refine_labeller_typed", "refine_labeller_memory"
_KAPPA = (
    "Cohen's kappa is the agreement beyond what chance would give: 1 is full, 0 none. Where people "
    "differ, the newest verdict counts."
)


def current_labeller() -> str:
    """The name kept with a verdict: of who has logged in, else what was typed; may be empty."""
    return current_viewer().user or name_labeller(st.session_state.get(_NAME) or "")


def read_labels(run_id: int, store: Store) -> list[LabelRow]:
    """What people said of the run's spans; empty if the log cannot be read."""
    try:
        return store.labels.rows(run_id)
    except StoreError:  # the page already says that the log cannot be read
        return []


def may_label(view: RunView, settings: Settings) -> bool:
    """Whether a verdict could be kept: it belongs to a place of a text in the log."""
    return settings.keep_text and not view.not_saved


def choose_labeller() -> None:
    """The name that verdicts are kept under: typed, or that of who has logged in."""
    if user := current_viewer().user:
        st.html(quiet_html(f"Your verdicts are kept as those of {user}."))
        return
    st.text_input(
        "Your name (optional)",
        key=_NAME,
        max_chars=MAX_NAME,
        width=260,
        persist_state="session",
        autocomplete="nickname",
        on_change=_note_typed,
        placeholder="for verdicts of several people",
        help="Kept with your verdicts in the run log and in their export, and in this browser for "
        "the next visit. Then the agreement of two people can be seen.",
    )


def _note_typed() -> None:
    st.session_state[_IS_TYPED] = True


def remember_labeller() -> None:
    """Let the browser keep a typed name; once a page, below everything that is read.

    Neither the address nor the server does: a shared link or server would give it to others.
    """
    if current_viewer().user:
        return
    component = st.components.v2.component(
        "speech_refiner_labeller",
        html="<span></span>",
        js=_SCRIPT.read_text(),
        isolate_styles=False,
    )
    name = current_labeller() or ("" if st.session_state.get(_IS_TYPED) else None)
    component(key=_MEMORY, data=[name], on_remembered_change=_restore_name)


def _restore_name() -> None:
    if not current_labeller():
        st.session_state[_NAME] = name_labeller(st.session_state[_MEMORY].remembered or "")


def show_labelling(labels: Sequence[LabelRow], learnt: str, store: Store) -> None:
    """How far people agree who judged this run, and what was `learnt` of its speaker."""
    _offer_name(labels, store)
    pairs = list(describe_people(labels, current_labeller()))
    lines = [*pairs, _KAPPA if pairs else "", learnt]
    if shown := "".join(quiet_html(line) for line in lines if line):
        st.html(shown)


def _offer_name(labels: Sequence[LabelRow], store: Store) -> None:
    """A person who types a name after their first verdicts must not count as two people."""
    nameless = [row for row in labels if not row["labeller"]]
    name = current_labeller()
    if not nameless or not name or current_viewer().user:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="refine_nameless"):
        st.html(quiet_html(f"{count(len(nameless), 'verdict')} on this talk without a name."))
        st.button(
            f"Mine: keep as {markdown_safe(name)}'s",
            key="refine_name_nameless",
            on_click=_name_nameless,
            args=(nameless[0]["run_id"], name, store),
        )


def _name_nameless(run_id: int, name: str, store: Store) -> None:
    try:
        store.labels.name_nameless(run_id, name)
    except StoreError as error:
        st.session_state[TROUBLE] = f"Your verdicts were not named: {error}"


def save_verdict(run_id: int, settings: Settings) -> None:
    """Keep what the reader reported, under the name of who is here."""
    verdict = st.session_state[READER].verdict
    if not verdict:
        return
    try:
        start, end, filler = (verdict[name] for name in ("start", "end", "filler"))
        store = runner(settings).store
        correct_span(store, run_id, start, end, filler, current_labeller())
    except RefinerError as error:
        st.session_state[TROUBLE] = f"Your verdict was not saved: {error}"
