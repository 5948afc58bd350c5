"""How sure a run's total is: its likely range, and whether the decision depends on it."""

from __future__ import annotations

from refiner.decision import Comparison
from refiner.formatting import count, list_quoted
from refiner.insight.receipt import is_rules_only
from refiner.run_document import CountedDocument, FillerDict, RunDocument
from refiner.uncertainty import LikelyTotal, is_uncertain, likely_total


def needs_review(filler: FillerDict) -> bool:
    """Whether a person should look at it first: an unsure verdict that was not corrected."""
    return "label" not in filler and is_uncertain(filler["probability"])


def likely_fillers(document: CountedDocument) -> LikelyTotal:
    """The fillers in context and their likely range, from the verdicts' probabilities.

    A person's label is certain, and so is what no judge gave a probability. Only spans that the
    document lists are weighed: those that the rules or the analysis took for a filler.
    """
    ai = document["counts"]["ai"]
    likely = likely_total([_probability(filler) for filler in document["fillers"]])
    return LikelyTotal(ai, min(likely.low, ai), max(likely.high, ai))


def _probability(filler: FillerDict) -> float:
    probability = None if "label" in filler else filler["probability"]
    return float(filler["ai"]) if probability is None else probability


def describe_likely(document: CountedDocument) -> str:
    """`likely 72 to 81 fillers`; empty where the verdicts leave no range."""
    likely = likely_fillers(document)
    if is_rules_only(document) or likely.low == likely.high:
        return ""
    return f"likely {likely.low:,} to {count(likely.high, 'filler')}"


def describe_dependence(document: CountedDocument) -> str:
    """What the threshold would have decided elsewhere in the likely range; empty if the same.

    The rule count is no matter of probability, so only the count in context varies.
    """
    compared = document["policy"] == "threshold" and document["strategy"] != "sequential"
    if not compared or is_rules_only(document) or not document["decision"]:
        return ""
    rule, threshold = document["counts"]["rule"], document["threshold"]
    likely = likely_fillers(document)

    def is_over(ai: int) -> bool:
        return Comparison(rule, ai).difference > threshold

    decided = is_over(likely.count)
    other = "keep the first draft" if decided else "rewrite the advice"
    for n in _outwards(likely):
        if is_over(n) is not decided:
            return f"{count(n, 'filler')} in context, which is likely too, would {other}"
    return ""


def _outwards(likely: LikelyTotal) -> list[int]:
    """The totals of the range, the nearest to the count first."""
    return sorted(range(likely.low, likely.high + 1), key=lambda n: abs(n - likely.count))


def describe_bias(document: RunDocument) -> str:
    """Which words the analyst judged by people's verdicts on earlier talks too; empty if none."""
    moved = document.get("speaker_bias") or {}
    more = list_quoted([word for word, shift in moved.items() if shift > 0])
    less = list_quoted([word for word, shift in moved.items() if shift < 0])
    parts = [f"{more} as a filler more often"] if more else []
    parts += [f"{less} less often"] if less else []
    if not parts:
        return ""
    return (
        f"From verdicts on this speaker's earlier talks, the analyst counted {', '.join(parts)}. "
        "It can be switched off under Options."
    )
