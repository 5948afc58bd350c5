"""Advice as Markdown.

What a model wrote stays literal text. No HTML, image, link, heading, list,
formula or shortcode of its own takes effect, in CommonMark, in GitHub's or in Streamlit's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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
    """The advice from headline to motivation; parts that are empty are left out."""
    parts = [
        f"### {escape_markdown(advice.headline)}" if advice.headline.strip() else "",
        "\n\n".join(_format_focus_area(n, area) for n, area in enumerate(advice.focus_areas, 1)),
        _bullet_list("What works already", [escape_markdown(s) for s in advice.strengths]),
        _bullet_list("This week", [_format_goal(goal) for goal in advice.weekly_goals]),
        escape_markdown(advice.motivation),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _format_focus_area(number: int, area: Mapping[str, str]) -> str:
    lines = [f"{number}. **{escape_markdown(area['skill'])}**", escape_markdown(area["advice"])]
    if area["exercise"].strip():
        lines.append(f"**Exercise:** {escape_markdown(area['exercise'])}")
    return "\n\n   ".join(line for line in lines if line)


def _format_goal(goal: Mapping[str, str]) -> str:
    measured = goal["measurement"].strip()
    return f"**{escape_markdown(goal['goal'])}**" + (
        f"  \n  Measured by: {escape_markdown(measured)}" if measured else ""
    )


def _bullet_list(title: str, lines: list[str]) -> str:
    return f"#### {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""
