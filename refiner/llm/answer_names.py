"""The names that models give to the parts of an answer.

A name counts whatever its case and separators ("focusAreas", "Focus Areas"); a part that is
absent under its own name may have one of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

_OTHER_NAMES = {
    # sections
    "verdicts": "verdict, judgements, judgments, filler verdicts, word verdicts, probabilities",
    "missed_fillers": "missed, missing fillers, other fillers, additional fillers, new fillers",
    "reasons": "reason, rationales, explanations",
    "issues": "issue, speech issues, problems",
    "speech_quality": "quality, speech scores, scores, ratings, assessment",
    "summary": "overview, conclusion",
    "headline": "title, heading, header, subject, main message, key message",
    "focus_areas": (
        "focus area, focus, focus points, areas, areas of focus, areas for improvement, "
        "areas to improve, improvement areas, improvements, priorities, recommendations, "
        "suggestions, action items, tips, skills"
    ),
    "strengths": "strength, positives, what went well, what you do well",
    "weekly_goals": "weekly goal, goals, goals for the week, goals this week, targets, next steps",
    "motivation": (
        "encouragement, motivational message, motivational quote, closing, closing message, "
        "final thought"
    ),
    "sentences": "sentence, rewritten sentences, rewrites",
    # fields
    "quote": "passage, context, excerpt",
    "word": "filler, phrase, filler word",
    "number": "id, n, no, num, nr, index, word number, word id",
    "why": "reason, rationale, cue, explanation, because",
    "kind": "type, issue, category",
    "severity": "level, priority",
    "tip": "advice, suggestion, recommendation, fix",
    "skill": "area, title, name, focus, topic, heading, focus area",
    "advice": "description, tip, recommendation, suggestion, details, explanation, text",
    "exercise": "practice, drill, activity, exercises, action",
    "goal": "target, objective, title, name, description, text",
    "measurement": "measure, metric, measured by, how to measure, success criterion",
    "sentence": "text, rewritten, rewrite, new sentence",
    "recommended_focus": "focus, main focus",
    "filler_recommendation": "fillers, filler advice, recommendation",
    "primary_concern": "concern, main concern, weakness",
}


@lru_cache(maxsize=1024)  # a model may write any name
def plain_name(name: str) -> str:
    """The name without case and separators."""
    return re.sub(r"[\W_]+", "", name).casefold()


@cache
def _plain_names(key: str) -> tuple[str, ...]:
    """The key's own name, then the others."""
    return tuple(plain_name(name) for name in (key, *_OTHER_NAMES.get(key, "").split(",")) if name)


def name_parts(values: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """What of `values` is meant by each of `keys`, in their order; absent ones are left out.

    A value under a name of its own is never taken for another part.
    """
    by_name = {plain_name(key): value for key, value in reversed([*values.items()])}
    keys = tuple(keys)
    own = {plain_name(key) for key in keys}
    named = {}
    for key in keys:
        first, *others = _plain_names(key)
        names = [first, *(name for name in others if name not in own)]
        found = next((name for name in names if name in by_name), None)
        if found is not None:
            named[key] = by_name.pop(found)
    return named


@cache
def name_pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of `keys` where it is written as a key of a document, also of one in a string."""
    names = "|".join(key.replace("_", r"[\s_-]?") for key in keys)
    return re.compile(rf"(?:[\"'“]|[{{,，]\s{{0,9}})(?:{names})(?:\\?[\"'”])?\s{{0,9}}[:：]", re.I)
