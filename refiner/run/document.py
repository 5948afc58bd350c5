"""Complete record of a finished run: the run document, as plain JSON values.

Field names are fixed by `docs/run-document.md`; more may be added, none renamed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import cast

from refiner.advice.markdown import format_advice
from refiner.advice.slots import fill_slots
from refiner.detection.lexicon import lexicon_for
from refiner.formatting import list_quoted
from refiner.llm.models import end_warning
from refiner.llm.prices import cost_usd, total_usd
from refiner.model import Filler, Strategy, Transcript, counted_spans, is_english
from refiner.run.state import Draft, RunResult, RunState
from refiner.run.steps import regeneration_reason
from refiner.run_document import (
    AdviceSource,
    CoachingDict,
    CountsDict,
    DecisionDict,
    ErrorDict,
    FillerDict,
    PossibleHesitationDict,
    RatesDict,
    RunDocument,
    SilenceDict,
    SourceDict,
    SpanDict,
    SpeakerDict,
    TimingsDict,
    UsageDict,
    advice_dict,
)
from refiner.timeline import MODEL_CALLS, CallSpan, sequential_ms
from refiner.transcripts.language import language_name
from refiner.transcripts.pace import Clock, build_pace
from refiner.transcripts.word_times import times_to_json

SCHEMA = 2
_OPTIMIZATION: dict[Strategy, str] = {
    "sequential": "sequential_v1",
    "hybrid": "hybrid_parallel_v1",
    "early": "hybrid_early_v2",
    "fanout": "hybrid_fanout_v3",
}


def build_document(run_id: int, created_at: str, state: RunState, result: RunResult) -> RunDocument:
    """The run document; `created_at` in ISO 8601, UTC."""
    transcript, settings = state.inputs.transcript, state.inputs.settings
    regenerated = result.source == "regenerated"
    optimization = _OPTIMIZATION[state.strategy] + ("_regenerated" if regenerated else "")
    replaced = None if result.draft is state.preliminary else state.preliminary
    if replaced is not None and state.audit(replaced).advice is None:
        replaced = None
    document: RunDocument = {
        "schema": SCHEMA,
        "run_id": run_id,
        "created_at": created_at,
        "title": transcript.title,
        "speaker": transcript.speaker,
        "source": cast(SourceDict, asdict(transcript.source)),
        "text": transcript.text,
        "language": transcript.language,
        "held_on": transcript.held_on or None,
        "speakers": [cast(SpeakerDict, asdict(speaker)) for speaker in transcript.speakers],
        "words": transcript.words,
        "duration_s": round(transcript.length_s, 3),
        "duration_source": transcript.duration_source,
        "provider": state.inputs.backend.name,
        "strategy": state.strategy,
        "policy": settings.policy,
        "threshold": settings.threshold,
        "confidence": settings.confidence,
        "models": {"analysis": settings.model_analysis, "coaching": settings.model_coaching},
        "counts": _counts(state),
        "rates": _rates(state),
        "decision": cast(DecisionDict, asdict(state.decision)) if state.decision else None,
        "fillers": _fillers(state),
        "times": times_to_json(transcript),
        "pace": build_pace(transcript, counted_spans(state.current_fillers)),
        "issues": state.sections.get("issues", []),
        "speech_quality": state.sections.get("speech_quality"),
        "summary": state.sections.get("summary"),
        "coaching": build_coaching(state, result.draft, result.source),
        "preliminary_coaching": build_coaching(state, replaced, "preliminary")
        if replaced
        else None,
        "coaching_regenerated": regenerated,
        "regeneration_reason": regeneration_reason(state) if regenerated else None,
        "optimization": optimization,
        "timings": _timings(state, result),
        "usage": _usage(state),
        "cache_hit": any(span.cached for span in state.timeline.spans),
        "fallback_mode": bool(state.fallbacks),
        "fallback_reason": "; then ".join(state.fallbacks) or None,
        "warnings": _warnings(state, result),
        "error": _error(state),
        "sent": state.sent,
    }
    if transcript.given_language:
        document["language_source"] = "given"
    if state.inputs.bias:
        document["speaker_bias"] = dict(state.inputs.bias)
    _add_sound(document, transcript)
    return document


def _add_sound(document: RunDocument, transcript: Transcript) -> None:
    """What was found in the sound of a recording; a document without sound has no such fields."""
    if transcript.possible_hesitations is not None:
        document["possible_hesitations"] = [
            cast(PossibleHesitationDict, asdict(one)) for one in transcript.possible_hesitations
        ]
    if transcript.silences is not None:
        document["silences"] = [cast(SilenceDict, asdict(one)) for one in transcript.silences]


def _rates(state: RunState) -> RatesDict:
    if state.refined is None and not state.is_counted:
        return {"per_100_words": None, "per_minute": None}
    counts = state.counts("ai")
    return {"per_100_words": counts.per_100_words, "per_minute": counts.per_minute}


def _fillers(state: RunState) -> list[FillerDict]:
    clock = Clock(state.inputs.transcript)
    names = [field.name for field in fields(Filler)]
    fillers = [
        {name: getattr(f, name) for name in names} | {"at_s": clock.rounded_second_at(f.start)}
        for f in state.explained_fillers
    ]
    return cast(list[FillerDict], fillers)


def _counts(state: RunState) -> CountsDict:
    """Without a word list, what a model found, if one was asked; the rules count nothing then."""
    comparison, is_counted = state.comparison(), state.is_counted
    rule, ai = state.counts("rule").by_word, state.counts("ai").by_word
    words = dict.fromkeys([*ai, *rule])
    return {
        "rule": comparison.rule if is_counted else None,
        "ai": comparison.ai if is_counted or state.refined is not None else None,
        "difference": comparison.difference if is_counted else None,
        "refined_by": "rules" if state.refined is None else "analysis",
        "by_word": {w: {"rule": rule.get(w, 0), "ai": ai.get(w, 0)} for w in words},
    }


def build_coaching(
    state: RunState, draft: Draft | None, source: AdviceSource
) -> CoachingDict | None:
    """`draft` in the document is what may be shown: later counts fill its slots unaudited."""
    if draft is None:
        return None
    shown = state.audit(draft).advice or state.template()
    advice = fill_slots(shown, state.figures)
    return {
        "source": source,
        "written_from": draft.written_from,
        "markdown": format_advice(advice),
        "advice": advice_dict(advice),
        "draft": advice_dict(shown),
    }


def _timings(state: RunState, result: RunResult) -> TimingsDict:
    timeline = state.timeline

    def rounded_ms(milliseconds: float | None) -> int | None:
        return None if milliseconds is None else round(milliseconds)

    in_sequence = sequential_ms((span.start_ms, span.end_ms) for span in timeline.spans)
    return {
        "processing_time_ms": result.total_ms,
        "analysis_duration_ms": rounded_ms(timeline.step_ms("analysis")),
        "coaching_duration_ms": rounded_ms(timeline.step_ms("coaching")),
        "regeneration_duration_ms": rounded_ms(timeline.step_ms("regeneration")),
        "sequential_estimate_ms": round(in_sequence),
        "advice_ready_ms": rounded_ms(state.advice_ready_ms),
        "counted_at_ms": None if state.counted_at_ms is None else round(state.counted_at_ms, 3),
        "spans": [_span(span) for span in timeline.spans],
    }


def _span(span: CallSpan) -> SpanDict:
    values = asdict(span)
    del values["is_revised"]  # a warning says so
    for key in ("start_ms", "end_ms", "first_token_ms"):
        values[key] = None if values[key] is None else round(values[key], 3)
    if span.name not in MODEL_CALLS:
        values = {key: values[key] for key in ("name", "start_ms", "end_ms", "status")}
        return cast(SpanDict, values)
    return cast(SpanDict, values | {"cost_usd": _span_cost(span)})


def _span_cost(span: CallSpan) -> float | None:
    if span.cached:
        return 0.0
    if span.model is None or span.prompt_tokens is None or span.completion_tokens is None:
        return None
    return cost_usd(span.model, span.prompt_tokens, span.completion_tokens)


def _usage(state: RunState) -> UsageDict:
    """Tokens and cost over all calls; None if one call's usage is unknown."""
    calls = [span for span in state.timeline.spans if span.name in MODEL_CALLS]

    def total(tokens: list[int | None]) -> int | None:
        known = [count for count in tokens if count is not None]
        return sum(known) if len(known) == len(tokens) else None

    is_free = state.inputs.backend.name == "local"
    return {
        "prompt_tokens": total([span.prompt_tokens for span in calls]),
        "completion_tokens": total([span.completion_tokens for span in calls]),
        "cost_usd": 0.0 if is_free else total_usd(_span_cost(span) for span in calls),
    }


def _model_warnings(state: RunState) -> list[str]:
    """One line for each model of the run that OpenAI has announced to end."""
    if state.inputs.backend.name != "openai":
        return []
    settings, today = state.inputs.settings, datetime.now(UTC).date()
    models = dict.fromkeys((settings.model_analysis, settings.model_coaching))
    return [warning for model in models if (warning := end_warning(model, today))]


def _warnings(state: RunState, result: RunResult) -> list[str]:
    warnings = [*state.inputs.transcript.warnings, *_model_warnings(state)]
    if not state.is_counted:
        warnings.append(
            f"this talk is in {_name_language(state)}: there is no word list for this language, "
            "so the rules counted nothing, and no template advice was written"
        )
    elif not is_english(state.inputs.transcript.language):
        warnings += _language_warnings(state, result)
    warnings += _advice_warnings(state, result)
    warnings += [f"{call}: no answer for {seconds} s" for call, seconds in state.stalls.items()]
    return warnings + _answer_warnings(state) + _verdict_warnings(state)


def _advice_warnings(state: RunState, result: RunResult) -> list[str]:
    """What of the advice is not shown."""
    if result.draft is None:
        return []
    warnings = []
    unfit = len(state.audit(result.draft).unfit)
    if unfit:
        sentences = "1 sentence" if unfit == 1 else f"{unfit} sentences"
        warnings.append(f"{sentences} of the advice left out: not known to agree with the counts")
    lost = state.dropped_of_advice.get(result.draft.written_from)
    if lost and result.source != "template":
        warnings.append(f"parts of the advice could not be used: {_list_reasons(lost)}")
    return warnings


def _answer_warnings(state: RunState) -> list[str]:
    """What a model's answers had that could not be used, or was read with a doubt."""
    warnings = []
    dropped = sum((part.dropped for part in state.parts), Counter[str]())
    if dropped:
        warnings.append(f"parts of the analysis could not be used: {_list_reasons(dropped)}")
    warnings += dict.fromkeys(doubt for part in state.parts for doubt in part.verdicts.doubts())
    revised = [span.name for span in state.timeline.spans if span.is_revised]
    if revised:
        warnings.append(
            f"{' and '.join(dict.fromkeys(revised))}: the model wrote two versions that differ; "
            "the first was used"
        )
    return warnings


def _verdict_warnings(state: RunState) -> list[str]:
    """What the analysis did not give."""
    warnings = []
    closed = (part for part in state.parts if part.judges and part.is_complete)
    if left_out := sum(len(part.verdicts.left_out()) for part in closed):
        warnings.append(
            f"the analysis left out {left_out} of {len(state.words)} listed words; "
            "the rule verdict is used for those"
        )
    failure = next(iter(state.failures("analysis")), None)
    if failure is not None and state.refined is not None:
        absent = [k for k in ("issues", "speech_quality", "summary") if k not in state.sections]
        warnings.append(
            f"the analysis failed after its counts were complete ({failure}); "
            f"missing: {', '.join(absent) or 'nothing'}"
        )
    return warnings


def _list_reasons(dropped: Counter[str]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(dropped.items()))


def _language_warnings(state: RunState, result: RunResult) -> list[str]:
    """What was counted in a language that no figure of agreement speaks for, and by whom."""
    inputs = state.inputs
    listed = lexicon_for(inputs.transcript.language)
    markers = list_quoted(listed.words_of("discourse_marker")[:2])
    no_figure = "how well this count agrees with people has not been measured"
    if state.refined is None:
        count = (
            f"its filled pauses were counted by rule; words such as {markers}, which only a model "
            f"can judge, were not counted; {no_figure}"
        )
    else:
        count = (
            f"its filled pauses were counted by rule, words such as {markers} judged by "
            f"{inputs.settings.model_analysis}; {no_figure}"
        )
    advice = "the advice is in English, since no other language can be checked against the counts"
    if result.source == "template" and state.is_advice_foreign:
        advice = (
            "the model wrote its advice in a language other than English, where it cannot be "
            "checked against the counts; this advice is the local coach's"
        )
    return [f"this talk is in {_name_language(state)}: {count}", advice]


def _name_language(state: RunState) -> str:
    """`German`, or `German, as you said`."""
    transcript = state.inputs.transcript
    said = ", as you said" if transcript.given_language else ""
    return f"{language_name(transcript.language or '')}{said}"


def _error(state: RunState) -> ErrorDict | None:
    """The first call that failed permanently."""
    for call, error in state.errors.items():
        return {
            "call": call,
            "kind": error.kind,
            "message": error.message,
            "status": error.status,
            "code": error.code,
            "request_id": error.request_id,
        }
    return None
