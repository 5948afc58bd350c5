"""The run document as types: the fields of `docs/run-document.md`.

Offsets are Unicode code points into `text`, end exclusive; names in `_ms` are milliseconds
since the run began, names in `_s` seconds. `tests/test_run_document.py` checks these types
against the page and against documents of real runs.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict, TypeGuard, cast

from typing_extensions import ReadOnly

from refiner.model import (
    Advice,
    CountSource,
    DurationSource,
    Kind,
    LanguageSource,
    Policy,
    Strategy,
)

AdviceSource = Literal["preliminary", "regenerated", "template"]
RegenerationReason = Literal["filler_count_mismatch", "policy_always", "count_audit"]
Severity = Literal["low", "medium", "high"]


class SourceDict(TypedDict):
    """`path` is null for pasted text and standard input; `sha256` of the bytes read."""

    path: str | None
    format: str
    sha256: str


class SpeakerDict(TypedDict):
    """A speaker named in the file, chosen or not; `share` of all its words, 0 to 1."""

    name: str
    words: int
    share: float
    turns: int


class ModelsDict(TypedDict):
    analysis: str
    coaching: str


class WordCountDict(TypedDict):
    rule: int
    ai: int


class CountsDict(TypedDict):
    """`difference` is a fraction of `rule`; `labelled` is how many spans a person judged."""

    rule: ReadOnly[int | None]
    ai: ReadOnly[int | None]
    difference: ReadOnly[float | None]
    refined_by: Literal["analysis", "rules"]
    by_word: dict[str, WordCountDict]
    labelled: NotRequired[int]


class CountedCounts(CountsDict):
    rule: int
    ai: int
    difference: float


class RatesDict(TypedDict):
    """Refined fillers, to one decimal."""

    per_100_words: ReadOnly[float | None]
    per_minute: ReadOnly[float | None]


class CountedRates(RatesDict):
    per_100_words: float
    per_minute: float


class DecisionDict(TypedDict):
    regenerate: bool
    reason: str
    decided_at_ms: float


class FillerDict(TypedDict):
    """A span that the rules or the analysis took for a filler.

    `at_s` is its second in the recording, null if unknown; `label` is a person's verdict.
    """

    start: int
    end: int
    text: str
    word: str
    kind: Kind
    rule: bool
    ai: bool
    probability: float | None
    rationale: str
    at_s: NotRequired[float | None]
    label: NotRequired[bool]


class TimesDict(TypedDict):
    """`stretches`: start, end, start_s, end_s, speaker, turn; `words`: the first four."""

    stretches: list[list[Any]]
    words: list[list[Any]]


class SilenceDict(TypedDict):
    start_s: float
    end_s: float


class PossibleHesitationDict(TypedDict):
    """Voiced sound that was not transcribed; `offset` is where the text continues.

    `label` is a person's verdict on all that was found at that offset.
    """

    start_s: float
    end_s: float
    offset: int
    label: NotRequired[bool]


class PaceWindowDict(TypedDict):
    start_s: float
    end_s: float
    words: int
    words_per_minute: int | None
    fillers: int


class PauseDict(TypedDict):
    """A long silence within a turn; `offset` is where the text continues."""

    start_s: float
    seconds: float
    offset: int


class ClusterDict(TypedDict):
    start_s: float
    end_s: float
    fillers: int


class PaceDict(TypedDict):
    times: Literal["words", "segments"]
    start_s: float
    end_s: float
    words_per_minute: int | None
    windows: list[PaceWindowDict]
    long_pauses: list[PauseDict]
    clusters: list[ClusterDict]


class IssueDict(TypedDict):
    kind: str
    quote: str
    severity: Severity
    tip: str


class SpeechQualityDict(TypedDict):
    """Scores from 0 to 100; None for one that the model left out."""

    clarity: float | None
    fluency: float | None
    pacing: float | None
    engagement: float | None
    key_strengths: list[str]
    primary_concern: str


class SummaryDict(TypedDict):
    recommended_focus: str
    filler_recommendation: str


class FocusAreaDict(TypedDict):
    skill: str
    advice: str
    exercise: str


class GoalDict(TypedDict):
    goal: str
    measurement: str


class AdviceDict(TypedDict):
    headline: str
    focus_areas: list[FocusAreaDict]
    strengths: list[str]
    weekly_goals: list[GoalDict]
    motivation: str


def advice_dict(advice: Advice) -> AdviceDict:
    """As a run document has it; `Advice.of` reads it."""
    written = {
        "headline": advice.headline,
        "focus_areas": [dict(area) for area in advice.focus_areas],
        "strengths": list(advice.strengths),
        "weekly_goals": [dict(goal) for goal in advice.weekly_goals],
        "motivation": advice.motivation,
    }
    return cast(AdviceDict, written)


class EditedAdvice(TypedDict):
    """The advice as a person edited it (null if only the note is theirs), and their note."""

    advice: AdviceDict | None
    note: str


class CoachingDict(TypedDict):
    """`draft` is the advice with its slots unfilled.

    Of a corrected run: `adjusted`, if the template replaced what a correction refuted of it
    (`source` is `template` only where no focus area of the advice was left),
    `edited`, if a person edited it (`edit_outdated`, if a later correction made sentences of
    theirs wrong, which are left out), and the person's `note`.
    """

    source: AdviceSource
    written_from: CountSource
    markdown: str
    advice: AdviceDict
    draft: NotRequired[AdviceDict]
    adjusted: NotRequired[bool]
    edited: NotRequired[bool]
    edit_outdated: NotRequired[bool]
    note: NotRequired[str]


class AttemptDict(TypedDict):
    """A failed try of a model call and the seconds waited after it."""

    error: str
    status: int | None
    code: str | None
    request_id: str | None
    asked_wait_s: float | None
    waited_s: float | None
    at_ms: float


class SpanDict(TypedDict):
    """One step of a run; everything after `status` is there for model calls only."""

    name: str
    start_ms: float
    end_ms: float | None
    status: str
    part: NotRequired[str]
    model: NotRequired[str | None]
    first_token_ms: NotRequired[float | None]
    prompt_tokens: NotRequired[int | None]
    completion_tokens: NotRequired[int | None]
    cached: NotRequired[bool]
    error: NotRequired[str | None]
    error_kind: NotRequired[str | None]
    request_id: NotRequired[str | None]
    served_model: NotRequired[str | None]
    response_id: NotRequired[str | None]
    finish_reason: NotRequired[str | None]
    answer_head: NotRequired[str | None]
    attempts: NotRequired[list[AttemptDict]]
    cost_usd: NotRequired[float | None]


class TimingsDict(TypedDict):
    processing_time_ms: int
    analysis_duration_ms: int | None
    coaching_duration_ms: int | None
    regeneration_duration_ms: int | None
    sequential_estimate_ms: int
    advice_ready_ms: int | None
    counted_at_ms: float | None
    spans: list[SpanDict]


class UsageDict(TypedDict):
    """Over all calls; null if the usage of one call is unknown."""

    prompt_tokens: int | None
    completion_tokens: int | None
    cost_usd: float | None


class ErrorDict(TypedDict):
    """The first call that failed permanently."""

    call: str
    kind: str
    message: str
    status: int | None
    code: str | None
    request_id: str | None


class SentDict(TypedDict):
    """One request, short: its transcript is `excerpt` of the run's text with numbers in it."""

    call: str
    part: str
    model: str
    schema_name: str
    prompt_version: str
    document: dict[str, Any]
    excerpt: list[int] | None
    numbered: list[list[int]]
    sha256: str


class RunDocument(TypedDict):
    """What a run ends with. Counts, rates and advice may be null: see `is_counted`."""

    schema: int
    run_id: int
    created_at: str
    title: str
    speaker: str
    source: SourceDict
    text: str
    language: str | None
    language_source: NotRequired[LanguageSource]
    held_on: str | None
    speakers: list[SpeakerDict]
    words: int
    duration_s: float
    duration_source: DurationSource
    provider: str
    strategy: Strategy
    policy: Policy
    threshold: float
    confidence: float
    models: ModelsDict
    counts: ReadOnly[CountsDict]
    rates: ReadOnly[RatesDict]
    decision: DecisionDict | None
    fillers: list[FillerDict]
    times: TimesDict | None
    pace: PaceDict | None
    possible_hesitations: NotRequired[list[PossibleHesitationDict]]
    silences: NotRequired[list[SilenceDict]]
    issues: list[IssueDict]
    speech_quality: SpeechQualityDict | None
    summary: SummaryDict | None
    coaching: ReadOnly[CoachingDict | None]
    preliminary_coaching: CoachingDict | None
    coaching_regenerated: bool
    regeneration_reason: RegenerationReason | None
    optimization: str
    timings: TimingsDict
    usage: UsageDict
    cache_hit: bool
    fallback_mode: bool
    fallback_reason: str | None
    warnings: list[str]
    error: ErrorDict | None
    sent: NotRequired[list[SentDict]]
    speaker_bias: NotRequired[dict[str, float]]


class CountedDocument(RunDocument):
    """A run document whose counts, rates and advice are all there."""

    counts: CountedCounts
    rates: CountedRates
    coaching: CoachingDict


def is_counted(document: RunDocument) -> TypeGuard[CountedDocument]:
    """Whether the rules could count: false in a language without a word list.

    Then `counts.rule`, `counts.difference` and `decision` are null; without a model, so are
    `counts.ai`, both rates and `coaching`. A reader asks this before it takes any of them.
    """
    return document["counts"]["rule"] is not None


def has_judged_fillers(document: RunDocument) -> bool:
    """Whether there is a count in context: also a model's in a language without a word list."""
    return document["counts"]["ai"] is not None
