"""Uploaded files that survive a page switch, which Streamlit's uploader alone does not."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.components.shared.text import quiet_html
from refiner.formatting import count

MAX_RECORDING_MB = 300  # more than an hour as the phones' and meetings' own formats have it
Uploaded = tuple[str, bytes]  # name and content


def ask_for_files(label: str, key: str, limit_mb: int, **options: Any) -> list[Uploaded]:
    """The uploader, and what was chosen before another page was shown, with a way to drop it."""
    files = st.file_uploader(
        label, key=key, max_upload_size=limit_mb, on_change=_keep, args=(key,), **options
    )
    chosen: list[Uploaded] = st.session_state.get(_kept_key(key), [])
    return _chosen_now_or_before(key, files, chosen)


def ask_for_sound(label: str, key: str, name: str) -> Uploaded | None:
    """The microphone, and what was recorded before another page was shown; called `name`."""
    recorded = st.audio_input(label, key=key, on_change=_keep, args=(key,))
    chosen: list[Uploaded] = st.session_state.get(_kept_key(key), [])
    found = _chosen_now_or_before(key, recorded, chosen)
    return (name, found[0][1]) if found else None


def _chosen_now_or_before(key: str, files: Any, chosen: list[Uploaded]) -> list[Uploaded]:
    st.session_state[_shown_key(key)] = bool(files)
    if files or not chosen:
        return _contents(files) or chosen
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_again"):
        names = chosen[0][0] if len(chosen) == 1 else count(len(chosen), "file")
        st.html(quiet_html(f"Chosen before: {names}"))
        if st.button("Remove", key=f"{key}_remove", icon=":material/close:"):
            forget_files(key)
            st.rerun()
    return chosen


def forget_files(key: str) -> None:
    """Drop what was chosen in the uploader of that key before."""
    st.session_state.pop(_kept_key(key), None)


def _kept_key(key: str) -> str:
    """The session key of what is kept."""
    return f"{key}_kept"


def _shown_key(key: str) -> str:
    """The session key of whether the uploader itself showed files when it was drawn last."""
    return f"{key}_shown"


def _keep(key: str) -> None:
    """Keep a person's own change. One drawn again reports that it is empty: no change."""
    contents = _contents(st.session_state[key])
    if contents or st.session_state.get(_shown_key(key)):
        st.session_state[_kept_key(key)] = contents


def _contents(files: Any) -> list[Uploaded]:
    if not files:
        return []
    every = files if isinstance(files, list) else [files]
    return [(file.name, file.getvalue()) for file in every]
