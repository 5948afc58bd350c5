"""A run on the page, from its first moment to its end, in one order that never changes.

What was given, the answer, the advice beside the time it took, the transcript, and how it
got there. A running run fills the same places, so nothing moves when it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.components.refine import advice_card, gantt, live, timeline, verdict
from pages.components.refine.advice_diff import changed_share, diff_html
from pages.components.refine.details import details
from pages.components.refine.export import feedback, labels_download, takeaway
from pages.components.refine.live_gantt import growing_chart
from pages.components.refine.rates import rates_html
from pages.components.refine.reader import reader
from pages.components.refine.transcript import Turn, spoken_by
from pages.components.shared.chart import CONFIG
from pages.components.shared.current_run import leave_run, restore_form
from pages.components.shared.palette import Tones
from pages.components.shared.services import runner, submit_again
from pages.components.shared.text import safe, talk_parts
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.formatting import percent
from refiner.insight.cautions import cautions, fallback_note
from refiner.insight.labels import relabelled
from refiner.insight.receipt import only_rules
from refiner.run.session import RunView
from refiner.run_document import LabelRow

READER = "refine_reader"
MOST_WARNINGS = 2  # shown at once; all of them stand in the details


def show_running(view: RunView) -> None:
    """The run so far, below its head; drawn again and again until it ends."""
    st.html(live.verdict_html(view))
    st.html(live.figures_html(view))
    if view.notes or view.talk.warnings:
        st.html(live.notes_html([*view.talk.warnings[:MOST_WARNINGS], *view.notes[-2:]]))
    advice, timing = _columns()
    with advice:
        st.header("What to do", anchor=False)
        st.html(live.advice_live_html(view))
    with timing:
        st.header("How long it takes", anchor=False)
        st.html('<p class="sr-finding two">Each call as it happens</p>')
        growing_chart("refine_growing", live.chart(view))
    st.header("Where", anchor=False)
    reader(READER, view.talk.text, live.fillers(view), _turns(view))


def show_done(view: RunView, settings: Settings, tones: Tones) -> None:
    """The finished run, with the person's own verdicts in force."""
    assert view.document is not None
    made = view.document
    labels = _labels(view, settings)
    document = relabelled(made, labels)
    head(view, settings)
    st.html(verdict.verdict_html(made))
    st.html(verdict.figures_html(document))
    _notes(view, made, settings)
    advice, timing = _columns()
    with advice:
        st.header("What to do", anchor=False)
        st.html(advice_card.card_html(document["coaching"]))
        _preliminary(document)
    with timing:
        _time_and_takeaway(made, document, labels, settings, tones)
    st.header("Where", anchor=False)
    reader(
        READER, document["text"], document["fillers"], _turns(view),
        on_verdict=lambda: _overrule(view.run_id, settings),
    )  # fmt: skip
    if document.get("pace"):
        _when(document, tones)
    with st.expander("Rates and bands", icon=":material/straighten:", key="refine_rates"):
        st.html(rates_html(document))
    details(made, labels, tones)


def _time_and_takeaway(
    made: Mapping[str, Any],
    document: Mapping[str, Any],
    labels: list[LabelRow],
    settings: Settings,
    tones: Tones,
) -> None:
    """What it took, and what can be carried away: `document` has the person's verdicts."""
    st.header("How long it took", anchor=False)
    st.html(f'<p class="sr-finding two">{safe(gantt.finding(made))}</p>')
    st.plotly_chart(gantt.gantt(made, tones), config=CONFIG, key="refine_gantt")
    st.header("Take it with you", anchor=False)
    takeaway(document)
    if labels:
        labels_download(runner(settings).store)
    feedback(made["run_id"], settings)


def _when(document: Mapping[str, Any], tones: Tones) -> None:
    st.header("When", anchor=False)
    st.html(f'<p class="sr-finding">{safe(timeline.finding(document))}</p>')
    st.plotly_chart(timeline.timeline(document, tones), config=CONFIG, key="refine_timeline")
    st.html(f'<p class="sr-quiet">{safe(timeline.pace_line(document))}</p>')


def _turns(view: RunView) -> list[Turn]:
    """Who speaks where, if several do."""
    return spoken_by((stretch.start, stretch.speaker) for stretch in view.talk.stretches)


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
    line = f"<h1>{title}</h1>" + "".join(f"<span>{part}</span>" for part in rest)
    with st.container(horizontal=True, vertical_alignment="center", key="refine_head"):
        st.html(f'<div class="sr-talk">{line}</div>')
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
    restore_form(view.talk)
    leave_run()
    st.rerun()


def _notes(view: RunView, made: Mapping[str, Any], settings: Settings) -> None:
    """What a person must know before trusting the numbers."""
    notes = [
        fallback_note(made),
        st.session_state.pop("refine_trouble", None),
        f"Not saved: {view.not_saved}. Download the result to keep it." if view.not_saved else None,
        *cautions(made),
        *(live.sentence(w) for w in made["warnings"][:MOST_WARNINGS]),
    ]
    shown = "".join(f'<p class="sr-note">{safe(note)}</p>' for note in notes if note)
    if shown:
        st.html(shown)
    # What was bought is not bought twice: after an analysis, only the coaching is asked for.
    again = "Run again" if only_rules(made) else "Retry the coaching"
    if made["fallback_mode"] and st.button(again, icon=":material/replay:", key="refine_retry"):
        submit_again(view.run_id, view.talk, settings)


def _preliminary(document: Mapping[str, Any]) -> None:
    """The advice that was replaced, and what changed; nothing where it was kept."""
    first = document["preliminary_coaching"]
    if first is None:
        return
    changed = percent(round(changed_share(first["advice"], document["coaching"]["advice"]), 2))
    with st.expander(
        f"The preliminary advice that this replaced ({changed} of the text changed)",
        key="refine_preliminary", icon=":material/difference:",
    ):  # fmt: skip
        shown = st.segmented_control(
            "Show", ("What changed", "As it was"), default="What changed", required=True,
            key="refine_preliminary_view", label_visibility="collapsed",
        )  # fmt: skip
        if shown == "What changed":
            st.html(diff_html(first["advice"], document["coaching"]["advice"]))
        else:
            st.html(advice_card.advice_html(first["advice"]))


def _labels(view: RunView, settings: Settings) -> list[LabelRow]:
    if view.not_saved:
        return []
    try:
        return runner(settings).store.labels.rows(view.run_id)
    except StoreError as error:
        st.error(str(error))
        return []


def _overrule(run_id: int, settings: Settings) -> None:
    said = st.session_state[READER].verdict
    if not said:
        return
    try:
        runner(settings).store.labels.set(run_id, said["start"], said["end"], said["filler"])
    except StoreError as error:
        st.session_state["refine_trouble"] = f"Your verdict was not saved: {error}"
