"""A snapshot of a run, as pages and traces get it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from refiner.decision import Decision
from refiner.model import Candidate, Filler, Transcript
from refiner.run.document import build_coaching
from refiner.run.state import RunState
from refiner.run_document import CoachingDict, RunDocument
from refiner.store.row_types import RunStatus
from refiner.timeline import CallSpan


@dataclass(frozen=True, slots=True)
class RunView:
    """A snapshot of a run. `verdict_count`: listed words with a verdict.

    `word_count`: all listed words. `coaching` is the final advice, there from `advice_ready_ms` on,
    while the analysis may still be read. `document` is there only when done; `not_saved` says why
    the run log does not have the run.
    """

    run_id: int
    status: RunStatus
    transcript: Transcript
    elapsed_ms: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    fillers: tuple[Filler, ...] = ()
    verdict_count: int = 0
    word_count: int = 0
    spans: tuple[CallSpan, ...] = ()
    decision: Decision | None = None
    notes: tuple[str, ...] = ()
    coaching_text: str = ""
    coaching: CoachingDict | None = None
    advice_ready_ms: float | None = None
    document: RunDocument | None = None
    error: str | None = None
    not_saved: str | None = None


def view_progress(state: RunState) -> dict[str, Any]:
    """What the view of a run in progress says of its state, by the field's name."""
    return {
        "elapsed_ms": state.timeline.elapsed_ms,
        "candidates": state.candidates,
        "fillers": state.live_fillers,
        "verdict_count": state.verdict_count,
        "word_count": len(state.words),
        "spans": tuple(replace(span) for span in tuple(state.timeline.spans)),
        "decision": state.decision,
        "notes": tuple(state.notes),
        "coaching_text": state.coaching_text,
        "coaching": _final_coaching(state),
        "advice_ready_ms": state.advice_ready_ms,
    }


def _final_coaching(state: RunState) -> CoachingDict | None:
    draft = state.usable_draft if state.advice_ready_ms is not None else None
    if draft is None:
        return None
    return build_coaching(state, draft, state.source_of(draft))
