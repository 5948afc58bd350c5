"""Sentences that say what may or should be, and so state nothing about the talk.

"Your story will be clearer", "room to do more": what is not yet cannot be a figure of this talk.
A wish is no wish if it presupposes something: "your clearer half will win", "will stay calmer".
"""

from __future__ import annotations

from functools import lru_cache

from refiner.advice.audit.clauses import split_clauses
from refiner.advice.audit.fillers import MENTION
from refiner.advice.audit.orders import is_directive
from refiner.patterns import compile_later
from refiner.spans import Span

_LIKELY = r"(?:will|would|shall|should|may|might|could|can|'ll)"
# A subject that is not of this talk: "clearer pauses will help".
_OPEN_SUBJECT = compile_later(
    r"^(?:and |but |so |or |also |that |then |while |because )*"
    rf"(?!(?:your?|the|this|that|these|those|its|it|they|he|she|there|each|every|both|all|most)\b)"
    rf"(?:\w+ ){{1,5}}(?:{_LIKELY}|needs?|deserves?) "
)
# "A short pause sounds calmer": what holds of any pause.
_ANY_PAUSE = compile_later(
    r"^(?:and |but |so |while |whereas |because )*(?:an? (?:\w+ )?(?:pause|silence|breath|beat|gap"
    r"|stop"
    r"|rest|nod|smile|look|gesture)|silence|pausing|breathing|stillness|slowing down) (?:\w+ly )?"
    r"(?:gives|sounds|makes|feels|looks|is|lets|shows|lends|helps|keeps|allows|invites|creates"
    r"|brings|leaves|adds|does|tells|signals) "
)
_GOES_ON = compile_later(r"^(?:gives|sounds|makes|feels|looks|lets|shows|lends|helps|allows) ")
_WISH = compile_later(
    rf"\b(?:in order to|\w+(?:'ll| {_LIKELY})"
    r"|deserves?|needs?|wants?|waiting for|ready (?:for|to)|worth|(?:room|time|space|chance"
    r"|opportunity|courage|permission|way|invitation|power|ability|freedom|reason|moment"
    r"|enough|free|able|easy|easier|happy|eager|willing|try|aim|learn|plan|choose|goal is"
    r"|next step is) (?:for (?:\w+ ){1,2})?to) "
)
_PRESUPPOSED = compile_later(
    r"\b(?:than|again|still|already|stays?|remains?|keeps?|continues?|even|last|before|earlier"
    r"|once more|after|since|following|used to|without|no longer|anymore|any more|now|today"
    r"|tonight|here)\b"
    r"|\b(?:your|the|this|that|these|those|its|their|as|so) (?:\w+ )?(?:\w+er|\w+est|less|more|most"
    r"|clean\w*|lesser|fewer)\b"
    r"|\b(?:you|we|i|they|listeners?|the audience|people|anyone|anybody)(?:'ll| \w+) (?:\w+ly )?"
    r"(?:see|hear|find|count|notice|tell|say|claim|call|argue|boast|read|measure|spot|be (?:proud"
    r"|glad|pleased|happy))\b"
)
_OF_BEFORE = compile_later(
    r"\b(?:than|again|still|stay|remain|keep|continue|as (?:you|it|they)|like|(?:the|your) \w+er"
    r"|it|they|them|ones?|none|those|these|did|was|were|had|now|here)\b"
)


@lru_cache(maxsize=8)  # asked for each word of a sentence
def wished_spans(text: str) -> tuple[Span, ...]:
    """The parts of the clauses that name no filler and say what may, should or will be."""
    found: list[Span] = []
    of_any_pause = False
    for start, clause in split_clauses(text):
        if MENTION.search(clause) or _PRESUPPOSED.search(clause):
            continue
        goes_on = of_any_pause and _GOES_ON.match(clause)  # "a pause helps, and sounds calmer"
        of_any_pause = bool(_ANY_PAUSE.match(clause))
        end = start + len(clause)
        if goes_on or of_any_pause or _OPEN_SUBJECT.match(clause):
            found.append((start, end))
        elif wish := _WISH.search(clause):
            found.append((start + wish.start(), end))
    return tuple(found)


@lru_cache(maxsize=8)
def ordered_spans(text: str) -> tuple[Span, ...]:
    """The clauses that draw an order from what was stated: ", so pause after each point"."""
    return tuple(
        (start, start + len(clause))
        for start, clause in split_clauses(text)
        if text[:start].endswith(", so ")
        and is_directive(clause)
        and not MENTION.search(clause)
        and not _OF_BEFORE.search(clause)
    )
