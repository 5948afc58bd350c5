"""What changed between the preliminary and the regenerated advice, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from pages.components.refine.advice_card import MOST_FOCUS_AREAS
from pages.components.shared.text import safe

ALIKE = 0.5  # texts less alike than this are shown one after the other, whole
_WORD = re.compile(r"\S+\s*")


def diff_html(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Both advices as one text: what is gone is struck through, what is new is underlined."""
    lines = [
        f"<p>{_text(old or '', new or '')}</p>"
        for old, new in zip_longest(_lines(before), _lines(after))
    ]
    return f'<div class="sr-advice sr-diff">{"".join(lines)}</div>'


def changed_share(before: Mapping[str, Any], after: Mapping[str, Any]) -> float:
    """How much of the text changed, from 0 to 1."""
    old, new = (_WORD.findall(" ".join(_lines(advice))) for advice in (before, after))
    return 1 - SequenceMatcher(None, old, new, autojunk=False).ratio()


def _lines(advice: Mapping[str, Any]) -> Iterator[str]:
    """The advice's texts in a fixed number of places, so that both sides line up."""
    yield advice["headline"]
    areas = list(advice["focus_areas"])[:MOST_FOCUS_AREAS]
    for n in range(MOST_FOCUS_AREAS):
        for part in ("skill", "advice", "exercise"):
            yield areas[n].get(part, "") if n < len(areas) else ""
    yield " ".join(advice["strengths"])
    yield " ".join(f"{g['goal']} ({g['measurement']})" for g in advice["weekly_goals"])
    yield advice["motivation"]


def _text(old: str, new: str) -> str:
    was, now = _WORD.findall(old), _WORD.findall(new)
    match = SequenceMatcher(None, was, now, autojunk=False)
    if match.ratio() < ALIKE:
        return _gone(old) + " " + _new(new)
    out = []
    for kind, a, b, c, d in match.get_opcodes():
        if kind == "equal":
            out.append(safe("".join(now[c:d])))
        else:
            out += [_gone("".join(was[a:b])), _new("".join(now[c:d]))]
    return "".join(out)


def _gone(text: str) -> str:
    return f"<del>{safe(text)}</del>" if text else ""


def _new(text: str) -> str:
    return f"<ins>{safe(text)}</ins>" if text else ""
