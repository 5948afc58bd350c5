"""What a cue is, and the cues of every trained form in one table.

One rule: a cue is a fact of grammar that a person sees at once, with the reason it gives;
how much it weighs is learnt (`weights`), never written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from refiner.analyst.place import Place

LITERAL, FILLER, EITHER = "L", "F", "E"


@dataclass(frozen=True, slots=True)
class Cue:
    """`side`: what it speaks for, LITERAL or FILLER; EITHER leaves that to the weights.

    `why` completes a rationale; a cue without one is never named to a coach.
    """

    name: str
    side: str
    why: str
    holds: Callable[[Place], bool]


def literal_cue(name: str, why: str, holds: Callable[[Place], bool]) -> Cue:
    return Cue(name, LITERAL, why, holds)


def filler_cue(name: str, why: str, holds: Callable[[Place], bool]) -> Cue:
    return Cue(name, FILLER, why, holds)


def either_cue(name: str, holds: Callable[[Place], bool], why: str = "") -> Cue:
    return Cue(name, EITHER, why, holds)


Table = tuple[Cue, ...]
Tables = Mapping[str, Table]
