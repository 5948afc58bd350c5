"""The implementation report's claims, compared with runs of one talk under its latencies.

A time says what it includes. The report adds 12 s of other work to its old total and leaves
them out of its new one; here the model's time and the total are separate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from refiner.formatting import duration, money, percent
from refiner.insight.calls import end_ms, ended_calls, total_ms
from refiner.llm.prices import total_usd
from refiner.run_document import CountedDocument, RunDocument
from refiner.timeline import MODEL_CALLS

OLD_SYSTEM = "before"  # sequential, with one large model for both calls: the report's old system
OTHER_MS = 12_000  # "Other: 12s" in the report's own table
REWRITTEN_SHARE = 0.2  # of sessions, as the report expects

Holds = Literal["holds", "holds in part", "does not hold", "not shown here"]


@dataclass(frozen=True, slots=True)
class ReportClaim:
    """What the report claims, whether it holds, and what was measured instead."""

    claim: str
    holds: Holds
    measured: str


@dataclass(frozen=True, slots=True)
class ModelTimes:
    """The model's time under each strategy, in ms of the simulated model's own time.

    `kept` and `rewritten` are the report's hybrid without and with a second advice.
    """

    before: float
    sequential: float
    kept: float
    rewritten: float
    early: float


def measure_times(runs: Mapping[str, RunDocument], speed: float) -> ModelTimes | None:
    """None if a run is missing, or the hybrid wrote no second advice.

    Only calls are added up: the program's own computing between them is not sped up, so
    rescaling it would make it `speed` times too long.
    """
    if not {OLD_SYSTEM, "sequential", "hybrid", "early"} <= runs.keys():
        return None

    def took(strategy: str, *names: str) -> float:
        return speed * sum(total_ms(ended_calls(runs[strategy], name)) for name in names)

    if not took("hybrid", "regeneration"):
        return None
    kept = max(took("hybrid", "analysis"), took("hybrid", "coaching"))
    early = [s for name in MODEL_CALLS for s in ended_calls(runs["early"], name)]
    return ModelTimes(
        before=took(OLD_SYSTEM, "analysis", "coaching"),
        sequential=took("sequential", "analysis", "coaching"),
        kept=kept,
        rewritten=kept + took("hybrid", "regeneration"),
        early=speed * (end_ms(early) - min(s["start_ms"] for s in early)),
    )


def judge_claims(runs: Mapping[str, CountedDocument], speed: float) -> list[ReportClaim]:
    """The report's claims in its own order; empty without `measure_times`."""
    times = measure_times(runs, speed)
    if times is None:
        return []
    return [
        _old_total(times),
        _average(times),
        _best(times),
        _worst(times),
        _cause(times),
        _cost(runs),
        _counts(runs),
        ReportClaim(
            "80 % of sessions keep their first advice",
            "not shown here",
            "One talk cannot show it. The threshold lab shows it for your own runs, and for any "
            "file in which people marked the fillers.",
        ),
    ]


def _is_near(value_ms: float, seconds: float) -> bool:
    """Within the second that the report rounds to."""
    return abs(value_ms - 1000 * seconds) <= 1000


def _old_total(times: ModelTimes) -> ReportClaim:
    total = times.before + OTHER_MS
    return ReportClaim(
        "Running in sequence takes 67 s",
        "holds" if _is_near(total, 67) else "does not hold",
        f"{duration(times.before)} in the model, {duration(total)} with the 12 s of other work.",
    )


def _average(times: ModelTimes) -> ReportClaim:
    mean = (1 - REWRITTEN_SHARE) * times.kept + REWRITTEN_SHARE * times.rewritten
    saved = 1 - (mean + OTHER_MS) / (times.before + OTHER_MS)
    return ReportClaim(
        "36 s on average, 46 % faster",
        "holds" if saved >= 0.455 else "does not hold",
        f"{duration(mean)} is the model's time alone, {percent(1 - mean / times.before)} less than "
        f"before. With the 12 s of other work it is {duration(mean + OTHER_MS)}, "
        f"{percent(saved)} less.",
    )


def _best(times: ModelTimes) -> ReportClaim:
    return ReportClaim(
        "35 s where the counts agree",
        "holds in part" if _is_near(times.kept, 35) else "does not hold",
        f"{duration(times.kept)} in the model, {duration(times.kept + OTHER_MS)} in all.",
    )


def _worst(times: ModelTimes) -> ReportClaim:
    return ReportClaim(
        "38 s where the advice is rewritten",
        "holds in part" if _is_near(times.rewritten, 38) else "does not hold",
        f"{duration(times.rewritten)} in the model, {duration(times.rewritten + OTHER_MS)} in all. "
        f"Decided early, the rewrite is over within {duration(times.early)}.",
    )


def _cause(times: ModelTimes) -> ReportClaim:
    smaller, parallel = times.before - times.sequential, times.sequential - times.kept
    return ReportClaim(
        "Running both calls in parallel saves the time",
        "holds in part" if smaller > parallel else "holds",
        f"{duration(smaller)} are saved by the smaller coaching model, {duration(parallel)} by "
        "running both in parallel.",
    )


def _advice_usd(document: RunDocument) -> float | None:
    spans = [s for n in ("coaching", "regeneration") for s in ended_calls(document, n)]
    return total_usd(s.get("cost_usd") for s in spans)


def _cost(runs: Mapping[str, RunDocument]) -> ReportClaim:
    claim = "Coaching calls cost 60 % less"
    old, new = _advice_usd(runs[OLD_SYSTEM]), _advice_usd(runs["hybrid"])
    if not old or new is None:
        return ReportClaim(claim, "not shown here", "The cost of the calls is unknown.")
    saved = 1 - new / old
    return ReportClaim(
        claim,
        "holds" if saved >= 0.6 else "does not hold",
        f"{percent(saved)} less, with the rewrite: {money(new)} against {money(old)}.",
    )


def _counts(runs: Mapping[str, CountedDocument]) -> ReportClaim:
    refined = {document["counts"]["ai"] for document in runs.values()}
    same = len(refined) == 1
    return ReportClaim(
        "The counts in the advice are always accurate",
        "holds" if same else "does not hold",
        "Every number in the advice comes from the refined count, and is checked: "
        f"{min(refined)} in each of these runs."
        if same
        else f"These runs found different counts: {', '.join(map(str, sorted(refined)))}.",
    )
