"""The end of the log file."""

from __future__ import annotations

import streamlit as st

from pages.components.shared.text import quiet_html
from refiner.config.settings import Settings
from refiner.insight.health import last_log_lines

LOG_LINES = 40


def show_log(settings: Settings) -> None:
    lines = last_log_lines(settings.log, LOG_LINES)
    if not lines:
        st.html(quiet_html("The log file is empty or does not exist yet."))
        return
    st.html(
        quiet_html(
            f"The last {len(lines)} lines of {settings.log}, newest first; it never contains a "
            "transcript or a key."
        )
    )
    st.code("\n".join(reversed(lines)), language=None, height=320, wrap_lines=True)
