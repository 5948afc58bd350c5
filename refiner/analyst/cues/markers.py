"""The cues of "you know", "I mean", "well", "right" and "okay".

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

# ruff: noqa: E501  (a table is read line by line)

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either_cue, filler_cue, literal_cue
from refiner.analyst.place import Place
from refiner.analyst.tokens import COMMA, STOP
from refiner.analyst.words import (
    BE,
    CLAUSE_OPENERS,
    MANNER,
    PLACE_WORDS,
    QUESTIONS,
    WELL_BEFORE,
)

_ALONE = "stands alone as an answer of its own"
_COMMAS = "set off by commas and can be dropped"
_OPENS = "opens the sentence and can be dropped"


def _verbal(tag: str) -> bool:
    return tag in ("VB", "VBP", "VBD", "VBZ", "VBG", "VBN")


def _predicate(p: Place) -> bool:
    return p.joined and (p.l1 in BE or p.lt1 in ("DT+V", "PRP+V"))


YOU_KNOW_CUES: Table = (
    literal_cue("as", "'as you know' speaks of what the listener knows", lambda p: p.l1 == "as"),
    literal_cue("let", "'let you know' tells somebody something", lambda p: p.l1 in ("let", "lets", "letting")),
    literal_cue(
        "asks",
        "'know' is the verb here: somebody knows something",
        lambda p: p.l1 in ("do", "did", "dont", "didnt", "if", "how", "does", "would", "could", "should", "must", "might", "may", "will", "all", "what"),
    ),
    either_cue("what after", lambda p: p.r1 in ("what", "whats") and p.flows),
    literal_cue(
        "knows clause",
        "'know' has an object here: 'you know what ...'",
        lambda p: p.r1 in QUESTIONS
        and p.flows
        and p.r2 in ("im", "i", "it", "its", "to", "the", "we", "that", "a", "you", "they"),
    ),
    literal_cue("asks what", "'you know what' asks a question", lambda p: p.r1 in QUESTIONS and p.before >= STOP and p.flows),
    either_cue("you know what I mean", lambda p: (p.r1, p.r2, p.r3) == ("what", "i", "mean")),
    either_cue("object", lambda p: p.r1 in ("that", "about", "it", "them", "him", "each", "everything", "your") and p.flows),
    either_cue("so before", lambda p: p.l1 == "so"),
    filler_cue("commas", _COMMAS, lambda p: p.before == COMMA and p.after == COMMA),
    either_cue("closes", lambda p: p.joined and p.after >= STOP),
    either_cue("alone", lambda p: p.alone, _ALONE),
)  # fmt: skip

I_MEAN_CUES: Table = (
    literal_cue("what", "'mean' is the verb here: it says what is meant", lambda p: p.l1 in ("what", "how", "whatever", "which", "than")),
    literal_cue("what far", "'mean' is the verb here: it says what is meant", lambda p: p.l2 == "what"),
    literal_cue(
        "object",
        "'mean' has an object here: 'I mean it', 'I mean that'",
        lambda p: p.r1 in ("it", "that", "by", "to", "business")
        and p.flows
        and p.r2 not in ("is", "was", "would", "has", "might", "could", "does", "can")
        and p.rt2 not in ("VBZ", "MD", "BE", "VBD"),
    ),
    literal_cue("denies", "'mean' is the verb here: it says what is meant", lambda p: p.l1 in ("dont", "didnt", "do", "did")),
    literal_cue("of course", "'mean' is the verb here: it says what is meant", lambda p: p.l1 == "course"),
    filler_cue("commas", _COMMAS, lambda p: p.before == COMMA and p.after == COMMA),
    either_cue("opens", lambda p: p.before >= STOP, _OPENS),
    either_cue("clause", lambda p: p.r1 in CLAUSE_OPENERS, "opens a clause that is whole without it"),
    either_cue("but", lambda p: p.l1 == "but", "follows 'but' and can be dropped"),
    either_cue("yeah", lambda p: p.l1 == "yeah", "follows 'yeah' and can be dropped"),
    either_cue("so", lambda p: p.l1 in ("and", "so", "well", "no"), "follows another such word and can be dropped"),
    either_cue("alone", lambda p: p.alone),
)  # fmt: skip

_MANNER_WHY = "'well' says how something is done"

WELL_CUES: Table = (
    literal_cue("manner", _MANNER_WHY, lambda p: p.joined and p.l1 in MANNER),
    literal_cue("manner or as", "", lambda p: p.joined and (p.l1 in MANNER or p.l1 == "as")),
    literal_cue(
        "verb",
        _MANNER_WHY,
        lambda p: p.joined
        and _verbal(p.lt1)
        and p.l1 not in ("mean", "know", "think", "say", "said", "thinking", "guess"),
    ),
    literal_cue("well within", "'well' belongs to the word after it", lambda p: p.joined and p.r1 in WELL_BEFORE),
    literal_cue(
        "object",
        _MANNER_WHY,
        lambda p: p.joined
        and p.lt1 in ("PRP", "NN", "NNS")
        and (p.after >= STOP or p.r1 in ("and", "because", "with", "for", "in", "at")),
    ),
    literal_cue("together", _MANNER_WHY, lambda p: p.joined and p.r1 in ("together", "enough")),
    literal_cue("as well", "'as well' means 'also'", lambda p: p.joined and p.l1 == "as"),
    literal_cue("well as", "'as well as' means 'and also'", lambda p: p.joined and p.r1 == "as"),
    either_cue("is", _predicate),
    literal_cue("fixed", "'well' belongs to the word after it", lambda p: p.r1 in ("as", "known", "balanced", "within")),
    literal_cue("participle", "'well' belongs to the word after it", lambda p: p.rt1 == "VBN" and p.rt2 in ("NN", "NNS", "JJ")),
    filler_cue("opens", _OPENS, lambda p: p.before >= STOP and p.after < STOP),
    filler_cue("commas", _COMMAS, lambda p: not p.joined and p.after == COMMA),
    filler_cue(
        "answer",
        "follows a short answer and opens what comes next",
        lambda p: p.l1 in ("okay", "yeah", "oh", "so", "but", "and", "right", "no", "yes", "because", "cause")
        and p.l2 != "as",
    ),
    filler_cue(
        "clause",
        "opens a clause that is whole without it",
        lambda p: p.r1 in CLAUSE_OPENERS
        or p.r1 in ("the", "there", "lets", "if", "maybe", "what", "thats", "its", "this"),
    ),
    either_cue("alone", lambda p: p.alone),
)  # fmt: skip

RIGHT_CUES: Table = (
    filler_cue("tag", "asks for agreement after a comma", lambda p: p.before == COMMA and not p.flows),
    either_cue(
        "tag unmarked",
        lambda p: p.joined
        and not p.flows
        and p.lt1 in ("NN", "NNS", "PRP", "JJ", "VB", "RB")
        and p.l1 not in ("the", "thats", "all", "is", "my", "of", "left", "upper", "lower"),
        "asks for agreement at the end",
    ),
    literal_cue("place", "'right' goes with the place or time: 'right now', 'right there'", lambda p: p.r1 in PLACE_WORDS and p.flows),
    literal_cue(
        "noun",
        "'right' means correct, a direction or a claim here",
        lambda p: p.joined
        and p.l1 in ("the", "thats", "a", "all", "is", "my", "your", "are", "this", "that", "its", "not", "his", "was", "be", "of", "to", "youre", "very", "or", "and", "left", "turn", "something", "everything", "got", "get"),
    ),
    literal_cue("alone", _ALONE, lambda p: p.alone),
    filler_cue("opens talk", _OPENS, lambda p: p.before >= STOP and (p.after == COMMA or p.r1 in ("so", "lets", "okay", "well"))),
    literal_cue("adjective", "'right' describes the noun after it", lambda p: p.joined and p.flows and p.rt1 in ("NN", "NNS")),
    either_cue("opens", lambda p: p.before >= STOP),
    either_cue("hesitation", lambda p: p.pause_before or p.pause_after),
)  # fmt: skip

OKAY_CUES: Table = (
    literal_cue("alone", _ALONE, lambda p: p.alone),
    literal_cue("is okay", "'okay' means all right here", _predicate),
    literal_cue(
        "named",
        "'okay' means all right here, or names a button",
        lambda p: p.joined
        and p.l1 in ("press", "hit", "an", "the", "looks", "look", "doing", "feel", "feels", "sounds", "quite", "click", "push", "more", "perfectly", "totally", "be", "are", "is"),
    ),
    filler_cue("opens comma", _OPENS, lambda p: p.before >= STOP and p.after == COMMA),
    filler_cue("opens", _OPENS, lambda p: p.before >= STOP and p.flows),
    filler_cue("commas", _COMMAS, lambda p: p.before == COMMA and not p.flows),
    filler_cue(
        "clause",
        "leads over to what comes next",
        lambda p: p.r1 in CLAUSE_OPENERS
        or p.r1 in ("so", "thank", "well", "the", "now", "and", "let", "lets", "what", "then", "that", "thats")
        or p.pause_after,
    ),
)  # fmt: skip
