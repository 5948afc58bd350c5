"""One run while it goes on: what is known so far, and the steps that add to it.

The steps record a failed call and go on; what the failure means for the run is the
ladder's business (`run.py`). Counts stand from the moment both arrays of verdicts are
closed, whatever becomes of the rest of the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from refiner.audit import violations
from refiner.backends import Backend
from refiner.calls import Waiting, ask
from refiner.decide import decide, written_after_analysis
from refiner.detect import detect
from refiner.errors import BackendError, Unusable
from refiner.lexicon import Lexicon
from refiner.merge import Judgements, unjudged
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
from refiner.observe import observe
from refiner.partial import Item, Section
from refiner.prompts import Request, analysis_request, coaching_request
from refiner.schemas import check, check_items
from refiner.settings import Settings
from refiner.slots import fill
from refiner.spans import Timeline

_COUNTED = {"verdicts", "missed_fillers"}


@dataclass(frozen=True, slots=True)
class Draft:
    """Advice as a coach wrote it, slots unfilled, and whose counts the coach was given."""

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
    judgements: Judgements | None = None
    sections: dict[str, Any] = field(default_factory=dict)
    refined: tuple[Filler, ...] | None = None
    decision: Decision | None = None
    preliminary: Draft | None = None
    regenerated: Draft | None = None
    regeneration_reason: str | None = None
    errors: dict[str, BackendError] = field(default_factory=dict)
    fallbacks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    coaching_text: str = ""
    counted: asyncio.Event = field(default_factory=asyncio.Event)

    def detect(self) -> None:
        with self.timeline.span("detect"):
            self.candidates = detect(self.talk.text, self.lexicon)

    @property
    def fillers(self) -> tuple[Filler, ...]:
        """What is known of every span now: refined, or as far as the verdicts have come."""
        if self.refined is None and self.judgements is not None:
            return self.judgements.fillers()
        return self.standing

    @property
    def standing(self) -> tuple[Filler, ...]:
        """The spans whose counts are shown: refined, or the rules' own without an analysis."""
        return self.refined if self.refined is not None else unjudged(self.candidates)

    def counts(self, source: CountSource) -> FillerCounts:
        return FillerCounts.of(self.standing, source, self.talk)

    # -- analysis

    async def analyse(self) -> None:
        """Ask for the analysis; sets `counted` as soon as the refined count is exact, or never
        will be."""
        request = analysis_request(self.talk, self.candidates, self.settings.model_analysis)
        seen = self.judgements = Judgements(
            self.talk.text, self.candidates, self.settings.confidence, self.lexicon
        )
        self.sections = {}
        try:
            await self._ask(request, lambda event: self._take_analysis(seen, request, event))
        finally:
            self.counted.set()

    def _take_analysis(self, seen: Judgements, request: Request, event: Item | Section) -> None:
        schema = request.schema["properties"].get(event.key)
        if schema is None:
            return
        if isinstance(event, Item):
            if event.key == "verdicts":
                self._take_verdict(seen, event, schema)
            return
        self.sections[event.key] = self._section(event, schema)
        if self.refined is None and self.sections.keys() >= _COUNTED:
            self._count(seen)

    def _take_verdict(self, seen: Judgements, item: Item, schema: Mapping[str, Any]) -> None:
        try:
            verdict = check(item.value, schema["items"], f"verdicts[{item.index}]")
        except Unusable as error:
            self.warnings.append(f"a verdict was dropped: {error}")
        else:
            seen.add_verdict(verdict)

    def _section(self, event: Section, schema: Mapping[str, Any]) -> Any:
        """A section as the schema wants it: of a list, its sound entries."""
        if schema["type"] != "array":
            return check(event.value, schema, event.key)
        sound, dropped = check_items(event.value, schema, event.key)
        if event.key != "verdicts":  # those were looked at one by one, as they closed
            self.warnings += [f"an entry was dropped: {why}" for why in dropped]
        return self._quoted(sound) if event.key == "issues" else sound

    def _quoted(self, issues: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those issues whose quote stands in the transcript."""
        found = [issue for issue in issues if issue["quote"] in self.talk.text]
        if len(found) < len(issues):
            self.warnings.append(
                f"{len(issues) - len(found)} issues were dropped: "
                "their quotes are not in the transcript"
            )
        return found

    def _count(self, seen: Judgements) -> None:
        seen.add_missed(self.sections["missed_fillers"])
        seen.close()
        self.warnings += seen.warnings
        self.refined = seen.fillers()
        self.counted.set()

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
        """Does every number said in the advice agree with the counts that are shown?"""
        counts = self.counts("ai")
        return not violations(fill(draft.advice, counts), counts)

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
        issues = [asdict(issue) for issue in observe(self.talk, fillers, source)]
        model = self.settings.model_coaching
        request = coaching_request(call, self.talk, counts, issues, self.history, model)
        answer: dict[str, Any] = {}

        def take(event: Item | Section) -> None:
            schema = request.schema["properties"].get(event.key)
            if schema is not None and isinstance(event, Section):
                answer[event.key] = check(event.value, schema, event.key)

        self.coaching_text = ""
        if not await self._ask(request, take, self._hear):
            return None
        return Advice(
            answer["headline"],
            tuple(answer["focus_areas"]),
            tuple(answer["strengths"]),
            tuple(answer["weekly_goals"]),
            answer["motivation"],
        )

    def _hear(self, text: str) -> None:
        self.coaching_text += text

    # -- both

    async def _ask(
        self,
        request: Request,
        take: Callable[[Item | Section], None],
        on_text: Callable[[str], None] = lambda _: None,
    ) -> bool:
        """One model call, timed; False, with the error recorded, where it failed."""
        try:
            with self.timeline.span(request.call, request.model) as span:
                await ask(
                    request,
                    self.backend,
                    span,
                    self.deadline,
                    now_ms=lambda: self.timeline.elapsed_ms,
                    take=take,
                    on_text=on_text,
                    on_wait=self._note_wait,
                )
        except BackendError as error:
            self.errors[request.call] = error
            self.say(f"{request.call.capitalize()} failed: {error}")
            return False
        self.errors.pop(request.call, None)
        return True

    def _note_wait(self, waiting: Waiting) -> None:
        note = f"{waiting.call}: {waiting.error}; asking again in {waiting.seconds:.0f} s"
        self.notes.append(note)
        self.say(note)
