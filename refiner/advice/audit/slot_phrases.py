"""Is a figure in a slot true where it is used? What stands around it decides.

| around a figure                                    | it is true                               |
|----------------------------------------------------|------------------------------------------|
| "beside", "with", "compared with", "against", "at" | always                                   |
| "from", "below", "at most", "fewer than"           | of what is asked or is to come; in goals |
| "more than", "about", "half of", "a week", a place | never                                    |

A figure of this talk must not be said of another talk, a place or a person, one of earlier talks
not of this talk, and a goal must be said to be one.
"""

from __future__ import annotations

from collections.abc import Sequence

from refiner.advice.audit.slot_figures import find_figures
from refiner.advice.audit.slot_marks import NAMED
from refiner.advice.audit.slot_owners import is_of_another_talk, is_of_something_else
from refiner.advice.audit.slot_terms import COMPARED, EARLIER, LAST
from refiner.advice.audit.slot_uses import BEHIND_CHANGE, ROUGHLY, Use
from refiner.patterns import compile_later

_UNNAMED = "a slot that does not say what it counts"
_CHANGED = "a slot whose number is changed by the words around it"
_OF_ANOTHER = "a slot whose number is said of something else"
_NO_GOAL = "a goal that is not said to be one"
_REACHED = "a goal that is said to be reached"

_FROM = compile_later(r"\bfrom (?:the |your |today's )?$")
_TO = compile_later(r"(?<!next )(?<!comes )(?<!came )(?<!amounts )\bto (?:the |your |today's )?$")
_COMPARES = compile_later(r"\bcompar(?:e|ed|ing)\b")
_OVER = compile_later(r" ?\bover (?:your |the )?$")
_SPANS = ("words", "minutes")
_CHANGING = compile_later(
    r"(?:\b(?:just|only|merely|mere|some|as many as|as few as|over|under|above|below|beyond|nearly"
    r"|almost|about|around|roughly|approximately|than|up to|least|most|minus|plus|times|every|each"
    r"|another|extra|further|not|without|half|double|twice|by)(?: (?:the|your|these|those))?"
    r"|[-/\d.]) ?$"
)
_CHANGING_BEHIND = compile_later(
    r" ?(?:[-/\d%]|plus\b|or (?:so|more|fewer|less)\b|and (?:counting|more)\b|more\b|less\b|fewer\b"
    r"|times\b|percent\b|per\b|hundred\b|dozen\b|fillers?\b|FILLER<|again\b|alone\b|out of\b"
    r"|and a half\b|in a row\b"
    r"|(?:an?|each|every) (?:second|minute|hour|sentence|word|week|day|talk|point|line|scene)\b"
    r"|(?:for|in) (?:each|every)\b|for the \w+ time\b|(?:is|are) what (?!you\b)"
    r"|(?:were|are|was|is) (?:\w+ )?(?:fillers?|FILLER)"
    r"|of (?:them|these|those) (?:fell|came|landed|sat|stood|were|are|sit|fall|come)\b"
    r"|of\b(?! (?:them|these|those|which|this talk|(?:the|your|this) (?:talk|recording|transcript"
    r"|take)|today|your (?:goal|target|earlier|previous|past)"
    r"|(?:\w+ )?(?:material|talk|talking|speech|speaking|story))\b)"
    r"|,? as (?:\w+ ){1,2}(?:do|did|does|have|had)\b"
    r"|(?:that|which) (?:your|the|an?|my|other|most)\b"
    r")"
)
# A place in the talk: the figure is that of the whole. A goal may be one of a place.
_PLACE_BEHIND = compile_later(
    r" ?(?:(?:all )?(?:come|came|fall|fell|sit|sat|land|landed|cluster|clustered|are|were) (?:in|at"
    r"|during|near|before|after) (?:the|your|its)\b"
    r"|(?:before|after|when|while|during|near|between"
    r"|at the(?! (?:top|bottom|head) of (?:a|the|your) (?:page|sheet|card))"
    r"|on the(?! (?:way|scoreboard|tape|page|transcript|recording|record|chart|sheet|list)\b))\b"
    r"|in (?:the|your|its|that) (?!(?:next|coming|earlier|previous|past)\b"
    r"|(?:whole |entire )?(?:talk|speech|transcript|recording)\b))"
)
_WHEN_NEXT = compile_later(r" ?(?:after (?:the|your) (?:next|new)|when (?:you|the|your))\b")
_AS_YOU_GO = compile_later(r" ?(?:while|when) (?:you )?(?:\w+ing|keep|hold|stay)\b")

_TARGET = compile_later(
    r"\b(?:next|at most|no more than|or fewer|below|under|cut|reduce|lower|limit|aim"
    r"|bring|compare|if|when|get|go|move|take|reach|towards?|heading|down to|keep|stay|success"
    r"|slow)\b"
)
_NOUN = compile_later(r"(?<!@)\b(?:goal|target)\b")
_DONE = compile_later(
    r"\b(?:reached|met|beat|hit|missed|achieved|done|did|made|already|behind you)\b"
)
_STATED = compile_later(
    r"\b(?:was|were|(?:came|appeared|showed|turned)(?: up)?"
    r"|(?:which|that|this (?:talk|one)) (?:has|had)"
    r"|you (?:now )?(?:are(?! (?:working|aiming|going|heading|on)\b)"
    r"|(?:will|would) (?:have|say|use)|kept|keep|speak|leave|had|have|said|say|use|used|\w+ed"
    r"|went|came|cut|brought))\b"
)
_IF = compile_later(r"\b(?:if|when|once|until)\b")
_PRESUMED = compile_later(  # as if the talk had it
    r"\b(?:(?:best|record|last|previous|usual|old|current|present)(?: \w+)? (?:of|is|was)|from"
    r"|(?:keep|maintain|hold|repeat|continue)(?: with)?|(?:cut|remove|lose|drop|avoid)(?: out)?"
    r"|back to|again (?:have|say|use)"
    r"|(?:the|your|these|those|today's)(?: current)?(?: (?:filler )?(?:rate|count|number) of)?) $"
)
_OF_GOAL = compile_later(r" (?:of|in|as) (?:your|the) (?:goal|target)\b")
_AS_NOW = compile_later(
    r" ?(?:(?:in|of|from) this (?:talk|recording|take)|as your (?:baseline|start\w*)|here|today"
    r"|now|already|so far"
    r"|,? ?(?:that|which|as|(?:is|are) what) you (?:have|had|did|do|said|say|used|already))\b"
)
_RATE = r"(?:(?:your|the) )?(?:(?:filler )?rate|fillers(?: per 100 words)?)"
_IN_RATE = rf" in {_RATE}"
_OF_EARLIER = compile_later(
    rf"\b(?:(?:{COMPARED}|over|across) (?:your |the )?(?:@talks@ )?{EARLIER}(?:(?: ?,)?"
    rf" (?:the|your) (?:change|figure)(?:{_IN_RATE})?)?|change(?: so far|{_IN_RATE})?(?:"
    rf" (?:since|from|against|across|over) (?:your |the )?(?:last |past )?(?:@talks@ )?(?:{EARLIER}"
    r"|talks))?)(?: ?[:,-]| is| was| reads| shows| stands at| shown as)* $"
    r"|\b(?:look at|note|see|read|check|mark|watch) $"
)
_NOT_OF_RATE = compile_later(rf"\b(?:{LAST}|change (?:in|of) (?!{_RATE}))")
_HISTORY = compile_later(rf"@earlier@|@change@|{EARLIER}")

_FROM_TO = compile_later(r"\b(?:down )?from SLOT (?:now )?(?:down )?(?:to|towards?) SLOT\b")


def read(text: str, field: str, mentioned: Sequence[str]) -> tuple[str, str | None]:
    """The sentence with its figures as SLOT, and what is wrong with one, if anything."""
    if "@" not in text:
        return NAMED.sub("FILLER", text), None
    figures = find_figures(text, mentioned)
    if figures is None:
        return text, _UNNAMED
    pieces, at, scope = "", 0, 0
    for figure in figures:
        use = Use(text, at, scope, figure, field)
        if fault := _find_fault(use):
            return text, fault
        pieces += f"{text[at : use.start]} SLOT "
        at = use.end
        scope = scope if figure.kind == "talks" else at
    return _FROM_TO.sub("SLOT", " ".join(NAMED.sub("FILLER", pieces + text[at:]).split())), None


def _find_fault(use: Use) -> str | None:
    if use.begin and not use.text[use.begin : use.figure.at].strip():
        return _CHANGED  # two figures side by side read as one
    if _is_changed(use):
        return _CHANGED
    if use.is_goal:
        return _fault_of_goal(use)
    if use.figure.kind == "talks":
        return None if _HISTORY.search(use.text) else _UNNAMED
    if use.figure.kind == "change":
        return None if _is_change_of_rate(use) else _UNNAMED
    return _OF_ANOTHER if is_of_another_talk(use) or is_of_something_else(use) else None


def _is_changed(use: Use) -> bool:
    """Do the words around it make another number of it?"""
    lead, before, kind = use.lead, use.before, use.figure.kind
    if use.is_goal:
        lead, before = ROUGHLY.sub("", lead), ROUGHLY.sub("", before)
    else:
        leaves = _FROM.search(lead) and not use.figure.paired
        is_aim = use.asks and not use.is_here
        if not is_aim and (use.bounded or leaves):
            return True
        if _TO.search(lead) and not _COMPARES.search(use.clause):
            return True
    over = _OVER.search(lead)  # "over @minutes@ minutes" after a figure: in the course of them
    lasts = over and (kind == "talks" or (kind in _SPANS and use.begin and not over.start()))
    if not lasts and (_CHANGING.search(lead) or _CHANGING.search(before)):
        return True
    if _AS_YOU_GO.match(use.text, use.end) or (use.asks and _WHEN_NEXT.match(use.text, use.end)):
        return False
    is_aim = use.is_goal or (use.asks and use.bounded)
    if not is_aim and _PLACE_BEHIND.match(use.text, use.end):
        return True
    return bool(_CHANGING_BEHIND.match(use.text, use.end))


def _fault_of_goal(use: Use) -> str | None:
    if not (use.asks or _TARGET.search(use.clause) or _NOUN.search(use.part)):
        return _NO_GOAL
    presumed = _PRESUMED.search(use.lead) and not _OF_GOAL.match(use.text, use.figure.end)
    if presumed or _AS_NOW.match(use.text, use.end):
        return _REACHED
    done = _DONE.search(use.part) or _STATED.search(use.clause)
    return _REACHED if done and not _IF.search(use.part) else None


def _is_change_of_rate(use: Use) -> bool:
    """Is it said to be the change since the earlier talks, or looked at as what it is?"""
    since = _OF_EARLIER.search(use.text, 0, use.figure.at)
    behind = BEHIND_CHANGE.match(use.text, use.figure.end)
    return bool(since or behind) and not _NOT_OF_RATE.search(use.text)
