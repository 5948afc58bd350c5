"""Rules for the words that no annotated speech marks: so, actually, just, hedges, phrases.

One rule: within a form the first line that fits decides, and how sure a line is, is stated
with it; nothing here was measured, so no line is surer than 0.95.
"""

# ruff: noqa: E501  (a table is read line by line)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from refiner.analyst.place import Place
from refiner.analyst.tokens import COMMA, STOP
from refiner.analyst.words import (
    ANSWERS,
    AUXILIARIES,
    BE,
    CLAUSE_OPENERS,
    CONJUNCTIONS,
    DETERMINERS,
    EDGE,
    MARKERS,
    NUMBERS,
    POINTERS,
    QUESTIONS,
    STRENGTHENERS,
    SUBJECTS,
)


@dataclass(frozen=True, slots=True)
class HandRule:
    """A filler (or not) with `confidence`, because of `why`, where `holds`."""

    filler: bool
    confidence: float
    why: str
    holds: Callable[[Place], bool]


def _filler(confidence: float, why: str, holds: Callable[[Place], bool]) -> HandRule:
    return HandRule(True, confidence, why, holds)


def _literal(confidence: float, why: str, holds: Callable[[Place], bool]) -> HandRule:
    return HandRule(False, confidence, why, holds)


_DROP = "can be dropped and the sentence says the same"
_KEEP = "carries meaning here"


def _any(_: Place) -> bool:
    return True


def _apart(p: Place) -> bool:
    """Marks on both sides, or the edge of the text on one of them."""
    return not p.joined and not p.flows


def _opens(p: Place) -> bool:
    return p.before >= STOP


def _closes(p: Place) -> bool:
    return p.after >= STOP


def _starts(p: Place) -> bool:
    """At the start of a clause, marked or not."""
    return (not p.joined or p.l1 in CONJUNCTIONS | ANSWERS | MARKERS) and (
        p.r1 in CLAUSE_OPENERS or p.r1 in ("the", "there", "theres", "thats", "this")
    )


def _hesitates(p: Place) -> bool:
    return p.pause_after or p.after == COMMA or p.r1 in MARKERS - CLAUSE_OPENERS


_APART = _filler(0.78, "set off by commas and can be dropped", _apart)
_OPENS = _filler(0.72, "opens the sentence and can be dropped", lambda p: _opens(p) and not p.flows)

_SO = (
    _literal(0.95, "belongs to the words around it: 'so that', 'so far', 'think so'", lambda p: p.joined and (p.r1 in ("that", "far", "long", "called") or p.l1 in ("think", "do", "did", "if", "or", "even", "ever", "hope", "say", "not", "is"))),
    _literal(0.95, "strengthens the word after it", lambda p: p.flows and p.l1 not in ANSWERS and (p.r1 in ("much", "many", "very", "well", "few", "often") or (p.rt1 in ("JJ", "RB") and p.r1 not in MARKERS | STRENGTHENERS | {"now", "then", "here"}))),
    _filler(0.75, "opens the sentence with a pause and can be dropped", lambda p: _opens(p) and _hesitates(p)),
    _filler(0.75, "trails off at the end", lambda p: not _opens(p) and _closes(p) and p.l1 not in BE),
    _filler(0.72, "stands between pauses and can be dropped", lambda p: p.pause_before and p.pause_after),
    _literal(0.65, "joins what follows to what was said", _any),
)  # fmt: skip

_ACTUALLY = (
    _literal(0.85, "corrects or contrasts: 'not actually', 'what actually'", lambda p: p.joined and p.l1 in QUESTIONS | {"not", "dont", "didnt", "doesnt", "cant", "never", "isnt", "wasnt", "to"}),
    _APART,
    _OPENS,
    _filler(0.7, "opens or closes the clause and can be dropped", lambda p: _starts(p) or (_closes(p) and p.before == COMMA)),
    _literal(0.65, "may correct or contrast", _any),
)  # fmt: skip

_BASICALLY = (
    _literal(0.75, "means 'at bottom': 'basically the same'", lambda p: p.r1 in ("same", "different") or (p.r1 == "the" and p.r2 == "same")),
    _filler(0.78, _DROP, _any),
)  # fmt: skip

_LITERALLY = (
    _literal(0.85, "means 'word for word'", lambda p: p.l1 in ("take", "taken", "took", "translate", "translated", "quite", "translates", "means", "meant")),
    _APART,
    _literal(0.65, "limits or stresses a number", lambda p: p.r1 in NUMBERS or p.rt1 == "CD" or p.r1 == "every"),
    _filler(0.72, "strengthens and can be dropped", _any),
)  # fmt: skip

_HONESTLY = (
    _literal(0.85, "says how something is done", lambda p: p.joined and p.lt1 in ("VB", "VBD", "VBG", "VBN", "VBZ") and _closes(p)),
    _literal(0.85, "says how something is done", lambda p: p.joined and p.l1 in ("more", "very", "as", "so", "and", "quite", "answer", "speak", "talk")),
    _APART,
    _filler(0.75, _DROP, lambda p: not p.joined or not p.flows or p.r1 in CLAUSE_OPENERS),
    _filler(0.7, _DROP, _any),
)  # fmt: skip

_OBVIOUSLY = (
    _literal(0.8, "says that something is plain to see", lambda p: p.joined and p.l1 in ("so", "very", "quite", "more", "most", "not")),
    _APART,
    _filler(0.72, _DROP, lambda p: not p.joined or not p.flows),
    _filler(0.7, _DROP, lambda p: _starts(p) or p.r1 in CLAUSE_OPENERS),
    _literal(0.6, "may say that something is plain to see", _any),
)  # fmt: skip

_JUST = (
    _filler(0.8, "said twice", lambda p: "just" in (p.l1, p.r1)),
    _filler(0.75, "hesitates before the next word", lambda p: p.pause_after or (p.after == COMMA and p.joined)),
    _filler(0.72, "softens together with the word after it", lambda p: p.r1 in ("kinda", "sorta", "basically", "literally") or (p.r1 in ("kind", "sort") and p.r2 == "of")),
    _literal(0.9, "means 'only', 'exactly' or 'a moment ago'", lambda p: p.r1 in NUMBERS | DETERMINERS | QUESTIONS or p.r1 in ("as", "in", "about", "because", "cause", "before", "after", "enough", "like", "for", "so", "now", "then", "got", "came", "over", "under") or p.l1 in ("only", "have", "has", "ive", "weve", "hes", "shes", "had", "not", "its")),
    _filler(0.65, "softens the statement and can be dropped", lambda p: p.l1 in ("i", "we") and p.r1 in ("think", "feel", "want", "wanted", "wanna", "thought", "felt", "mean", "guess", "dont", "know", "hope")),
    _literal(0.7, "means 'only', 'exactly' or 'a moment ago'", _any),
)  # fmt: skip

_ANYWAY = (
    _APART,
    _filler(0.75, "leads back to the subject and can be dropped", lambda p: not p.joined or p.l1 in CONJUNCTIONS | {"yeah", "well"}),
    _literal(0.75, "means 'in any case' or 'all the same'", _any),
)  # fmt: skip

_SEE = (
    _filler(0.75, "calls for attention and can be dropped", lambda p: not p.joined and p.after == COMMA),
    _filler(0.7, "calls for attention and can be dropped", lambda p: _opens(p) and p.r1 in ("i", "we", "thats", "heres", "you") and p.rt2 != "IN" and p.r1 != p.r2 and p.spelling == "see" and p.r2 not in ("in", "if", "later", "there", "next", "soon", "at", "on")),
    _literal(0.95, "is the verb here", _any),
)  # fmt: skip

_YOU_SEE = (
    _literal(0.95, "is the verb here", lambda p: p.l1 in AUXILIARIES | QUESTIONS | {"as", "if", "when", "that"}),
    _literal(0.9, "is the verb here", lambda p: p.flows and (p.r1 in DETERMINERS | QUESTIONS or p.rt1 in ("NN", "NNS", "PRP$"))),
    _APART,
    _filler(0.72, "calls for attention and can be dropped", lambda p: not p.joined or not p.flows),
    _literal(0.75, "is the verb here", _any),
)  # fmt: skip

_LOOK = (
    _filler(0.78, "calls for attention and can be dropped", lambda p: not p.joined and p.after == COMMA),
    _literal(0.95, "is the verb or the noun here", _any),
)  # fmt: skip

_I_GUESS = (
    _literal(0.8, "is the verb here: somebody guesses something", lambda p: p.joined and p.l1 in AUXILIARIES | QUESTIONS | {"when", "if", "that"}),
    _APART,
    _filler(0.75, "weakens the statement and can be dropped", lambda p: not p.joined or not p.flows or p.r1 in CLAUSE_OPENERS | POINTERS | {"the", "there", "my", "so"}),
    _filler(0.7, "weakens the statement and can be dropped", _any),
)  # fmt: skip

_I_WOULD_SAY = (
    _literal(0.85, "is the verb here: it says something", lambda p: p.l1 in QUESTIONS | {"if", "that"} or p.r1 in ("to", "no", "yes", "it", "so", "hello")),
    _filler(0.72, "weakens the statement and can be dropped", _any),
)  # fmt: skip

_OR_SOMETHING = (
    _filler(0.78, "leaves the list open and can be dropped", lambda p: p.r1 == "like" and p.r2 in POINTERS),
    _literal(0.9, "has more to say: 'or something else'", lambda p: p.flows and (p.r1 in ("else", "that", "which", "to", "for", "in", "about", "similar", "more", "less", "with", "like") or p.rt1 in ("JJ", "JJR"))),
    _filler(0.8, "leaves the list open and can be dropped", _any),
)  # fmt: skip

_OR_WHATEVER = (
    _literal(0.9, "has its own clause: 'or whatever you want'", lambda p: p.flows and (p.r1 in SUBJECTS | DETERMINERS or p.rt1 in ("NN", "NNS", "VBZ") or p.r1 in BE)),
    _filler(0.8, "leaves the list open and can be dropped", _any),
)  # fmt: skip

_KIND_OF_THING = (
    _literal(0.85, "names a kind of thing", lambda p: p.l1 in POINTERS | QUESTIONS | {"same", "the", "some", "any", "other", "every", "right", "only", "different"}),
    _filler(0.75, "blurs what was said and can be dropped", _any),
)  # fmt: skip

_MORE_OR_LESS = (
    _literal(0.75, "means 'about'", lambda p: p.r1 in NUMBERS or p.rt1 == "CD"),
    _filler(0.7, "weakens the statement and can be dropped", _any),
)  # fmt: skip

_IF_YOU_WILL = (
    _literal(0.85, "asks for consent", lambda p: p.flows and (p.tags.may_be_verb(p.r1) or p.r1 in ("not", "be"))),
    _filler(0.78, "excuses the word used and can be dropped", _any),
)  # fmt: skip

_WHAT_I_MEAN = (
    _literal(0.75, "asks or states what somebody knows", lambda p: p.l1 in ("do", "did", "if", "dont", "would", "that")),
    _filler(0.8, "asks for agreement and can be dropped", _any),
)  # fmt: skip

_AND_STUFF = (
    _literal(0.75, "has more to say: 'stuff that ...'", lambda p: p.flows and p.r1 in ("that", "which", "you", "we", "they", "i", "to", "from", "for", "the", "about")),
    _filler(0.78, "leaves the list open and can be dropped", _any),
)  # fmt: skip

_TO_BE_HONEST = (
    _literal(0.9, "is meant as said: somebody is honest", lambda p: p.joined and (p.l1 in ("want", "need", "try", "trying", "have", "has", "had", "important", "you", "me", "us", "him", "them", "going", "like", "best", "ought", "supposed") or p.r1 in ("about", "and"))),
    _filler(0.82, "announces candour and can be dropped", _any),
)  # fmt: skip

_END_OF_DAY = (
    _literal(0.75, "speaks of the evening", lambda p: p.joined and p.lt1 in ("VB", "VBD", "VBN", "VBG", "NN", "NNS") and _closes(p)),
    _filler(0.75, "a stock phrase that can be dropped", _any),
)  # fmt: skip

_THE_THING_IS = (
    _literal(0.85, "says something of a thing", lambda p: (p.joined and p.l1 != EDGE and p.l1 not in ANSWERS | MARKERS | {"but", "and", "so", "because", "cause"}) or (p.flows and p.rt1 in ("JJ", "VBG", "VBN", "IN"))),
    _filler(0.74, "announces what comes and can be dropped", _any),
)  # fmt: skip

_STOCK_PHRASE = (_filler(0.82, "a stock phrase that can be dropped", _any),)
_HEDGE = (_filler(0.72, "weakens the statement and can be dropped", _any),)
_UNLISTED = (
    _filler(0.72, "set off by commas and can be dropped", lambda p: p.before == COMMA and p.after == COMMA),
    _literal(0.6, _KEEP, _any),
)  # fmt: skip

HAND_RULES: dict[str, tuple[HandRule, ...]] = {
    "so": _SO,
    "actually": _ACTUALLY,
    "basically": _BASICALLY,
    "literally": _LITERALLY,
    "honestly": _HONESTLY,
    "obviously": _OBVIOUSLY,
    "just": _JUST,
    "anyway": _ANYWAY,
    "see": _SEE,
    "you see": _YOU_SEE,
    "look": _LOOK,
    "i guess": _I_GUESS,
    "i suppose": _I_GUESS,
    "i would say": _I_WOULD_SAY,
    "or something": _OR_SOMETHING,
    "or whatever": _OR_WHATEVER,
    "sort of thing": _KIND_OF_THING,
    "kind of thing": _KIND_OF_THING,
    "more or less": _MORE_OR_LESS,
    "if you will": _IF_YOU_WILL,
    "you know what i mean": _WHAT_I_MEAN,
    "and stuff": _AND_STUFF,
    "and things": _AND_STUFF,
    "to be honest": _TO_BE_HONEST,
    "at the end of the day": _END_OF_DAY,
    "the thing is": _THE_THING_IS,
}
HAND_RULES_BY_KIND: dict[str, tuple[HandRule, ...]] = {
    "hedge": _HEDGE,
    "crutch_phrase": _STOCK_PHRASE,
}


def find_hand_rule(place: Place, kind: str | None) -> HandRule:
    """The rule that decides at `place`; `kind` is None for a span that no lexicon lists."""
    rules = HAND_RULES.get(place.form) or HAND_RULES_BY_KIND.get(kind or "", _UNLISTED)
    return next(rule for rule in rules if rule.holds(place))
