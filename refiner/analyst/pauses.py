"""Filled pauses: um, uh, er and the like, which are fillers wherever they stand.

One rule: a pause is a filler unless it is plainly another word: an acronym, or "to err".
"""

from __future__ import annotations

import re

from refiner.analyst.place import Place
from refiner.analyst.tokens import STOP
from refiner.analyst.words import AFTER_ERR, BEFORE_ACRONYM

SOUND = re.compile(r"(?:u+h*m+|u+h+|e+r+m*|e+r+|e+h+|e+h?m+|h+m+|m+h*m*|a+h+)", re.IGNORECASE)


def is_other_word(place: Place, text: str) -> bool:
    """Is `text`, spelt like a pause, plainly something else at `place`?

    "the ER": capitals in a text that is not all capitals, after a word that wants a noun.
    "err on the side of": the verb, also after "to".
    """
    low = text.lower()
    if low == "err":
        return place.joined and (place.l1 == "to" or place.r1 in AFTER_ERR)
    capitals = len(text) > 1 and text.isupper()
    return capitals and place.before < STOP and place.l1 in BEFORE_ACRONYM
