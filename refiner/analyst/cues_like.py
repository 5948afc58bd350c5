"""The cues of "like": verb, comparison, quotation, or nothing.

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

# ruff: noqa: E501  (a table is read line by line)

from __future__ import annotations

from refiner.analyst.cues import Table, either, filler, literal
from refiner.analyst.place import Place
from refiner.analyst.tokens import COMMA, CUT, HYPHEN, STOP
from refiner.analyst.words import (
    ADVERBS,
    ALIKE_VERBS,
    ANSWERS,
    AUXILIARIES,
    BE,
    BECOME,
    BEFORE_VERB,
    BEING,
    CLAUSE_OPENERS,
    CONJUNCTIONS,
    DEGREES,
    DETERMINERS,
    DO,
    EDGE,
    GROUPS,
    INTENSIFIERS,
    LIKENESS,
    LIKERS,
    NOUN_OPENERS,
    NUMBERS,
    OBJECTS,
    PERSONS,
    POINTERS,
    PREPOSITIONS,
    SAID,
    SENSES,
    SOMETHING,
    SUBJECT_BE,
    SUBJECTS,
    TAKES_AMOUNT,
    WOULD,
)

VERB = "'like' is the verb here: someone likes something"
ALIKE = "compares: 'like' before what it resembles"
EXAMPLE = "gives an example: 'like' means 'such as'"
QUOTE = "'like' brings in what was said or thought"
BEFORE_ACTION = "stands between a helping verb and its verb, and can be dropped"
DROP = "can be dropped and the sentence says the same"

PARTICIPLE = frozenset({"VBG", "VBN"})
VERBAL = frozenset({"VB", "VBP", "VBD", "VBZ", "VBG", "VBN"})
NOUNS = frozenset({"NN", "NNS"})
NOMINAL = frozenset({"NN", "NNS", "PRP$", "PRP", "DT"})


def _noun_next(p: Place) -> bool:
    return p.r1 in DETERMINERS or p.rt1 in NOMINAL


def _verb_next(p: Place) -> bool:
    return p.r1 != "like" and p.tags.may_be_verb(p.r1)


def _rare_verb_next(p: Place) -> bool:
    """A word that the table does not know: after an auxiliary most likely a verb."""
    return p.flows and p.r1 not in DETERMINERS and not p.tags.knows(p.r1)


def _auxiliary(p: Place) -> bool:
    return p.joined and (
        p.l1 in AUXILIARIES
        or (p.l1 in BEFORE_VERB and (p.l2 in AUXILIARIES or p.l2 in ("would", "id", "youd")))
    )


def _do(p: Place) -> bool:
    return _auxiliary(p) and (p.l1 in DO or p.l2 in DO)


def _liker(p: Place) -> bool:
    return (
        p.joined
        and p.l1 not in WOULD
        and not _auxiliary(p)
        and (p.l1 in LIKERS or (p.l1 in ADVERBS and (p.l2 in LIKERS or p.l2 in ADVERBS)))
    )


def _finite_next(p: Place) -> bool:
    return p.rt1 in ("VBD", "MD", "VBZ", "MD+RB", "BE", "PRP+V") or (
        _verb_next(p) and p.r1 != "to" and not p.tags.may_be_noun(p.r1)
    )


def _object_of_do(p: Place) -> bool:
    return (
        _noun_next(p)
        or p.r1 in ("to", "it")
        or not p.flows
        or (p.rt1 in ("VBG", "NN", "NNS", "JJ") and not _verb_next(p))
    )


def _of_kind(p: Place) -> bool:
    return p.l1 == "of" and p.l2 in ("kind", "sort", "more", "kinds")


def _person_is(p: Place) -> bool:
    return p.joined and (p.l1 in SUBJECT_BE or (p.l1 in BEING and p.l2 in PERSONS))


def _softened_is(p: Place) -> bool:
    return (
        p.joined
        and p.l1 in ("just", "all", "kinda", "of", "both")
        and (p.l2 in BECOME or p.l3 in BECOME)
    )


def _it_is(p: Place) -> bool:
    return p.joined and (
        p.l1 in ("its", "thats", "theres") or (p.l1 in BECOME and p.l2 in ("it", "that", "this"))
    )


def _speech_next(p: Place) -> bool:
    return (
        p.r1 in CLAUSE_OPENERS
        or p.r1 in ANSWERS
        or p.rt1 in ("UH", "PRP+V")
        or p.quoted
        or p.r1 in ("what", "why", "how", "this", "lets", "thats", "there", "theres", "maybe")
    )


def _number_next(p: Place) -> bool:
    return p.r1 in NUMBERS or p.rt1 == "CD"


def _said(p: Place) -> bool:
    return (p.r1 in SUBJECTS or p.r1 in ("my", "the")) and (
        p.r2 in SAID or (p.r3 in SAID and p.rt2 in ("NN", "RB", "NNS", "UH"))
    )


def _clause_next(p: Place) -> bool:
    return (
        p.r1 in CLAUSE_OPENERS
        or "+V" in p.rt1
        or p.r1 in ("theres", "there", "if", "when", "what", "thats", "its")
    )


_VERBS: Table = (
    literal(
        "would",
        "'would like': 'like' is the verb here",
        lambda p: (
            p.joined
            and p.l1 in WOULD
            and (p.r1 in ("to", "see") or _noun_next(p) or not p.flows or p.rt1 == "VBG")
        ),
    ),
    filler(
        "would verb",
        BEFORE_ACTION,
        lambda p: (
            p.joined
            and p.l1 in WOULD
            and not _noun_next(p)
            and p.flows
            and (_verb_next(p) or p.rt1 in ("VBN", "RB", "VBD"))
        ),
    ),
    literal("do like", VERB, lambda p: _do(p) and _object_of_do(p)),
    filler(
        "aux verb",
        BEFORE_ACTION,
        lambda p: (
            _auxiliary(p)
            and not (_do(p) and _object_of_do(p))
            and (_verb_next(p) or _rare_verb_next(p))
        ),
    ),
    literal(
        "aux object",
        VERB,
        lambda p: (
            _auxiliary(p)
            and not _do(p)
            and not _verb_next(p)
            and (p.r1 in DETERMINERS or p.r1 == "it" or (_noun_next(p) and p.tags.knows(p.r1)))
        ),
    ),
    either("aux", _auxiliary),
    filler(
        "subject verb",
        "stands between the subject and its verb, and can be dropped",
        lambda p: _liker(p) and p.l1 not in ("that", "what") and _finite_next(p),
    ),
    either("that verb", lambda p: _liker(p) and p.l1 in ("that", "what") and _finite_next(p)),
    literal(
        "verb",
        VERB,
        lambda p: (
            _liker(p)
            and p.l1 not in ("that", "which")
            and not _finite_next(p)
            and (
                p.r1 == "to"
                or _noun_next(p)
                or not p.flows
                or p.rt1 in ("VBG", "JJ", "WP", "WRB", "WDT", EDGE)
            )
        ),
    ),
    literal(
        "verb object",
        VERB,
        lambda p: (
            _liker(p)
            and p.l1 != "that"
            and p.r1
            in ("the", "a", "to", "it", "them", "this", "those", "these", "having", "using")
        ),
    ),
    either("group verb", lambda p: p.joined and p.lt1 == "NNS" and p.r1 in ("the", "to")),
)

_ALIKE: Table = (
    literal(
        "sense", "compares: 'looks like', 'sounds like'", lambda p: p.joined and p.l1 in SENSES
    ),
    literal(
        "sense far",
        "compares: 'looks a bit like', 'sounds more like'",
        lambda p: (
            p.joined
            and (p.l1 in DEGREES or p.l1 in ("it", "pretty", "all", "about"))
            and (p.l2 in SENSES or p.l3 in SENSES)
        ),
    ),
    literal(
        "feel",
        "'feel like' belongs together",
        lambda p: p.joined and p.l1 in ("feel", "feels", "felt"),
    ),
    literal(
        "alike verb",
        ALIKE,
        lambda p: (
            p.joined and p.l1 in ALIKE_VERBS and p.r1 in ("a", "an", "the", "this", "that", "it")
        ),
    ),
    literal("shaped", ALIKE, lambda p: p.joined and p.l1 in ("shaped", "shape")),
    literal(
        "something",
        "'something like', 'things like': 'like' means 'such as'",
        lambda p: p.joined and p.l1 in SOMETHING,
    ),
    either("group", lambda p: p.joined and p.l1 in GROUPS),
    literal(
        "people like",
        ALIKE,
        lambda p: p.joined and p.l1 == "people" and (p.r1 in OBJECTS or p.rt1 == "NN"),
    ),
    literal(
        "likeness",
        "compares: 'more like', 'exactly like'",
        lambda p: (
            p.joined
            and p.l1 in LIKENESS
            and not (
                p.l1 in ("much", "somewhat", "more", "lot", "almost") and p.rt1 in ("JJR", "RB")
            )
        ),
    ),
    either("likeness adverb", lambda p: p.joined and p.l1 in LIKENESS and p.rt1 in ("JJR", "RB")),
    literal(
        "more number",
        "'more like' corrects a number",
        lambda p: p.joined and p.l1 == "more" and _number_next(p),
    ),
    literal(
        "just like",
        "compares: 'just like', 'not like'",
        lambda p: (
            p.joined
            and p.l1 in ("just", "not")
            and _noun_next(p)
            and p.l2 not in ("theres", "have", "need", "got", "had", "get", "want")
        ),
    ),
    either("be just", lambda p: p.joined and p.l1 in ("just", "not") and p.l2 in BECOME),
    filler(
        "kind of verb",
        DROP,
        lambda p: (
            p.joined
            and (_of_kind(p) or p.l1 in ("kinda", "sorta"))
            and (p.rt1 in ("VBG", "VBN", "VB") or p.pause_after)
        ),
    ),
    literal(
        "kind of like",
        ALIKE,
        lambda p: (
            p.joined
            and (_of_kind(p) or p.l1 in ("kinda", "sorta"))
            and not p.pause_after
            and (p.r1 in ("a", "an", "the", "that", "this") or p.rt1 == "NN")
        ),
    ),
    either("kind of", lambda p: p.joined and (_of_kind(p) or p.l1 in ("kinda", "sorta"))),
    literal(
        "plural",
        EXAMPLE,
        lambda p: (
            p.joined
            and p.lt1 == "NNS"
            and (p.rt1 in ("NN", "NNS", "PRP$", "JJ") or p.r1 in ("the", "a"))
        ),
    ),
    literal(
        "noun like",
        ALIKE,
        lambda p: p.joined and p.lt1 == "NN" and p.r1 in DETERMINERS and p.r1 != "that",
    ),
    either("noun noun", lambda p: p.joined and p.lt1 == "NN" and p.rt1 in NOUNS),
    literal(
        "button",
        "'like' names a thing here, as in 'the like button'",
        lambda p: (
            p.joined and p.l1 in ("the", "a", "your") and p.r1 in ("button", "buttons", "count")
        ),
    ),
    literal(
        "what like",
        "asks what something is like",
        lambda p: p.joined and not p.flows and "what" in (p.l2, p.l3),
    ),
    literal(
        "pointer",
        "'like this', 'like that' points at something",
        lambda p: (
            p.r1 in POINTERS
            and (not p.flows or p.beyond >= COMMA or p.rt2 not in ("NN", "NNS", "JJ"))
            and p.r2 not in ("is", "was", "would", "are")
        ),
    ),
    either(
        "pointer noun",
        lambda p: p.joined and p.r1 in POINTERS and p.rt2 in ("NN", "NNS", "JJ"),
        ALIKE,
    ),
    literal("said", "'like I said' refers back", _said),
    literal("object", ALIKE, lambda p: p.joined and p.r1 in ("me", "him", "them", "us", "her")),
    literal(
        "object it",
        ALIKE,
        lambda p: (
            p.joined and p.r1 == "it" and (p.beyond >= COMMA or p.rt2 in ("CC", "IN", "UH", EDGE))
        ),
    ),
    literal("hyphen", "is part of another word", lambda p: p.touching == HYPHEN),
    literal("same as", ALIKE, lambda p: p.l1 == "as" and p.l2 in ("same", "just")),
    literal(
        "it like this",
        "'like this', 'like that' points at something",
        lambda p: (
            p.joined
            and p.l1 in ("me", "him", "them", "us", "it")
            and p.l2 not in BECOME
            and p.r1 in ("this", "that")
        ),
    ),
)

_BE: Table = (
    literal("quote", QUOTE, lambda p: _person_is(p) and (_speech_next(p) or not p.flows)),
    filler(
        "person is",
        DROP,
        lambda p: (
            _person_is(p)
            and not _speech_next(p)
            and p.flows
            and p.rt1 in ("VBG", "VBN", "RB", "JJ")
        ),
    ),
    either("softened quote", lambda p: _softened_is(p) and _speech_next(p), QUOTE),
    literal("it is a", ALIKE, lambda p: _it_is(p) and p.r1 in ("a", "an", "the")),
    either("it says", lambda p: _it_is(p) and _speech_next(p)),
    either(
        "is a",
        lambda p: p.joined and p.l1 in BECOME and not _person_is(p) and p.r1 in ("a", "an", "the"),
        ALIKE,
    ),
    filler(
        "is adjective",
        "stands before a description and can be dropped",
        lambda p: (
            p.joined
            and p.l1 in BECOME
            and not (_person_is(p) and _speech_next(p))
            and (p.rt1 in ("RB", "JJ", "VBG", "VBN") or p.r1 in INTENSIFIERS)
            and p.r1 not in ("that", "this")
        ),
    ),
    filler(
        "is number",
        "stands before a number",
        lambda p: p.joined and p.l1 in BECOME and not _it_is(p) and _number_next(p),
    ),
    filler(
        "there is",
        "'there is' and then 'like': can be dropped",
        lambda p: (
            p.joined and (p.l1 in ("theres", "there") or (p.l1 in BECOME and p.l2 == "there"))
        ),
    ),
)

_PHRASE: Table = (
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
    either("adjective", lambda p: p.joined and p.lt1 == "JJ" and _noun_next(p)),
    filler(
        "preposition",
        "stands between a preposition and its noun",
        lambda p: (
            p.joined
            and p.l1 in PREPOSITIONS
            and not _of_kind(p)
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
        lambda p: p.flows and _number_next(p) and p.r1 != "one" and p.l1 != "more",
    ),
    either("one", lambda p: p.flows and p.r1 == "one"),
    filler(
        "adverb",
        "stands before a word of degree and can be dropped",
        lambda p: p.flows and p.r1 in INTENSIFIERS and p.l1 != "not",
    ),
)

_FLOW: Table = (
    filler("conjunction", "follows 'and', 'but' or 'so' and can be dropped", lambda p: p.joined and p.l1 in CONJUNCTIONS),
    either("after when", lambda p: p.joined and p.l1 in ("maybe", "where", "when", "if", "though")),
    either("after know", lambda p: p.joined and p.l1 == "know", "follows 'you know'"),
    either("after mean", lambda p: p.joined and p.l1 == "mean"),
    either("after dunno", lambda p: p.joined and p.l1 == "dunno"),
    either("after think", lambda p: p.joined and p.l1 in ("think", "guess")),
    either("after yeah", lambda p: p.joined and p.l1 in ("yeah", "oh", "okay", "no", "well")),
    either("pause after", lambda p: p.joined and p.pause_after),
    filler("pauses", "hesitates: a filled pause on both sides", lambda p: p.pause_before and p.pause_after),
    either("pause before", lambda p: p.joined and p.pause_before and not p.pause_after, "follows a filled pause"),
    filler("commas", "set off by commas and can be dropped", lambda p: not p.joined and p.after == COMMA),
    filler(
        "comma after",
        "breaks off before it goes on",
        lambda p: p.joined
        and p.after == COMMA
        and not _person_is(p)
        and p.l1 in CONJUNCTIONS | PREPOSITIONS | {"is", "was", "were", "the", "a", "been"},
    ),
    filler("clause", "opens a clause that is whole without it", lambda p: not p.joined and p.flows and _clause_next(p) and not _said(p)),
    either("opens noun", lambda p: not p.joined and p.flows and not _clause_next(p) and _noun_next(p)),
    either(
        "whole clause",
        lambda p: p.r1 in CLAUSE_OPENERS and (p.rt2 in VERBAL or p.rt2 in ("MD", "BE", "MD+RB")),
        "opens a clause that is whole without it",
    ),
    either("pronoun", lambda p: p.r1 in CLAUSE_OPENERS or p.rt1 == "PRP+V"),
    either("after noun pronoun", lambda p: p.lt1 in NOUNS and (p.r1 in CLAUSE_OPENERS or p.rt1 == "PRP+V")),
    either("after answer", lambda p: p.l1 in ANSWERS or p.lt1 == "UH"),
    either("after pointer", lambda p: p.l1 in ("that", "this", "it", "there", "here", "them")),
    either("opens ing", lambda p: not p.joined and p.flows and p.rt1 == "VBG"),
    either("opens preposition", lambda p: not p.joined and p.flows and p.r1 in PREPOSITIONS),
    either("opens", lambda p: p.before >= STOP, "opens the sentence"),
    either("alone", lambda p: p.alone),
    filler("repeat", "the word before it is said again after it", lambda p: p.l1 == p.r1 != EDGE),
    filler("repeat far", "what stands before it is said again after it", lambda p: p.l1 != p.r1 and p.l2 == p.r1 and p.r1 not in (EDGE, "it", "i")),
    either("repeat late", lambda p: p.l1 == p.r2 and p.l1 not in (EDGE, "it")),
    filler("cut", "follows a word that was broken off", lambda p: p.touching == CUT),
    either("double", lambda p: "like" in (p.l1, p.r1)),
    filler("you know after", "hesitates: 'you know' or 'I mean' follows", lambda p: p.r1 in ("you", "i") and p.r2 in ("know", "mean", "dunno")),
    filler("example after", "'for example' follows and says it already", lambda p: p.r1 == "for" and p.r2 in ("example", "instance")),
    either("or something", lambda p: p.r2 == "or" and p.r3 in ("something", "whatever")),
    either("many", lambda p: p.same_near > 1),
)  # fmt: skip

LIKE: Table = (*_VERBS, *_ALIKE, *_BE, *_PHRASE, *_FLOW)
