"""The talk's title and details in one line, with its actions."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components.refine.edit import show_edit_menu
from pages.components.refine.export import show_share_menu
from pages.components.shared.current_run import clear_form, leave_run
from pages.components.shared.services import runner
from pages.components.shared.text import UNTITLED, safe
from refiner.config.settings import Settings
from refiner.formatting import count, length
from refiner.model import Transcript
from refiner.run.view import RunView
from refiner.run_document import RunDocument
from refiner.store.row_types import LabelRow


def show_head(
    view: RunView,
    settings: Settings,
    document: RunDocument | None = None,
    labels: Sequence[LabelRow] = (),
) -> None:
    """`document`: the corrected one of a finished run; `labels`: what people said of it."""
    with st.container(horizontal=True, vertical_alignment="center", key="refine_head"):
        st.html(head_html(view.transcript, document))
        if view.status == "running":
            if st.button("Cancel", key="refine_cancel", icon=":material/close:"):
                runner(settings).cancel(view.run_id)
            return
        show_edit_menu(view, settings, document)
        if st.button("New talk", key="refine_new", icon=":material/add:"):
            clear_form()
            leave_run()
            st.rerun()
        if document is not None:
            show_share_menu(document, labels, runner(settings).store)


def head_html(transcript: Transcript, document: RunDocument | None = None) -> str:
    """Title, speaker, day, words and length, in a few words each."""
    title, speaker, day = transcript.title, transcript.speaker, transcript.held_on
    if document is not None:
        title, speaker = document["title"], document["speaker"]
        day = document["held_on"] or day
    about = "about " if transcript.duration_source == "estimated" else ""
    parts = [speaker, day, count(transcript.words, "word")]
    parts.append(about + length(transcript.length_s) if transcript.length_s else "")
    rest = "".join(f"<span>{safe(part)}</span>" for part in parts if part)
    return f'<div class="sr-talk"><h1>{safe(title or UNTITLED)}</h1>{rest}</div>'
