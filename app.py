"""Page set-up and navigation, nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.shared.explore import show_banner
from pages.components.shared.navigation import show_navigation
from pages.components.shared.style import put_style

# The icon is a file of ours: a named symbol would be fetched from the network.
ICON = Path(__file__).parent / "pages" / "components" / "shared" / "icon.svg"

st.set_page_config(page_title="Speech Refiner", page_icon=str(ICON), layout="wide")
PAGES = {
    "Coaching": [
        st.Page("pages/refine.py", title="Refine", icon=":material/graphic_eq:", default=True),
        st.Page("pages/trends.py", title="Trends", icon=":material/show_chart:"),
        st.Page("pages/runs.py", title="Runs", icon=":material/list:"),
        st.Page("pages/batch.py", title="Batch", icon=":material/playlist_add_check:"),
    ],
    "Engineering": [
        st.Page("pages/lab.py", title="Threshold lab", icon=":material/tune:"),
        st.Page("pages/strategies.py", title="Strategies", icon=":material/view_timeline:"),
        st.Page("pages/health.py", title="Health", icon=":material/monitor_heart:"),
    ],
}
page = st.navigation(PAGES, position="hidden")
put_style()
show_navigation(PAGES)
show_banner()
page.run()
