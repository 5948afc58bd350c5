"""Advice as Markdown.

One rule: what a model wrote stays literal text. No HTML, image, link, heading, list,
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
_JOINER = "\u2060"  # takes no room; keeps a renderer from making a bare address a link


def escape(text: str) -> str:
    """`text` on one line, every mark of Markdown escaped, bare addresses left unlinked."""
    line = " ".join(text.split())
    line = _LINK.sub(lambda found: found[0] + _JOINER, line)
    line = _SPECIAL.sub(lambda found: "\\" + found[0], line)
    return _OPENING_MARK.sub(_escape_opening, line)


def _escape_opening(mark: re.Match[str]) -> str:
    return f"{mark[1]}\\" if mark[1] else f"\\{mark[0]}"


def advice_markdown(advice: Advice) -> str:
    """The advice from headline to motivation; parts that are empty are left out."""
    parts = [
        f"### {escape(advice.headline)}" if advice.headline.strip() else "",
        "\n\n".join(_focus_area(n, area) for n, area in enumerate(advice.focus_areas, 1)),
        _listed("What works already", [escape(s) for s in advice.strengths]),
        _listed("This week", [_goal(goal) for goal in advice.weekly_goals]),
        escape(advice.motivation),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _focus_area(number: int, area: Mapping[str, str]) -> str:
    lines = [f"{number}. **{escape(area['skill'])}**", escape(area["advice"])]
    if area["exercise"].strip():
        lines.append(f"**Exercise:** {escape(area['exercise'])}")
    return "\n\n   ".join(line for line in lines if line)


def _goal(goal: Mapping[str, str]) -> str:
    measured = goal["measurement"].strip()
    return f"**{escape(goal['goal'])}**" + (
        f"  \n  Measured by: {escape(measured)}" if measured else ""
    )


def _listed(title: str, lines: list[str]) -> str:
    return f"#### {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""
