"""The decision as arithmetic one can check: what was compared, what it saved, where both agree.

Equal totals can hide different words, so agreement is counted span by span.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from refiner.formatting import count, percent

Mark = Literal["both", "rejected", "found", "heard"]
Document = Mapping[str, Any]


def mark(filler: Mapping[str, Any]) -> Mark:
    """How the two stand on one span: `heard` is a rule's span that nothing has judged."""
    if filler["rule"] and filler["confidence"] is None and filler.get("label") is None:
        return "heard"
    if filler["ai"]:
        return "both" if filler["rule"] else "found"
    return "rejected"


@dataclass(frozen=True, slots=True)
class WordRow:
    """One word's spans: `rule` and `ai` as counted, the rest as the two agree on each span.

    `heard` are spans of the rules that nothing has judged; they are in `rule` alone.
    """

    word: str
    rule: int
    ai: int
    both: int
    rejected: int
    found: int
    heard: int


def _row(word: str, fillers: Sequence[Mapping[str, Any]]) -> WordRow:
    marks = Counter(mark(f) for f in fillers)
    return WordRow(
        word,
        rule=sum(bool(f["rule"]) for f in fillers),
        ai=marks["both"] + marks["found"],
        both=marks["both"],
        rejected=sum(bool(f["rule"]) for f in fillers) - marks["both"] - marks["heard"],
        found=marks["found"],
        heard=marks["heard"],
    )


def word_rows(fillers: Iterable[Mapping[str, Any]]) -> list[WordRow]:
    """A row for each word, the most frequent first."""
    spans: dict[str, list[Mapping[str, Any]]] = {}
    for filler in fillers:
        spans.setdefault(filler["word"], []).append(filler)
    rows = [_row(word, found) for word, found in spans.items()]
    return sorted(rows, key=lambda row: (-max(row.rule, row.ai), -row.rule, row.word))


def total_row(fillers: Sequence[Mapping[str, Any]]) -> WordRow:
    """The same over all words."""
    return _row("All words", fillers)


def only_rules(document: Document) -> bool:
    """Do the counts stand on the rules alone, because no analysis came?"""
    return bool(document["counts"].get("refined_by") == "rules")


def formula(rule: int, ai: int) -> str:
    """The difference with its numbers in it, as `decide` computes it."""
    if rule == ai == 0:
        return "no fillers on either side = 0 %"
    if 0 in (rule, ai):
        return f"{rule} against {ai}: exactly one is zero = 100 %"
    return f"|{rule} − {ai}| ÷ {rule} = {percent(abs(rule - ai) / rule)}"


def _heard(document: Document) -> str:
    """What each of the two heard: `rules heard 15 fillers, the analysis confirmed 7`."""
    counts = document["counts"]
    rule, ai = counts["rule"], counts["ai"]
    found = total_row(document["fillers"]).found
    if rule == ai == 0:
        return "neither the rules nor the analysis heard a filler"
    if rule == 0:
        return f"rules heard none, the analysis found {count(ai, 'filler')}"
    heard = f"rules heard {count(rule, 'filler')}, the analysis confirmed "
    if found:
        return f"{heard}{ai - found} and found {found} more, {ai} in all"
    return heard + ("none" if ai == 0 else "all of them" if ai == rule else str(ai))


def _compared(document: Document) -> str:
    """The difference against the threshold, in words; empty where both counts are equal."""
    counts, threshold = document["counts"], percent(document["threshold"])
    if counts["rule"] == counts["ai"]:
        return ""
    over = counts["difference"] > document["threshold"]
    difference, relation = percent(counts["difference"]), "over" if over else "within"
    return f", a difference of {difference}, {relation} the threshold of {threshold}"


def verdict_sentence(document: Document) -> str:
    """Kept or regenerated, and why, in one sentence."""
    heard = _heard(document)
    if only_rules(document):
        rule = count(document["counts"]["rule"], "filler")
        return f"Rule counts only: the rules heard {rule}, and no analysis has checked them."
    if document["strategy"] == "sequential" and not document["coaching_regenerated"]:
        return f"Coaching written after the analysis: {heard}."
    outcome = "regenerated" if document["coaching_regenerated"] else "kept"
    if document["coaching"]["source"] == "template":
        return f"Coaching written by rule, as no model's advice can be shown: {heard}."
    if document["regeneration_reason"] == "count_audit":
        return f"Coaching regenerated: the first advice gave a wrong filler count; {heard}."
    if document["policy"] != "threshold":
        policy = "always" if document["policy"] == "always" else "never"
        return f"Coaching {outcome}, as the policy is to {policy} regenerate: {heard}."
    return f"Coaching {outcome}: {heard}{_compared(document)}."


def parts_of(document: Document, name: str) -> list[Mapping[str, Any]]:
    """The ended calls of a step, of each part the last one asked for: the one that stands."""
    ended = (s for s in document["timings"]["spans"] if s["name"] == name)
    return list({s.get("part", ""): s for s in ended if s["end_ms"] is not None}.values())


@dataclass(frozen=True, slots=True)
class Receipt:
    """One decision with its numbers; times in ms since the run began, money in US dollars.

    `saved_ms`: less than the same calls one after another. `hidden_ms`: how much of the
    regeneration was over before the analysis was. `replaced_usd`: what the advice that was
    thrown away had cost. None where the run does not tell.
    """

    formula: str
    threshold: str
    policy: str
    outcome: str
    decided_at_ms: float | None
    took_ms: float
    one_by_one_ms: float | None
    saved_ms: float | None
    hidden_ms: float | None
    cost_usd: float | None
    replaced_usd: float | None


_POLICIES = {
    "threshold": "regenerate when the difference is over the threshold",
    "always": "always regenerate",
    "never": "never regenerate",
}


def receipt(document: Document) -> Receipt:
    """What was decided, on which numbers, when, and what it saved or cost."""
    timings = document["timings"]
    decision = document["decision"] or {}
    estimate, took = timings["sequential_estimate_ms"], timings["processing_time_ms"]
    return Receipt(
        formula=_compared_with(document),
        threshold=percent(document["threshold"]),
        policy=_POLICIES[document["policy"]],
        outcome=_outcome(document),
        decided_at_ms=decision.get("decided_at_ms"),
        took_ms=took,
        one_by_one_ms=estimate,
        saved_ms=None if estimate is None else max(0, estimate - took),
        hidden_ms=_hidden(document),
        cost_usd=document["usage"]["cost_usd"],
        replaced_usd=_replaced_usd(document),
    )


def _compared_with(document: Document) -> str:
    counts = document["counts"]
    if only_rules(document):
        return f"{count(counts['rule'], 'filler')} by the rules, no analysis to compare with"
    return formula(counts["rule"], counts["ai"])


def _outcome(document: Document) -> str:
    if document["coaching"]["source"] == "template":
        return "advice written by rule"
    return "regenerated" if document["coaching_regenerated"] else "kept"


def _hidden(document: Document) -> float | None:
    again, analysis = parts_of(document, "regeneration"), parts_of(document, "analysis")
    if not again or not analysis:
        return None
    analysed = max(span["end_ms"] for span in analysis)
    return float(max(0, min(again[-1]["end_ms"], analysed) - again[-1]["start_ms"]))


def _replaced_usd(document: Document) -> float | None:
    first = parts_of(document, "coaching")
    if not first or not document["coaching_regenerated"]:
        return None
    cost = first[-1].get("cost_usd")
    return None if cost is None else float(cost)
