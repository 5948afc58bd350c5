"""Several detectors on one gold file: rules, analysts, models or prompts, each with its interval.

Differences are to the first detector, on the same conversations, so that what is hard for both
does not hide what sets them apart.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from refiner.evaluation.gold import Sample
from refiner.evaluation.scores import SpanOutcome, ambiguous_outcomes, f1_difference_interval
from refiner.evaluation.tables import EvaluationReport, describe_form


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One detector's report, and its verdict on every judged span."""

    report: EvaluationReport
    outcomes: Sequence[SpanOutcome]


@dataclass(frozen=True, slots=True)
class F1Change:
    """F1 of a detector less that of the first, on ambiguous forms, with its 95 % interval."""

    detector: str
    change: float
    low: float
    high: float

    @property
    def is_beyond_chance(self) -> bool:
        return self.low > 0 or self.high < 0


def compare_with_first(
    samples: Sequence[Sample], candidates: Sequence[Evaluated]
) -> list[F1Change]:
    first, *others = candidates
    changes = []
    for other in others:
        rng = random.Random(len(samples))  # the same file gives the same intervals
        low, high = f1_difference_interval(
            samples, ambiguous_outcomes(first.outcomes), ambiguous_outcomes(other.outcomes), rng
        )
        change = other.report.ambiguous.tally.f1 - first.report.ambiguous.tally.f1
        changes.append(F1Change(other.report.detector, change, low, high))
    return changes


def comparison_table(candidates: Sequence[Evaluated], changes: Sequence[F1Change]) -> str:
    """One line a detector: F1 on ambiguous forms, the change from the first, sessions off."""
    first = candidates[0].report
    width = max(len(candidate.report.detector) for candidate in candidates)
    form = describe_form(first.unpunctuated)
    width = max(width, len("detector"))
    head = f"{'detector':<{width}}  {'F1':<5}  {'95%':<14}  {'from the first':<32}  sessions off"
    lines = [f"{len(candidates)} detectors, {first.transcripts} transcripts, {form}", "", head]
    for candidate, change in zip(candidates, [None, *changes], strict=True):
        report = candidate.report
        low, high = report.ambiguous.f1_95
        off_low, off_high = report.off_interval
        lines.append(
            f"{report.detector:<{width}}  {report.ambiguous.tally.f1:.3f}  {low:.3f} to {high:.3f}"
            f"  {_describe_change(change):<32}"
            f"  {report.sessions.off:.1%} ({off_low:.1%} to {off_high:.1%})"
        )
    return "\n".join(lines)


def _describe_change(change: F1Change | None) -> str:
    if change is None:
        return ""
    figures = f"{change.change:+.3f} ({change.low:+.3f} to {change.high:+.3f})"
    return figures if change.is_beyond_chance else f"{figures}, chance"


def change_values(changes: Sequence[F1Change]) -> list[dict[str, Any]]:
    """The changes as plain JSON values."""
    return [
        {
            "detector": change.detector,
            "f1_change": round(change.change, 4),
            "f1_change_95": [round(change.low, 4), round(change.high, 4)],
            "beyond_chance": change.is_beyond_chance,
        }
        for change in changes
    ]
