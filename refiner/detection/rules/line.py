"""How a line of the rule table is written and read.

A line is data: a call of `filler_line` or `literal_line` with a reason that a coach will
see, and conditions that all must hold. `l3 l2 l1 WORD r1 r2 r3` are the neighbours, nearest
first; a condition on one lists words, and classes in capitals (`wordclasses`), of which one
must fit. "not:" in front turns it round; "#" is no neighbour, for a sentence ends there.
`before` and `after` list the marks of `context`, "none" for no mark.
"""

from __future__ import annotations

from dataclasses import dataclass

from refiner.detection.rules.context import NO_NEIGHBOUR, POSITIONS, Context
from refiner.detection.rules.wordclasses import CLASS_NAMES, classes

CAN_BE_DROPPED = "can be dropped and the sentence says the same"

Test = tuple[int, frozenset[str], frozenset[str], bool]
"""Index in `POSITIONS`, words, classes, and whether one of them must be there or none."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of the table: whether such a place is a filler, why, and where it fits."""

    filler: bool
    why: str
    tests: tuple[Test, ...]


def first_that_fits(rules: tuple[RuleLine, ...], around: Context) -> RuleLine:
    """The line that decides; the last line of a table fits everywhere."""
    words = around.at
    kinds = [classes(word) for word in words]
    for rule in rules[:-1]:
        for place, listed, wanted_kinds, wanted in rule.tests:
            fits = words[place] in listed or not wanted_kinds.isdisjoint(kinds[place])
            if fits is not wanted:
                break
        else:
            return rule
    return rules[-1]


def _test(place: str, text: str) -> Test:
    names = text.split()
    wanted = names[0] != "not:"
    names = names if wanted else names[1:]
    words = frozenset({"#": NO_NEIGHBOUR, "none": ""}.get(n, n) for n in names if not n.isupper())
    kinds = frozenset(n for n in names if n.isupper())
    if not kinds <= CLASS_NAMES:
        raise ValueError(f"no such class of words: {', '.join(kinds - CLASS_NAMES)}")
    return POSITIONS.index(place), words, kinds, wanted


def _rule(filler: bool, why: str, where: dict[str, str]) -> RuleLine:
    return RuleLine(filler, why, tuple(_test(place, text) for place, text in where.items()))


def filler_line(why: str, **where: str) -> RuleLine:
    """A line: where all of `where` holds, the word is a filler."""
    return _rule(True, why, where)


def literal_line(why: str, **where: str) -> RuleLine:
    """A line: where all of `where` holds, the word carries meaning."""
    return _rule(False, why, where)
