"""What the implementation report promises, held against runs of one talk under its latencies.

One rule: a time says what it counts. The report adds 12 s of other work to its old total and
leaves them out of its new one; here the AI part and the whole are told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from refiner.formatting import duration, money, percent
from refiner.insight.receipt import Document
from refiner.timeline import MODEL_CALLS

BEFORE = "before"  # sequential, with one large model for both calls: the report's old system
OTHER_MS = 12_000  # "Other: 12s" in the report's own table
REWRITTEN = 0.2  # the share of sessions that the report expects to be rewritten

Holds = Literal["holds", "holds in part", "does not hold", "not shown here"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What was said, whether it holds, and what was measured instead."""

    said: str
    holds: Holds
    measured: str


@dataclass(frozen=True, slots=True)
class Times:
    """The AI part of each way, in ms of the simulated model's own time.

    `kept` and `rewritten` are the report's hybrid without and with a second advice.
    """

    before: float
    sequential: float
    kept: float
    rewritten: float
    early: float


def calls(document: Document, name: str) -> list[Mapping[str, Any]]:
    """The finished calls of that name, in the order they began."""
    spans = document["timings"]["spans"]
    return [s for s in spans if s["name"] == name and s["end_ms"] is not None]


def _took(document: Document, name: str) -> float:
    """The time of the calls of that name that stand, one after another."""
    return float(sum(s["end_ms"] - s["start_ms"] for s in calls(document, name)))


def times(runs: Mapping[str, Document], speed: float) -> Times | None:
    """None where a run that is needed is not there, or the hybrid wrote no second advice.

    Calls alone are added up: what the program itself computes between them is not sped up, and
    stretching it back would make it look `speed` times as long.
    """
    if not {BEFORE, "sequential", "hybrid", "early"} <= runs.keys():
        return None
    hybrid, early = runs["hybrid"], runs["early"]
    if not calls(hybrid, "regeneration"):
        return None
    kept = max(_took(hybrid, "analysis"), _took(hybrid, "coaching"))
    spans = [s for name in MODEL_CALLS for s in calls(early, name)]
    return Times(
        before=speed * (_took(runs[BEFORE], "analysis") + _took(runs[BEFORE], "coaching")),
        sequential=speed
        * (_took(runs["sequential"], "analysis") + _took(runs["sequential"], "coaching")),
        kept=speed * kept,
        rewritten=speed * (kept + _took(hybrid, "regeneration")),
        early=speed * (max(s["end_ms"] for s in spans) - min(s["start_ms"] for s in spans)),
    )


def claims(runs: Mapping[str, Document], speed: float) -> list[Claim]:
    """The report's claims in its own order; empty where `times` is None."""
    seen = times(runs, speed)
    if seen is None:
        return []
    return [
        _old_total(seen),
        _average(seen),
        _best(seen),
        _worst(seen),
        _source(seen),
        _money(runs),
        _counts(runs),
        Claim(
            "80 % of sessions keep their first advice",
            "not shown here",
            "One talk cannot show it. The threshold lab shows it for your own runs, and for any "
            "file in which people marked the fillers.",
        ),
    ]


def _near(value: float, seconds: float) -> bool:
    """Within the second that the report rounds to."""
    return abs(value - 1000 * seconds) <= 1000


def _old_total(seen: Times) -> Claim:
    whole = seen.before + OTHER_MS
    return Claim(
        "One call after another takes 67 s",
        "holds" if _near(whole, 67) else "does not hold",
        f"{duration(seen.before)} in the model, {duration(whole)} with the 12 s of other work.",
    )


def _average(seen: Times) -> Claim:
    mean = (1 - REWRITTEN) * seen.kept + REWRITTEN * seen.rewritten
    whole = 1 - (mean + OTHER_MS) / (seen.before + OTHER_MS)
    return Claim(
        "36 s on average, 46 % faster",
        "holds" if whole >= 0.455 else "does not hold",
        f"{duration(mean)} is the AI part alone, {percent(1 - mean / seen.before)} less than "
        f"before. With the 12 s of other work it is {duration(mean + OTHER_MS)}, "
        f"{percent(whole)} less.",
    )


def _best(seen: Times) -> Claim:
    return Claim(
        "35 s where the counts agree",
        "holds in part" if _near(seen.kept, 35) else "does not hold",
        f"{duration(seen.kept)} in the model, {duration(seen.kept + OTHER_MS)} in all.",
    )


def _worst(seen: Times) -> Claim:
    return Claim(
        "38 s where the advice is rewritten",
        "holds in part" if _near(seen.rewritten, 38) else "does not hold",
        f"{duration(seen.rewritten)} in the model, {duration(seen.rewritten + OTHER_MS)} in all. "
        f"Decided early, the rewrite is over within {duration(seen.early)}.",
    )


def _source(seen: Times) -> Claim:
    smaller, parallel = seen.before - seen.sequential, seen.sequential - seen.kept
    return Claim(
        "Running both calls at once saves the time",
        "holds in part" if smaller > parallel else "holds",
        f"{duration(smaller)} are saved by the smaller coaching model, {duration(parallel)} by "
        "running both at once.",
    )


def _spent(document: Document) -> float | None:
    costs = [s.get("cost_usd") for name in MODEL_CALLS[1:] for s in calls(document, name)]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None


def _money(runs: Mapping[str, Document]) -> Claim:
    said = "Coaching calls cost 60 % less"
    old, new = _spent(runs[BEFORE]), _spent(runs["hybrid"])
    if not old or new is None:
        return Claim(said, "not shown here", "What the calls cost is not known.")
    saved = 1 - new / old
    return Claim(
        said,
        "holds" if saved >= 0.6 else "does not hold",
        f"{percent(saved)} less, with the rewrite: {money(new)} against {money(old)}.",
    )


def _counts(runs: Mapping[str, Document]) -> Claim:
    refined = {document["counts"]["ai"] for document in runs.values()}
    same = len(refined) == 1
    return Claim(
        "The counts in the advice are always accurate",
        "holds" if same else "does not hold",
        "Every number in the advice is put in from the refined count, and checked: "
        f"{min(refined)} in each of these runs."
        if same
        else f"These runs found different counts: {', '.join(map(str, sorted(refined)))}.",
    )
