"""A running run, drawn four times a second in the places that its result will fill."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

import streamlit as st

from pages.components.refine.advice_card import advice_html, card_html, parse_partial_advice
from pages.components.refine.advice_diff import diff_html
from pages.components.refine.answer import scale_html, words_html
from pages.components.refine.live_gantt import build_live_gantt, show_live_gantt
from pages.components.refine.reader import READER, show_transcript, transcript_turns
from pages.components.shared.text import note_html, quiet_html, safe
from refiner.formatting import count, duration
from refiner.model import per_100_words
from refiner.run.view import RunView
from refiner.run_document import AdviceDict, FillerDict, SpanDict

MAX_NOTES = 2
MAX_WORDS_DRAWN = 10_000  # a longer transcript would keep server and browser busy at every tick


def show_running(view: RunView) -> None:
    """The run so far, below its head."""
    status = safe(describe_status(view))
    st.html(f'<p class="sr-verdict running" role="status">{status}</p>')
    counted = view.decision is not None
    number = sum(f.ai for f in view.fillers) if counted else len(view.candidates)
    rate = round(per_100_words(number, view.transcript.words), 1)
    st.html(scale_html(rate, describe_progress(view), is_refined=counted))
    if notes := [*view.transcript.warnings[:MAX_NOTES], *view.notes[-MAX_NOTES:]]:
        st.html("".join(note_html(note_sentence(note)) for note in notes))
    advice, side = advice_columns()
    with advice:
        st.header("Coaching", anchor=False)
        st.html(running_advice_html(view))
    with side:
        st.header("Live timing", anchor=False)
        show_live_gantt("refine_growing", live_gantt_data(view))
        if counted:
            st.html(words_html(_filler_dicts(view)))
    st.header("Where the fillers are", anchor=False)
    if view.transcript.words > MAX_WORDS_DRAWN:
        words = count(view.transcript.words, "word")
        st.html(quiet_html(f"A transcript of {words} is shown when the run has ended."))
        return
    turns = transcript_turns(view.transcript)
    show_transcript(READER, view.transcript.text, _filler_dicts(view), turns)


def _filler_dicts(view: RunView) -> list[FillerDict]:
    return cast(list[FillerDict], [asdict(filler) for filler in view.fillers])


def advice_columns() -> Any:
    """The place of the advice and the place next to it, the same during and after a run."""
    with st.container(key="refine_columns"):
        return st.columns([3, 2], gap="large")


def note_sentence(note: str) -> str:
    """A note or warning as a sentence: they are written in lower case and without a full stop."""
    return f"{note[:1].upper()}{note[1:]}."


def describe_status(view: RunView) -> str:
    """How far the run is, in one sentence."""
    if view.coaching is not None:
        return "The advice is final; the rest of the analysis is being written."
    running = {span.name for span in view.spans if span.end_ms is None}
    if "regeneration" in running:
        rest = " while the analysis continues" if "analysis" in running else ""
        return f"The counts differ too much: rewriting the advice{rest}."
    if view.decision is not None:
        rest = "the rest of the analysis is being written" if "analysis" in running else "finishing"
        return f"Keeping the advice; {rest}."
    if not view.candidates:
        return (
            "The rules found no fillers; the analysis is looking for any that they missed."
            if running
            else "Reading the transcript."
        )
    found = count(len(view.candidates), "filler")
    return f"The rules found {found}; {view.verdict_count} of {view.word_count} words judged."


def describe_progress(view: RunView) -> str:
    """What the rate next to it counts, and the time so far."""
    by_rules, took = len(view.candidates), duration(view.elapsed_ms)
    if view.advice_ready_ms is not None:
        took = f"ready in {duration(view.advice_ready_ms)}"
    if view.decision is None:
        return f"by the rules, not yet checked in context · {took}"
    return f"in context (rules: {by_rules:,}) · {took}"


def _sequential_ms(view: RunView) -> float:
    """What the steps so far would have taken one after another."""
    ends = ((span, view.elapsed_ms if span.end_ms is None else span.end_ms) for span in view.spans)
    return sum(end - span.start_ms for span, end in ends)


def running_advice_html(view: RunView) -> str:
    """The final advice; before that, what is written of it so far, marked as a draft.

    A rewrite is shown as a change.
    """
    if view.coaching is not None:
        return f'<div class="sr-live">{card_html(view.coaching)}</div>'
    advice, key = parse_partial_advice(view.coaching_text), f"refine_draft_{view.run_id}"
    rewriting = any(span.name == "regeneration" for span in view.spans)
    first: AdviceDict | None = st.session_state.get(key)
    if advice is not None and not rewriting:
        st.session_state[key] = first = advice
    if rewriting and first is not None:
        label, body = "Rewriting with the final counts", diff_html(first, _merge(first, advice))
    elif advice is not None:
        label = "Rewriting with the final counts" if rewriting else "Draft, still being written"
        body = advice_html(advice)
    else:
        return (
            f'<div class="sr-live">{quiet_html("The advice appears here as it is written.")}</div>'
        )
    return f'<div class="sr-live"><p class="sr-draft">{label}</p>{body}</div>'


def _merge(before: AdviceDict, written: AdviceDict | None) -> AdviceDict:
    """`before`, with what is already `written` of its replacement in its place."""
    if written is None:
        return before
    areas, goals = written["focus_areas"], written["weekly_goals"]
    return {
        "headline": written["headline"] or before["headline"],
        "focus_areas": areas + before["focus_areas"][len(areas) :],
        "strengths": written["strengths"] or before["strengths"],
        "weekly_goals": goals + before["weekly_goals"][len(goals) :],
        "motivation": written["motivation"] or before["motivation"],
    }


def live_gantt_data(view: RunView) -> dict[str, Any]:
    decided = None
    if view.decision is not None:
        decided = (view.decision.decided_at_ms, view.decision.regenerate)
    spans = cast(list[SpanDict], [asdict(span) for span in view.spans])
    return build_live_gantt(spans, view.elapsed_ms, _sequential_ms(view), decided)
