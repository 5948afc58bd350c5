"""Advice as Markdown.

What a model wrote stays literal text. No HTML, image, link, heading, list,
formula or shortcode of its own takes effect, in CommonMark, in GitHub's or in Streamlit's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from refiner.model import Advice

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~$!^]|:(?=\w)|@")
_OPENING_MARK = re.compile(r"^(?:[-+=](?=\s|$|[-+=])|(\d{1,9})(?=[.)]))")
_LINK = re.compile(
    r"(?i)(https?:|ftp:|mailto:|xmpp:|www(?=\.))|(?<=[\w.+-])(?=@\w)|(?<=:)(?=[\w/+-]+:)"
)
_JOINER = "\u2060"  # zero-width; keeps a renderer from making a bare address a link


def escape_markdown(text: str) -> str:
    """`text` on one line, every mark of Markdown escaped, bare addresses left unlinked."""
    line = " ".join(text.split())
    line = _LINK.sub(lambda found: found[0] + _JOINER, line)
    line = _SPECIAL.sub(lambda found: "\\" + found[0], line)
    return _OPENING_MARK.sub(_escape_opening, line)


def _escape_opening(mark: re.Match[str]) -> str:
    return f"{mark[1]}\\" if mark[1] else f"\\{mark[0]}"


def format_advice(advice: Advice) -> str:
    """The advice from headline to motivation; parts that are empty are left out.

    Goals belong to the focus areas if there are as many; else they are listed below.
    """
    areas, goals = advice.focus_areas, advice.weekly_goals
    paired = goals if len(goals) == len(areas) else [None] * len(areas)
    rest = [] if len(goals) == len(areas) else goals
    parts = [
        f"### {escape_markdown(advice.headline)}" if advice.headline.strip() else "",
        "\n\n".join(
            _format_focus_area(n, area, goal)
            for n, (area, goal) in enumerate(zip(areas, paired, strict=True), 1)
        ),
        _bullet_list("What works already", [escape_markdown(s) for s in advice.strengths]),
        _bullet_list("This week", [escape_markdown(join_goal(goal)) for goal in rest]),
        escape_markdown(advice.motivation),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _format_focus_area(number: int, area: Mapping[str, str], goal: Mapping[str, str] | None) -> str:
    lines = [f"{number}. **{escape_markdown(area['skill'])}**", escape_markdown(area["advice"])]
    if area["exercise"].strip():
        lines.append(f"**Exercise:** {escape_markdown(area['exercise'])}")
    if goal is not None:
        lines.append(f"**Goal:** {escape_markdown(join_goal(goal))}")
    return "\n\n   ".join(line for line in lines if line)


def join_goal(goal: Mapping[str, Any]) -> str:
    """A goal and how it is measured, as two sentences."""
    text, measured = str(goal["goal"]).strip(), str(goal["measurement"]).strip()
    return f"{text.rstrip('.')}. {measured}" if text and measured else text or measured


def _bullet_list(title: str, lines: list[str]) -> str:
    return f"#### {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""
