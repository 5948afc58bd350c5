"""Every page is drawn inside `app.py`'s navigation, whichever address is opened first."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def require_navigation() -> None:
    """Run again through `app.py` if Streamlit ran this page's file by itself.

    Until `st.navigation` has been called once in a server's life, the address of a file in
    `pages/` runs that file alone, without set-up and navigation: a link to Trends would be
    broken as a server's first visit.
    """
    if PagesManager.uses_pages_directory and "framed" not in st.session_state:
        PagesManager.uses_pages_directory = False
        st.rerun()
    st.session_state["framed"] = True
