"""Advice as HTML to read: headline, focus areas with their exercises, goals. All escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import jiter

from pages.components.shared.text import safe

MOST_FOCUS_AREAS = 3
_SLOT = re.compile(r"\{\{[^{}]*\}\}?|\{\{[^{}]*$")
_KEYS = {
    "headline": str,
    "focus_areas": list,
    "strengths": list,
    "weekly_goals": list,
    "motivation": str,
}
_SOURCES = {
    "preliminary": "Written from the rules' counts while the analysis ran; its numbers are refined",
    "regenerated": "Written anew from the refined counts",
    "template": "Written by rule, without a model",
}


def _area(area: Mapping[str, Any]) -> str:
    parts = [f"<h4>{safe(area.get('skill', ''))}</h4><p>{safe(area.get('advice', ''))}</p>"]
    if area.get("exercise"):
        parts.append(f'<p class="exercise"><b>Exercise</b> {safe(area["exercise"])}</p>')
    return f"<li>{''.join(parts)}</li>"


def _list(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<div><h5>{title}</h5><ul>{lines}</ul></div>"


def _goal(goal: Mapping[str, Any]) -> str:
    measured = goal.get("measurement")
    return safe(goal.get("goal", "")) + (f" <span>({safe(measured)})</span>" if measured else "")


def advice_html(advice: Mapping[str, Any]) -> str:
    """The advice itself: at most three focus areas are shown in full."""
    areas = "".join(_area(a) for a in advice.get("focus_areas", ())[:MOST_FOCUS_AREAS])
    rest = _list("What works", [safe(s) for s in advice.get("strengths", ())])
    rest += _list("This week", [_goal(g) for g in advice.get("weekly_goals", ())])
    parts = [f"<h3>{safe(advice.get('headline', ''))}</h3>", f'<ol class="areas">{areas}</ol>']
    if rest:
        parts.append(f'<div class="rest">{rest}</div>')
    if advice.get("motivation"):
        parts.append(f'<p class="spirit">{safe(advice["motivation"])}</p>')
    return f'<div class="sr-advice">{"".join(parts)}</div>'


def source_line(coaching: Mapping[str, Any]) -> str:
    """Where this advice comes from, in words."""
    if coaching["source"] == "preliminary" and coaching.get("written_from") == "ai":
        return "Written after the analysis, from the refined counts"
    return _SOURCES[coaching["source"]]


def card_html(coaching: Mapping[str, Any]) -> str:
    """The advice with a line that says where it comes from."""
    return (
        f'{advice_html(coaching["advice"])}<p class="sr-source">{safe(source_line(coaching))}.</p>'
    )


def advice_so_far(raw: str) -> dict[str, Any]:
    """What can be read of an answer that is still being written; counts are left open.

    A number of fillers is shown only when it is known to be right, so its slot is an ellipsis.
    """
    try:
        seen = jiter.from_json(raw.encode(), partial_mode="trailing-strings")
    except ValueError:
        return {}
    if not isinstance(seen, dict):
        return {}
    sound = {key: seen[key] for key, kind in _KEYS.items() if isinstance(seen.get(key), kind)}
    opened = _open_slots(sound)
    opened["focus_areas"] = [a for a in opened.get("focus_areas", []) if isinstance(a, dict)]
    opened["weekly_goals"] = [g for g in opened.get("weekly_goals", []) if isinstance(g, dict)]
    return opened if raw.strip() and sound else {}


def _open_slots(value: Any) -> Any:
    if isinstance(value, str):
        return _SLOT.sub("…", value)
    if isinstance(value, list):
        return [_open_slots(item) for item in value]
    if isinstance(value, dict):
        return {key: _open_slots(item) for key, item in value.items()}
    return value
