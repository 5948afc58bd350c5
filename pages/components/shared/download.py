"""Download buttons, which leave the page as it is."""

from __future__ import annotations

from typing import Any

import streamlit as st

_MIME = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "md": "text/markdown",
}


def show_download(
    label: str, data: Any, name: str, key: str, icon: str = ":material/download:", help: str = ""
) -> None:
    """A button that downloads `data`, or what the function `data` returns when it is clicked."""
    mime = _MIME[name.rsplit(".", 1)[-1]]
    st.download_button(
        label, data, name, mime, key=key, icon=icon, help=help or None, on_click="ignore"
    )
