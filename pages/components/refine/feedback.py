"""A person's feedback on the advice, saved with the run immediately."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from pages.components.shared.current_run import TROUBLE
from pages.components.shared.services import runner
from pages.components.shared.text import quiet_html
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.store import Store


def show_feedback(run_id: int, settings: Settings) -> None:
    """Thumbs and a comment."""
    store = runner(settings).store
    thumb_key, comment_key = f"refine_thumb_{run_id}", f"refine_comment_{run_id}"

    def save() -> None:
        values = {"thumb": st.session_state[thumb_key], "comment": st.session_state[comment_key]}
        try:
            store.runs.set_feedback(run_id, json.dumps(values))
        except StoreError as error:
            st.session_state[TROUBLE] = f"Your feedback was not saved: {error}"

    saved = _read_feedback(store, run_id)
    with st.container(horizontal=True, vertical_alignment="center", key="refine_feedback"):
        st.html(quiet_html("Was this advice useful?"), width="content")
        st.feedback("thumbs", key=thumb_key, default=saved.get("thumb"), on_change=save)
    st.text_input(
        "Comment",
        value=saved.get("comment") or "",
        key=comment_key,
        on_change=save,
        max_chars=1000,
        placeholder="What was good, what was missing?",
        label_visibility="collapsed",
    )


def _read_feedback(store: Store, run_id: int) -> dict[str, Any]:
    """The feedback on the run; empty if the log has none of it."""
    try:
        rows = store.runs.rows(run_id=run_id)
        feedback = json.loads(rows[0]["feedback"] or "{}") if rows else {}
    except (StoreError, ValueError):
        return {}
    return feedback if isinstance(feedback, dict) else {}
