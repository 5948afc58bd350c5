"""State of one run in progress: what is known so far of counts, decision and advice.

Counts are final once both arrays of verdicts are closed, even if the rest of the answer fails.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from refiner.advice.audit import AuditedAdvice, KnownFaults, audit_advice
from refiner.advice.coach.template import write_template_advice
from refiner.advice.habits import TextIndex
from refiner.advice.history import SpeakerHistory
from refiner.advice.issues import find_issues
from refiner.advice.slots import TalkFigures
from refiner.advice.strengths import Strength, find_strengths
from refiner.analyst.speaker_bias import Bias
from refiner.config.settings import Settings
from refiner.decision import Comparison, Decision
from refiner.detection.lexicon import Lexicon
from refiner.errors import BackendError
from refiner.llm.backends import Backend
from refiner.model import (
    Advice,
    Candidate,
    CountSource,
    Filler,
    FillerCounts,
    Issue,
    ListedWord,
    Strategy,
    Transcript,
    counted_spans,
    is_english,
)
from refiner.run.analysis import AnalysisInputs, Part
from refiner.run.auto_strategy import Speed
from refiner.run.session_log import RunLog
from refiner.run.verdicts import merge_parts, rule_fillers
from refiner.run_document import AdviceSource, SentDict
from refiner.timeline import Timeline
from refiner.transcripts.language import find_language
from refiner.workers import LONG_WORDS

_WITHOUT_A_MODEL = ("local", "simulated")  # their judge knows English words only


def can_judge(backend: str, language: str | None) -> bool:
    """Whether this backend judges words of the language; an unknown one counts as English."""
    return backend not in _WITHOUT_A_MODEL or is_english(language)


@dataclass(frozen=True, slots=True)
class RunInputs:
    """What a run is given; `deadline` is on the event loop's clock.

    `speed` of the provider, if it is known and `auto` is to decide by it; `bias` is what the local
    analyst knows of the speaker's words.
    """

    transcript: Transcript
    settings: Settings
    backend: Backend
    lexicon: Lexicon
    deadline: float
    history: SpeakerHistory | None
    log: RunLog
    speed: Speed | None = None
    bias: Bias = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """Advice as a coach wrote it, slots unfilled, and the source of the counts it was given.

    Compared by identity: two drafts are never equal.
    """

    advice: Advice
    written_from: CountSource


@dataclass(frozen=True, slots=True)
class RunResult:
    """The advice a run ends with, and the milliseconds it took.

    No advice only in a language without a word list.
    """

    source: AdviceSource
    draft: Draft | None
    elapsed_ms: float

    @property
    def total_ms(self) -> int:
        return round(self.elapsed_ms)


@dataclass(slots=True)
class RunState:
    """Only the run's own task changes it; others may read it.

    `strategy` is the one that runs; of `auto`, `early` until it has decided otherwise. `words`
    are all listed words, `candidates` those that the rules flagged. `errors` holds the last
    error of each call that has not succeeded since; `counted` is set once the refined counts are
    final or never will be. `advice_ready_ms` is when the final advice was filled and audited.
    `sent` holds every request, in short, `answers` the pieces of each call's last answer.
    `dropped_of_advice` counts what could not be used of each draft, by the counts it was written
    from.
    """

    inputs: RunInputs
    timeline: Timeline
    strategy: Strategy
    words: tuple[ListedWord, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    parts: list[Part] = field(default_factory=list)
    refined: tuple[Filler, ...] | None = None
    counted_at_ms: float | None = None
    decision: Decision | None = None
    preliminary: Draft | None = None
    regenerated: Draft | None = None
    errors: dict[str, BackendError] = field(default_factory=dict)
    fallbacks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stalls: dict[str, int] = field(default_factory=dict)  # seconds of silence, by call
    advice_ready_ms: float | None = None
    coaching_text: str = ""
    counted: asyncio.Event = field(default_factory=asyncio.Event)
    sent: list[SentDict] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    dropped_of_advice: dict[CountSource, Counter[str]] = field(default_factory=dict)
    audits: dict[tuple[Draft, bool], AuditedAdvice] = field(default_factory=dict)
    known_faults: dict[tuple[CountSource, bool], KnownFaults] = field(default_factory=dict)
    templates: dict[bool, Advice] = field(default_factory=dict)
    observed: dict[tuple[CountSource, bool], tuple[tuple[Issue, ...], tuple[Strength, ...]]] = (
        field(default_factory=dict)
    )
    text_index: TextIndex | None = None  # made when first needed
    by_rule: tuple[tuple[Candidate, ...], tuple[Filler, ...]] = ((), ())

    @property
    def is_counted(self) -> bool:
        """Whether there is a word list for the language of the talk."""
        return bool(self.inputs.lexicon.entries)

    @property
    def can_be_judged(self) -> bool:
        """Whether the provider judges words in the language of the talk."""
        return can_judge(self.inputs.backend.name, self.inputs.transcript.language)

    @property
    def is_advice_foreign(self) -> bool:
        """Whether what a coach wrote last is in a language other than English."""
        draft = self.regenerated or self.preliminary
        if draft is None:
            return False
        advice = " ".join(area["advice"] for area in draft.advice.focus_areas)
        return not is_english(find_language(advice))

    @property
    def current_fillers(self) -> tuple[Filler, ...]:
        """The spans whose counts are shown: refined, or the rules' own without an analysis."""
        return self.refined if self.refined is not None else self._rule_fillers()

    def _rule_fillers(self) -> tuple[Filler, ...]:
        candidates, fillers = self.by_rule
        if candidates is not self.candidates:
            candidates = self.candidates
            fillers = rule_fillers(candidates)
            self.by_rule = candidates, fillers
        return fillers

    @property
    def explained_fillers(self) -> tuple[Filler, ...]:
        """`current_fillers`, with the reasons that came after the counts were final."""
        return self.judged_fillers() if self.refined is not None else self.current_fillers

    @property
    def live_fillers(self) -> tuple[Filler, ...]:
        """`current_fillers`, with the verdicts that have arrived so far."""
        return self.judged_fillers() if self.parts else self.current_fillers

    def judged_fillers(self) -> tuple[Filler, ...]:
        """The spans of all parts, with the verdicts that have arrived."""
        return merge_parts(part.fillers() for part in self.parts if part.judges)

    @property
    def verdict_count(self) -> int:
        """How many words have their verdict."""
        return sum(part.verdicts.count for part in self.parts)

    @property
    def sections(self) -> dict[str, Any]:
        """The closed sections of the analysis, verdicts aside."""
        return {key: value for part in self.parts for key, value in part.sections.items()}

    @property
    def analysis_inputs(self) -> AnalysisInputs:
        inputs = self.inputs
        return AnalysisInputs(inputs.transcript, self.words, inputs.settings, inputs.lexicon)

    def counts(self, source: CountSource) -> FillerCounts:
        return FillerCounts.of(self.current_fillers, source, self.inputs.transcript)

    def comparison(self) -> Comparison:
        return Comparison(len(self.candidates), self.counts("ai").total)

    def failures(self, call: str) -> list[BackendError]:
        """The errors of the calls of that name."""
        return [error for label, error in self.errors.items() if label.split()[0] == call]

    @property
    def figures(self) -> TalkFigures:
        """What the slots of the advice say."""
        inputs, shown = self.inputs, counted_spans(self.current_fillers)
        return TalkFigures.of(self.counts("ai"), inputs.transcript, shown, inputs.history)

    def template(self) -> Advice:
        """Advice by rule from the counts shown; written once for each of them."""
        key = self.refined is None
        if key not in self.templates:
            self.templates[key] = self._write_template()
        return self.templates[key]

    def _write_template(self) -> Advice:
        transcript, counts = self.inputs.transcript, self.counts("ai")
        if transcript.words >= LONG_WORDS:  # the deadline must not wait for more than the counts
            return write_template_advice(counts, (), (), transcript.duration_s, transcript.language)
        issues, strengths = self.observe("ai")
        return write_template_advice(
            counts, issues, strengths, transcript.duration_s, transcript.language
        )

    def index_text(self) -> None:
        """Find in a talk what no verdict changes, while a model judges it; once."""
        transcript = self.inputs.transcript
        if self.text_index is None and transcript.words < LONG_WORDS:
            self.text_index = TextIndex(transcript.text)
            find_strengths(transcript, (), "rule", self.text_index)

    def observe(self, source: CountSource) -> tuple[tuple[Issue, ...], tuple[Strength, ...]]:
        """What rules see in the talk, with the counts shown; found once for each of them."""
        key = (source, self.refined is None)
        if key not in self.observed:
            transcript = self.inputs.transcript
            self.text_index = self.text_index or TextIndex(transcript.text)
            talk = transcript, self.current_fillers, source, self.text_index
            self.observed[key] = find_issues(*talk), find_strengths(*talk)
        return self.observed[key]

    def audit(self, draft: Draft) -> AuditedAdvice:
        """The part of the draft that agrees with the counts shown. Audited once."""
        key = (draft, self.refined is None)
        if key not in self.audits:
            self.audits[key] = self._audit(draft.advice, draft.written_from)
        return self.audits[key]

    def audit_beginning(self, advice: Advice, source: CountSource) -> None:
        """Look at the sentences that a coach has written so far, while it writes on.

        At the end of its answer little is left to be audited. Only with final counts.
        """
        if source == "ai" and self.refined is not None:
            self._audit(advice, source)

    def _audit(self, advice: Advice, source: CountSource) -> AuditedAdvice:
        inputs = self.inputs
        known = self.known_faults.setdefault((source, self.refined is None), {})
        text, lexicon = inputs.transcript.text, inputs.lexicon
        return audit_advice(advice, self.figures, text, self.template(), lexicon, known)

    def counts_are_correct(self, draft: Draft) -> bool:
        """True if every sentence of the advice may be shown."""
        return not self.audit(draft).unfit

    @property
    def has_wrong_counts(self) -> bool:
        """True if a coach wrote a sentence that must not be shown."""
        drafts = (self.preliminary, self.regenerated)
        return any(draft is not None and not self.counts_are_correct(draft) for draft in drafts)

    def source_of(self, draft: Draft) -> AdviceSource:
        return "regenerated" if draft is self.regenerated else "preliminary"

    @property
    def usable_draft(self) -> Draft | None:
        """The advice that may be shown, its unfit sentences aside; None for the template."""
        replaced = self.decision is not None and self.decision.regenerate
        for draft in (self.regenerated, None if replaced else self.preliminary):
            if draft is not None and self.audit(draft).advice is not None:
                return draft
        return None
