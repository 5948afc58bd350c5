"""Why a verdict: one short sentence that names its strongest cue.

One rule: a rationale never speaks against its verdict; where no cue speaks for it, the
sentence says only what the verdict means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from refiner.analyst.cues.cue import EITHER, FILLER, LITERAL, Cue

PLAIN = {True: "can be dropped and the sentence says the same", False: "carries meaning here"}


def as_sentence(why: str) -> str:
    return f"{why[0].upper()}{why[1:]}."


def rationale(filler: bool, form: str, cues: Sequence[Cue], weights: Mapping[str, float]) -> str:
    """The cue of the verdict's side that weighs most, else one of no side that weighs for it."""
    sign, side = (1.0, FILLER) if filler else (-1.0, LITERAL)

    def strength(cue: Cue) -> tuple[bool, float]:
        return cue.side == side, sign * weights.get(f"{form}|cue {cue.name}", 0.0)

    named = [
        c for c in cues if c.why and (c.side == side or (c.side == EITHER and strength(c)[1] > 0))
    ]
    return as_sentence(max(named, key=strength).why if named else PLAIN[filler])
