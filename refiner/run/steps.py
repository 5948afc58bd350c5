"""The steps of a run: each adds to its state what it finds out.

A step records a failed call and returns; `fallbacks.py` decides what the failure means.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from math import ceil
from typing import Any

from refiner.advice.audit import UnfitSentence, replace_sentences
from refiner.advice.audit.plain_text import drop_pictographs
from refiner.advice.issues import find_issues
from refiner.advice.slots import map_texts
from refiner.advice.strengths import Strength
from refiner.decision import Decision, decide, keep_sequential_advice
from refiner.errors import BackendError, TooLong, Unusable
from refiner.formatting import count
from refiner.llm.answer_reader import ENDLESS
from refiner.llm.calls import AT_LIMIT, Waiting, call_model
from refiner.llm.json_stream import Item, Section
from refiner.llm.messages import shorten_request
from refiner.llm.prompts import Request, coaching_request, sentences_request
from refiner.llm.schemas import read_valid
from refiner.model import EMPTY_ADVICE, Advice, CountSource, Issue, count_words
from refiner.run.analysis import (
    MAX_CHUNKS,
    Part,
    SplitAnalysis,
    chunk_parts,
    single_request,
    split_too_long,
)
from refiner.run.stalls import StallWatch
from refiner.run.state import Draft, RunState
from refiner.run.turns import take_turn
from refiner.run.verdicts import candidates_of, list_words
from refiner.run_document import RegenerationReason
from refiner.spans import Span
from refiner.workers import LONG_WORDS

_UNWRITTEN = asdict(EMPTY_ADVICE)


def find_candidates(state: RunState) -> None:
    with state.timeline.span("detect"):
        state.words = list_words(state.inputs.transcript.text, state.inputs.lexicon)
        state.candidates = candidates_of(state.words)


async def analyse(
    state: RunState, split: SplitAnalysis = single_request, *, concurrently: bool = True
) -> None:
    """Request the missing parts of the analysis; `split` makes the parts the first time.

    Sets `counted` once the refined counts are final or never will be.
    """
    if not state.parts:
        state.parts = split(state.analysis_inputs)
    missing = [part for part in state.parts if not part.is_complete]
    try:
        while missing:
            await _read_parts(state, missing, concurrently)
            missing = [more for part in missing for more in _more_parts(state, part)]
            state.parts += missing
            _note_counts(state)
    finally:
        state.counted.set()


async def _read_parts(state: RunState, parts: list[Part], concurrently: bool) -> None:
    if concurrently and len(parts) > 1:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(_read_part(state, part))
    else:
        for part in parts:
            await _read_part(state, part)


async def _read_part(state: RunState, part: Part) -> None:
    part.reset()

    def on_event(event: Item | Section) -> None:
        part.add(event)
        _note_counts(state)
        state.index_text()

    await _perform_call(
        state, part.request, on_event, on_restart=part.reset, is_enough=lambda: part.is_complete
    )
    error = state.errors.get(part.request.label)
    if error is not None and error.code in (AT_LIMIT, ENDLESS):
        part.close_verdicts(is_whole=error.code == ENDLESS)


def _note_counts(state: RunState) -> None:
    """Fix the refined counts as soon as every part is counted."""
    if state.refined is None and all(part.is_counted for part in state.parts):
        state.refined = state.judged_fillers()
        state.counted_at_ms = state.timeline.elapsed_ms
        state.counted.set()


def _more_parts(state: RunState, part: Part) -> list[Part]:
    """Smaller requests for what a model cut off silently, or refused as too long for it."""
    inputs, label = state.analysis_inputs, part.request.label
    if isinstance(state.errors.get(label), TooLong):
        parts = split_too_long(part, inputs)
        if parts:
            note = f"{state.errors.pop(label)}; sending it in {count(len(parts), 'part')}"
            state.parts.remove(part)
            _note(state, f"{label}: {note}")
        return parts

    def make_parts(span: Span) -> list[Part]:
        sent = part.words
        left = count_words(inputs.transcript.text[slice(*span)])
        room = max(0.9 * (sent - left), sent / MAX_CHUNKS, 200)  # some less than what was read
        return chunk_parts(inputs, span, ceil(left / room))

    parts = part.follow_up(make_parts)
    if parts:
        again = f"asking for them in {count(len(parts), 'part')}"
        _note(state, f"{label}: verdicts are missing; {again}")
    return parts


def _note(state: RunState, note: str) -> None:
    state.notes.append(note)
    state.inputs.log.warning(note)


async def coach(state: RunState, source: CountSource) -> None:
    """Write the first advice, from the rule counts or from the refined ones."""
    state.preliminary = await _write_advice(state, "coaching", source) or state.preliminary


async def regenerate(state: RunState) -> None:
    """Write the advice again, from the refined counts."""
    if state.decision is None or state.refined is None:
        raise RuntimeError("regeneration needs a decision and refined counts")
    draft = await _write_advice(state, "regeneration", "ai")
    if draft is None:
        return
    state.regenerated = draft
    await _rewrite_sentences(state, draft)
    span = state.timeline.last_span("regeneration")
    took = span.duration_ms if span else 0.0
    state.inputs.log.info("Coaching regenerated with accurate counts in %.0fms", took)


async def conclude(state: RunState, preliminary: asyncio.Task[None] | None = None) -> None:
    """From refined counts to final advice; waits for `preliminary` only if it is kept."""
    decision = take_decision(state)
    if not decision.regenerate:
        if preliminary is not None:
            await preliminary
        if state.preliminary is None or state.counts_are_correct(state.preliminary):
            note_advice(state)
            return
        state.inputs.log.warning("Count audit failed - regenerating coaching")
        if state.audit(state.preliminary).advice is not None:
            await _rewrite_sentences(state, state.preliminary)
            note_advice(state)
            return
    await regenerate(state)
    note_advice(state)


def note_advice(state: RunState) -> None:
    """Note when the final advice was ready, if it is."""
    if state.advice_ready_ms is None and state.usable_draft is not None:
        state.advice_ready_ms = state.timeline.elapsed_ms
        state.inputs.log.info("Advice ready after %.0fms", state.advice_ready_ms)


def take_decision(state: RunState) -> Decision:
    """Decide once; a second call returns the first decision."""
    if state.decision is None:
        settings = state.inputs.settings
        with state.timeline.span("decision"):
            now = state.timeline.elapsed_ms
            if state.preliminary is not None and state.preliminary.written_from == "ai":
                state.decision = keep_sequential_advice(now)
            else:
                comparison = state.comparison()
                state.decision = decide(comparison, settings.policy, settings.threshold, now)
        _log_decision(state, state.decision)
    return state.decision


def _log_decision(state: RunState, decision: Decision) -> None:
    comparison, policy, log = state.comparison(), state.inputs.settings.policy, state.inputs.log
    log.info(
        f"Filler count comparison: rule={comparison.rule}, ai={comparison.ai}, "
        f"diff={comparison.difference:.1%}"
    )
    if decision.regenerate and policy == "threshold":
        log.info("Filler counts differ significantly - regenerating coaching")
    elif decision.regenerate:
        log.info("Policy is %s - regenerating coaching", policy)
    elif state.preliminary is None or state.preliminary.written_from == "rule":
        log.info("Using preliminary coaching (counts are similar)")


def regeneration_reason(state: RunState) -> RegenerationReason:
    """Why the advice was regenerated."""
    if state.decision is None or not state.decision.regenerate:
        return "count_audit"
    return "policy_always" if state.inputs.settings.policy == "always" else "filler_count_mismatch"


async def _write_advice(state: RunState, call: str, source: CountSource) -> Draft | None:
    await take_turn()
    request = await _request_advice(state, call, source)
    answer: dict[str, Any] = {}
    dropped = state.dropped_of_advice[source] = Counter()

    def on_event(event: Item | Section) -> None:
        if isinstance(event, Section):
            answer[event.key], lost = read_valid(request.schema_name, event.key, event.value)
            dropped.update(lost)
            if event.key == "focus_areas" and not answer[event.key]:
                raise Unusable("unusable answer: no focus area that can be read")
            state.audit_beginning(_advice_of(_UNWRITTEN | answer), source)

    def append_text(text: str) -> None:
        state.coaching_text += text

    def restart() -> None:
        answer.clear()
        dropped.clear()
        state.coaching_text = ""

    restart()
    if not await _perform_call(state, request, on_event, append_text, restart):
        return None
    return Draft(_advice_of(answer), source)


async def _request_advice(state: RunState, call: str, source: CountSource) -> Request:
    """The request for advice from the counts known now, and from what rules see in the talk."""
    inputs, counts = state.inputs, state.counts(source)
    found, shown = await _observe(state, source)
    issues = [asdict(issue) for issue in found]
    strengths = [asdict(strength) for strength in shown]
    model = inputs.settings.model_coaching
    return coaching_request(
        call, inputs.transcript, counts, issues, inputs.history, model, strengths
    )


def _advice_of(answer: Mapping[str, Any]) -> Advice:
    return map_texts(Advice.of(answer), drop_pictographs)


async def _observe(
    state: RunState, source: CountSource
) -> tuple[tuple[Issue, ...], tuple[Strength, ...]]:
    """Of a long transcript the issues alone, in a thread: the deadline must not wait for it."""
    transcript = state.inputs.transcript
    if transcript.words < LONG_WORDS:
        return state.observe(source)
    return await asyncio.to_thread(find_issues, transcript, state.current_fillers, source), ()


async def _rewrite_sentences(state: RunState, draft: Draft) -> None:
    """Ask once for the sentences that must not be shown; without an answer they are left out."""
    unfit = state.audit(draft).unfit
    if not unfit or state.audit(draft).advice is None:
        return
    request = sentences_request([asdict(u) for u in unfit], state.inputs.settings.model_coaching)
    rewritten: dict[tuple[str, str], str] = {}

    def on_event(event: Item | Section) -> None:
        if isinstance(event, Section):
            answer, _ = read_valid(request.schema_name, event.key, event.value)
            rewritten.update(_by_place(unfit, answer))

    if not await _perform_call(state, request, on_event):
        state.errors.pop(request.label, None)  # advice without these sentences is advice still
        return
    if rewritten:
        advice = replace_sentences(draft.advice, rewritten)
        state.regenerated = Draft(advice, draft.written_from)


def _by_place(
    unfit: Sequence[UnfitSentence], answer: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, str], str]:
    """The rewritten sentences by the place of those that they replace; numbers count from 1."""
    asked = dict(enumerate(unfit, 1))
    return {
        (asked[row["number"]].place, asked[row["number"]].sentence): drop_pictographs(
            row["sentence"]
        )
        for row in answer
        if row["number"] in asked
    }


async def _perform_call(
    state: RunState,
    request: Request,
    on_event: Callable[[Item | Section], None],
    on_text: Callable[[str], None] = lambda _: None,
    on_restart: Callable[[], None] = lambda: None,
    is_enough: Callable[[], bool] = lambda: False,
) -> bool:
    """One model call, timed; False if it failed, with the error recorded."""
    inputs, timeline = state.inputs, state.timeline
    state.sent.append(shorten_request(request, inputs.transcript.text))
    pieces = state.answers[request.label] = []
    watch = _watch_stalls(state, request.label)

    def on_wait(waiting: Waiting) -> None:
        seconds = round(waiting.seconds, 1)
        when = f"in {seconds:g} s" if seconds else "now"
        _note(state, f"{waiting.call}: {waiting.error}; retrying {when}")
        watch.note_answer(waiting.seconds)

    def on_answer(text: str) -> None:
        watch.note_answer()
        pieces.append(text)
        on_text(text)

    def restart() -> None:
        pieces.clear()
        on_restart()

    try:
        with timeline.span(request.call, request.model, request.part) as span:
            async with watch.watching():
                await call_model(
                    request,
                    inputs.backend,
                    span,
                    inputs.deadline,
                    now_ms=lambda: timeline.elapsed_ms,
                    on_event=on_event,
                    on_text=on_answer,
                    on_wait=on_wait,
                    on_restart=restart,
                    is_enough=is_enough,
                )
    except BackendError as error:
        state.errors[request.label] = error
        inputs.log.warning("%s failed: %s", request.label.capitalize(), error)
        return False
    state.errors.pop(request.label, None)
    inputs.log.debug("%s took %.0fms", request.label.capitalize(), span.duration_ms)
    return True


def _watch_stalls(state: RunState, label: str) -> StallWatch:
    """Notes every long silence of a call; its longest one becomes a warning of the run."""

    def on_stall(seconds: int) -> None:
        state.stalls[label] = max(seconds, state.stalls.get(label, 0))
        _note(state, f"{label}: no answer for {seconds} s")

    return StallWatch(on_stall)
