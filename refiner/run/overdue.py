"""The result of a run whose deadline passes while it computes: the counts of the rules.

A computation that never awaits cannot be asked for a result when its time is over, so that result
is made as soon as the rules have counted, and only dated at the deadline.
"""

from __future__ import annotations

from dataclasses import replace

from refiner.run.document import build_document
from refiner.run.fallbacks import end_run
from refiner.run.session_log import RunLog
from refiner.run.state import RunState
from refiner.run_document import RunDocument
from refiner.timeline import CallSpan, Timeline


def build_overdue_document(run_id: int, created_at: str, state: RunState) -> RunDocument:
    """The result of a run whose analysis is not finished in time; `state` is not changed."""
    now_ms = state.timeline.elapsed_ms
    spans = [replace(span) for span in state.timeline.spans]
    error = f"not finished within the {state.inputs.settings.timeout_s:g} s of this run"
    analysis = CallSpan("analysis", now_ms, now_ms, "deadline", error=error, error_kind="deadline")
    timeline = Timeline(lambda: now_ms / 1000, 0.0)
    timeline.spans = [*spans, analysis]
    inputs = replace(state.inputs, log=RunLog(run_id, None, echo=False))
    overdue = RunState(inputs, timeline, state.strategy, state.words, state.candidates)
    return build_document(run_id, created_at, overdue, end_run(overdue))


def end_at_deadline(document: RunDocument, elapsed_ms: float) -> RunDocument:
    """The document, ended so many milliseconds after the run began."""
    timings = document["timings"]
    took_ms = round(elapsed_ms)
    spans = [
        {**span, "end_ms": round(elapsed_ms, 3)} if span["status"] == "deadline" else span
        for span in timings["spans"]
    ]
    waited_ms = took_ms - timings["processing_time_ms"]
    ended = {
        **timings,
        "processing_time_ms": took_ms,
        "advice_ready_ms": took_ms,
        "analysis_duration_ms": (timings["analysis_duration_ms"] or 0) + waited_ms,
        "sequential_estimate_ms": timings["sequential_estimate_ms"] + waited_ms,
        "spans": spans,
    }
    return {**document, "timings": ended}  # type: ignore[typeddict-item]
