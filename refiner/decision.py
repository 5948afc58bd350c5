"""Whether to regenerate the advice: the 20 % rule, its inputs and its result.

Strictly more than the threshold regenerates; a policy overrides the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

from refiner.model import Policy


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rule count against refined count; `difference` is a fraction of the rule count.

    `abs(rule - ai) / rule`; 0.0 if both are zero, 1.0 if exactly one is.
    """

    rule: int
    ai: int

    @property
    def difference(self) -> float:
        if self.rule == self.ai:
            return 0.0
        if 0 in (self.rule, self.ai):
            return 1.0
        return abs(self.rule - self.ai) / self.rule


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to regenerate the advice. `decided_at_ms`: milliseconds since the run began."""

    regenerate: bool
    reason: str
    decided_at_ms: float


def decide(
    comparison: Comparison, policy: Policy, threshold: float, decided_at_ms: float
) -> Decision:
    """The report's decision: `difference > threshold`, unless a policy says otherwise."""
    difference = comparison.difference
    over = difference > threshold
    if policy != "threshold":
        return Decision(policy == "always", f"policy is {policy}", decided_at_ms)
    relation = "over" if over else "within"
    reason = f"difference {difference:.1%} is {relation} the threshold of {threshold:.4g}"
    return Decision(over, reason, decided_at_ms)


def keep_sequential_advice(decided_at_ms: float) -> Decision:
    """The decision of a sequential run: its advice was written from the refined counts."""
    return Decision(False, "the coaching is written after the analysis", decided_at_ms)


def keep_without_analysis(decided_at_ms: float) -> Decision:
    """The decision of a run without an analysis: the rule counts are the only ones."""
    return Decision(False, "no analysis to compare with", decided_at_ms)
