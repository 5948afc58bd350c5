"""Whose is a figure in a slot said to be: this talk's, that of earlier talks, or another's?"""

from __future__ import annotations

from refiner.advice.audit.slot_terms import EARLIER, LAST
from refiner.advice.audit.slot_uses import BEHIND_EARLIER, Use
from refiner.patterns import compile_later

_OWNER = compile_later(
    rf"\b(?:(?P<past>{EARLIER})|(?P<last>{LAST})"
    r"|(?:this (?:talk|one|recording|take)|today(?:'s)?|here|now)\b)"
)
_OF_OTHER = compile_later(
    r"(?:\bchange|FILLER<[^<>]*>(?: ?s)?(?: ?, ?(?:all|the|these))?)"
    r"(?: (?:is|of|reads|stands at|was)| ?:)* ?$"
)
_PLACE = compile_later(
    r"(?:^|\W)(?:in|during|at|throughout|for) (?:the|your|its|each|every|that) (?:\w+ )?(?:opening"
    r"|ending|introduction|middle|first|last|second|final|start|end|close|conclusion|part|half"
    r"|section|paragraph|sentence|minute|line|answer|question)s?\b|, (?:where|in which) "
    r"|\b(?:part|passage|sentence|paragraph|section|scene|opening|ending)"
    r" (?:with|of|where|in which)\b"
)
_OF_OTHERS = compile_later(
    r"\b(?:(?:like|unlike) you|paus\w+ for|(?:typical|average|usual|normal|ideal|other|another"
    r"|better) (?:talk|speaker|rate|number|count)s?|good (?:rate|number|count) is|goal|target"
    r"|limit|norm|average|ideal|standard)\b"
)
_OF_NEXT = compile_later(
    r"\b(?:next|new|coming) \w+ (?:will (?:be|have|show)|has|have|is|was|shows)"
    r"(?: at| a rate of)? $"
)
_HOLDING = r"(?:has|have|had|contain|contains|contained|holds?|held|lists?)"
_HELD = compile_later(rf"(?:([\w']+) )?{_HOLDING}(?: a rate of)? $")
_HOLDERS = compile_later(
    r"you|i|we|it|that|which|talks?|speech|recordings?|transcript|take|ones?|there|this|workbench"
)
# What may stand before a figure of fillers where nothing is asked: "your", "you said".
_MAY_PRECEDE = compile_later(
    r"\b(?:the|your|these|those|all|an?|of|with|at|in|on|from|to|and|or|for|as|is|was|are|were|reads?"
    r"|shows?|says?|said|used?|makes?|made|that's|counted|found|heard|see|find|hear|spoke|gives|gave"
    rf"|leaves?|means|still|here|there|than|against|beside|today's|within|over|across|\w+ing"
    rf"|{_HOLDING}) $|[^a-z' ] ?$|^ ?$"
)
_SPOKEN = ("words", "minutes", "pace", "habit")


def is_of_another_talk(use: Use) -> bool:
    """Is it of this talk and said of another, or of the earlier talks and said of this one?"""
    behind = BEHIND_EARLIER.match(use.text, use.figure.end)
    owners = list(_OWNER.finditer(use.text[use.scope : use.figure.at]))
    last = behind or (owners[-1] if owners else None)
    if last is not None and last["last"]:
        return True
    past = behind is not None or (last is not None and last["past"] is not None)
    of_some = past and use.text[use.scope : use.start].endswith(" of ")  # "each of", "the best of"
    return of_some or past != (use.figure.kind == "earlier")


def is_of_something_else(use: Use) -> bool:
    """Is it said of a word, a place in the talk, or of who is not the speaker?"""
    kind = use.figure.kind
    if kind == "habit":
        return False
    if (kind != "word" and _OF_OTHER.search(use.lead)) or _PLACE.search(use.lead):
        return True
    if _OF_OTHERS.search(use.lead) or (not use.bounded and _OF_NEXT.search(use.lead)):
        return True
    if held := _HELD.search(use.before):
        return not _HOLDERS.fullmatch(held[1] or "")
    bare = use.figure.start == use.figure.at and not use.asks and kind not in _SPOKEN
    return bare and not _MAY_PRECEDE.search(use.lead)
