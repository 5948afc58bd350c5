"""What was given, folded to one line, with what can be done about it."""

from __future__ import annotations

import streamlit as st

from pages.components.shared.current_run import leave_run, restore_form
from pages.components.shared.services import runner
from pages.components.shared.text import UNTITLED, safe
from refiner.config.settings import Settings
from refiner.formatting import count, length
from refiner.model import Transcript
from refiner.run.session import RunView


def show_head(view: RunView, settings: Settings) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="refine_head"):
        st.html(head_html(view.transcript))
        if view.status == "running":
            if st.button("Cancel", key="refine_cancel", icon=":material/close:"):
                runner(settings).cancel(view.run_id)
            return
        if st.button("Change", key="refine_change", icon=":material/edit:"):
            restore_form(view.transcript)
            leave_run()
            st.rerun()
        if st.button("New talk", key="refine_new", icon=":material/add:"):
            leave_run()
            st.rerun()


def head_html(transcript: Transcript) -> str:
    """Title, speaker, words and length, in a few words each."""
    about = "about " if transcript.duration_source == "estimated" else ""
    parts = [transcript.speaker, count(transcript.words, "word")]
    parts.append(about + length(transcript.length_s) if transcript.length_s else "")
    rest = "".join(f"<span>{safe(part)}</span>" for part in parts if part)
    return f'<div class="sr-talk"><h1>{safe(transcript.title or UNTITLED)}</h1>{rest}</div>'
