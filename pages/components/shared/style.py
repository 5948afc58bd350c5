"""The page's stylesheet and its theme, asked for once a page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.shared.palette import Tones, css_variables, tones

_SHEET = Path(__file__).with_name("style.css")


def use_style() -> Tones:
    """Put the stylesheet on the page; gives the tones that its charts must use."""
    st.html(f"<style>{css_variables()}{_SHEET.read_text()}</style>")
    return tones(st.context.theme.type)
