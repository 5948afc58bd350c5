"""A place as named features: its cues, and the parts of speech around it.

One rule: nothing here knows a speaker or a topic; no feature is a content word.
"""

from __future__ import annotations

from refiner.analyst.cues.cue import FILLER, LITERAL, Cue, Tables
from refiner.analyst.cues.kind_of import KIND_OF_CUES
from refiner.analyst.cues.like import LIKE_CUES
from refiner.analyst.cues.markers import (
    I_MEAN_CUES,
    OKAY_CUES,
    RIGHT_CUES,
    WELL_CUES,
    YOU_KNOW_CUES,
)
from refiner.analyst.place import Place
from refiner.analyst.tokens import COMMA, STOP
from refiner.analyst.words import DETERMINERS, EDGE
from refiner.detection.rules.context import context
from refiner.detection.rules.table import judge_by_rule

CUE_TABLES: Tables = {
    "like": LIKE_CUES,
    "you know": YOU_KNOW_CUES,
    "i mean": I_MEAN_CUES,
    "well": WELL_CUES,
    "kind of": KIND_OF_CUES,
    "sort of": KIND_OF_CUES,
    "right": RIGHT_CUES,
    "okay": OKAY_CUES,
}

# How far a weight may go: the stronger the input, the less the training holds it back.
CUE, TAG, SHARED, NET = 2.5, 1.0, 0.5, 0.7

Features = dict[str, float]


def ruled(folded: str, start: int, end: int, form: str) -> bool:
    """Whether the rules take `folded[start:end]` for a filler."""
    return judge_by_rule(form, context(folded, start, end)).filler


def cues_of(place: Place) -> list[Cue]:
    """The cues that hold at `place`, in the order of its form's table."""
    return [cue for cue in CUE_TABLES[place.form] if cue.holds(place)]


def _surroundings(p: Place) -> list[str]:
    before = p.before if p.marked else f"{p.before} unmarked"
    after = p.after if p.marked else f"{p.after} unmarked"
    return [
        f"before={before}",
        f"after={after}",
        f"marks={before},{after}",
        f"lt1={p.lt1}",
        f"lt2={p.lt2}",
        f"rt1={p.rt1}",
        f"rt2={p.rt2}",
        f"lt1rt1={p.lt1},{p.rt1}",
        f"lt2lt1={p.lt2},{p.lt1}",
        f"rt1rt2={p.rt1},{p.rt2}",
        f"before,rt1={before},{p.rt1}",
        f"lt1,after={p.lt1},{after}",
        f"pauses={min(p.pauses_near, 3)}",
    ]


def _signs(p: Place) -> list[str]:
    signs = {
        "pause before": p.pause_before,
        "pause after": p.pause_after,
        "pauses": p.pause_before and p.pause_after,
        "repeat": p.l1 == p.r1 != EDGE,
        "two articles": p.l1 in DETERMINERS and p.r1 in DETERMINERS,
        "flat": p.before < COMMA and p.after < COMMA,
        "ends": p.after >= STOP,
    }
    return [name for name, holds in signs.items() if holds]


def features_of(place: Place, cues: list[Cue], by_rule: bool) -> Features:
    """Feature names with their values; a name of its form is "form|name", a shared one "*|name".

    `by_rule`: whether the rules take the place for a filler (see `ruled`).
    """
    form = place.form
    found: Features = {f"{form}|": 1.0, "*|": SHARED}
    for name in (*_surroundings(place), *_signs(place)):
        found[f"{form}|{name}"] = TAG
        found[f"*|{name}"] = SHARED
    for cue in cues:
        found[f"{form}|cue {cue.name}"] = CUE
    literal = sum(cue.side == LITERAL for cue in cues)
    filler = sum(cue.side == FILLER for cue in cues)
    found[f"{form}|literal={min(literal, 2)}"] = CUE
    found[f"{form}|filler={min(filler, 2)}"] = CUE
    found[f"{form}|sides={literal > 0},{filler > 0}"] = CUE
    found[f"{form}|rule"] = TAG if by_rule else -TAG
    found[f"{form}|net"] = found["*|net"] = NET * (filler - literal)
    return found
