"""The cues of "like" in the flow of speech, and its whole table.

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

# ruff: noqa: E501  (a table is read line by line)

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either_cue, filler_cue
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
    filler_cue("conjunction", "follows 'and', 'but' or 'so' and can be dropped", lambda p: p.joined and p.l1 in CONJUNCTIONS),
    either_cue("after when", lambda p: p.joined and p.l1 in ("maybe", "where", "when", "if", "though")),
    either_cue("after know", lambda p: p.joined and p.l1 == "know", "follows 'you know'"),
    either_cue("after mean", lambda p: p.joined and p.l1 == "mean"),
    either_cue("after dunno", lambda p: p.joined and p.l1 == "dunno"),
    either_cue("after think", lambda p: p.joined and p.l1 in ("think", "guess")),
    either_cue("after yeah", lambda p: p.joined and p.l1 in ("yeah", "oh", "okay", "no", "well")),
    either_cue("pause after", lambda p: p.joined and p.pause_after),
    filler_cue("pauses", "hesitates: a filled pause on both sides", lambda p: p.pause_before and p.pause_after),
    either_cue("pause before", lambda p: p.joined and p.pause_before and not p.pause_after, "follows a filled pause"),
    filler_cue("commas", "set off by commas and can be dropped", lambda p: not p.joined and p.after == COMMA),
    filler_cue(
        "comma after",
        "breaks off before it goes on",
        lambda p: p.joined
        and p.after == COMMA
        and not person_is(p)
        and p.l1 in CONJUNCTIONS | PREPOSITIONS | {"is", "was", "were", "the", "a", "been"},
    ),
    filler_cue("clause", "opens a clause that is whole without it", lambda p: not p.joined and p.flows and clause_next(p) and not said(p)),
    either_cue("opens noun", lambda p: not p.joined and p.flows and not clause_next(p) and noun_next(p)),
    either_cue(
        "whole clause",
        lambda p: p.r1 in CLAUSE_OPENERS and (p.rt2 in VERBAL or p.rt2 in ("MD", "BE", "MD+RB")),
        "opens a clause that is whole without it",
    ),
    either_cue("pronoun", lambda p: p.r1 in CLAUSE_OPENERS or p.rt1 == "PRP+V"),
    either_cue("after noun pronoun", lambda p: p.lt1 in NOUNS and (p.r1 in CLAUSE_OPENERS or p.rt1 == "PRP+V")),
    either_cue("after answer", lambda p: p.l1 in ANSWERS or p.lt1 == "UH"),
    either_cue("after pointer", lambda p: p.l1 in ("that", "this", "it", "there", "here", "them")),
    either_cue("opens ing", lambda p: not p.joined and p.flows and p.rt1 == "VBG"),
    either_cue("opens preposition", lambda p: not p.joined and p.flows and p.r1 in PREPOSITIONS),
    either_cue("opens", lambda p: p.before >= STOP, "opens the sentence"),
    either_cue("alone", lambda p: p.alone),
    filler_cue("repeat", "the word before it is said again after it", lambda p: p.l1 == p.r1 != EDGE),
    filler_cue("repeat far", "what stands before it is said again after it", lambda p: p.l1 != p.r1 and p.l2 == p.r1 and p.r1 not in (EDGE, "it", "i")),
    either_cue("repeat late", lambda p: p.l1 == p.r2 and p.l1 not in (EDGE, "it")),
    filler_cue("cut", "follows a word that was broken off", lambda p: p.touching == CUT),
    either_cue("double", lambda p: "like" in (p.l1, p.r1)),
    filler_cue("you know after", "hesitates: 'you know' or 'I mean' follows", lambda p: p.r1 in ("you", "i") and p.r2 in ("know", "mean", "dunno")),
    filler_cue("example after", "'for example' follows and says it already", lambda p: p.r1 == "for" and p.r2 in ("example", "instance")),
    either_cue("or something", lambda p: p.r2 == "or" and p.r3 in ("something", "whatever")),
    either_cue("many", lambda p: p.same_near > 1),
)  # fmt: skip

LIKE_CUES: Table = (*VERBS, *COMPARES, *AFTER_BE, *IN_PHRASE, *IN_FLOW)
