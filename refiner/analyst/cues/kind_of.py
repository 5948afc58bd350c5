"""The cues of "kind of" and "sort of": a kind of something, or softening.

One rule: each line is one construction; lines may overlap, and the weights settle it.
"""

# ruff: noqa: E501  (a table is read line by line)

from __future__ import annotations

from refiner.analyst.cues.cue import Table, either_cue, filler_cue, literal_cue
from refiner.analyst.place import Place
from refiner.analyst.tokens import STOP
from refiner.analyst.words import BE, DETERMINERS, KIND_NAMERS, KIND_NOUNS, SUBJECTS

_KIND = "names a kind of thing: the noun is meant"
_SOFTENS = "softens what follows and can be dropped"


def _after_subject(p: Place) -> bool:
    return (
        p.l1 in SUBJECTS
        or p.l1 in BE
        or p.lt1 in ("PRP+V", "DT+V", "EX+V", "MD", "MD+RB", "W+V")
        or p.l1 in ("to", "just", "its", "not", "all", "already", "really", "also")
    )


KIND_OF_CUES: Table = (
    literal_cue("namer", _KIND, lambda p: p.joined and p.l1 in KIND_NAMERS),
    literal_cue("the", _KIND, lambda p: p.l1 == "the"),
    literal_cue(
        "adjective",
        _KIND,
        lambda p: p.joined
        and p.lt1 in ("JJ", "JJR")
        and (p.l2 in DETERMINERS or p.l2 == "of" or p.rt1 in ("NN", "NNS")),
    ),
    either_cue("noun noun", lambda p: p.joined and p.lt1 == "NN" and p.rt1 in ("NN", "NNS"), _KIND),
    literal_cue("thing", _KIND, lambda p: p.r1 in KIND_NOUNS and p.after < STOP),
    either_cue("a", lambda p: p.joined and p.l1 in ("a", "an"), _KIND),
    filler_cue(
        "a the",
        "the article is said twice around it",
        lambda p: p.l1 in ("a", "an") and p.r1 in DETERMINERS,
    ),
    filler_cue("after subject", _SOFTENS, _after_subject),
    either_cue(
        "after verb",
        lambda p: p.lt1 in ("VB", "VBP", "VBD", "VBG", "VBN", "VBZ"),
    ),
    filler_cue(
        "before verb",
        _SOFTENS,
        lambda p: p.rt1 in ("JJ", "VB", "VBP", "VBD", "VBZ", "VBG", "VBN", "RB", "JJR", "MD"),
    ),
    either_cue(
        "before noun phrase",
        lambda p: p.r1 in DETERMINERS or p.rt1 in ("PRP", "PRP$"),
        _SOFTENS,
    ),
    either_cue("before marker", lambda p: p.r1 in ("like", "you") or p.pause_after),
    either_cue("conjunction", lambda p: p.l1 in ("and", "or", "but", "so", "because", "which", "who", "that"), _SOFTENS),
    either_cue("short form", lambda p: " " not in p.spelling, _SOFTENS),
    either_cue("closes", lambda p: p.after >= STOP),
    either_cue("opens", lambda p: p.before >= STOP, _SOFTENS),
)  # fmt: skip
