"""Words and quotations that lead to their place in the transcript."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_name("links.js")


def linked_html(html: str) -> str:
    """`html` in which a click on an element with `data-start` or `data-word` shows its place."""
    return f'<div class="sr-linked">{html}</div>'


def activate_links() -> None:
    """Make them work; once a page, below everything that is read."""
    component = st.components.v2.component(
        "speech_refiner_links", html="<span></span>", js=_SCRIPT.read_text(), isolate_styles=False
    )
    component(key="refine_links")
