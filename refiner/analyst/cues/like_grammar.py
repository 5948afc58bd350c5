"""What may stand around "like": the questions that its cues ask again and again.

One rule: each function answers one question of grammar about one place.
"""

from __future__ import annotations

from refiner.analyst.place import Place
from refiner.analyst.words import (
    ADVERBS,
    ANSWERS,
    AUXILIARIES,
    BECOME,
    BEFORE_VERB,
    BEING,
    CLAUSE_OPENERS,
    DETERMINERS,
    DO,
    LIKERS,
    NUMBERS,
    PERSONS,
    SAID,
    SUBJECT_BE,
    SUBJECTS,
    WOULD,
)

VERB_MEANT = "'like' is the verb here: someone likes something"
COMPARISON = "compares: 'like' before what it resembles"
SUCH_AS = "gives an example: 'like' means 'such as'"
QUOTATION = "'like' brings in what was said or thought"
BEFORE_ACTION = "stands between a helping verb and its verb, and can be dropped"
DROPPABLE = "can be dropped and the sentence says the same"

VERBAL = frozenset({"VB", "VBP", "VBD", "VBZ", "VBG", "VBN"})
NOUNS = frozenset({"NN", "NNS"})
NOMINAL = frozenset({"NN", "NNS", "PRP$", "PRP", "DT"})


def noun_next(p: Place) -> bool:
    return p.r1 in DETERMINERS or p.rt1 in NOMINAL


def verb_next(p: Place) -> bool:
    return p.r1 != "like" and p.tags.may_be_verb(p.r1)


def rare_verb_next(p: Place) -> bool:
    """A word that the table does not know: after an auxiliary most likely a verb."""
    return p.flows and p.r1 not in DETERMINERS and not p.tags.knows(p.r1)


def auxiliary(p: Place) -> bool:
    return p.joined and (
        p.l1 in AUXILIARIES
        or (p.l1 in BEFORE_VERB and (p.l2 in AUXILIARIES or p.l2 in ("would", "id", "youd")))
    )


def do(p: Place) -> bool:
    return auxiliary(p) and (p.l1 in DO or p.l2 in DO)


def liker(p: Place) -> bool:
    return (
        p.joined
        and p.l1 not in WOULD
        and not auxiliary(p)
        and (p.l1 in LIKERS or (p.l1 in ADVERBS and (p.l2 in LIKERS or p.l2 in ADVERBS)))
    )


def finite_next(p: Place) -> bool:
    return p.rt1 in ("VBD", "MD", "VBZ", "MD+RB", "BE", "PRP+V") or (
        verb_next(p) and p.r1 != "to" and not p.tags.may_be_noun(p.r1)
    )


def object_of_do(p: Place) -> bool:
    return (
        noun_next(p)
        or p.r1 in ("to", "it")
        or not p.flows
        or (p.rt1 in ("VBG", "NN", "NNS", "JJ") and not verb_next(p))
    )


def of_kind(p: Place) -> bool:
    return p.l1 == "of" and p.l2 in ("kind", "sort", "more", "kinds")


def person_is(p: Place) -> bool:
    return p.joined and (p.l1 in SUBJECT_BE or (p.l1 in BEING and p.l2 in PERSONS))


def softened_is(p: Place) -> bool:
    return (
        p.joined
        and p.l1 in ("just", "all", "kinda", "of", "both")
        and (p.l2 in BECOME or p.l3 in BECOME)
    )


def it_is(p: Place) -> bool:
    return p.joined and (
        p.l1 in ("its", "thats", "theres") or (p.l1 in BECOME and p.l2 in ("it", "that", "this"))
    )


def speech_next(p: Place) -> bool:
    return (
        p.r1 in CLAUSE_OPENERS
        or p.r1 in ANSWERS
        or p.rt1 in ("UH", "PRP+V")
        or p.quoted
        or p.r1 in ("what", "why", "how", "this", "lets", "thats", "there", "theres", "maybe")
    )


def number_next(p: Place) -> bool:
    return p.r1 in NUMBERS or p.rt1 == "CD"


def said(p: Place) -> bool:
    return (p.r1 in SUBJECTS or p.r1 in ("my", "the")) and (
        p.r2 in SAID or (p.r3 in SAID and p.rt2 in ("NN", "RB", "NNS", "UH"))
    )


def clause_next(p: Place) -> bool:
    return (
        p.r1 in CLAUSE_OPENERS
        or "+V" in p.rt1
        or p.r1 in ("theres", "there", "if", "when", "what", "thats", "its")
    )
