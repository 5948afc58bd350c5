"""A run on the page, from its first moment to its end, in one order that never changes.

What was given, the answer, the advice beside the time it took, the transcript, and how it
got there. A running run fills the same places, so nothing moves when it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.components import coaching, gantt, live, verdict
from pages.components.address import leave_run
from pages.components.details import details
from pages.components.palette import Tones
from pages.components.reader import reader
from pages.components.takeaway import feedback, takeaway
from pages.components.words import safe, talk_parts
from pages.components.workbench import runner
from refiner.errors import StoreError
from refiner.labels import relabelled
from refiner.session import RunView
from refiner.settings import Settings

READER = "refine_reader"


def show_running(view: RunView, settings: Settings, tones: Tones) -> None:
    """The run so far; drawn again and again until it ends."""
    head(view, settings)
    st.html(live.verdict_html(view))
    st.html(live.figures_html(view))
    if view.notes:
        st.html(live.notes_html(view.notes))
    advice, timing = _columns()
    with advice:
        st.header("What to do", anchor=False)
        st.html(live.advice_live_html(view))
    with timing:
        st.header("How long it takes", anchor=False)
        st.html('<p class="sr-finding">Each call as it happens</p>')
        one_by_one = live.one_by_one_ms(view)
        figure = gantt.gantt(
            live.steps(view), tones, now_ms=view.elapsed_ms, estimate_ms=one_by_one,
            span_ms=live.axis_ms(view),
            **live.decided(view),
        )  # fmt: skip
        st.plotly_chart(figure, config=gantt.CONFIG, key="refine_gantt")
    st.header("Where", anchor=False)
    reader(READER, view.talk.text, live.fillers(view))


def show_done(view: RunView, settings: Settings, tones: Tones) -> None:
    """The finished run, with the person's own verdicts in force."""
    assert view.document is not None
    made = view.document
    labels = _labels(view, settings)
    document = relabelled(made, labels)
    head(view, settings)
    st.html(verdict.verdict_html(made))
    st.html(verdict.figures_html(document))
    _warnings(view, document)
    advice, timing = _columns()
    with advice:
        st.header("What to do", anchor=False)
        st.html(coaching.card_html(document["coaching"]))
        _preliminary(document)
        feedback(view.run_id, settings)
        takeaway(document)
    with timing:
        st.header("How long it took", anchor=False)
        st.html(f'<p class="sr-finding">{safe(gantt.finding(made))}</p>')
        st.plotly_chart(gantt.finished(made, tones), config=gantt.CONFIG, key="refine_gantt")
    st.header("Where", anchor=False)
    reader(
        READER, document["text"], document["fillers"],
        on_verdict=lambda: _overrule(view.run_id, settings),
    )  # fmt: skip
    details(document, labels, tones)


def _columns() -> tuple[Any, Any]:
    with st.container(key="refine_columns"):
        advice, timing = st.columns([3, 2], gap="large")
    return advice, timing


def head(view: RunView, settings: Settings) -> None:
    """What was given, folded to one line, with what can be done about it."""
    talk = view.talk
    given = {
        "title": talk.title,
        "speaker": talk.speaker,
        "words": talk.words,
        "duration_s": talk.length_s,
        "duration_source": talk.duration_source,
    }
    title, *rest = (safe(part) for part in talk_parts(given))
    line = f"<b>{title}</b>" + "".join(f"<span>{part}</span>" for part in rest)
    with st.container(horizontal=True, vertical_alignment="center", key="refine_head"):
        st.html(f'<p class="sr-talk">{line}</p>')
        if view.status == "running":
            if st.button("Cancel", key="refine_cancel", icon=":material/close:"):
                runner(settings).cancel(view.run_id)
            return
        if st.button("Change", key="refine_change", icon=":material/edit:"):
            change(view)
        if st.button("New talk", key="refine_new", icon=":material/add:"):
            leave_run()
            st.rerun()


def change(view: RunView) -> None:
    """Back to the input with this run's talk in it, ready to be changed and run again."""
    talk = view.talk
    st.session_state["refine_given"] = {
        "refine_source": "Paste",
        "refine_text": talk.text,
        "refine_title": talk.title,
        "refine_speaker": talk.speaker,
        "refine_minutes": None if talk.duration_s is None else round(talk.duration_s / 60, 2),
    }
    leave_run()
    st.rerun()


def _warnings(view: RunView, document: Mapping[str, Any]) -> None:
    notes = []
    if view.not_saved:
        notes.append(f"Not saved: {view.not_saved}. The result is whole; download it to keep it.")
    if document["fallback_mode"]:
        notes.append(f"A step was replaced: {document['fallback_reason']}.")
    st.html("".join(f'<p class="sr-note">{safe(note)}</p>' for note in notes) or "<span></span>")


def _preliminary(document: Mapping[str, Any]) -> None:
    if document["preliminary_coaching"] is None:
        return
    with st.expander("The preliminary advice that this replaced", key="refine_preliminary"):
        st.html(coaching.advice_html(document["preliminary_coaching"]["advice"]))


def _labels(view: RunView, settings: Settings) -> list[dict[str, Any]]:
    if view.not_saved:
        return []
    try:
        return runner(settings).store.labels(view.run_id)
    except StoreError as error:
        st.error(str(error))
        return []


def _overrule(run_id: int, settings: Settings) -> None:
    said = st.session_state[READER].verdict
    if not said:
        return
    try:
        runner(settings).store.set_label(run_id, said["start"], said["end"], said["filler"])
    except StoreError as error:
        st.session_state["refine_trouble"] = f"Your verdict was not saved: {error}"
