"""Advice as HTML to read: headline, focus areas with their exercises and goals. All escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import jiter

from pages.components.shared.text import safe
from refiner.advice.history import PASSAGE_LEAD
from refiner.advice.markdown import join_goal
from refiner.run_document import AdviceDict, CoachingDict

MAX_FOCUS_AREAS = 3
_MIN_QUOTE_WORDS = 3
_SLOT = re.compile(r"\{\{[^{}]*\}\}?|\{\{[^{}]*$")
_QUOTE = re.compile(r"“([^“”]+)”")
_PASSAGE = re.compile(rf"\s*{PASSAGE_LEAD}(“[^“”]+”)\s*$")
_SOURCES = {
    "preliminary": "Written from the rule counts during the analysis; numbers checked after it",
    "regenerated": "Rewritten with the final counts",
    "template": "Template advice (no model)",
}


def advice_html(advice: AdviceDict, talk: str = "", last_time: str = "") -> str:
    """The advice itself, at most three focus areas; quotations from `talk` lead to their place.

    Goals belong to the focus areas if there are as many; else they are listed below. `last_time`:
    how the last advice worked out.
    """
    areas, goals = advice["focus_areas"][:MAX_FOCUS_AREAS], advice["weekly_goals"]
    paired = len(goals) == len(advice["focus_areas"])
    shown = ""
    for n, area in enumerate(areas):
        shown += f"<li><h4>{safe(area['skill'])}</h4>{_advice_html(area['advice'], talk)}"
        shown += _labelled("Exercise", area["exercise"])
        shown += _labelled("Goal", join_goal(goals[n])) if paired else ""
        shown += "</li>"
    rest = _list_html("What works", [_quoted(text, talk) for text in advice["strengths"]])
    rest += "" if paired else _list_html("This week", [safe(join_goal(goal)) for goal in goals])
    parts = [f"<h3>{safe(advice['headline'])}</h3>"]
    if last_time:
        parts.append(f'<p class="last">{safe(last_time)}</p>')
    parts.append(f'<ol class="areas">{shown}</ol>')
    if rest:
        parts.append(f'<div class="rest">{rest}</div>')
    if advice["motivation"]:
        parts.append(f'<p class="spirit">{safe(advice["motivation"])}</p>')
    return f'<div class="sr-advice">{"".join(parts)}</div>'


def _labelled(label: str, text: str) -> str:
    return f'<p class="exercise"><b>{label}</b> {safe(text)}</p>' if text else ""


def _advice_html(text: str, talk: str) -> str:
    """What to do, and below it the passage of the talk that it ends with, if any."""
    ending = _PASSAGE.search(text)
    if ending is None:
        return f"<p>{_quoted(text, talk)}</p>"
    passage = f'<p class="passage">{_quoted(ending[1], talk)}</p>'
    return f"<p>{_quoted(text[: ending.start()], talk)}</p>{passage}"


def _quoted(text: str, talk: str) -> str:
    """`text` with its quotations from `talk` as links to their place."""
    pieces, cursor = [], 0
    for quote in _QUOTE.finditer(text):
        passage = quote[1].strip(" …")
        start = talk.find(passage) if len(passage.split()) >= _MIN_QUOTE_WORDS else -1
        if start >= 0:
            link = f'data-start="{start}" data-end="{start + len(passage)}"'
            title = "Show in the transcript"
            pieces.append(safe(text[cursor : quote.start()]))
            pieces.append(
                f'<span role="button" tabindex="0" class="quote" {link} title="{title}">'
                f"{safe(quote[0])}</span>"
            )
            cursor = quote.end()
    return "".join(pieces) + safe(text[cursor:])


def _list_html(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<div><h5>{title}</h5><ul>{lines}</ul></div>"


def describe_source(coaching: CoachingDict) -> str:
    """How this advice was written."""
    if coaching.get("edit_outdated"):
        return "Edited by you; sentences that no longer agree with the counts are left out"
    if coaching.get("edited"):
        return "Edited by you; numbers checked"
    if coaching.get("adjusted"):
        return "Adjusted to corrections"
    if coaching["source"] == "preliminary" and coaching.get("written_from") == "ai":
        return "Written after the analysis, with the final counts"
    return _SOURCES[coaching["source"]]


def card_html(coaching: CoachingDict, talk: str = "", last_time: str = "") -> str:
    """The advice with the person's note and a line that says how it was written."""
    shown = advice_html(coaching["advice"], talk, last_time) + note_of_coach_html(coaching)
    return f'{shown}<p class="sr-source">{safe(describe_source(coaching))}.</p>'


def note_of_coach_html(coaching: CoachingDict) -> str:
    note = coaching.get("note")
    return f'<p class="sr-coach-note"><b>Note</b> {safe(note)}</p>' if note else ""


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
