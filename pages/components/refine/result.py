"""A finished run, in one order that never changes.

What was given, the answer, the advice beside the time it took, the transcript, and how it was
computed. A running run fills the same places, so nothing moves when it ends.
"""

from __future__ import annotations

import streamlit as st

from pages.components.refine.advice_card import advice_html, card_html
from pages.components.refine.advice_diff import changed_share, diff_html
from pages.components.refine.details import show_details
from pages.components.refine.export import (
    show_corrections_download,
    show_feedback,
    show_run_exports,
)
from pages.components.refine.gantt import describe_timing, gantt_figure
from pages.components.refine.rates import rates_html
from pages.components.refine.reader import READER, show_transcript, transcript_turns
from pages.components.refine.running import MAX_NOTES, advice_columns, note_sentence
from pages.components.refine.talk_head import show_head
from pages.components.refine.timeline import (
    describe_pace_and_pauses,
    describe_timeline,
    timeline_figure,
)
from pages.components.refine.verdict import figures_html, verdict_html
from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.palette import Tones
from pages.components.shared.services import runner, submit_again
from pages.components.shared.text import note_html, quiet_html, safe
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.formatting import percent
from refiner.insight.cautions import describe_fallback, list_cautions
from refiner.insight.labels import relabelled
from refiner.insight.receipt import is_rules_only
from refiner.run.session import RunView
from refiner.run_document import LabelRow, RunDocument

_TROUBLE = "refine_trouble"


def show_done(view: RunView, settings: Settings, tones: Tones) -> None:
    """The finished run, with the person's corrections applied."""
    assert view.document is not None
    logged: RunDocument = view.document
    labels = _read_labels(view, settings)
    document = relabelled(logged, labels)
    show_head(view, settings)
    st.html(verdict_html(logged))
    st.html(figures_html(document))
    _show_notes(view, logged, settings)
    advice, timing = advice_columns()
    with advice:
        st.header("Coaching", anchor=False)
        st.html(card_html(document["coaching"]))
        _show_first_draft(document)
    with timing:
        st.header("Timing", anchor=False)
        st.html(f'<p class="sr-finding two">{safe(describe_timing(logged))}</p>')
        show_chart(gantt_figure(logged, tones), "refine_gantt")
        st.header("Share and export", anchor=False)
        show_run_exports(document)
        if labels:
            show_corrections_download(runner(settings).store)
        show_feedback(view.run_id, settings)
    st.header("Where the fillers are", anchor=False)
    show_transcript(
        READER,
        document["text"],
        document["fillers"],
        transcript_turns(view.transcript),
        on_verdict=lambda: _save_correction(view.run_id, settings),
    )
    _show_timeline(document, tones)
    with st.expander("Rates and bands", icon=":material/straighten:", key="refine_rates"):
        st.html(rates_html(document))
    show_details(logged, tones)


def _show_timeline(document: RunDocument, tones: Tones) -> None:
    pace, fillers = document["pace"], document["fillers"]
    if pace is None:
        return
    st.header("Fillers over time", anchor=False)
    st.html(finding_html(describe_timeline(pace, fillers)))
    show_chart(timeline_figure(pace, fillers, tones), "refine_timeline")
    st.html(quiet_html(describe_pace_and_pauses(pace)))


def _show_notes(view: RunView, document: RunDocument, settings: Settings) -> None:
    """What a person must know before trusting the numbers."""
    notes = [
        describe_fallback(document),
        st.session_state.pop(_TROUBLE, None),
        f"Not saved: {view.not_saved}. Download the result to keep it." if view.not_saved else None,
        *list_cautions(document),
        *(note_sentence(warning) for warning in document["warnings"][:MAX_NOTES]),
    ]
    if shown := "".join(note_html(note) for note in notes if note):
        st.html(shown)
    # After an analysis, its answer is cached, and only the coaching is asked for again.
    again = "Run again" if is_rules_only(document) else "Retry the coaching"
    icon = ":material/replay:"
    if document["fallback_mode"] and st.button(again, icon=icon, key="refine_retry"):
        submit_again(view.run_id, view.transcript, settings)


def _show_first_draft(document: RunDocument) -> None:
    """The advice that was replaced, and what changed, if it was rewritten."""
    first = document["preliminary_coaching"]
    if first is None:
        return
    before, after = first["advice"], document["coaching"]["advice"]
    changed = percent(round(changed_share(before, after), 2))
    title, icon = f"First draft ({changed} changed)", ":material/difference:"
    with st.expander(title, key="refine_preliminary", icon=icon):
        shown = st.segmented_control(
            "Show",
            ("What changed", "As it was"),
            default="What changed",
            required=True,
            key="refine_preliminary_view",
            label_visibility="collapsed",
        )
        st.html(diff_html(before, after) if shown == "What changed" else advice_html(before))


def _read_labels(view: RunView, settings: Settings) -> list[LabelRow]:
    if view.not_saved:
        return []
    try:
        return runner(settings).store.labels.rows(view.run_id)
    except StoreError as error:
        st.error(str(error))
        return []


def _save_correction(run_id: int, settings: Settings) -> None:
    correction = st.session_state[READER].verdict
    if not correction:
        return
    try:
        start, end, filler = (correction[name] for name in ("start", "end", "filler"))
        runner(settings).store.labels.set(run_id, start, end, filler)
    except StoreError as error:
        st.session_state[_TROUBLE] = f"Your correction was not saved: {error}"
