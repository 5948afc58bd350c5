"""The answer: one sentence and three figures, each with what it counts."""

from __future__ import annotations

from pages.components.shared.figure import figure_html
from pages.components.shared.text import IN_CONTEXT, rules_html, safe
from refiner.advice.bands import AVERAGE_PER_100_WORDS, SOURCE, find_band
from refiner.formatting import count, duration
from refiner.insight.receipt import build_receipt, describe_verdict, is_rules_only
from refiner.model import per_100_words
from refiner.run_document import RunDocument


def verdict_html(document: RunDocument) -> str:
    """The sentence, in the tone of its outcome: `kept`, `regenerated` or `fallback`."""
    tone = "regenerated" if document["coaching_regenerated"] else "kept"
    if document["fallback_mode"]:
        tone = "fallback"
    return f'<p class="sr-verdict {tone}">{safe(describe_verdict(document))}</p>'


def describe_rate(fillers: int, words: int) -> str:
    """A rate against the average speaker's: `3.4 times the average (3.3)`, or its band."""
    rate = round(per_100_words(fillers, words), 1)
    times = rate / AVERAGE_PER_100_WORDS
    if times > 2:
        return f"{times:.1f} times the average ({AVERAGE_PER_100_WORDS})"
    return f"{find_band(rate).name} ({AVERAGE_PER_100_WORDS})"


def figures_html(document: RunDocument) -> str:
    """Rate with its band, count in context beside the rule count, time with the time saved."""
    counts, words = document["counts"], document["words"]
    fillers, unchecked = counts["ai"], is_rules_only(document)
    kind = "" if unchecked else "refined"
    rate = f"{per_100_words(fillers, words):.1f}"
    label = "Fillers found by the rules" if unchecked else IN_CONTEXT
    noun = count(fillers, "filler").split()[-1]
    corrected = counts.get("labelled", 0)
    counted = f"{rules_html(counts['rule'])}"
    counted += f", {corrected} corrected by you" if corrected else ""
    if unchecked:
        counted = "not yet checked in context"
    took, unit = duration(document["timings"]["processing_time_ms"]).rsplit(" ", 1)
    note = safe(describe_rate(fillers, words))
    return (
        '<dl class="sr-figures">'
        + figure_html("Filler rate", rate, "per 100 words", note, kind, SOURCE)
        + figure_html(label, f"{fillers:,}", noun, counted, kind)
        + figure_html("Time taken", took, unit, safe(_describe_time(document)))
        + "</dl>"
    )


def _describe_time(document: RunDocument) -> str:
    saved_ms = build_receipt(document).saved_ms
    if document["fallback_mode"]:
        return ""
    if document["cache_hit"]:
        return "answered from the cache"
    if document["strategy"] == "sequential":
        return "ran in sequence"
    return f"{duration(saved_ms)} faster than running in sequence" if saved_ms else ""
