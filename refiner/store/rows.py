"""A run document as the scalar columns of its row."""

from __future__ import annotations

import json
from typing import Any

from refiner.model import per_100_words
from refiner.run_document import RunDocument, is_counted

_DECIDED_AT_VERDICTS = ("hybrid_early", "hybrid_fanout")


def columns_of(document: RunDocument) -> dict[str, Any]:
    """Column name to value, the whole document as JSON among them."""
    counts, timings, error = document["counts"], document["timings"], document["error"]
    return {
        "provider": document["provider"],
        "regeneration_reason": document["regeneration_reason"],
        "optimization": document["optimization"],
        "fallback_reason": document["fallback_reason"],
        "processing_time_ms": timings["processing_time_ms"],
        "analysis_duration_ms": timings["analysis_duration_ms"],
        "coaching_duration_ms": timings["coaching_duration_ms"],
        "regeneration_duration_ms": timings["regeneration_duration_ms"],
        "sequential_estimate_ms": timings["sequential_estimate_ms"],
        "rule_fillers": counts["rule"],
        "ai_fillers": counts["ai"],
        "difference": counts["difference"],
        "rule_per_100_words": (
            round(per_100_words(counts["rule"], document["words"]), 1)
            if is_counted(document)
            else None
        ),
        **document["rates"],
        "regenerate": int(any(span["name"] == "regeneration" for span in timings["spans"])),
        "coaching_regenerated": int(document["coaching_regenerated"]),
        "cost_usd": document["usage"]["cost_usd"],
        **_call_columns(document),
        "cache_hit": int(document["cache_hit"]),
        "fallback_mode": int(document["fallback_mode"]),
        "error": json.dumps(error) if error else None,
        "by_word": json.dumps(counts["by_word"], ensure_ascii=False),
        "document": json.dumps(document, ensure_ascii=False),
    }


def _call_columns(document: RunDocument) -> dict[str, float | None]:
    """What a replay of the decision needs of the calls; None if the run did not measure it."""
    spans = document["timings"]["spans"]
    costs = {span["name"]: span.get("cost_usd") for span in spans}
    began = min((s["start_ms"] for s in spans if s["name"] == "analysis"), default=None)
    decision = document.get("decision")
    at_verdicts = document["optimization"].startswith(_DECIDED_AT_VERDICTS)
    verdicts = None
    if at_verdicts and decision is not None and began is not None:
        verdicts = decision["decided_at_ms"] - began
    return {
        "verdicts_duration_ms": verdicts,
        "coaching_cost_usd": costs.get("coaching"),
        "regeneration_cost_usd": costs.get("regeneration"),
    }
