"""The cues of "like" in the flow of speech, and its whole table.

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

# ruff: noqa: E501  (a table is read line by line)

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either, filler
from refiner.analyst.cues.like_comparison import COMPARES
from refiner.analyst.cues.like_grammar import (
    NOUNS,
    VERBAL,
    clause_next,
    noun_next,
    person_is,
    said,
)
from refiner.analyst.cues.like_verb import AFTER_BE, IN_PHRASE, VERBS
from refiner.analyst.tokens import COMMA, CUT, STOP
from refiner.analyst.words import (
    ANSWERS,
    CLAUSE_OPENERS,
    CONJUNCTIONS,
    EDGE,
    PREPOSITIONS,
)

IN_FLOW: Table = (
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
        and not person_is(p)
        and p.l1 in CONJUNCTIONS | PREPOSITIONS | {"is", "was", "were", "the", "a", "been"},
    ),
    filler("clause", "opens a clause that is whole without it", lambda p: not p.joined and p.flows and clause_next(p) and not said(p)),
    either("opens noun", lambda p: not p.joined and p.flows and not clause_next(p) and noun_next(p)),
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

LIKE: Table = (*VERBS, *COMPARES, *AFTER_BE, *IN_PHRASE, *IN_FLOW)
