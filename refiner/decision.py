"""Counts and a policy in, one decision out. Strictly more than the threshold regenerates."""

from __future__ import annotations

from refiner.model import Comparison, Decision, Policy


def decide(
    comparison: Comparison, policy: Policy, threshold: float, decided_at_ms: float
) -> Decision:
    """The report's decision: `difference > threshold`, unless a policy says otherwise."""
    over = comparison.difference > threshold
    regenerate = {"threshold": over, "always": True, "never": False}[policy]
    return Decision(regenerate, _reason(comparison, policy, threshold, over), decided_at_ms)


def written_after_analysis(decided_at_ms: float) -> Decision:
    """A sequential run has nothing to replace: its coaching is written from the refined counts."""
    return Decision(False, "the coaching is written after the analysis", decided_at_ms)


def _reason(comparison: Comparison, policy: Policy, threshold: float, over: bool) -> str:
    if policy != "threshold":
        return f"policy is {policy}"
    relation = "over" if over else "within"
    return f"difference {comparison.difference:.1%} is {relation} the threshold of {threshold:.4g}"
