"""The same calls under another strategy: what the run would have taken and cost.

One rule: every duration is one that the run measured; where it measured none, there is no
row, or the row says what stands in for it. Times in ms since the run began.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refiner.decide import decide
from refiner.model import Comparison
from refiner.receipt import Document, only_rules, span_named


@dataclass(frozen=True, slots=True)
class Bar:
    """One call of a replay."""

    name: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class Replay:
    """A strategy's bars; `cost_usd` None where a call's cost is not known."""

    strategy: str
    bars: tuple[Bar, ...]
    decided_at_ms: float | None
    cost_usd: float | None

    @property
    def total_ms(self) -> float:
        return max(bar.end_ms for bar in self.bars)


@dataclass(frozen=True, slots=True)
class _Calls:
    """What the run measured; ms. `verdicts`: from the analysis's start to its last verdict."""

    begin: float
    analysis: float
    verdicts: float | None
    coaching: float
    again: float
    regenerate: bool
    costs: Mapping[str, float | None]


def replay_strategies(document: Document) -> tuple[Replay, ...]:
    """This run's calls as `sequential`, `hybrid` and, where its moment is known, `early`.

    Empty where the run has no finished analysis or no advice by a model.
    """
    calls = _measured(document)
    if calls is None:
        return ()
    early = () if calls.verdicts is None else (_early(calls, calls.verdicts),)
    return (_sequential(calls), _hybrid(calls), *early)


def _measured(document: Document) -> _Calls | None:
    analysis, first = span_named(document, "analysis"), span_named(document, "coaching")
    again = span_named(document, "regeneration")
    written = first or again
    if analysis is None or written is None or only_rules(document):
        return None
    if any(s["status"] != "done" for s in (analysis, written)):
        return None
    took = _took(written)
    return _Calls(
        begin=analysis["start_ms"],
        analysis=_took(analysis),
        verdicts=_verdicts(document, analysis),
        coaching=took,
        again=took if again is None else _took(again),
        regenerate=_would_regenerate(document),
        costs={
            "analysis": analysis.get("cost_usd"),
            "coaching": written.get("cost_usd"),
            "regeneration": (again or written).get("cost_usd"),
        },
    )


def _took(span: Mapping[str, Any]) -> float:
    return float(span["end_ms"] - span["start_ms"])


def counted_at_ms(document: Document) -> float | None:
    """When the last verdict was written, in ms since the run began; None where it is not known."""
    counted = document["timings"].get("counted_at_ms")
    if counted is None and document["strategy"] == "early" and document["decision"]:
        counted = document["decision"]["decided_at_ms"]
    return None if counted is None else float(counted)


def _verdicts(document: Document, analysis: Mapping[str, Any]) -> float | None:
    counted = counted_at_ms(document)
    return None if counted is None else counted - analysis["start_ms"]


def _would_regenerate(document: Document) -> bool:
    """The decision of a parallel run on these counts; a sequential run took none."""
    counts = document["counts"]
    comparison = Comparison(counts["rule"], counts["ai"])
    return decide(comparison, document["policy"], document["threshold"], 0).regenerate


def _cost(calls: _Calls, *names: str) -> float | None:
    costs = [calls.costs[name] for name in names]
    return None if None in costs else sum(c for c in costs if c is not None)


def _sequential(calls: _Calls) -> Replay:
    """The advice once, after the analysis, from the refined counts."""
    end = calls.begin + calls.analysis
    took = calls.again if calls.regenerate else calls.coaching
    bars = (Bar("analysis", calls.begin, end), Bar("coaching", end, end + took))
    last = "regeneration" if calls.regenerate else "coaching"
    return Replay("sequential", bars, None, _cost(calls, "analysis", last))


def _parallel(calls: _Calls, strategy: str, decided: float) -> Replay:
    begin = calls.begin
    first_end = begin + calls.coaching
    bars = [Bar("analysis", begin, begin + calls.analysis), Bar("coaching", begin, first_end)]
    names = ["analysis", "coaching"]
    if calls.regenerate:
        bars.append(Bar("regeneration", decided, decided + calls.again))
        names.append("regeneration")
    return Replay(strategy, tuple(bars), decided, _cost(calls, *names))


def _hybrid(calls: _Calls) -> Replay:
    return _parallel(calls, "hybrid", calls.begin + max(calls.analysis, calls.coaching))


def _early(calls: _Calls, verdicts: float) -> Replay:
    return _parallel(calls, "early", calls.begin + verdicts)
