"""The answer: one sentence and three figures, each with what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.components.shared.figure import figure_html
from pages.components.shared.text import safe
from refiner.advice.bands import AVERAGE_PER_100_WORDS, SOURCE, find_band
from refiner.formatting import count, duration
from refiner.insight.receipt import only_rules, receipt, verdict_sentence


def tone(document: Mapping[str, Any]) -> str:
    """What stands beside the sentence: `kept`, `regenerated` or `fallback`."""
    if document["fallback_mode"]:
        return "fallback"
    return "regenerated" if document["coaching_regenerated"] else "kept"


def verdict_html(document: Mapping[str, Any]) -> str:
    return f'<p class="sr-verdict {tone(document)}">{safe(verdict_sentence(document))}</p>'


def _rate(document: Mapping[str, Any]) -> float:
    words = document["words"]
    return round(100 * document["counts"]["ai"] / words, 1) if words else 0.0


def rate_note(fillers: int, words: int) -> str:
    """The band of a rate, with the figure that it is compared with."""
    per_100_words = round(100 * fillers / words, 1) if words else 0.0
    return f"{find_band(per_100_words).name}; the average is {AVERAGE_PER_100_WORDS}"


def _count_note(document: Mapping[str, Any]) -> str:
    if only_rules(document):
        return "not checked by an analysis"
    rule = f'<span class="rule">rules heard {document["counts"]["rule"]:,}</span>'
    mine = document["counts"].get("labelled", 0)
    return f"{rule}, with {count(mine, 'verdict')} of yours" if mine else rule


def _time_note(document: Mapping[str, Any]) -> str:
    seen = receipt(document)
    if document["fallback_mode"]:
        return ""
    if document["cache_hit"]:
        return "answered from the cache"
    if document["strategy"] == "sequential" or not seen.saved_ms:
        return "calls made one after another" if document["strategy"] == "sequential" else ""
    return safe(f"{duration(seen.saved_ms)} less than one call after another")


def figures_html(document: Mapping[str, Any]) -> str:
    """Rate with its band, refined count beside the rule count, time with the time saved."""
    ai = document["counts"]["ai"]
    counted = "Fillers heard by the rules" if only_rules(document) else "Refined count"
    noun = count(ai, "filler").split()[-1]
    took = duration(document["timings"]["processing_time_ms"])
    kind = "" if only_rules(document) else "refined"
    return (
        '<dl class="sr-figures">'
        + figure_html(
            "Filler rate",
            f"{_rate(document):.1f}",
            "per 100 words",
            safe(rate_note(document["counts"]["ai"], document["words"])),
            kind,
            SOURCE,
        )
        + figure_html(counted, f"{ai:,}", noun, _count_note(document), kind)
        + figure_html(
            "Time taken", took.rsplit(" ", 1)[0], took.rsplit(" ", 1)[1], _time_note(document)
        )
        + "</dl>"
    )
