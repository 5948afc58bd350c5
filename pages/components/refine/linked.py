"""HTML whose words and quotations lead to their place in the transcript."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_name("linked.js")


def show_linked(key: str, html: str) -> None:
    """Show `html`; a click on an element with `data-start` or `data-word` shows its place."""
    component = st.components.v2.component(
        "speech_refiner_linked",
        html='<div class="stHtml sr-linked"></div>',
        js=_SCRIPT.read_text(),
        isolate_styles=False,
    )
    component(key=key, data={"html": html})
