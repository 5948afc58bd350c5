"""The cues of "like" as a verb, between parts of one phrase, and after forms of "be".

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either, filler, literal
from refiner.analyst.cues.like_grammar import (
    ALIKE,
    BEFORE_ACTION,
    DROP,
    QUOTE,
    VERB,
    VERBAL,
    auxiliary,
    do,
    finite_next,
    it_is,
    liker,
    noun_next,
    number_next,
    object_of_do,
    of_kind,
    person_is,
    rare_verb_next,
    softened_is,
    speech_next,
    verb_next,
)
from refiner.analyst.words import (
    ALIKE_VERBS,
    BE,
    BECOME,
    DETERMINERS,
    EDGE,
    INTENSIFIERS,
    NOUN_OPENERS,
    NUMBERS,
    POINTERS,
    PREPOSITIONS,
    SENSES,
    TAKES_AMOUNT,
    WOULD,
)

VERBS: Table = (
    literal(
        "would",
        "'would like': 'like' is the verb here",
        lambda p: (
            p.joined
            and p.l1 in WOULD
            and (p.r1 in ("to", "see") or noun_next(p) or not p.flows or p.rt1 == "VBG")
        ),
    ),
    filler(
        "would verb",
        BEFORE_ACTION,
        lambda p: (
            p.joined
            and p.l1 in WOULD
            and not noun_next(p)
            and p.flows
            and (verb_next(p) or p.rt1 in ("VBN", "RB", "VBD"))
        ),
    ),
    literal("do like", VERB, lambda p: do(p) and object_of_do(p)),
    filler(
        "aux verb",
        BEFORE_ACTION,
        lambda p: (
            auxiliary(p) and not (do(p) and object_of_do(p)) and (verb_next(p) or rare_verb_next(p))
        ),
    ),
    literal(
        "aux object",
        VERB,
        lambda p: (
            auxiliary(p)
            and not do(p)
            and not verb_next(p)
            and (p.r1 in DETERMINERS or p.r1 == "it" or (noun_next(p) and p.tags.knows(p.r1)))
        ),
    ),
    either("aux", auxiliary),
    filler(
        "subject verb",
        "stands between the subject and its verb, and can be dropped",
        lambda p: liker(p) and p.l1 not in ("that", "what") and finite_next(p),
    ),
    either("that verb", lambda p: liker(p) and p.l1 in ("that", "what") and finite_next(p)),
    literal(
        "verb",
        VERB,
        lambda p: (
            liker(p)
            and p.l1 not in ("that", "which")
            and not (p.l1 == "people" and p.rt1 == "NN")
            and not finite_next(p)
            and (
                p.r1 == "to"
                or noun_next(p)
                or not p.flows
                or p.rt1 in ("VBG", "JJ", "WP", "WRB", "WDT", EDGE)
            )
        ),
    ),
    literal(
        "verb object",
        VERB,
        lambda p: (
            liker(p)
            and p.l1 != "that"
            and p.r1
            in ("the", "a", "to", "it", "them", "this", "those", "these", "having", "using")
        ),
    ),
    either("group verb", lambda p: p.joined and p.lt1 == "NNS" and p.r1 in ("the", "to")),
)

AFTER_BE: Table = (
    literal("quote", QUOTE, lambda p: person_is(p) and (speech_next(p) or not p.flows)),
    filler(
        "person is",
        DROP,
        lambda p: (
            person_is(p) and not speech_next(p) and p.flows and p.rt1 in ("VBG", "VBN", "RB", "JJ")
        ),
    ),
    either("softened quote", lambda p: softened_is(p) and speech_next(p), QUOTE),
    literal("it is a", ALIKE, lambda p: it_is(p) and p.r1 in ("a", "an", "the")),
    either("it says", lambda p: it_is(p) and speech_next(p)),
    either(
        "is a",
        lambda p: p.joined and p.l1 in BECOME and not person_is(p) and p.r1 in ("a", "an", "the"),
        ALIKE,
    ),
    filler(
        "is adjective",
        "stands before a description and can be dropped",
        lambda p: (
            p.joined
            and p.l1 in BECOME
            and not (person_is(p) and speech_next(p))
            and (p.rt1 in ("RB", "JJ", "VBG", "VBN") or p.r1 in INTENSIFIERS)
            and p.r1 not in ("that", "this")
        ),
    ),
    filler(
        "is number",
        "stands before a number",
        lambda p: p.joined and p.l1 in BECOME and not it_is(p) and number_next(p),
    ),
    filler(
        "there is",
        "'there is' and then 'like': can be dropped",
        lambda p: (
            p.joined and (p.l1 in ("theres", "there") or (p.l1 in BECOME and p.l2 == "there"))
        ),
    ),
)

IN_PHRASE: Table = (
    filler(
        "article noun",
        "stands between an article and its noun",
        lambda p: (
            p.joined
            and p.l1 in NOUN_OPENERS
            and p.rt1 in ("JJ", "NN", "NNS", "RB", "VBG", "VBN", "JJR", "CD")
            and p.r1 not in ("button", "buttons")
        ),
    ),
    filler(
        "pointer noun left",
        "stands between 'this' or 'those' and the noun",
        lambda p: p.joined and p.l1 in POINTERS and p.rt1 in ("JJ", "NN", "NNS"),
    ),
    filler(
        "adjective noun",
        "stands between an adjective and its noun",
        lambda p: (
            p.joined
            and p.lt1 in ("JJ", "JJR")
            and (p.l2 in DETERMINERS or p.l2 in ("very", "really", "quite"))
            and p.rt1 in ("NN", "NNS", "JJ")
        ),
    ),
    either("adjective", lambda p: p.joined and p.lt1 == "JJ" and noun_next(p)),
    filler(
        "preposition",
        "stands between a preposition and its noun",
        lambda p: (
            p.joined
            and p.l1 in PREPOSITIONS
            and not of_kind(p)
            and (
                p.r1 in DETERMINERS
                or p.rt1 in ("NN", "NNS", "JJ", "CD", "RB", "VBG", "PRP$", "DT", "PRP")
                or p.r1 in NUMBERS
            )
        ),
    ),
    filler(
        "amount",
        "stands between a verb and its object",
        lambda p: (
            p.joined
            and p.l1 in TAKES_AMOUNT
            and (
                p.r1 in ("a", "an", "some", "the", "really", "one", "this", "your", "their", "more")
                or p.rt1 in ("JJ", "CD", "NNS", "RB", "NN")
            )
        ),
    ),
    filler(
        "verb object left",
        "stands between a verb and its object",
        lambda p: (
            p.joined
            and p.l1 not in TAKES_AMOUNT
            and p.lt1 in VERBAL
            and p.l1 not in SENSES | BE | ALIKE_VERBS
            and (p.r1 in ("a", "an", "some") or p.rt1 in ("JJ", "CD", "NNS", "RB"))
        ),
    ),
    filler(
        "number",
        "stands before a number",
        lambda p: p.flows and number_next(p) and p.r1 != "one" and p.l1 != "more",
    ),
    either("one", lambda p: p.flows and p.r1 == "one"),
    filler(
        "adverb",
        "stands before a word of degree and can be dropped",
        lambda p: p.flows and p.r1 in INTENSIFIERS and p.l1 != "not",
    ),
)
