"""The cues of "like" that compares, gives an example or points back.

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either_cue, filler_cue, literal_cue
from refiner.analyst.cues.like_grammar import (
    COMPARISON,
    DROPPABLE,
    NOUNS,
    SUCH_AS,
    noun_next,
    number_next,
    of_kind,
    said,
)
from refiner.analyst.tokens import COMMA, HYPHEN
from refiner.analyst.words import (
    ALIKE_VERBS,
    BECOME,
    DEGREES,
    DETERMINERS,
    EDGE,
    GROUPS,
    LIKENESS,
    OBJECTS,
    POINTERS,
    SENSES,
    SOMETHING,
)

COMPARES: Table = (
    literal_cue(
        "sense",
        "belongs to its verb: 'looks like', 'sounds like', 'feels like'",
        lambda p: p.joined and p.l1 in SENSES,
    ),
    literal_cue(
        "sense far",
        "compares: 'looks a bit like', 'sounds more like'",
        lambda p: (
            p.joined
            and (p.l1 in DEGREES or p.l1 in ("it", "pretty", "all", "about"))
            and (p.l2 in SENSES or p.l3 in SENSES)
        ),
    ),
    literal_cue(
        "feel",
        "'feel like' belongs together",
        lambda p: p.joined and p.l1 in ("feel", "feels", "felt"),
    ),
    literal_cue(
        "alike verb",
        COMPARISON,
        lambda p: (
            p.joined and p.l1 in ALIKE_VERBS and p.r1 in ("a", "an", "the", "this", "that", "it")
        ),
    ),
    literal_cue("shaped", COMPARISON, lambda p: p.joined and p.l1 in ("shaped", "shape")),
    literal_cue(
        "something",
        "'something like', 'things like': 'like' means 'such as'",
        lambda p: p.joined and p.l1 in SOMETHING,
    ),
    either_cue("group", lambda p: p.joined and p.l1 in GROUPS),
    literal_cue(
        "people like",
        COMPARISON,
        lambda p: p.joined and p.l1 == "people" and (p.r1 in OBJECTS or p.rt1 == "NN"),
    ),
    literal_cue(
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
    either_cue(
        "likeness adverb", lambda p: p.joined and p.l1 in LIKENESS and p.rt1 in ("JJR", "RB")
    ),
    literal_cue(
        "more number",
        "'more like' corrects a number",
        lambda p: p.joined and p.l1 == "more" and number_next(p),
    ),
    literal_cue(
        "just like",
        "compares: 'just like', 'not like'",
        lambda p: (
            p.joined
            and p.l1 in ("just", "not")
            and noun_next(p)
            and p.l2 not in ("theres", "have", "need", "got", "had", "get", "want")
        ),
    ),
    either_cue("be just", lambda p: p.joined and p.l1 in ("just", "not") and p.l2 in BECOME),
    filler_cue(
        "kind of verb",
        DROPPABLE,
        lambda p: (
            p.joined
            and (of_kind(p) or p.l1 in ("kinda", "sorta"))
            and (p.rt1 in ("VBG", "VBN", "VB") or p.pause_after)
        ),
    ),
    literal_cue(
        "kind of like",
        COMPARISON,
        lambda p: (
            p.joined
            and (of_kind(p) or p.l1 in ("kinda", "sorta"))
            and not p.pause_after
            and (p.r1 in ("a", "an", "the", "that", "this") or p.rt1 == "NN")
        ),
    ),
    either_cue("kind of", lambda p: p.joined and (of_kind(p) or p.l1 in ("kinda", "sorta"))),
    literal_cue(
        "plural",
        SUCH_AS,
        lambda p: (
            p.joined
            and p.lt1 == "NNS"
            and (p.rt1 in ("NN", "NNS", "PRP$", "JJ") or p.r1 in ("the", "a"))
        ),
    ),
    literal_cue(
        "noun like",
        COMPARISON,
        lambda p: p.joined and p.lt1 == "NN" and p.r1 in DETERMINERS and p.r1 != "that",
    ),
    either_cue("noun noun", lambda p: p.joined and p.lt1 == "NN" and p.rt1 in NOUNS),
    literal_cue(
        "button",
        "'like' names a thing here, as in 'the like button'",
        lambda p: (
            p.joined and p.l1 in ("the", "a", "your") and p.r1 in ("button", "buttons", "count")
        ),
    ),
    literal_cue(
        "what like",
        "asks what something is like",
        lambda p: p.joined and not p.flows and "what" in (p.l2, p.l3),
    ),
    literal_cue(
        "pointer",
        "'like this', 'like that' points at something",
        lambda p: (
            p.r1 in POINTERS
            and (not p.flows or p.beyond >= COMMA or p.rt2 not in ("NN", "NNS", "JJ"))
            and p.r2 not in ("is", "was", "would", "are")
        ),
    ),
    either_cue(
        "pointer noun",
        lambda p: p.joined and p.r1 in POINTERS and p.rt2 in ("NN", "NNS", "JJ"),
        COMPARISON,
    ),
    literal_cue("said", "'like I said' refers back", said),
    literal_cue(
        "they like it",
        "'like' is the verb here: someone likes something",
        lambda p: p.joined and p.lt1 == "NNS" and p.r1 in ("it", "him", "them", "us", "her"),
    ),
    literal_cue(
        "object",
        COMPARISON,
        lambda p: p.joined and p.lt1 != "NNS" and p.r1 in ("me", "him", "them", "us", "her"),
    ),
    literal_cue(
        "object it",
        COMPARISON,
        lambda p: (
            p.joined
            and p.lt1 != "NNS"
            and p.r1 == "it"
            and (p.beyond >= COMMA or p.rt2 in ("CC", "IN", "UH", EDGE))
        ),
    ),
    literal_cue("hyphen", "is part of another word", lambda p: p.touching == HYPHEN),
    literal_cue("same as", COMPARISON, lambda p: p.l1 == "as" and p.l2 in ("same", "just")),
    literal_cue(
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
