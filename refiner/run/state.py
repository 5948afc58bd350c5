"""One run while it goes on: what is known so far, and the steps that add to it.

The steps record a failed call and go on; what the failure means for the run is the
ladder's business (`run.py`). Counts stand from the moment both arrays of verdicts are
closed, whatever becomes of the rest of the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from refiner.advice.audit import find_violations
from refiner.advice.issues import find_issues
from refiner.advice.slots import fill_slots
from refiner.config.settings import Settings
from refiner.decision import decide, written_after_analysis
from refiner.detection.detector import detect
from refiner.detection.lexicon import Lexicon
from refiner.errors import BackendError
from refiner.llm.backends import Backend
from refiner.llm.calls import Waiting, call_model
from refiner.llm.json_stream import Item, Section
from refiner.llm.prompts import Request, coaching_request
from refiner.llm.schemas import read_section
from refiner.model import (
    Advice,
    Candidate,
    Comparison,
    CountSource,
    Decision,
    Filler,
    FillerCounts,
    Transcript,
)
from refiner.run.analysis import Part, whole
from refiner.run.verdicts import unjudged
from refiner.timeline import Timeline

Cut = Callable[[Transcript, Sequence[Candidate], Settings, Lexicon], list[Part]]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """Advice as a coach wrote it, slots unfilled, and whose counts the coach was given.

    Two drafts are never the same one, whatever they say.
    """

    advice: Advice
    written_from: CountSource


@dataclass(slots=True)
class Work:
    """The state of one run. Only its own task changes it; others may look.

    `deadline` is on the event loop's clock, `say` writes one log line.
    """

    talk: Transcript
    settings: Settings
    backend: Backend
    lexicon: Lexicon
    timeline: Timeline
    deadline: float
    say: Callable[[str], None]
    history: Mapping[str, Any] | None = None

    candidates: tuple[Candidate, ...] = ()
    parts: list[Part] = field(default_factory=list)
    refined: tuple[Filler, ...] | None = None
    counted_at_ms: float | None = None
    decision: Decision | None = None
    preliminary: Draft | None = None
    regenerated: Draft | None = None
    regeneration_reason: str | None = None
    errors: dict[str, BackendError] = field(default_factory=dict)
    fallbacks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    coaching_text: str = ""
    audits: dict[tuple[Draft, bool], bool] = field(default_factory=dict)
    counted: asyncio.Event = field(default_factory=asyncio.Event)

    def detect(self) -> None:
        with self.timeline.span("detect"):
            self.candidates = detect(self.talk.text, self.lexicon)

    @property
    def fillers(self) -> tuple[Filler, ...]:
        """What is known of every span now: refined, or as far as the verdicts have come."""
        if self.refined is None and self.parts:
            return tuple(self._judged_so_far())
        return self.standing

    @property
    def standing(self) -> tuple[Filler, ...]:
        """The spans whose counts are shown: refined, or the rules' own without an analysis."""
        return self.refined if self.refined is not None else unjudged(self.candidates)

    def counts(self, source: CountSource) -> FillerCounts:
        return FillerCounts.of(self.standing, source, self.talk)

    # -- analysis

    async def analyse(self, cut_up: Cut = whole, *, at_once: bool = True) -> None:
        """Ask for what is missing of the analysis; the first time, `cut_up` says in what parts.

        Sets `counted` as soon as the refined count is exact, or never will be.
        """
        if not self.parts:
            self.parts = cut_up(self.talk, self.candidates, self.settings, self.lexicon)
        missing = [part for part in self.parts if not part.settled]
        try:
            if at_once and len(missing) > 1:
                async with asyncio.TaskGroup() as group:
                    for part in missing:
                        group.create_task(self._read(part))
            else:
                for part in missing:
                    await self._read(part)
        finally:
            self.counted.set()

    async def _read(self, part: Part) -> None:
        part.begin()

        def take(event: Item | Section) -> None:
            part.take(event)
            if self.refined is None and all(each.counted for each in self.parts):
                self.refined = tuple(self._judged_so_far())
                self.counted_at_ms = self.timeline.elapsed_ms
                self.counted.set()

        await self._ask(part.request, take)

    def _judged_so_far(self) -> list[Filler]:
        return sorted(
            (f for part in self.parts if part.judges for f in part.fillers()),
            key=lambda f: f.start,
        )

    @property
    def judged(self) -> int:
        """How many candidates have their verdict."""
        return sum(part.judged for part in self.parts)

    @property
    def sections(self) -> dict[str, Any]:
        """What has closed of the analysis, verdicts aside."""
        return {key: value for part in self.parts for key, value in part.sections.items()}

    # -- coaching

    async def coach(self, source: CountSource) -> None:
        """Write the first coaching, from the rules' counts or from the refined ones."""
        advice = await self._advice("coaching", self.standing, source)
        if advice:
            self.preliminary = Draft(advice, source)

    async def regenerate(self) -> None:
        """Write the coaching anew from the refined counts."""
        if self.decision is None or self.refined is None:
            raise RuntimeError("regeneration needs a decision and refined counts")
        self.regeneration_reason = self._regeneration_reason(self.decision)
        advice = await self._advice("regeneration", self.refined, "ai")
        if advice is None:
            return
        self.regenerated = Draft(advice, "ai")
        span = self.timeline.named("regeneration")
        took = span.duration_ms if span else 0.0
        self.say(f"Coaching regenerated with accurate counts in {took:.0f}ms")

    async def conclude(self, preliminary: asyncio.Task[None] | None = None) -> None:
        """From refined counts to advice that stands; waits for `preliminary` only if it is kept."""
        decision = self.decide()
        if not decision.regenerate:
            if preliminary is not None:
                await preliminary
            if self.preliminary is None or self.stands(self.preliminary):
                return
            self.say("Count audit failed - regenerating coaching")
        await self.regenerate()

    def decide(self) -> Decision:
        """Decide once; a second call gives the first decision."""
        if self.decision is None:
            with self.timeline.span("decision"):
                self.decision = self._decide()
            self._say_decision(self.decision)
        return self.decision

    def decide_without_analysis(self) -> None:
        """Where the rules' counts are all there is, there is nothing to compare them with."""
        if self.decision is None:
            now = self.timeline.elapsed_ms
            self.decision = Decision(False, "no analysis to compare with", now)

    def stands(self, draft: Draft) -> bool:
        """Does every number said in the advice agree with the counts that are shown?

        Asked of the same draft at every rung of the ladder, and answered once.
        """
        audited = (draft, self.refined is None)
        if audited not in self.audits:
            counts = self.counts("ai")
            self.audits[audited] = not find_violations(fill_slots(draft.advice, counts), counts)
        return self.audits[audited]

    @property
    def misstated(self) -> bool:
        """Did a coach say a number that does not agree with the counts that are shown?"""
        drafts = (self.preliminary, self.regenerated)
        return any(draft is not None and not self.stands(draft) for draft in drafts)

    def comparison(self) -> Comparison:
        return Comparison(len(self.candidates), self.counts("ai").total)

    def _decide(self) -> Decision:
        now = self.timeline.elapsed_ms
        if self.preliminary is not None and self.preliminary.written_from == "ai":
            return written_after_analysis(now)
        return decide(self.comparison(), self.settings.policy, self.settings.threshold, now)

    def _say_decision(self, decision: Decision) -> None:
        seen = self.comparison()
        self.say(
            f"Filler count comparison: rule={seen.rule}, ai={seen.ai}, diff={seen.difference:.1%}"
        )
        if decision.regenerate and self.settings.policy == "threshold":
            self.say("Filler counts differ significantly - regenerating coaching")
        elif decision.regenerate:
            self.say(f"Policy is {self.settings.policy} - regenerating coaching")
        elif self.preliminary is None or self.preliminary.written_from == "rule":
            self.say("Using preliminary coaching (counts are similar)")

    def _regeneration_reason(self, decision: Decision) -> str:
        if not decision.regenerate:
            return "count_audit"
        return "policy_always" if self.settings.policy == "always" else "filler_count_mismatch"

    async def _advice(
        self, call: str, fillers: tuple[Filler, ...], source: CountSource
    ) -> Advice | None:
        counts = FillerCounts.of(fillers, source, self.talk)
        issues = [asdict(issue) for issue in find_issues(self.talk, fillers, source)]
        model = self.settings.model_coaching
        request = coaching_request(call, self.talk, counts, issues, self.history, model)
        answer: dict[str, Any] = {}

        def take(event: Item | Section) -> None:
            if isinstance(event, Section):
                answer[event.key] = read_section(request.schema_name, event.key, event.value)

        self.coaching_text = ""
        if not await self._ask(request, take, self._hear):
            return None
        return Advice.of(answer)

    def _hear(self, text: str) -> None:
        self.coaching_text += text

    # -- both

    def failures(self, call: str) -> list[BackendError]:
        """The faults that stand of the calls of that name."""
        return [e for label, e in self.errors.items() if label.split()[0] == call]

    async def _ask(
        self,
        request: Request,
        take: Callable[[Item | Section], None],
        on_text: Callable[[str], None] = lambda _: None,
    ) -> bool:
        """One model call, timed; False, with the error recorded, where it failed."""
        try:
            with self.timeline.span(request.call, request.model, request.part) as span:
                await call_model(
                    request,
                    self.backend,
                    span,
                    self.deadline,
                    now_ms=lambda: self.timeline.elapsed_ms,
                    on_event=take,
                    on_text=on_text,
                    on_wait=self._note_wait,
                )
        except BackendError as error:
            self.errors[request.label] = error
            self.say(f"{request.label.capitalize()} failed: {error}")
            return False
        self.errors.pop(request.label, None)
        return True

    def _note_wait(self, waiting: Waiting) -> None:
        note = f"{waiting.call}: {waiting.error}; asking again in {round(waiting.seconds, 1):g} s"
        self.notes.append(note)
        self.say(note)
