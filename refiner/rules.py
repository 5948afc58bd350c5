"""How a line of the rule table is written and read.

One rule: a line is data for reading, `FILLER` or `LITERAL`, a reason that a coach will
see, and conditions that all must hold. `l3 l2 l1 WORD r1 r2 r3` are the neighbours, nearest
first; a condition on one lists words, and classes in capitals (`refiner.wordclasses`), of
which one must fit. "not:" in front turns it round; "#" is no neighbour, for a sentence ends
there. `before` and `after` list the marks of `refiner.context`, "none" for no mark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from refiner.context import EDGE, Context
from refiner.wordclasses import classes

Condition = Callable[[Context], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: whether such a place is a filler, why, and where it fits."""

    filler: bool
    why: str
    conditions: tuple[Condition, ...]

    def fits(self, around: Context) -> bool:
        return all(condition(around) for condition in self.conditions)


def _neighbour(side: str, index: int, text: str) -> Condition:
    names = text.split()
    wanted = names[0] != "not:"
    names = names if wanted else names[1:]
    words = frozenset(EDGE if n == "#" else n for n in names if not n.isupper())
    kinds = frozenset(n for n in names if n.isupper())

    def fits(around: Context) -> bool:
        word = (around.left if side == "l" else around.right)[index]
        return (word in words or not kinds.isdisjoint(classes(word))) is wanted

    return fits


def _mark(name: str, text: str) -> Condition:
    marks = frozenset("" if m == "none" else m for m in text.split())

    def fits(around: Context) -> bool:
        return (around.before if name == "before" else around.after) in marks

    return fits


def _rule(filler: bool, why: str, where: dict[str, str]) -> Rule:
    conditions = [
        _mark(name, text)
        if name in ("before", "after")
        else _neighbour(name[0], int(name[1]) - 1, text)
        for name, text in where.items()
    ]
    return Rule(filler, why, tuple(conditions))


def FILLER(why: str, **where: str) -> Rule:
    """A line: where all of `where` holds, the word is a filler."""
    return _rule(True, why, where)


def LITERAL(why: str, **where: str) -> Rule:
    """A line: where all of `where` holds, the word carries meaning."""
    return _rule(False, why, where)
