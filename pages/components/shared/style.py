"""The style sheet and the theme's tones, loaded once per page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.shared.palette import Tones, css_variables, theme_tones

_SHEET = Path(__file__).with_name("style.css")


def use_style() -> Tones:
    """Put the style sheet on the page; returns the tones that its charts must use."""
    st.html(f"<style>{css_variables()}{_SHEET.read_text()}</style>")
    return theme_tones(st.context.theme.type)
