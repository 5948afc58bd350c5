"""A run document as the scalar columns of its row."""

from __future__ import annotations

import json
from typing import Any

from refiner.model import EMPTY_ADVICE, per_100_words
from refiner.run_document import CoachingDict, FillerDict, RunDocument, advice_dict

_DECIDED_AT_VERDICTS = ("hybrid_early", "hybrid_fanout")


def columns_of(document: RunDocument) -> dict[str, Any]:
    """Column name to value, the whole document as JSON among them."""
    counts, timings, error = document["counts"], document["timings"], document["error"]
    rule = counts["rule"]
    return {
        "provider": document["provider"],
        "strategy": document["strategy"],
        "regeneration_reason": document["regeneration_reason"],
        "optimization": document["optimization"],
        "fallback_reason": document["fallback_reason"],
        "processing_time_ms": timings["processing_time_ms"],
        "analysis_duration_ms": timings["analysis_duration_ms"],
        "coaching_duration_ms": timings["coaching_duration_ms"],
        "regeneration_duration_ms": timings["regeneration_duration_ms"],
        "sequential_estimate_ms": timings["sequential_estimate_ms"],
        "advice_ready_ms": timings.get("advice_ready_ms"),
        "rule_fillers": rule,
        "ai_fillers": counts["ai"],
        "difference": counts["difference"],
        "rule_per_100_words": (
            None if rule is None else round(per_100_words(rule, document["words"]), 1)
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


def without_text(document: RunDocument) -> RunDocument:
    """A copy that has every count, time and cost of the run, and none of its words.

    Fillers keep their word, verdict and second; they have no place, since there is no text.
    """
    coaching = document["coaching"]
    empty = None if coaching is None else _without_advice(coaching)
    kept: RunDocument = {**document, "coaching": empty}
    kept["text"] = kept["title"] = ""
    kept["source"] = {**document["source"], "path": None, "sha256": ""}
    kept["fillers"] = [_without_place(filler) for filler in document["fillers"]]
    kept["times"] = kept["summary"] = kept["preliminary_coaching"] = None
    kept["issues"], kept["warnings"] = [], []
    kept["sent"] = []
    quality = document["speech_quality"]
    if quality is not None:
        kept["speech_quality"] = {**quality, "key_strengths": [], "primary_concern": ""}
    kept["timings"] = {
        **document["timings"],
        "spans": [s.copy() for s in document["timings"]["spans"]],
    }
    for span in kept["timings"]["spans"]:
        if "answer_head" in span:
            span["answer_head"] = None
    return kept


def _without_place(filler: FillerDict) -> FillerDict:
    changed = filler.copy()
    changed["start"] = changed["end"] = 0
    changed["text"] = changed["rationale"] = ""
    return changed


def _without_advice(coaching: CoachingDict) -> CoachingDict:
    changed = coaching.copy()
    changed["markdown"], changed["advice"] = "", advice_dict(EMPTY_ADVICE)
    changed.pop("draft", None)
    return changed
