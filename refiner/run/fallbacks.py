"""One run from transcript to result. It always ends in a result.

The ladder: the chosen strategy; then the missing steps sequentially, once, if that can help and
time is left; then the rule counts and template advice. Each fallback is recorded. Only
CancelledError propagates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from refiner.advice.history import SpeakerHistory
from refiner.analyst.speaker_bias import Bias
from refiner.config.settings import Settings
from refiner.decision import keep_without_analysis
from refiner.detection.lexicon import lexicon_for
from refiner.errors import BackendError, Incomplete
from refiner.llm.backends import Backend
from refiner.llm.calls import AT_LIMIT
from refiner.model import Transcript
from refiner.run.auto_strategy import Speed
from refiner.run.session_log import RunLog
from refiner.run.state import Draft, RunInputs, RunResult, RunState, can_judge
from refiner.run.steps import analyse, coach, find_candidates, note_advice
from refiner.run.strategies import RUN_STRATEGY, run_sequentially
from refiner.run.turns import take_turn
from refiner.timeline import Timeline

_CALLS = ("analysis", "regeneration", "coaching")


def start_run(
    transcript: Transcript,
    settings: Settings,
    backend: Backend,
    log: RunLog,
    *,
    parse_ms: float = 0.0,
    waited_ms: float = 0.0,
    history: SpeakerHistory | None = None,
    speed: Speed | None = None,
    bias: Bias | None = None,
) -> RunState:
    """The state of a new run; its clock began when the transcript's reading did.

    `waited_ms` passed between the reading and now.
    """
    if backend.name == "local":
        analyst = settings.analyst_name
        settings = settings.with_changes(model_analysis=analyst, model_coaching="local")
    now = asyncio.get_running_loop().time
    began = now() - (parse_ms + waited_ms) / 1000
    timeline = Timeline(now, began)
    timeline.record("parse", 0.0, parse_ms)
    deadline = began + settings.timeout_s
    lexicon = lexicon_for(transcript.language, transcript.speaker)
    if not can_judge(backend.name, transcript.language):
        lexicon = lexicon.counted_by_rule()
    inputs = RunInputs(
        transcript, settings, backend, lexicon, deadline, history, log, speed, bias or {}
    )
    strategy = settings.chosen_strategy
    return RunState(inputs, timeline, "early" if strategy == "auto" else strategy)


async def complete_run(
    state: RunState, on_candidates: Callable[[RunState], None] = lambda _: None
) -> RunResult:
    """Perform the run. Only CancelledError propagates.

    `on_candidates` is called once the rules have counted.
    """
    settings, log = state.inputs.settings, state.inputs.log
    kind = "SEQUENTIAL" if settings.chosen_strategy == "sequential" else "PARALLEL"
    log.info("Starting %s AI processing", kind)
    await take_turn()
    find_candidates(state)
    on_candidates(state)
    if not state.is_counted:
        perform = _run_uncounted
    else:
        perform = _run_with_fallback if state.can_be_judged else _run_by_rule
    try:
        async with asyncio.timeout_at(state.inputs.deadline):
            await perform(state)
    except TimeoutError:
        _mark_deadline_exceeded(state)
    result = end_run(state)
    log.info("AI processing completed - Total: %dms", result.total_ms)
    return result


def end_run(state: RunState) -> RunResult:
    """The result of what is known by now."""
    return _result(state) if state.is_counted else _uncounted_result(state)


async def _run_with_fallback(state: RunState) -> None:
    strategy = state.inputs.settings.chosen_strategy
    await RUN_STRATEGY[strategy](state)
    failed = [
        (call, error)
        for call in _CALLS
        if _is_needed(state, call)
        for error in state.failures(call)
    ]
    if failed and strategy != "sequential" and all(_may_pass(error) for _, error in failed):
        call, error = failed[0]
        _fall_back(state, "sequential processing", f"{call} failed: {error}")
        await run_sequentially(state)


async def _run_by_rule(state: RunState) -> None:
    """In another language without a model: filled pauses by rule, and advice from these counts."""
    state.counted.set()
    await coach(state, "rule")
    state.decision = keep_without_analysis(state.timeline.elapsed_ms)


async def _run_uncounted(state: RunState) -> None:
    """In a language without a word list: what a model finds, and advice from that."""
    if not state.can_be_judged:
        return
    await analyse(state, concurrently=False)
    if state.refined is not None:
        await coach(state, "ai")


def _uncounted_result(state: RunState) -> RunResult:
    with state.timeline.span("audit"):
        draft = state.usable_draft if state.refined is not None else None
    if draft is not None:
        note_advice(state)
    if state.refined is None and state.can_be_judged:
        _fall_back(state, "no counts", _failure_reason(state, "analysis"))
    return RunResult("preliminary", draft, state.timeline.elapsed_ms)


def _is_needed(state: RunState, call: str) -> bool:
    return state.refined is None if call == "analysis" else state.usable_draft is None


def _may_pass(error: BackendError) -> bool:
    """True if the same request may succeed later.

    A call that was retried already has been repeated as often as is of any use. A
    truncated stream may be complete next time; an answer at the model's own limit will not.
    """
    if isinstance(error, Incomplete):
        return error.code != AT_LIMIT
    return error.transient and not error.was_retried


def _mark_deadline_exceeded(state: RunState) -> None:
    """Mark unfinished calls; keep completed results."""
    for span in state.timeline.spans:
        if span.status == "cancelled":
            span.status = "deadline"
            timeout_s = state.inputs.settings.timeout_s
            span.error = f"not finished within the {timeout_s:g} s of this run"
            span.error_kind = "deadline"


def _fall_back(state: RunState, step: str, why: str) -> None:
    state.fallbacks.append(f"{step}: {why}")
    state.inputs.log.warning("Falling back to %s: %s", step, why)


def _result(state: RunState) -> RunResult:
    if state.refined is None and state.can_be_judged:
        _fall_back(state, "rule-based counts", _failure_reason(state, "analysis"))
    if state.decision is None:
        state.decision = keep_without_analysis(state.timeline.elapsed_ms)
    with state.timeline.span("audit"):
        draft = state.usable_draft
    if draft is None:
        _fall_back(state, "template coaching", _failure_reason(state, "regeneration", "coaching"))
        state.advice_ready_ms = state.timeline.elapsed_ms
        return RunResult("template", Draft(state.template(), "ai"), state.timeline.elapsed_ms)
    note_advice(state)
    return RunResult(state.source_of(draft), draft, state.timeline.elapsed_ms)


def _failure_reason(state: RunState, *calls: str) -> str:
    """Why there is no usable answer to any of `calls`."""
    for call in calls:
        span = state.timeline.last_span(call)
        if span is not None and span.error:
            return span.error
    analysis = state.timeline.last_span("analysis")
    if analysis is not None and analysis.error and not any(map(state.timeline.last_span, calls)):
        return f"not requested, since the analysis gave no counts ({analysis.error})"
    if state.is_advice_foreign:
        return "the advice is not in English, so it cannot be checked against the counts"
    return (
        "the advice contradicted the counts" if state.has_wrong_counts else "no advice was written"
    )
