"""The rows of the run log, as types.

Names in `_ms` are milliseconds, names in `_s` seconds, rates as in the run document.
"""

from __future__ import annotations

import json
from typing import Literal, NotRequired, TypedDict

from refiner.model import DurationSource, Policy, StrategyChoice
from refiner.run_document import RegenerationReason

RunStatus = Literal["running", "done", "failed", "cancelled", "interrupted"]


class _StartedRow(TypedDict):
    """Columns that a run has from its start; flags are 0 or 1.

    `held_on` is the ISO date of the talk; `demo` runs (simulated ones, stories, comparisons) are
    in no figure; `user` has logged in, empty without a login.
    """

    run_id: int
    created_at: str
    status: RunStatus
    title: str
    speaker: str
    held_on: str
    demo: int
    user: str
    words: int
    duration_s: float
    duration_source: DurationSource
    provider: str
    strategy: StrategyChoice
    policy: Policy
    threshold: float
    optimization: str | None
    cache_hit: int | None
    fallback_mode: int | None
    fallback_reason: str | None
    regenerate: int | None
    regeneration_reason: RegenerationReason | None
    processing_time_ms: int | None
    analysis_duration_ms: int | None
    coaching_duration_ms: int | None
    regeneration_duration_ms: int | None
    sequential_estimate_ms: int | None
    advice_ready_ms: int | None
    verdicts_duration_ms: float | None
    cost_usd: float | None
    coaching_cost_usd: float | None
    regeneration_cost_usd: float | None
    error: str | None
    feedback: str | None
    passage: NotRequired[str | None]


class RunRow(_StartedRow):
    """A row of the table `runs` without its text and document.

    Columns that only a finished run fills are null before. `passage` is present if words were
    searched for.
    """

    rule_fillers: int | None
    ai_fillers: int | None
    difference: float | None
    rule_per_100_words: float | None
    per_100_words: float | None
    per_minute: float | None
    coaching_regenerated: int | None


class StoredRunRow(RunRow):
    """A complete row: `source`, `timings` and `document` as JSON text; `owner` is its process.

    `given_language` is the code of the one that a person named, if one did.

    The transcript is in `text` until the run has its document.
    """

    text: str | None
    source: str
    by_word: str | None
    edited_advice: str | None
    timings: str | None
    document: str | None
    owner: str | None
    given_language: str | None


class TalkRow(TypedDict):
    """One finished talk of a speaker; `by_word` is the document's `counts.by_word` as JSON."""

    run_id: int
    held_on: str
    title: str
    words: int
    ai_fillers: int
    duration_s: float
    duration_source: DurationSource
    by_word: str | None


class HealthRow(TypedDict):
    """Sums over runs; null where there is nothing to add up. Times in ms, US dollars."""

    runs: int
    done: int | None
    parallel: int | None
    regenerated: int
    fallbacks: int
    failed: int | None
    average_ms: float | None
    p50_ms: float | None
    p95_ms: float | None
    ready_p50_ms: float | None
    cost_usd: float | None
    liked: int
    disliked: int


def thumb_of(feedback: str | None) -> bool | None:
    """Whether a person's feedback, a JSON object, says thumbs up; None without a thumb."""
    try:
        values = json.loads(feedback) if feedback else None
    except ValueError:
        return None
    thumb = values.get("thumb") if isinstance(values, dict) else None
    return None if thumb is None else bool(thumb)


class LabelRow(TypedDict):
    """A person's verdict on a span of a run, 1 for a filler; `labeller` may be empty."""

    run_id: int
    start: int
    end: int
    filler: int
    created_at: str
    labeller: str


class CorrectionRow(TypedDict):
    """A label on a word that was judged: the probability it was given, moved by `bias` logits."""

    word: str
    probability: float
    filler: bool
    bias: float
