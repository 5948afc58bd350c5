"""The same calls under another strategy: what the run would have taken and cost.

Every duration is one that the run measured; if an estimate replaces a measurement, the replay
names it. Times in ms since the run began.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from refiner.decision import Comparison, decide
from refiner.insight.calls import end_ms, ended_calls, total_ms
from refiner.insight.receipt import is_rules_only
from refiner.llm.prices import total_usd
from refiner.run_document import CountedDocument, RunDocument, SpanDict

_QUALITY = "quality"  # the part of a fan-out that gives no verdicts


@dataclass(frozen=True, slots=True)
class ReplayCall:
    """One call of a replay; `part` distinguishes several calls of one analysis."""

    name: str
    start_ms: float
    end_ms: float
    part: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """A strategy's calls; `cost_usd` None if a call's cost is unknown.

    `estimate` names what replaces a measurement; empty if everything was measured.
    """

    strategy: str
    calls: tuple[ReplayCall, ...]
    cost_usd: float | None
    estimate: str = ""

    @property
    def total_ms(self) -> float:
        return max(call.end_ms for call in self.calls)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Durations in ms. `verdicts`: from the start to the last verdict."""

    begin: float
    analysis: float
    verdicts: float | None
    coaching: float
    regeneration: float
    regenerate: bool
    costs: Mapping[str, float | None]
    estimate: str


def replay_strategies(document: CountedDocument) -> tuple[Replay, ...]:
    """This run's calls under each strategy for which it measured enough.

    `early` needs the moment of the last verdict; `fanout` is shown if it was run. Empty if the
    run has no complete analysis or no advice by a model.
    """
    measured = _measure(document)
    if measured is None:
        return ()
    after_both = max(measured.analysis, measured.coaching)
    replays = [_sequential(measured), _parallel(measured, "hybrid", after_both)]
    if measured.verdicts is not None:
        replays.append(_parallel(measured, "early", measured.verdicts))
    if document["strategy"] == "fanout":
        replays.append(_fanned_out(document, measured))
    return tuple(replays)


def counted_at_ms(document: RunDocument) -> float | None:
    """When the last verdict was written, in ms since the run began; None if unknown."""
    counted = document["timings"].get("counted_at_ms")
    decision = document["decision"]
    if counted is None and decision and document["strategy"] in ("early", "fanout"):
        return float(decision["decided_at_ms"])
    return None if counted is None else float(counted)


def _measure(document: CountedDocument) -> _Measured | None:
    analysis = ended_calls(document, "analysis")
    written = _last_done(document, "coaching") or _last_done(document, "regeneration")
    rewritten = _last_done(document, "regeneration") or written
    if is_rules_only(document) or not analysis or written is None or rewritten is None:
        return None
    if any(span["status"] != "done" for span in analysis):
        return None
    begin = min(span["start_ms"] for span in analysis)
    if len(analysis) == 1:
        counted, estimate = counted_at_ms(document), ""
        verdicts = None if counted is None else counted - begin
    else:
        verdicts = total_ms(s for s in analysis if s.get("part") != _QUALITY)
        estimate = "the parts' times, in sequence"
    counts = document["counts"]
    comparison = Comparison(counts["rule"], counts["ai"])
    return _Measured(
        begin=begin,
        analysis=total_ms(analysis),
        verdicts=verdicts,
        coaching=total_ms([written]),
        regeneration=total_ms([rewritten]),
        regenerate=decide(comparison, document["policy"], document["threshold"], 0).regenerate,
        costs={
            "analysis": total_usd(span.get("cost_usd") for span in analysis),
            "coaching": written.get("cost_usd"),
            "regeneration": rewritten.get("cost_usd"),
        },
        estimate=estimate,
    )


def _last_done(document: RunDocument, name: str) -> SpanDict | None:
    """The call of that name, if its answer was complete."""
    done = [s for s in ended_calls(document, name) if s["status"] == "done"]
    return done[-1] if done else None


def _sequential(measured: _Measured) -> Replay:
    """The advice once, after the analysis, from the refined counts."""
    end = measured.begin + measured.analysis
    last = "regeneration" if measured.regenerate else "coaching"
    took = measured.regeneration if measured.regenerate else measured.coaching
    calls = (
        ReplayCall("analysis", measured.begin, end),
        ReplayCall("coaching", end, end + took),
    )
    cost = total_usd(measured.costs[name] for name in ("analysis", last))
    return Replay("sequential", calls, cost, measured.estimate)


def _parallel(measured: _Measured, strategy: str, decided: float) -> Replay:
    """Analysis and coaching concurrently, `decided` so many ms after their start."""
    analysis = ReplayCall("analysis", measured.begin, measured.begin + measured.analysis)
    return _with_advice(measured, strategy, [analysis], decided, measured.estimate)


def _fanned_out(document: RunDocument, measured: _Measured) -> Replay:
    """The fan-out as it was run."""
    spans = ended_calls(document, "analysis")
    analysis = [
        ReplayCall("analysis", s["start_ms"], end_ms([s]), s.get("part", "")) for s in spans
    ]
    counted = counted_at_ms(document)
    last = end_ms(spans) if counted is None else counted
    return _with_advice(measured, "fanout", analysis, last - measured.begin, "")


def _with_advice(
    measured: _Measured,
    strategy: str,
    analysis: list[ReplayCall],
    decided: float,
    estimate: str,
) -> Replay:
    names = ["analysis", "coaching"]
    coaching_end = measured.begin + measured.coaching
    calls = [*analysis, ReplayCall("coaching", measured.begin, coaching_end)]
    if measured.regenerate:
        start = measured.begin + decided
        calls.append(ReplayCall("regeneration", start, start + measured.regeneration))
        names.append("regeneration")
    return Replay(strategy, tuple(calls), total_usd(measured.costs[n] for n in names), estimate)
