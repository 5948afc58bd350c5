"""The decision as checkable arithmetic: what was compared and saved, and where both agree.

Equal totals can hide different words, so agreement is counted span by span.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from refiner.decision import Comparison
from refiner.formatting import count, percent
from refiner.insight.calls import end_ms, ended_calls
from refiner.run_document import CountedDocument, FillerDict, RunDocument

Agreement = Literal["both", "rejected", "found", "unjudged"]


def agreement_on(filler: FillerDict) -> Agreement:
    """Agreement of rules and analysis on one span; `unjudged`: a rule's span without a verdict.

    A filled pause needs no verdict: models are asked to leave them out.
    """
    if filler["rule"] and filler["probability"] is None and filler.get("label") is None:
        return "both" if filler["kind"] == "filled_pause" else "unjudged"
    if filler["ai"]:
        return "both" if filler["rule"] else "found"
    return "rejected"


@dataclass(frozen=True, slots=True)
class WordRow:
    """One word's spans: `rule` and `ai` as counted, the rest by agreement.

    `unjudged` spans are counted in `rule` alone.
    """

    word: str
    rule: int
    ai: int
    both: int
    rejected: int
    found: int
    unjudged: int


def _row(word: str, fillers: Sequence[FillerDict]) -> WordRow:
    spans = Counter(agreement_on(f) for f in fillers)
    rule = sum(f["rule"] for f in fillers)
    return WordRow(
        word,
        rule=rule,
        ai=spans["both"] + spans["found"],
        both=spans["both"],
        rejected=rule - spans["both"] - spans["unjudged"],
        found=spans["found"],
        unjudged=spans["unjudged"],
    )


def word_rows(fillers: Iterable[FillerDict]) -> list[WordRow]:
    """A row for each word, the most frequent first."""
    by_word: dict[str, list[FillerDict]] = {}
    for filler in fillers:
        by_word.setdefault(filler["word"], []).append(filler)
    rows = [_row(word, spans) for word, spans in by_word.items()]
    return sorted(rows, key=lambda row: (-max(row.rule, row.ai), -row.rule, row.word))


def total_row(fillers: Sequence[FillerDict]) -> WordRow:
    """The same over all words."""
    return _row("All words", fillers)


def is_rules_only(document: RunDocument) -> bool:
    """Whether the counts come from the rules alone, because there is no analysis."""
    return document["counts"].get("refined_by") == "rules"


def difference_formula(rule: int, ai: int) -> str:
    """The difference with its numbers in it."""
    if rule == ai == 0:
        return "no fillers on either side = 0 %"
    difference = percent(Comparison(rule, ai).difference)
    if 0 in (rule, ai):
        return f"{rule} against {ai}: exactly one is zero = {difference}"
    return f"|{rule} − {ai}| ÷ {rule} = {difference}"


def describe_verdict(document: CountedDocument) -> str:
    """Whether the first draft was kept or rewritten, and why, in one sentence."""
    counts = _describe_counts(document)
    rewritten = document["coaching_regenerated"]
    if is_rules_only(document):
        rule = count(document["counts"]["rule"], "filler")
        return f"Rule counts only: the rules found {rule}, not yet checked in context."
    if document["strategy"] == "sequential" and not rewritten:
        return f"Advice written after the analysis: {counts}."
    if document["coaching"]["source"] == "template":
        return f"Template advice, because the model's advice could not be used: {counts}."
    if document["regeneration_reason"] == "count_audit":
        return f"Advice rewritten: the first draft gave a wrong filler count; {counts}."
    outcome = "Advice rewritten" if rewritten else "First draft kept"
    if document["policy"] != "threshold":
        return f"{outcome}, as the policy is to {document['policy']} rewrite: {counts}."
    return f"{outcome}: {counts}{_describe_difference(document)}."


def _describe_counts(document: CountedDocument) -> str:
    """For instance `rules found 15 fillers, the analysis confirmed 7`."""
    rule, ai = document["counts"]["rule"], document["counts"]["ai"]
    found = total_row(document["fillers"]).found
    if rule == ai == 0:
        return "neither the rules nor the analysis found a filler"
    if rule == 0:
        return f"rules found none, the analysis found {count(ai, 'filler')}"
    text = f"rules found {count(rule, 'filler')}, the analysis confirmed "
    if found:
        return f"{text}{ai - found} and found {found} more, {ai} in all"
    return text + ("none" if ai == 0 else "all of them" if ai == rule else str(ai))


def _describe_difference(document: CountedDocument) -> str:
    """The difference against the threshold; empty if both counts are equal."""
    counts, threshold = document["counts"], document["threshold"]
    if counts["rule"] == counts["ai"]:
        return ""
    relation = "over" if counts["difference"] > threshold else "within"
    difference = percent(counts["difference"])
    return f", a difference of {difference}, {relation} the threshold of {percent(threshold)}"


def describe_corrected(logged: CountedDocument, document: CountedDocument) -> str:
    """What the decision was made on, where a person's corrections changed it; else empty."""
    if not document["counts"].get("labelled"):
        return ""
    return (
        f"The decision was made on {count(logged['counts']['ai'], 'filler')} in "
        f"context; with corrections there are {document['counts']['ai']:,}."
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """One decision with its numbers; times in ms since the run began, money in US dollars.

    `saved_ms`: how much faster than the same calls in sequence. `hidden_ms`: how much of the
    regeneration was over before the analysis was. `replaced_usd`: what the discarded draft had
    cost. None if the run has no such figure.
    """

    formula: str
    threshold: str
    policy: str
    outcome: str
    decided_at_ms: float | None
    took_ms: float
    sequential_ms: float | None
    saved_ms: float | None
    hidden_ms: float | None
    cost_usd: float | None
    replaced_usd: float | None


_POLICIES = {
    "threshold": "rewrite when the difference is over the threshold",
    "always": "always rewrite",
    "never": "never rewrite",
}


def build_receipt(document: CountedDocument) -> Receipt:
    """What was decided, on which numbers, when, and what it saved or cost."""
    timings, counts, decision = document["timings"], document["counts"], document["decision"]
    in_sequence, took = timings["sequential_estimate_ms"], timings["processing_time_ms"]
    rule = count(counts["rule"], "filler")
    outcome = "rewritten" if document["coaching_regenerated"] else "kept"
    return Receipt(
        formula=f"{rule} by the rules, no analysis to compare with"
        if is_rules_only(document)
        else difference_formula(counts["rule"], counts["ai"]),
        threshold=percent(document["threshold"]),
        policy=_POLICIES[document["policy"]],
        outcome="template advice" if document["coaching"]["source"] == "template" else outcome,
        decided_at_ms=decision["decided_at_ms"] if decision else None,
        took_ms=took,
        sequential_ms=in_sequence,
        saved_ms=None if in_sequence is None else max(0, in_sequence - took),
        hidden_ms=_hidden_ms(document),
        cost_usd=document["usage"]["cost_usd"],
        replaced_usd=_replaced_usd(document),
    )


def _hidden_ms(document: RunDocument) -> float | None:
    regenerated, analysis = (ended_calls(document, n) for n in ("regeneration", "analysis"))
    if not regenerated or not analysis:
        return None
    over = min(end_ms(regenerated[-1:]), end_ms(analysis))
    return max(0.0, over - regenerated[-1]["start_ms"])


def _replaced_usd(document: RunDocument) -> float | None:
    drafts = ended_calls(document, "coaching")
    return drafts[-1].get("cost_usd") if drafts and document["coaching_regenerated"] else None
