"""Download buttons, which leave the page as it is."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_MIME = {
    "TextGrid": "text/plain",
    "csv": "text/csv",
    "eaf": "application/xml",
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "md": "text/markdown",
    "srt": "application/x-subrip",
    "txt": "text/plain",
}


def show_download(
    label: str,
    data: str | Callable[[], str],
    name: str,
    key: str,
    icon: str = ":material/download:",
    help: str = "",
) -> None:
    """A button that downloads `data`, or what the function `data` returns when it is clicked.

    A table gets the mark of UTF-8, without which Excel reads another encoding.
    """
    kind = name.rsplit(".", 1)[-1]
    encoding = "utf-8-sig" if kind == "csv" else "utf-8"

    def encoded() -> bytes:
        return (data if isinstance(data, str) else data()).encode(encoding)

    made = encoded if callable(data) else encoded()
    st.download_button(
        label, made, name, _MIME[kind], key=key, icon=icon, help=help or None, on_click="ignore"
    )
