"""Page set-up and navigation, nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.shared.access import require_access, show_account
from pages.components.shared.explore import show_banner
from pages.components.shared.navigation import show_navigation
from pages.components.shared.style import put_style

# The icon is a file of ours: a named symbol would be fetched from the network.
ICON = Path(__file__).parent / "pages" / "components" / "shared" / "icon.svg"

st.set_page_config(
    page_title="Speech Refiner",
    page_icon=str(ICON),
    layout="wide",
    initial_sidebar_state="collapsed",
)
PAGES = {
    "Coaching": [
        st.Page("pages/refine.py", title="Refine", default=True),
        st.Page("pages/trends.py", title="Trends"),
        st.Page("pages/runs.py", title="Runs"),
        st.Page("pages/batch.py", title="Batch"),
    ],
    "Engineering": [
        st.Page("pages/lab.py", title="Threshold lab"),
        st.Page("pages/strategies.py", title="Strategies"),
        st.Page("pages/health.py", title="Health"),
    ],
}
page = st.navigation(PAGES, position="hidden")
put_style()
require_access()
show_navigation(PAGES)
show_account()
show_banner()
page.run()
