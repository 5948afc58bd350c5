"""A finished run, coach first: the answer, the advice, the text; how it was computed comes last.

A running run fills the same places, so nothing moves when it ends. Everything shown comes from
the corrected document; only the decision's own account is the logged one's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.components.refine.advice_card import advice_html, card_html
from pages.components.refine.advice_diff import changed_share, diff_html
from pages.components.refine.answer import (
    answer_html,
    aside_html,
    describe_advice_state,
    describe_outcome,
    scale_html,
    words_html,
)
from pages.components.refine.details import show_details
from pages.components.refine.export import show_hand_over
from pages.components.refine.feedback import show_feedback
from pages.components.refine.labelling import (
    choose_labeller,
    current_labeller,
    may_label,
    read_labels,
    remember_labeller,
    save_verdict,
    show_labelling,
)
from pages.components.refine.links import activate_links, linked_html
from pages.components.refine.people import show_people
from pages.components.refine.reader import READER, show_transcript, transcript_turns
from pages.components.refine.recording import SoundDict, find_sound
from pages.components.refine.running import MAX_NOTES, advice_columns, note_sentence
from pages.components.refine.talk_head import show_head
from pages.components.refine.timeline import (
    describe_pace_and_pauses,
    describe_timeline,
    timeline_figure,
)
from pages.components.shared.chart import finding_html, show_chart
from pages.components.shared.current_run import TROUBLE
from pages.components.shared.palette import Tones
from pages.components.shared.services import runner, submit_again
from pages.components.shared.speaker_plan import show_watched
from pages.components.shared.text import note_html, quiet_html
from refiner.config.settings import Settings
from refiner.errors import StoreError
from refiner.formatting import percent
from refiner.insight.answer import describe_model_count
from refiner.insight.cautions import describe_fallback, list_cautions
from refiner.insight.certainty import describe_bias
from refiner.insight.corrections import corrected
from refiner.insight.hesitations import list_hesitations
from refiner.insight.labellers import labels_by_span
from refiner.insight.last_time import describe_last_time
from refiner.insight.receipt import describe_verdict, is_rules_only
from refiner.insight.silences import describe_silences
from refiner.model import is_english
from refiner.run.view import RunView
from refiner.run_document import CountedDocument, RunDocument, is_counted
from refiner.store.row_types import LabelRow


def show_done(view: RunView, settings: Settings, tones: Tones) -> None:
    """The finished run, with people's verdicts applied."""
    logged = view.document
    assert logged is not None
    labels = [] if view.not_saved else read_labels(view.run_id, runner(settings).store)
    document = _read_corrected(view, settings, logged, labels)
    show_head(view, settings, document, labels)
    if not is_counted(document) or not is_counted(logged):
        _show_uncounted(view, settings, document)
        return
    _show_answer(document)
    _show_notes(view, document, settings)
    _show_advice(view, settings, logged, document)
    sound = find_sound(view, settings)
    if document["text"]:
        _show_talk(view, settings, logged, document, labels, sound)
    _show_timeline(document, tones, is_heard=sound is not None)
    if document["text"]:
        show_people(document)
    show_details(logged, document, tones)
    activate_links()
    if document["text"] and may_label(view, settings):
        remember_labeller()


def _show_answer(document: CountedDocument) -> None:
    st.html(answer_html(document))
    is_refined = not is_rules_only(document)
    rate = document["rates"]["per_100_words"]
    outcome = describe_outcome(document)
    if is_english(document.get("language")):  # the published rates are of English speech
        st.html(scale_html(rate, outcome, is_refined=is_refined))
    else:
        st.html(aside_html(outcome))


def _show_advice(
    view: RunView, settings: Settings, logged: CountedDocument, document: CountedDocument
) -> None:
    """The coaching, and next to it the speaker's words, feedback and what is handed over."""
    last_time = _describe_last_time(view, settings, document)
    advice, side = advice_columns()
    with advice:
        st.header("Coaching", anchor=False)
        if document["text"]:
            st.html(linked_html(card_html(document["coaching"], document["text"], last_time)))
            _show_reason(logged, document)
        else:
            st.html(quiet_html("Text and advice of this run were not kept, as set for this log."))
    with side:
        st.header("Your words", anchor=False)
        st.html(linked_html(words_html(document["fillers"])))
        if not view.not_saved:
            show_watched(document, runner(settings).store)
        show_feedback(view.run_id, settings)
        show_hand_over(document, last_time)


def _show_talk(
    view: RunView,
    settings: Settings,
    logged: CountedDocument,
    document: CountedDocument,
    labels: list[LabelRow],
    sound: SoundDict | None,
) -> None:
    """The transcript with its marks, which the viewer may correct if the run is theirs."""
    st.header("Where the fillers are", anchor=False)
    editable = may_label(view, settings)
    show_transcript(
        READER,
        document["text"],
        document["fillers"],
        transcript_turns(view.transcript),
        on_verdict=partial(save_verdict, view.run_id, settings) if editable else None,
        sound=sound,
        possible=list_hesitations(document, {}),
        people=labels_by_span(labels, current_labeller()),
    )
    if editable:
        choose_labeller()
    show_labelling(labels, describe_bias(logged), runner(settings).store)


def _show_uncounted(view: RunView, settings: Settings, document: RunDocument) -> None:
    """A talk in a language without a word list: why nothing was counted, and its text.

    Words to watch are counted in any language.
    """
    st.html("".join(note_html(note_sentence(warning)) for warning in document["warnings"]))
    if found := describe_model_count(document):
        st.html(finding_html(found))
    advice = document["coaching"]
    if advice is not None:
        st.header("Coaching", anchor=False)
        st.html(card_html(advice, document["text"]))
    if not view.not_saved:
        show_watched(document, runner(settings).store)
    st.header("Transcript", anchor=False)
    turns = transcript_turns(view.transcript)
    sound = find_sound(view, settings)
    show_transcript(
        READER,
        document["text"],
        document["fillers"],
        turns,
        sound=sound,
        is_counted=bool(document["fillers"]),  # a model's, if one was asked
    )


def _read_corrected(
    view: RunView, settings: Settings, logged: RunDocument, labels: Sequence[LabelRow]
) -> RunDocument:
    if view.not_saved:
        return logged
    try:
        return corrected(runner(settings).store, logged, labels)
    except StoreError as error:
        st.error(str(error))
        return logged


def _describe_last_time(view: RunView, settings: Settings, document: RunDocument) -> str:
    if view.not_saved:
        return ""
    try:
        return describe_last_time(runner(settings).store, document)
    except StoreError:  # the page already says that the log cannot be read
        return ""


def _show_timeline(document: RunDocument, tones: Tones, *, is_heard: bool) -> None:
    pace, fillers = document["pace"], document["fillers"]
    possible = list_hesitations(document, {})
    if pace is None:
        return
    st.header("Fillers over time", anchor=False)
    st.html(finding_html(describe_timeline(pace, fillers)))
    show_chart(timeline_figure(pace, fillers, tones, possible), "refine_timeline")
    hint = " Click a point to hear it." if is_heard else ""
    lines = (describe_silences(document), describe_pace_and_pauses(pace) + hint)
    st.html("".join(quiet_html(line) for line in lines if line))


def _show_notes(view: RunView, document: CountedDocument, settings: Settings) -> None:
    """What a person must know before trusting the numbers."""
    notes = [
        describe_fallback(document),
        st.session_state.pop(TROUBLE, None),
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


def _show_reason(logged: CountedDocument, document: CountedDocument) -> None:
    """Why the first draft was kept or rewritten, and what changed; one click away."""
    first = document["preliminary_coaching"]
    with st.popover(describe_advice_state(logged), icon=":material/info:", key="refine_reason"):
        st.html(quiet_html(describe_verdict(logged)))
        if first is None:
            return
        before, after = first["advice"], document["coaching"]["advice"]
        changed = percent(round(changed_share(before, after), 2))
        st.html(f"<h3 class='sr-story'>First draft ({changed} changed)</h3>")
        shown = st.segmented_control(
            "Show",
            ("What changed", "As it was"),
            default="What changed",
            required=True,
            key="refine_preliminary_view",
            label_visibility="collapsed",
        )
        st.html(diff_html(before, after) if shown == "What changed" else advice_html(before))
