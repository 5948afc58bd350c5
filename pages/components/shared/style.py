"""The style sheet, put on every page by `app.py`, and the theme's tones for charts."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.shared.palette import Tones, css_variables, theme_tones

_SHEET = Path(__file__).with_name("style.css")


def put_style() -> None:
    st.html(f"<style>{css_variables()}{_SHEET.read_text()}</style>")


def page_tones() -> Tones:
    """The tones that this page's charts must use."""
    return theme_tones(st.context.theme.type)
