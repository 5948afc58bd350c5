"""The pages by who uses them, in one row that stays visible on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.components.shared.text import safe


def show_navigation(groups: Mapping[str, Sequence[StreamlitPage]]) -> None:
    with st.container(horizontal=True, gap="small", key="navigation"):
        for name, pages in groups.items():
            key = f"navigation_{name.lower()}"
            with st.container(horizontal=True, vertical_alignment="center", gap=None, key=key):
                st.html(f'<span class="sr-group">{safe(name)}</span>', width="content")
                for page in pages:
                    st.page_link(page, width="content")
