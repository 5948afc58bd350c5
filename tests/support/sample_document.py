"""A run document as the contract has it, built from marked text, for the tests of the screen.

Marks: `{+like}` confirmed by both, `{-like}` rejected by the analysis, `{?like}` found by the
analysis alone. All words are invented for this project.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from refiner.store.row_types import LabelRow

CASUAL = """\
Host: {-So} how did the garden project start?
Ada: {+Um}, it was {+like} a tiny thing at first. I {-like} plants, and I {-like} being outside, \
so we asked the school for a bit of ground. {+You know}, two beds and a tap.
Ada: It looked {-like} rain the whole first week. {+Like}, every day. We got {?like} ninety \
children anyway, and they {-just} would not go home.
Host: What went {-well}?
Ada: {+I mean}, the beans did. The soil there is a {-kind of} clay that holds water {-right} \
through summer. {+Um}, the tomatoes were {+sort of} a disaster.\
"""
PAUSES = {"um", "uh"}
_MARK = re.compile(r"\{([+\-?])([^}]+)\}")
_WHY = {
    "+": "it can be dropped and the sentence says the same",
    "-": "it carries meaning here",
    "?": "comes before a number: about that many",
}


def marked(source: str) -> tuple[str, Any]:
    """The plain text of marked `source`, and its spans."""
    text, fillers, cursor = "", [], 0
    for mark in _MARK.finditer(source):
        text += source[cursor : mark.start()]
        kind, said = mark.groups()
        word = said.lower()
        fillers.append(
            {
                "start": len(text),
                "end": len(text) + len(said),
                "text": said,
                "word": word,
                "kind": "filled_pause" if word in PAUSES else "discourse_marker",
                "rule": kind != "?",
                "ai": kind != "-",
                "probability": 0.92 if kind != "-" else 0.08,
                "rationale": _WHY[kind],
            }
        )
        text += said
        cursor = mark.end()
    return text + source[cursor:], fillers


def by_word(fillers: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"rule": 0, "ai": 0})
    for filler in fillers:
        counts[filler["word"]]["rule"] += filler["rule"]
        counts[filler["word"]]["ai"] += filler["ai"]
    return dict(counts)


def coaching(source: str = "regenerated", headline: str = "Let the pauses work") -> Any:
    advice = {
        "headline": headline,
        "focus_areas": [
            {
                "skill": "Open without a run-up",
                "advice": "In “Um, it was like a tiny thing” the first words carry nothing.",
                "exercise": "Say five opening sentences aloud, each after one silent breath.",
            },
            {
                "skill": "Replace “like” by a pause",
                "advice": "Most of your fillers come before a number or a name.",
                "exercise": "Read a page aloud and stop for a beat before each number.",
            },
        ],
        "strengths": ["Concrete pictures: two beds and a tap."],
        "weekly_goals": [{"goal": "Fewer run-ups", "measurement": "half of today's rate"}],
        "motivation": "The story is good; give it room.",
    }
    return {"source": source, "markdown": f"## {headline}\n", "advice": advice}


def spans(*rows: tuple[str, float, float]) -> Any:
    return [{"name": n, "start_ms": s, "end_ms": e, "status": "done"} for n, s, e in rows]


def document(source: str = CASUAL, **changes: Any) -> Any:
    """A finished hybrid run with regenerated advice; `changes` replace top-level fields."""
    text, fillers = marked(source)
    rule, ai = (sum(f[flag] for f in fillers) for flag in ("rule", "ai"))
    difference = abs(rule - ai) / rule if rule and ai else float(rule != ai)
    base: dict[str, Any] = {
        "schema": 2,
        "run_id": 124,
        "created_at": "2026-11-20T10:15:00+00:00",
        "title": "Garden talk",
        "speaker": "Ada",
        "language": "en",
        "held_on": None,
        "speakers": [],
        "source": {"path": None, "format": "text", "sha256": "0" * 64},
        "text": text,
        "words": len(re.findall(r"[\w']+", text)),
        "duration_s": 40.0,
        "duration_source": "given",
        "provider": "simulated",
        "strategy": "hybrid",
        "policy": "threshold",
        "threshold": 0.2,
        "confidence": 0.5,
        "models": {"analysis": "gpt-4o", "coaching": "gpt-4o-mini"},
        "counts": {
            "rule": rule,
            "ai": ai,
            "difference": difference,
            "refined_by": "analysis",
            "by_word": by_word(fillers),
        },
        "rates": {"per_100_words": 9.0, "per_minute": 3.0},
        "times": None,
        "pace": None,
        "summary": None,
        "decision": {"regenerate": True, "reason": "filler_count_mismatch", "decided_at_ms": 35310},
        "fillers": fillers,
        "issues": [],
        "speech_quality": {"clarity": 78, "fluency": 64, "pacing": 71, "engagement": 82},
        "coaching": coaching(),
        "preliminary_coaching": coaching("preliminary", "Cut the fillers first"),
        "coaching_regenerated": True,
        "regeneration_reason": "filler_count_mismatch",
        "optimization": "hybrid_parallel_v1_regenerated",
        "timings": {
            "processing_time_ms": 38120,
            "analysis_duration_ms": 35280,
            "coaching_duration_ms": 3240,
            "regeneration_duration_ms": 2840,
            "sequential_estimate_ms": 41360,
            "advice_ready_ms": 38120,
            "spans": spans(
                ("parse", 0, 4),
                ("detect", 4, 20),
                ("analysis", 20, 35300),
                ("coaching", 20, 3260),
                ("decision", 35300, 35310),
                ("regeneration", 35310, 38120),
                ("audit", 38120, 38125),
            ),
        },
        "usage": {"prompt_tokens": 2100, "completion_tokens": 900, "cost_usd": 0.0143},
        "cache_hit": False,
        "fallback_mode": False,
        "fallback_reason": None,
        "warnings": [],
        "error": None,
    }
    return base | changes


def label_row(start: int, end: int, filler: bool, labeller: str = "") -> LabelRow:
    return {
        "run_id": 124,
        "start": start,
        "end": end,
        "filler": int(filler),
        "created_at": "",
        "labeller": labeller,
    }
