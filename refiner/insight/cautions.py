"""What a coach must know before trusting the numbers of a talk, in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from refiner.insight.receipt import only_rules

CLEANED_FROM_WORDS = 500  # a spoken talk of this length without any "um" is hardly natural
SHORT_WORDS = 100
Z95 = 1.96


def cautions(document: Mapping[str, Any]) -> list[str]:
    """One plain sentence or two for each thing that makes the counts less than they seem."""
    checks = (_cleaned(document), _short(document))
    return [caution for caution in checks if caution]


def fallback_note(document: Mapping[str, Any]) -> str | None:
    """What a failed call means for what is shown, and what to do; None where none failed."""
    if not document["fallback_mode"]:
        return None
    error = document["error"] or {}
    why = error.get("message") or document["fallback_reason"]
    if only_rules(document):
        return (
            f"No analysis: {why}. The counts are the rules' own, nothing has checked them, and the "
            "advice is written by rule. Run it again for judged counts."
        )
    if document["coaching"]["source"] == "template":
        return (
            f"No advice by the model: {why}. The counts are refined, but the advice is written by "
            "rule. Run it again for the model's advice."
        )
    return (
        f"A first try failed: {why}. It was done again, one call after another; nothing is missing."
    )


def _cleaned(document: Mapping[str, Any]) -> str | None:
    pauses = any(f["kind"] == "filled_pause" for f in document["fillers"])
    if pauses or document["words"] < CLEANED_FROM_WORDS:
        return None
    return (
        f"Not one “um” or “uh” in {document['words']:,} words: if this was spoken freely, the "
        "recogniser has probably removed them. Switch them on and transcribe again (Deepgram: "
        "filler_words=true, AssemblyAI: disfluencies=true)."
    )


def _short(document: Mapping[str, Any]) -> str | None:
    words, fillers = document["words"], document["counts"]["ai"]
    if words >= SHORT_WORDS or not words:
        return None
    rate = 100 * fillers / words
    spread = 100 * Z95 * math.sqrt(max(fillers, 1)) / words
    return (
        f"A very short text: with {words} words the rate of {rate:.1f} per 100 words could as well "
        f"be {max(0.0, rate - spread):.1f} or {rate + spread:.1f}."
    )
