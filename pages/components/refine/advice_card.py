"""Advice as HTML to read: headline, focus areas with their exercises, goals. All escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import jiter

from pages.components.shared.text import safe
from refiner.run_document import AdviceDict, CoachingDict

MAX_FOCUS_AREAS = 3
_SLOT = re.compile(r"\{\{[^{}]*\}\}?|\{\{[^{}]*$")
_SOURCES = {
    "preliminary": "Written from the rule counts during the analysis; numbers checked after it",
    "regenerated": "Rewritten with the final counts",
    "template": "Template advice (no model)",
}


def advice_html(advice: AdviceDict) -> str:
    """The advice itself: at most three focus areas are shown."""
    areas = ""
    for area in advice["focus_areas"][:MAX_FOCUS_AREAS]:
        exercise = safe(area["exercise"])
        areas += f"<li><h4>{safe(area['skill'])}</h4><p>{safe(area['advice'])}</p>"
        areas += f'<p class="exercise"><b>Exercise</b> {exercise}</p>' if exercise else ""
        areas += "</li>"
    goals = []
    for goal in advice["weekly_goals"]:
        measured = f" <span>({safe(goal['measurement'])})</span>" if goal["measurement"] else ""
        goals.append(safe(goal["goal"]) + measured)
    rest = _list_html("What works", [safe(text) for text in advice["strengths"]])
    rest += _list_html("This week", goals)
    parts = [f"<h3>{safe(advice['headline'])}</h3>", f'<ol class="areas">{areas}</ol>']
    if rest:
        parts.append(f'<div class="rest">{rest}</div>')
    if advice["motivation"]:
        parts.append(f'<p class="spirit">{safe(advice["motivation"])}</p>')
    return f'<div class="sr-advice">{"".join(parts)}</div>'


def _list_html(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<div><h5>{title}</h5><ul>{lines}</ul></div>"


def describe_source(coaching: CoachingDict) -> str:
    """How this advice was written."""
    if coaching["source"] == "preliminary" and coaching.get("written_from") == "ai":
        return "Written after the analysis, with the final counts"
    return _SOURCES[coaching["source"]]


def card_html(coaching: CoachingDict) -> str:
    """The advice with a line that says how it was written."""
    source = safe(describe_source(coaching))
    return f'{advice_html(coaching["advice"])}<p class="sr-source">{source}.</p>'


def parse_partial_advice(raw: str) -> AdviceDict | None:
    """What can be read of an answer that is still being written; None if nothing can.

    A count of fillers is shown only once it is known to be right, so its slot is an ellipsis.
    """
    try:
        answer = jiter.from_json(raw.encode(), partial_mode="trailing-strings")
    except ValueError:
        return None
    if not raw.strip() or not isinstance(answer, dict):
        return None
    lists = {name: _list_of(answer.get(name)) for name in ("focus_areas", "weekly_goals")}
    advice = {
        "headline": _text(answer.get("headline")),
        "focus_areas": [_texts(a, "skill", "advice", "exercise") for a in lists["focus_areas"]],
        "strengths": [s for s in map(_text, _list_of(answer.get("strengths"))) if s],
        "weekly_goals": [_texts(g, "goal", "measurement") for g in lists["weekly_goals"]],
        "motivation": _text(answer.get("motivation")),
    }
    return cast(AdviceDict, advice) if any(advice.values()) else None


def _list_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return _SLOT.sub("…", value) if isinstance(value, str) else ""


def _texts(value: Any, *names: str) -> dict[str, str]:
    return {name: _text(value.get(name)) if isinstance(value, dict) else "" for name in names}
