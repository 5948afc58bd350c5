"""The run document: everything that is known of a run that has ended, as plain JSON values.

Field names are fixed by `docs/run-document.md`; more may be added, none renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from refiner.advice.markdown import format_advice
from refiner.advice.slots import fill_slots
from refiner.llm.prices import cost_usd
from refiner.model import Advice, FillerCounts, Strategy
from refiner.run.state import Draft, Work
from refiner.timeline import MODEL_CALLS, CallSpan
from refiner.transcripts.pace import Clock, build_pace
from refiner.transcripts.word_times import times_to_json

SCHEMA = 1
_OPTIMIZATION: dict[Strategy, str] = {
    "sequential": "sequential_v1",
    "hybrid": "hybrid_parallel_v1",
    "early": "hybrid_early_v2",
    "fanout": "hybrid_fanout_v3",
}


@dataclass(frozen=True, slots=True)
class Ending:
    """The advice a run ends with; `source`: preliminary, regenerated or template."""

    source: str
    draft: Draft
    elapsed_ms: float

    @property
    def total_ms(self) -> int:
        return round(self.elapsed_ms)


def build_document(run_id: int, created_at: str, work: Work, ending: Ending) -> dict[str, Any]:
    """The document of contract and docs; `created_at` in ISO 8601, UTC."""
    talk, settings = work.talk, work.settings
    counts = work.counts("ai")
    regenerated = ending.source == "regenerated"
    optimization = _OPTIMIZATION[settings.chosen_strategy] + ("_regenerated" if regenerated else "")
    return {
        "schema": SCHEMA,
        "run_id": run_id,
        "created_at": created_at,
        "title": talk.title,
        "speaker": talk.speaker,
        "source": asdict(talk.source),
        "text": talk.text,
        "words": talk.words,
        "duration_s": round(talk.length_s, 3),
        "duration_source": talk.duration_source,
        "provider": work.backend.name,
        "strategy": settings.chosen_strategy,
        "policy": settings.policy,
        "threshold": settings.threshold,
        "confidence": settings.confidence,
        "models": {"analysis": settings.model_analysis, "coaching": settings.model_coaching},
        "counts": _counts(work),
        "rates": _rates(counts),
        "decision": asdict(work.decision) if work.decision else None,
        "fillers": _fillers(work),
        "times": times_to_json(talk),
        "pace": build_pace(talk, [f.start for f in work.standing if f.ai]),
        "issues": work.sections.get("issues", []),
        "speech_quality": work.sections.get("speech_quality"),
        "summary": work.sections.get("summary"),
        "coaching": _coaching(ending.draft, ending.source, counts),
        "preliminary_coaching": _preliminary(work, ending, counts),
        "coaching_regenerated": regenerated,
        "regeneration_reason": work.regeneration_reason if regenerated else None,
        "optimization": optimization,
        "timings": _timings(work, ending),
        "usage": _usage(work),
        "cache_hit": any(span.cached for span in work.timeline.spans),
        "fallback_mode": bool(work.fallbacks),
        "fallback_reason": "; then ".join(work.fallbacks) or None,
        "warnings": _warnings(work),
        "error": _error(work),
    }


def _fillers(work: Work) -> list[dict[str, Any]]:
    """Spans with their second in the talk, `at_s`, where the transcript's times tell it."""
    clock = Clock(work.talk)
    return [
        asdict(filler) | {"at_s": clock.rounded_second_at(filler.start)} for filler in work.standing
    ]


def _counts(work: Work) -> dict[str, Any]:
    seen = work.comparison()
    rule, ai = work.counts("rule").by_word, work.counts("ai").by_word
    words = dict.fromkeys([*ai, *rule])
    return {
        "rule": seen.rule,
        "ai": seen.ai,
        "difference": seen.difference,
        "refined_by": "rules" if work.refined is None else "analysis",
        "by_word": {w: {"rule": rule.get(w, 0), "ai": ai.get(w, 0)} for w in words},
    }


def _rates(counts: FillerCounts) -> dict[str, float]:
    return {"per_100_words": counts.per_100_words, "per_minute": counts.per_minute}


def _coaching(draft: Draft, source: str, counts: FillerCounts) -> dict[str, Any]:
    advice = fill_slots(draft.advice, counts)
    return {
        "source": source,
        "written_from": draft.written_from,
        "markdown": format_advice(advice),
        "advice": _advice(advice),
        "draft": _advice(draft.advice),
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "headline": advice.headline,
        "focus_areas": [dict(area) for area in advice.focus_areas],
        "strengths": list(advice.strengths),
        "weekly_goals": [dict(goal) for goal in advice.weekly_goals],
        "motivation": advice.motivation,
    }


def _preliminary(work: Work, ending: Ending, counts: FillerCounts) -> dict[str, Any] | None:
    """The first advice where another replaced it and its numbers, once filled in, are true."""
    if work.preliminary is None or ending.draft is work.preliminary:
        return None
    if not work.stands(work.preliminary):
        return None
    return _coaching(work.preliminary, "preliminary", counts)


def _timings(work: Work, ending: Ending) -> dict[str, Any]:
    calls = [s for s in work.timeline.spans if s.name in MODEL_CALLS]
    durations = {f"{name}_duration_ms": _duration(work, name) for name in MODEL_CALLS}
    one_by_one = sum(s.duration_ms for s in work.timeline.spans if s.name not in MODEL_CALLS)
    one_by_one += sum(s.duration_ms for s in calls)
    return {
        "processing_time_ms": ending.total_ms,
        **durations,
        "sequential_estimate_ms": round(one_by_one),
        "counted_at_ms": None if work.counted_at_ms is None else round(work.counted_at_ms, 3),
        "spans": [_span(s) for s in work.timeline.spans],
    }


def _duration(work: Work, name: str) -> int | None:
    took = work.timeline.duration_ms(name)
    return None if took is None else round(took)


def _span(span: CallSpan) -> dict[str, Any]:
    values = asdict(span)
    for key in ("start_ms", "end_ms", "first_token_ms"):
        values[key] = None if values[key] is None else round(values[key], 3)
    if span.name not in MODEL_CALLS:
        return {key: values[key] for key in ("name", "start_ms", "end_ms", "status")}
    return values | {"cost_usd": _cost(span)}


def _cost(span: CallSpan) -> float | None:
    if span.cached:
        return 0.0
    if span.model is None or span.prompt_tokens is None or span.completion_tokens is None:
        return None
    return cost_usd(span.model, span.prompt_tokens, span.completion_tokens)


def _usage(work: Work) -> dict[str, Any]:
    """Tokens and money over all calls; None where one call's usage is not known."""
    calls = [s for s in work.timeline.spans if s.name in MODEL_CALLS]
    free = work.backend.name == "local"
    return {
        "prompt_tokens": _total([s.prompt_tokens for s in calls]),
        "completion_tokens": _total([s.completion_tokens for s in calls]),
        "cost_usd": 0.0 if free else _total([_cost(s) for s in calls]),
    }


def _total(values: list[Any]) -> Any:
    return None if None in values else sum(values)


def _warnings(work: Work) -> list[str]:
    warnings = [*work.talk.warnings, *work.warnings]
    for part in work.parts:
        warnings += part.warnings
    broken = next(iter(work.failures("analysis")), None)
    if broken is not None and work.refined is not None:
        absent = [k for k in ("issues", "speech_quality", "summary") if k not in work.sections]
        warnings.append(
            f"the analysis broke off after its counts were complete ({broken}); "
            f"missing: {', '.join(absent) or 'nothing'}"
        )
    return warnings


def _error(work: Work) -> Mapping[str, Any] | None:
    """The first call that failed for good: its kind, what the person reads, HTTP status, code."""
    for call, error in work.errors.items():
        return {
            "call": call,
            "kind": error.kind,
            "message": str(error),
            "status": error.status,
            "code": error.code,
            "request_id": error.request_id,
        }
    return None
