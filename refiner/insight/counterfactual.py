"""The same calls under another strategy: what the run would have taken and cost.

One rule: every duration is one that the run measured, and where something stands in for a
measurement, the row says what. Times in ms since the run began.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from refiner.decision import Comparison, decide
from refiner.insight.receipt import Document, only_rules, parts_of

QUALITY = "quality"  # the part of a fan-out that gives no verdicts


@dataclass(frozen=True, slots=True)
class Bar:
    """One call of a replay; `part` tells several calls of one analysis apart."""

    name: str
    start_ms: float
    end_ms: float
    part: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """A strategy's bars; `cost_usd` None where a call's cost is not known.

    `stands_in` says what is put in place of a measurement; empty where all is measured.
    """

    strategy: str
    bars: tuple[Bar, ...]
    cost_usd: float | None
    stands_in: str = ""

    @property
    def total_ms(self) -> float:
        return max(bar.end_ms for bar in self.bars)


@dataclass(frozen=True, slots=True)
class _Calls:
    """What a run tells of its calls; ms. `verdicts`: from the start to the last verdict."""

    begin: float
    analysis: float
    verdicts: float | None
    coaching: float
    again: float
    regenerate: bool
    costs: Mapping[str, float | None]
    stands_in: str


def replay_strategies(document: Document) -> tuple[Replay, ...]:
    """This run's calls under each strategy that they tell enough for.

    `early` needs the moment of the last verdict; `fanout` is shown where it was run. Empty
    where the run has no whole analysis or no advice by a model.
    """
    calls = _measured(document)
    if calls is None:
        return ()
    early = () if calls.verdicts is None else (_parallel(calls, "early", calls.verdicts),)
    after_both = max(calls.analysis, calls.coaching)
    fanned = (_fanned(document, calls),) if document["strategy"] == "fanout" else ()
    return (_sequential(calls), _parallel(calls, "hybrid", after_both), *early, *fanned)


def counted_at_ms(document: Document) -> float | None:
    """When the last verdict was written, in ms since the run began; None where it is not known."""
    counted = document["timings"].get("counted_at_ms")
    early = document["strategy"] in ("early", "fanout")
    if counted is None and early and document["decision"]:
        counted = document["decision"]["decided_at_ms"]
    return None if counted is None else float(counted)


def _measured(document: Document) -> _Calls | None:
    analysis = parts_of(document, "analysis")
    written = _whole(document, "coaching") or _whole(document, "regeneration")
    again = _whole(document, "regeneration") or written
    if only_rules(document) or not analysis or written is None or again is None:
        return None
    if any(span["status"] != "done" for span in analysis):
        return None
    begin = min(span["start_ms"] for span in analysis)
    took, verdicts, stands_in = _analysis(document, analysis, begin)
    return _Calls(
        begin=begin,
        analysis=took,
        verdicts=verdicts,
        coaching=_took(written),
        again=_took(again),
        regenerate=_would_regenerate(document),
        costs={
            "analysis": _sum(span.get("cost_usd") for span in analysis),
            "coaching": written.get("cost_usd"),
            "regeneration": again.get("cost_usd"),
        },
        stands_in=stands_in,
    )


def _analysis(
    document: Document, spans: list[Mapping[str, Any]], begin: float
) -> tuple[float, float | None, str]:
    """How long one analysis takes, when its verdicts are in, and what stands in for it."""
    if len(spans) == 1:
        counted = counted_at_ms(document)
        return _took(spans[0]), None if counted is None else counted - begin, ""
    judging = sum(_took(s) for s in spans if s.get("part") != QUALITY)
    return sum(_took(s) for s in spans), judging, "the parts' times, one after another"


def _whole(document: Document, name: str) -> Mapping[str, Any] | None:
    """The call of that name, if it was answered whole."""
    done = [s for s in parts_of(document, name) if s["status"] == "done"]
    return done[-1] if done else None


def _took(span: Mapping[str, Any]) -> float:
    return float(span["end_ms"] - span["start_ms"])


def _would_regenerate(document: Document) -> bool:
    """The decision of a parallel run on these counts; a sequential run took none."""
    counts = document["counts"]
    comparison = Comparison(counts["rule"], counts["ai"])
    return decide(comparison, document["policy"], document["threshold"], 0).regenerate


def _sum(costs: Iterable[float | None]) -> float | None:
    known = list(costs)
    return None if None in known else sum(cost for cost in known if cost is not None)


def _sequential(calls: _Calls) -> Replay:
    """The advice once, after the analysis, from the refined counts."""
    end = calls.begin + calls.analysis
    last = "regeneration" if calls.regenerate else "coaching"
    took = calls.again if calls.regenerate else calls.coaching
    bars = (Bar("analysis", calls.begin, end), Bar("coaching", end, end + took))
    cost = _sum(calls.costs[name] for name in ("analysis", last))
    return Replay("sequential", bars, cost, calls.stands_in)


def _parallel(calls: _Calls, strategy: str, decided: float) -> Replay:
    """Analysis and coaching at once; `decided` is when the decision falls after their start."""
    whole = (Bar("analysis", calls.begin, calls.begin + calls.analysis),)
    return _concluded(calls, strategy, whole, decided, calls.stands_in)


def _fanned(document: Document, calls: _Calls) -> Replay:
    """The fan-out as it was run."""
    bars = tuple(
        Bar("analysis", float(s["start_ms"]), float(s["end_ms"]), s.get("part", ""))
        for s in parts_of(document, "analysis")
    )
    counted = counted_at_ms(document)
    last = max(bar.end_ms for bar in bars) if counted is None else counted
    return _concluded(calls, "fanout", bars, last - calls.begin, "")


def _concluded(
    calls: _Calls, strategy: str, analysis: tuple[Bar, ...], decided: float, stands_in: str
) -> Replay:
    at = calls.begin + decided
    first_end = calls.begin + calls.coaching
    names = ["analysis", "coaching"]
    bars = [*analysis, Bar("coaching", calls.begin, first_end)]
    if calls.regenerate:
        bars.append(Bar("regeneration", at, at + calls.again))
        names.append("regeneration")
    cost = _sum(calls.costs[name] for name in names)
    return Replay(strategy, tuple(bars), cost, stands_in)
