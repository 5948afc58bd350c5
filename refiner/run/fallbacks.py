"""One run from transcript to run document; it always ends in a result.

The ladder: the chosen strategy; then sequentially, once, what is still missing, if that can
help and time is left; then the rules' counts and coaching written by rule. Each step down
is recorded. Only a cancelled task leaves without a result.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from refiner.advice.coach.template import write_template_advice
from refiner.advice.issues import find_issues
from refiner.config.settings import Settings
from refiner.detection.lexicon import Lexicon, load_lexicon
from refiner.errors import BackendError, Incomplete
from refiner.llm.backends import Backend
from refiner.model import Transcript
from refiner.run.document import Ending
from refiner.run.state import Draft, Work
from refiner.run.strategies import STRATEGIES, sequential
from refiner.timeline import Timeline

_CALLS = ("analysis", "regeneration", "coaching")


def start_work(
    talk: Transcript,
    settings: Settings,
    backend: Backend,
    *,
    say: Callable[[str], None],
    parse_ms: float = 0.0,
    lexicon: Lexicon | None = None,
    history: Mapping[str, Any] | None = None,
) -> Work:
    """The state of a new run, whose clock began when the transcript's reading did."""
    if backend.name == "local":
        settings = settings.with_changes(model_analysis="local", model_coaching="local")
    now = asyncio.get_running_loop().time
    began = now() - parse_ms / 1000
    timeline = Timeline(now, began)
    timeline.record("parse", 0.0, parse_ms)
    return Work(
        talk=talk,
        settings=settings,
        backend=backend,
        lexicon=lexicon or load_lexicon(),
        timeline=timeline,
        deadline=began + settings.timeout_s,
        say=say,
        history=history,
    )


async def run(work: Work) -> Ending:
    """Do the run. Raises only what cancels it."""
    kind = "SEQUENTIAL" if work.settings.chosen_strategy == "sequential" else "PARALLEL"
    work.say(f"Starting {kind} AI processing")
    work.detect()
    try:
        async with asyncio.timeout_at(work.deadline):
            await _climb_down(work)
    except TimeoutError:
        _overtaken(work)
    ending = _conclude(work)
    work.say(f"AI processing completed - Total: {ending.total_ms}ms")
    return ending


async def _climb_down(work: Work) -> None:
    strategy = work.settings.chosen_strategy
    await STRATEGIES[strategy](work)
    missing = _missing(work)
    if missing and strategy != "sequential" and _may_help(work):
        _fall_back(work, "sequential processing", missing)
        await sequential(work)


def _missing(work: Work) -> str | None:
    """Why the run has no refined counts or no advice yet; None where it has both."""
    for call in _CALLS:
        for error in work.failures(call):
            if _needed(work, call):
                return f"{call} failed: {error}"
    return None


def _needed(work: Work, call: str) -> bool:
    if call == "analysis":
        return work.refined is None
    return _chosen(work) is None


def _may_help(work: Work) -> bool:
    """Is asking again any use: did every needed call fail of something that can pass?

    A server that named a time to wait has been waited for as often as the deadline allows.
    """
    failed = [e for call in _CALLS if _needed(work, call) for e in work.failures(call)]
    return all(
        (error.transient and error.retry_after_s is None) or _broke_off(error) for error in failed
    )


def _broke_off(error: BackendError) -> bool:
    """A stream that was cut, not an answer that ran to the model's own limit."""
    return isinstance(error, Incomplete) and error.code != "length"


def _overtaken(work: Work) -> None:
    """The deadline came: what was under way is marked so, what is whole stays."""
    for span in work.timeline.spans:
        if span.status == "cancelled":
            span.status = "deadline"
            span.error = f"not finished within the {work.settings.timeout_s:g} s of this run"
            span.error_kind = "deadline"


def _fall_back(work: Work, rung: str, why: str) -> None:
    work.fallbacks.append(f"{rung}: {why}")
    work.say(f"Falling back to {rung}: {why}")


def _chosen(work: Work) -> Draft | None:
    """The advice that may be shown, or None where it must be written by rule."""
    if work.regenerated is not None and work.stands(work.regenerated):
        return work.regenerated
    replaced = work.decision is not None and work.decision.regenerate
    if work.preliminary is not None and not replaced and work.stands(work.preliminary):
        return work.preliminary
    return None


def _conclude(work: Work) -> Ending:
    if work.refined is None:
        _fall_back(work, "rule-based counts", _why(work, "analysis"))
        work.decide_without_analysis()
    with work.timeline.span("audit"):
        draft = _chosen(work)
    if draft is None:
        _fall_back(work, "template coaching", _why(work, "regeneration", "coaching"))
        counts = work.counts("ai")
        issues = find_issues(work.talk, work.standing, "ai")
        draft = Draft(write_template_advice(counts, issues), "ai")
        return Ending("template", draft, work.timeline.elapsed_ms)
    source = "regenerated" if draft is work.regenerated else "preliminary"
    return Ending(source, draft, work.timeline.elapsed_ms)


def _why(work: Work, *calls: str) -> str:
    """The reason of the first of `calls` that failed, ran out of time or told wrong numbers."""
    for call in calls:
        span = work.timeline.named(call)
        if span is not None and span.error:
            return span.error
    return "the advice did not agree with the counts"
