"""What a figure in a slot counts: its unit behind it, or a noun before it that names it.

"@total@ fillers", "fillers a minute: @perminute@", "“um” came up @word=um@ times": a figure with
what says its unit is one phrase. In a pair ("from @word=um@ to @goalword=um@") one figure may
say the unit of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from refiner.advice.audit.slot_marks import (
    AIMS,
    HABIT_LABELS,
    MARK,
    NAMED,
    REACH,
    Figure,
    end_of_times,
)
from refiner.advice.audit.slot_terms import (
    COUNT_NOUN,
    HERE,
    IS,
    MINUTE,
    PACE,
    PER_100,
    SAID,
    THE,
    TO_FIGURE,
    F,
)
from refiner.advice.audit.slot_words import name_word
from refiner.patterns import compile_later

_BEHIND = {
    "total": rf" (?:times )?{F}(?: in (?:all|total)| altogether)?{SAID}"
    rf"| places where you (?:say|said|use|used) (?:an? )?{F}"
    r"| (?:in (?:all|total)|altogether|overall)| as (?:the|your|today's) (?:count|total)",
    "perminute": rf" (?:{F} |times )?{MINUTE}",
    "perhundred": rf" (?:{F} )?{PER_100}",
    "words": r"[ -](?:spoken )?words?(?! (?:a|per|each|every) minute)"
    r"(?: (?:long|in all|in total|altogether))?",
    "minutes": r"[ -]minutes?(?: (?:long|in all|in total|altogether)"
    r"| of (?:material|talk|talking|speech|speaking|story))?",
    "pace": f" {PACE}",
    "talks": r" (?:(?:earlier|previous|past|prior|other) )?talks?",
}
# A noun that names a figure which has no unit behind it.
_BEFORE = {
    "total": rf"(?:(?:filler )?{COUNT_NOUN}(?: of {F})?|(?:total )?{F}(?: {COUNT_NOUN})?){SAID}",
    "perminute": rf"(?:number of )?(?:{F}|rate) {MINUTE}",
    "perhundred": rf"(?:number of )?(?:{F}|rate) {PER_100}",
    "goal": rf"(?:(?:{F}|rate) {PER_100}|goal|target)",
}
# A noun of the same kind, before a figure with its unit.
_START = r"baseline|reference(?: point)?|starting (?:point|value|figure|rate)"
_RATE = rf"(?:(?:filler |speaking )?(?:rate|pace|figure)|{_START}|history|goal|target)"
_KIND = {"total": rf"(?:(?:filler )?{COUNT_NOUN}|{_START})"}
_COUNTED_BY = (
    r"(?:i|we|the (?:data|count|transcript|analysis|workbench)) (?:counted|found|heard|noted|lists"
    r"|marks|shows?)|averag(?:e|ed|ing)"
)
_UNITS = {kind: compile_later(pattern) for kind, pattern in _BEHIND.items()} | {
    f"habit={code}": compile_later(f" {label}|(?<={label} @habit={code}@) now(?= ?,)")
    for code, label in HABIT_LABELS.items()
}
_NOUNS = {
    kind: compile_later(rf"\b{THE}{noun}{HERE}{TO_FIGURE}") for kind, noun in _BEFORE.items()
} | {
    "talks": compile_later(r"\b(?:last|past|previous|earlier) $"),
    "change": compile_later(rf"\b{THE}change{HERE}{IS} $"),
    "pace": compile_later(rf"\b{PACE} $"),
}
_KINDS = {
    kind: compile_later(
        rf"\b(?:{THE}{_KIND.get(kind, _RATE)}{HERE}(?:{IS}|(?: down)? (?:to|at|below|under))"
        rf"|{_COUNTED_BY}) $"
    )
    for kind in _BEHIND
}

_PER_100 = compile_later(PER_100)
_PAIRED = compile_later(
    r" ?(?:(?:today )?now ?, |(?:times )?,? ?(?:and )?(?:(?:aim|go) for |bring it )?(?:down )?"
    r"(?:to|towards?) (?:at most |under |below )?|, (?:next time )?)"
)


def find_figures(text: str, mentioned: Sequence[str]) -> list[Figure] | None:
    """The figures in their order; None if one does not say what it counts.

    `mentioned`: the fillers that the sentences before name, which "it" may stand for.
    """
    marks = list(MARK.finditer(text))
    named = [_name(text, mark, mentioned) for mark in marks]
    for n, (first, second) in enumerate(pairwise(marks)):
        one, other = named[n : n + 2]
        between = text[one.end if one else first.end() : second.start()]
        is_pair = (AIMS.get(second[1]), second[2]) == (first[1], first[2])
        if is_pair and (one or other) and _PAIRED.fullmatch(between):
            one = one or Figure.of(first)
            other = Figure.of(second, end=other.end if other else None)
            named[n : n + 2] = replace(one, paired=True), replace(other, paired=True)
    return None if None in named else [figure for figure in named if figure]


def _name(text: str, mark: re.Match[str], mentioned: Sequence[str]) -> Figure | None:
    kind = AIMS.get(mark[1], mark[1])
    if kind == "word":
        return name_word(text, mark, mentioned)
    kind = f"habit={mark[2]}" if kind == "habit" else "perhundred" if kind == "earlier" else kind
    reach = max(text.rfind("@", 0, mark.start()) + 1, mark.start() - REACH)
    before = text[reach : mark.start()]
    unit = _UNITS[kind].match(text, mark.end()) if kind in _UNITS else None
    pattern = _NOUNS.get("goal" if mark[1] == "goal" else kind)
    noun = pattern.search(before) if pattern else None
    if unit:
        kinds = _KINDS.get(kind)
        noun = (kinds.search(before) if kinds else None) or noun
        return Figure.of(mark, reach + noun.start() if noun else None, unit.end())
    if not noun:
        return Figure.of(mark) if kind == "change" else None
    if "filler" in noun[0]:
        return Figure.of(mark, reach + noun.start(), end_of_times(text, mark))
    if kind == "total" and (any(mentioned) or NAMED.search(text, 0, mark.start())):
        return None  # "the number" may be that of a word
    if kind == "perhundred" and not _PER_100.search(text, 0, mark.start()):
        return None  # "the goal" may be one of a word
    return Figure.of(mark, reach + noun.start())
