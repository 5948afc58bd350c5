"""The cues of "you know", "I mean", "well", "right" and "okay".

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

# ruff: noqa: E501  (a table is read line by line)

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either, filler, literal
from refiner.analyst.place import Place
from refiner.analyst.tokens import COMMA, STOP
from refiner.analyst.words import (
    BE,
    CLAUSE_OPENERS,
    MANNER,
    PLACES,
    QUESTIONS,
    WELL_BEFORE,
)

ALONE = "stands alone as an answer of its own"
COMMAS = "set off by commas and can be dropped"
OPENS = "opens the sentence and can be dropped"


def _verbal(tag: str) -> bool:
    return tag in ("VB", "VBP", "VBD", "VBZ", "VBG", "VBN")


def _predicate(p: Place) -> bool:
    return p.joined and (p.l1 in BE or p.lt1 in ("DT+V", "PRP+V"))


YOU_KNOW: Table = (
    literal("as", "'as you know' speaks of what the listener knows", lambda p: p.l1 == "as"),
    literal("let", "'let you know' tells somebody something", lambda p: p.l1 in ("let", "lets", "letting")),
    literal(
        "asks",
        "'know' is the verb here: somebody knows something",
        lambda p: p.l1 in ("do", "did", "dont", "didnt", "if", "how", "does", "would", "could", "should", "must", "might", "may", "will", "all", "what"),
    ),
    either("what after", lambda p: p.r1 in ("what", "whats") and p.flows),
    literal(
        "knows clause",
        "'know' has an object here: 'you know what ...'",
        lambda p: p.r1 in QUESTIONS
        and p.flows
        and p.r2 in ("im", "i", "it", "its", "to", "the", "we", "that", "a", "you", "they"),
    ),
    literal("asks what", "'you know what' asks a question", lambda p: p.r1 in QUESTIONS and p.before >= STOP and p.flows),
    either("you know what I mean", lambda p: (p.r1, p.r2, p.r3) == ("what", "i", "mean")),
    either("object", lambda p: p.r1 in ("that", "about", "it", "them", "him", "each", "everything", "your") and p.flows),
    either("so before", lambda p: p.l1 == "so"),
    filler("commas", COMMAS, lambda p: p.before == COMMA and p.after == COMMA),
    either("closes", lambda p: p.joined and p.after >= STOP),
    either("alone", lambda p: p.alone, ALONE),
)  # fmt: skip

I_MEAN: Table = (
    literal("what", "'mean' is the verb here: it says what is meant", lambda p: p.l1 in ("what", "how", "whatever", "which", "than")),
    literal("what far", "'mean' is the verb here: it says what is meant", lambda p: p.l2 == "what"),
    literal(
        "object",
        "'mean' has an object here: 'I mean it', 'I mean that'",
        lambda p: p.r1 in ("it", "that", "by", "to", "business")
        and p.flows
        and p.r2 not in ("is", "was", "would", "has", "might", "could", "does", "can")
        and p.rt2 not in ("VBZ", "MD", "BE", "VBD"),
    ),
    literal("denies", "'mean' is the verb here: it says what is meant", lambda p: p.l1 in ("dont", "didnt", "do", "did")),
    literal("of course", "'mean' is the verb here: it says what is meant", lambda p: p.l1 == "course"),
    filler("commas", COMMAS, lambda p: p.before == COMMA and p.after == COMMA),
    either("opens", lambda p: p.before >= STOP, OPENS),
    either("clause", lambda p: p.r1 in CLAUSE_OPENERS, "opens a clause that is whole without it"),
    either("but", lambda p: p.l1 == "but", "follows 'but' and can be dropped"),
    either("yeah", lambda p: p.l1 == "yeah", "follows 'yeah' and can be dropped"),
    either("so", lambda p: p.l1 in ("and", "so", "well", "no"), "follows another such word and can be dropped"),
    either("alone", lambda p: p.alone),
)  # fmt: skip

MANNER_WHY = "'well' says how something is done"

WELL: Table = (
    literal("manner", MANNER_WHY, lambda p: p.joined and p.l1 in MANNER),
    literal("manner or as", "", lambda p: p.joined and (p.l1 in MANNER or p.l1 == "as")),
    literal(
        "verb",
        MANNER_WHY,
        lambda p: p.joined
        and _verbal(p.lt1)
        and p.l1 not in ("mean", "know", "think", "say", "said", "thinking", "guess"),
    ),
    literal("well within", "'well' belongs to the word after it", lambda p: p.joined and p.r1 in WELL_BEFORE),
    literal(
        "object",
        MANNER_WHY,
        lambda p: p.joined
        and p.lt1 in ("PRP", "NN", "NNS")
        and (p.after >= STOP or p.r1 in ("and", "because", "with", "for", "in", "at")),
    ),
    literal("together", MANNER_WHY, lambda p: p.joined and p.r1 in ("together", "enough")),
    literal("as well", "'as well' means 'also'", lambda p: p.joined and p.l1 == "as"),
    literal("well as", "'as well as' means 'and also'", lambda p: p.joined and p.r1 == "as"),
    either("is", _predicate),
    literal("fixed", "'well' belongs to the word after it", lambda p: p.r1 in ("as", "known", "balanced", "within")),
    literal("participle", "'well' belongs to the word after it", lambda p: p.rt1 == "VBN" and p.rt2 in ("NN", "NNS", "JJ")),
    filler("opens", OPENS, lambda p: p.before >= STOP and p.after < STOP),
    filler("commas", COMMAS, lambda p: not p.joined and p.after == COMMA),
    filler(
        "answer",
        "follows a short answer and opens what comes next",
        lambda p: p.l1 in ("okay", "yeah", "oh", "so", "but", "and", "right", "no", "yes", "because", "cause")
        and p.l2 != "as",
    ),
    filler(
        "clause",
        "opens a clause that is whole without it",
        lambda p: p.r1 in CLAUSE_OPENERS
        or p.r1 in ("the", "there", "lets", "if", "maybe", "what", "thats", "its", "this"),
    ),
    either("alone", lambda p: p.alone),
)  # fmt: skip

RIGHT: Table = (
    filler("tag", "asks for agreement after a comma", lambda p: p.before == COMMA and not p.flows),
    either(
        "tag unmarked",
        lambda p: p.joined
        and not p.flows
        and p.lt1 in ("NN", "NNS", "PRP", "JJ", "VB", "RB")
        and p.l1 not in ("the", "thats", "all", "is", "my", "of", "left", "upper", "lower"),
        "asks for agreement at the end",
    ),
    literal("place", "'right' goes with the place or time: 'right now', 'right there'", lambda p: p.r1 in PLACES and p.flows),
    literal(
        "noun",
        "'right' means correct, a direction or a claim here",
        lambda p: p.joined
        and p.l1 in ("the", "thats", "a", "all", "is", "my", "your", "are", "this", "that", "its", "not", "his", "was", "be", "of", "to", "youre", "very", "or", "and", "left", "turn", "something", "everything", "got", "get"),
    ),
    literal("alone", ALONE, lambda p: p.alone),
    filler("opens talk", OPENS, lambda p: p.before >= STOP and (p.after == COMMA or p.r1 in ("so", "lets", "okay", "well"))),
    literal("adjective", "'right' describes the noun after it", lambda p: p.joined and p.flows and p.rt1 in ("NN", "NNS")),
    either("opens", lambda p: p.before >= STOP),
    either("hesitation", lambda p: p.pause_before or p.pause_after),
)  # fmt: skip

OKAY: Table = (
    literal("alone", ALONE, lambda p: p.alone),
    literal("is okay", "'okay' means all right here", _predicate),
    literal(
        "named",
        "'okay' means all right here, or names a button",
        lambda p: p.joined
        and p.l1 in ("press", "hit", "an", "the", "looks", "look", "doing", "feel", "feels", "sounds", "quite", "click", "push", "more", "perfectly", "totally", "be", "are", "is"),
    ),
    filler("opens comma", OPENS, lambda p: p.before >= STOP and p.after == COMMA),
    filler("opens", OPENS, lambda p: p.before >= STOP and p.flows),
    filler("commas", COMMAS, lambda p: p.before == COMMA and not p.flows),
    filler(
        "clause",
        "leads over to what comes next",
        lambda p: p.r1 in CLAUSE_OPENERS
        or p.r1 in ("so", "thank", "well", "the", "now", "and", "let", "lets", "what", "then", "that", "thats")
        or p.pause_after,
    ),
)  # fmt: skip
