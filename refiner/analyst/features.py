"""An occurrence as named features: the rule that decides on it, and what is around it.

Nothing here knows a speaker or a topic; no feature is a content word.
"""

from __future__ import annotations

from refiner.detection.rules.context import Context, context, is_marked
from refiner.detection.rules.line import RuleLine
from refiner.detection.rules.wordclasses import classes

LEARNT = ("like", "you know", "i mean", "well", "kind of", "sort of")
"""The forms that enough annotated speech marks; every other word is judged by rule."""

Features = dict[str, float]


def features_of(form: str, folded: str, start: int, end: int, line: RuleLine) -> Features:
    """Values of the names "form|name": every form has weights of its own."""
    around = context(folded, start, end)
    names = _surroundings(around, is_marked(folded, start, end))
    found = {f"{form}|{name}": 1.0 for name in names}
    found[f"{form}|{'filler' if line.filler else 'literal'}: {line.why}"] = 1.0
    found[f"{form}|rule"] = 1.0 if line.filler else -1.0
    return found


def _surroundings(around: Context, marked: bool) -> list[str]:
    l1, l2, _, r1, r2, _, before, after, pause_before, pause_after = around.at
    if not marked:
        before, after = f"{before} unmarked", f"{after} unmarked"
    names = ["", f"before={before}", f"after={after}", f"marks={before}/{after}"]
    for place, word in (("l1", l1), ("l2", l2), ("r1", r1), ("r2", r2)):
        names += [f"{place}={kind}" for kind in sorted(classes(word)) or ["edge"]]
    if l1 == r1:
        names.append("repeat")
    return names + [f"pause {side}" for side, um in (("l", pause_before), ("r", pause_after)) if um]
