"""The cues of "like" as a verb, between parts of one phrase, and after forms of "be".

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either_cue, filler_cue, literal_cue
from refiner.analyst.cues.like_grammar import (
    BEFORE_ACTION,
    COMPARISON,
    DROPPABLE,
    QUOTATION,
    VERB_MEANT,
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
    NOUN_OPENERS,
    NUMBERS,
    POINTERS,
    PREPOSITIONS,
    SENSES,
    STRENGTHENERS,
    TAKES_AMOUNT,
    WOULD,
)

VERBS: Table = (
    literal_cue(
        "would",
        "'would like': 'like' is the verb here",
        lambda p: (
            p.joined
            and p.l1 in WOULD
            and (p.r1 in ("to", "see") or noun_next(p) or not p.flows or p.rt1 == "VBG")
        ),
    ),
    filler_cue(
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
    literal_cue("do like", VERB_MEANT, lambda p: do(p) and object_of_do(p)),
    filler_cue(
        "aux verb",
        BEFORE_ACTION,
        lambda p: (
            auxiliary(p) and not (do(p) and object_of_do(p)) and (verb_next(p) or rare_verb_next(p))
        ),
    ),
    literal_cue(
        "aux object",
        VERB_MEANT,
        lambda p: (
            auxiliary(p)
            and not do(p)
            and not verb_next(p)
            and (p.r1 in DETERMINERS or p.r1 == "it" or (noun_next(p) and p.tags.knows(p.r1)))
        ),
    ),
    either_cue("aux", auxiliary),
    filler_cue(
        "subject verb",
        "stands between the subject and its verb, and can be dropped",
        lambda p: liker(p) and p.l1 not in ("that", "what") and finite_next(p),
    ),
    either_cue("that verb", lambda p: liker(p) and p.l1 in ("that", "what") and finite_next(p)),
    literal_cue(
        "verb",
        VERB_MEANT,
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
    literal_cue(
        "verb object",
        VERB_MEANT,
        lambda p: (
            liker(p)
            and p.l1 != "that"
            and p.r1
            in ("the", "a", "to", "it", "them", "this", "those", "these", "having", "using")
        ),
    ),
    either_cue("group verb", lambda p: p.joined and p.lt1 == "NNS" and p.r1 in ("the", "to")),
)

AFTER_BE: Table = (
    literal_cue("quote", QUOTATION, lambda p: person_is(p) and (speech_next(p) or not p.flows)),
    filler_cue(
        "person is",
        DROPPABLE,
        lambda p: (
            person_is(p) and not speech_next(p) and p.flows and p.rt1 in ("VBG", "VBN", "RB", "JJ")
        ),
    ),
    either_cue("softened quote", lambda p: softened_is(p) and speech_next(p), QUOTATION),
    literal_cue("it is a", COMPARISON, lambda p: it_is(p) and p.r1 in ("a", "an", "the")),
    either_cue("it says", lambda p: it_is(p) and speech_next(p)),
    either_cue(
        "is a",
        lambda p: p.joined and p.l1 in BECOME and not person_is(p) and p.r1 in ("a", "an", "the"),
        COMPARISON,
    ),
    filler_cue(
        "is adjective",
        "stands before a description and can be dropped",
        lambda p: (
            p.joined
            and p.l1 in BECOME
            and not (person_is(p) and speech_next(p))
            and (p.rt1 in ("RB", "JJ", "VBG", "VBN") or p.r1 in STRENGTHENERS)
            and p.r1 not in ("that", "this")
        ),
    ),
    filler_cue(
        "is number",
        "stands before a number",
        lambda p: p.joined and p.l1 in BECOME and not it_is(p) and number_next(p),
    ),
    filler_cue(
        "there is",
        "'there is' and then 'like': can be dropped",
        lambda p: (
            p.joined and (p.l1 in ("theres", "there") or (p.l1 in BECOME and p.l2 == "there"))
        ),
    ),
)

IN_PHRASE: Table = (
    filler_cue(
        "article noun",
        "stands between an article and its noun",
        lambda p: (
            p.joined
            and p.l1 in NOUN_OPENERS
            and p.rt1 in ("JJ", "NN", "NNS", "RB", "VBG", "VBN", "JJR", "CD")
            and p.r1 not in ("button", "buttons")
        ),
    ),
    filler_cue(
        "pointer noun left",
        "stands between 'this' or 'those' and the noun",
        lambda p: p.joined and p.l1 in POINTERS and p.rt1 in ("JJ", "NN", "NNS"),
    ),
    filler_cue(
        "adjective noun",
        "stands between an adjective and its noun",
        lambda p: (
            p.joined
            and p.lt1 in ("JJ", "JJR")
            and (p.l2 in DETERMINERS or p.l2 in ("very", "really", "quite"))
            and p.rt1 in ("NN", "NNS", "JJ")
        ),
    ),
    either_cue("adjective", lambda p: p.joined and p.lt1 == "JJ" and noun_next(p)),
    filler_cue(
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
    filler_cue(
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
    filler_cue(
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
    filler_cue(
        "number",
        "stands before a number",
        lambda p: p.flows and number_next(p) and p.r1 != "one" and p.l1 != "more",
    ),
    either_cue("one", lambda p: p.flows and p.r1 == "one"),
    filler_cue(
        "adverb",
        "stands before a word of degree and can be dropped",
        lambda p: p.flows and p.r1 in STRENGTHENERS and p.l1 != "not",
    ),
)
