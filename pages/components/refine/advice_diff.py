"""What changed between the first draft and the rewritten advice, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from pages.components.refine.advice_card import MAX_FOCUS_AREAS
from pages.components.shared.text import safe
from refiner.run_document import AdviceDict

MIN_SIMILARITY = 0.5  # texts less similar than this are shown one after the other, undivided
_WORD = re.compile(r"\S+\s*")


def diff_html(before: AdviceDict, after: AdviceDict) -> str:
    """Both advices as one text: what is gone is struck through, what is new is underlined."""
    lines = [
        f"<p>{_diff_text(old or '', new or '')}</p>"
        for old, new in zip_longest(_lines(before), _lines(after))
    ]
    return f'<div class="sr-advice sr-diff">{"".join(lines)}</div>'


def changed_share(before: AdviceDict, after: AdviceDict) -> float:
    """How much of the text changed, from 0 to 1."""
    old, new = (_WORD.findall(" ".join(_lines(advice))) for advice in (before, after))
    return 1 - SequenceMatcher(None, old, new, autojunk=False).ratio()


def _lines(advice: AdviceDict) -> Iterator[str]:
    """The advice's texts in a fixed number of places, so that both sides line up."""
    yield advice["headline"]
    areas = list(advice["focus_areas"])[:MAX_FOCUS_AREAS]
    for area in areas:
        yield from (area["skill"], area["advice"], area["exercise"])
    yield from [""] * 3 * (MAX_FOCUS_AREAS - len(areas))
    yield " ".join(advice["strengths"])
    yield " ".join(f"{g['goal']} ({g['measurement']})" for g in advice["weekly_goals"])
    yield advice["motivation"]


def _diff_text(old: str, new: str) -> str:
    old_words, new_words = _WORD.findall(old), _WORD.findall(new)
    match = SequenceMatcher(None, old_words, new_words, autojunk=False)
    if match.ratio() < MIN_SIMILARITY:
        return f"{_deleted(old)} {_inserted(new)}"
    pieces = []
    for kind, a, b, c, d in match.get_opcodes():
        before, after = "".join(old_words[a:b]), "".join(new_words[c:d])
        pieces.append(safe(after) if kind == "equal" else _deleted(before) + _inserted(after))
    return "".join(pieces)


def _deleted(text: str) -> str:
    return f"<del>{safe(text)}</del>" if text else ""


def _inserted(text: str) -> str:
    return f"<ins>{safe(text)}</ins>" if text else ""
