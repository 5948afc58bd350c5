"""The cues of "kind of" and "sort of": a kind of something, or softening.

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

# ruff: noqa: E501  (a table is read line by line)

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either, filler, literal
from refiner.analyst.place import Place
from refiner.analyst.tokens import STOP
from refiner.analyst.words import BE, DETERMINERS, KIND_NAMERS, KIND_NOUNS, SUBJECTS

KIND = "names a kind of thing: the noun is meant"
SOFTENS = "softens what follows and can be dropped"


def _after_subject(p: Place) -> bool:
    return (
        p.l1 in SUBJECTS
        or p.l1 in BE
        or p.lt1 in ("PRP+V", "DT+V", "EX+V", "MD", "MD+RB", "W+V")
        or p.l1 in ("to", "just", "its", "not", "all", "already", "really", "also")
    )


KIND_OF: Table = (
    literal("namer", KIND, lambda p: p.joined and p.l1 in KIND_NAMERS),
    literal("the", KIND, lambda p: p.l1 == "the"),
    literal(
        "adjective",
        KIND,
        lambda p: p.joined
        and p.lt1 in ("JJ", "JJR")
        and (p.l2 in DETERMINERS or p.l2 == "of" or p.rt1 in ("NN", "NNS")),
    ),
    either("noun noun", lambda p: p.joined and p.lt1 == "NN" and p.rt1 in ("NN", "NNS"), KIND),
    literal("thing", KIND, lambda p: p.r1 in KIND_NOUNS and p.after < STOP),
    either("a", lambda p: p.joined and p.l1 in ("a", "an"), KIND),
    filler(
        "a the",
        "the article is said twice around it",
        lambda p: p.l1 in ("a", "an") and p.r1 in DETERMINERS,
    ),
    filler("after subject", SOFTENS, _after_subject),
    either(
        "after verb",
        lambda p: p.lt1 in ("VB", "VBP", "VBD", "VBG", "VBN", "VBZ"),
    ),
    filler(
        "before verb",
        SOFTENS,
        lambda p: p.rt1 in ("JJ", "VB", "VBP", "VBD", "VBZ", "VBG", "VBN", "RB", "JJR", "MD"),
    ),
    either(
        "before noun phrase",
        lambda p: p.r1 in DETERMINERS or p.rt1 in ("PRP", "PRP$"),
        SOFTENS,
    ),
    either("before marker", lambda p: p.r1 in ("like", "you") or p.pause_after),
    either("conjunction", lambda p: p.l1 in ("and", "or", "but", "so", "because", "which", "who", "that"), SOFTENS),
    either("short form", lambda p: " " not in p.spelling, SOFTENS),
    either("closes", lambda p: p.after >= STOP),
    either("opens", lambda p: p.before >= STOP, SOFTENS),
)  # fmt: skip
