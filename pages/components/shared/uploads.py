"""Uploaded files that survive a page switch, which Streamlit's uploader alone does not."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.components.shared.text import quiet_html
from refiner.formatting import count

Uploaded = tuple[str, bytes]  # name and content


def ask_for_files(label: str, key: str, limit_mb: int, **options: Any) -> list[Uploaded]:
    """The uploader, and what was chosen before another page was shown, with a way to drop it."""
    kept = f"{key}_kept"
    files = st.file_uploader(
        label, key=key, max_upload_size=limit_mb, on_change=_keep, args=(key, kept), **options
    )
    chosen: list[Uploaded] = st.session_state.get(kept, [])
    if files or not chosen:
        return _contents(files) or chosen
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_again"):
        names = chosen[0][0] if len(chosen) == 1 else count(len(chosen), "file")
        st.html(quiet_html(f"Chosen before: {names}"))
        if st.button("Remove", key=f"{key}_remove", icon=":material/close:"):
            st.session_state.pop(kept, None)
            st.rerun()
    return chosen


def _keep(key: str, kept: str) -> None:
    """A person's own change; a page switch makes none."""
    st.session_state[kept] = _contents(st.session_state[key])


def _contents(files: Any) -> list[Uploaded]:
    if not files:
        return []
    every = files if isinstance(files, list) else [files]
    return [(file.name, file.getvalue()) for file in every]
