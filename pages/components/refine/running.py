"""A running run, drawn four times a second in the places that its result will fill."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

import streamlit as st

from pages.components.refine.advice_card import advice_html, parse_partial_advice
from pages.components.refine.live_gantt import build_live_gantt, show_live_gantt
from pages.components.refine.reader import READER, show_transcript, transcript_turns
from pages.components.refine.verdict import describe_rate
from pages.components.shared.figure import figure_html
from pages.components.shared.text import IN_CONTEXT, note_html, quiet_html, rules_html, safe
from refiner.formatting import count, duration
from refiner.model import per_100_words
from refiner.run.session import RunView
from refiner.run_document import FillerDict, SpanDict

MAX_NOTES = 2
_NOTICEABLE_MS = 100


def show_running(view: RunView) -> None:
    """The run so far, below its head."""
    status = safe(describe_status(view))
    st.html(f'<p class="sr-verdict running" role="status">{status}</p>')
    st.html(running_figures_html(view))
    if notes := [*view.transcript.warnings[:MAX_NOTES], *view.notes[-MAX_NOTES:]]:
        st.html("".join(note_html(note_sentence(note)) for note in notes))
    advice, timing = advice_columns()
    with advice:
        st.header("Coaching", anchor=False)
        st.html(running_advice_html(view))
    with timing:
        st.header("Timing", anchor=False)
        st.html('<p class="sr-finding two">Live timing</p>')
        show_live_gantt("refine_growing", live_gantt_data(view))
    st.header("Where the fillers are", anchor=False)
    fillers = cast(list[FillerDict], [asdict(filler) for filler in view.fillers])
    show_transcript(READER, view.transcript.text, fillers, transcript_turns(view.transcript))


def advice_columns() -> Any:
    """The place of the advice and the place beside it, the same while a run runs and after."""
    with st.container(key="refine_columns"):
        return st.columns([3, 2], gap="large")


def note_sentence(note: str) -> str:
    """A note or warning as a sentence: they are written in lower case and without a full stop."""
    return f"{note[:1].upper()}{note[1:]}."


def describe_status(view: RunView) -> str:
    """How far the run is, in one sentence."""
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
    return f"The rules found {found}; {view.verdict_count} of {len(view.candidates)} judged so far."


def running_figures_html(view: RunView) -> str:
    """Rate and count, by the rules until the analysis has counted; the time so far."""
    words, by_rules = view.transcript.words, len(view.candidates)
    took, unit = duration(view.elapsed_ms).rsplit(" ", 1)
    saved = max(0.0, _sequential_ms(view) - view.elapsed_ms)
    faster = f"{duration(saved)} faster than running in sequence" if saved >= _NOTICEABLE_MS else ""
    if view.decision is not None:
        counted = sum(filler.ai for filler in view.fillers)
        noun = count(counted, "filler").split()[-1]
        rate, note, kind = counted, safe(describe_rate(counted, words)), "refined"
        second = figure_html(IN_CONTEXT, f"{counted:,}", noun, rules_html(by_rules), "refined")
    else:
        confirmed = sum(f.rule and f.ai and f.confidence is not None for f in view.fillers)
        rate, note, kind = by_rules, "by the rules, not yet checked in context", ""
        judged = f"of {view.verdict_count:,} judged"
        label = "Confirmed so far"
        second = figure_html(label, f"{confirmed:,}", judged, rules_html(by_rules), "refined")
    shown = f"{per_100_words(rate, words):.1f}"
    first = figure_html("Filler rate", shown, "per 100 words", note, kind)
    third = figure_html("Time so far", took, unit, safe(faster))
    return f'<dl class="sr-figures">{first}{second}{third}</dl>'


def _sequential_ms(view: RunView) -> float:
    """What the steps so far would have taken one after another."""
    ends = ((span, view.elapsed_ms if span.end_ms is None else span.end_ms) for span in view.spans)
    return sum(end - span.start_ms for span, end in ends)


def running_advice_html(view: RunView) -> str:
    """The advice as far as it is written; its space is kept until something is there."""
    advice = parse_partial_advice(view.coaching_text)
    if advice is None:
        body = quiet_html("The advice appears here as it is written.")
    else:
        rewriting = any(span.name == "regeneration" for span in view.spans)
        what = "Rewriting with the final counts" if rewriting else "Writing the first draft"
        body = f'{advice_html(advice)}<p class="sr-source">{what}.</p>'
    return f'<div class="sr-live">{body}</div>'


def live_gantt_data(view: RunView) -> dict[str, Any]:
    decided = None
    if view.decision is not None:
        decided = (view.decision.decided_at_ms, view.decision.regenerate)
    spans = cast(list[SpanDict], [asdict(span) for span in view.spans])
    return build_live_gantt(spans, view.elapsed_ms, _sequential_ms(view), decided)
