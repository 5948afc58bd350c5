"""The rule detector: the spans that the rules take for fillers, before any analysis.

A candidate is a span of the text, judged by its neighbours alone; its rationale is the
reason. The rules are in `refiner.detection.rules.table`, the words in the lexicon.
"""

from __future__ import annotations

import re

from refiner.detection.lexicon import Lexicon, Occurrence, fold, load_lexicon
from refiner.detection.rules.context import context
from refiner.detection.rules.table import judge_by_rule
from refiner.model import Candidate

PAUSE_REASON = "a filled pause: a sound that holds the floor"
ALWAYS_REASON = "on your list as always a filler"

CAPITALS_REACH = 20  # code points looked at for small letters
_ANSWER = re.compile(r"\b(?:uh|mm) (?:huh|hm+)\b")


def detect(text: str, lexicon: Lexicon | None = None) -> tuple[Candidate, ...]:
    """The spans of `text` that the rules take for fillers, in order, none overlapping.

    Works on raw recogniser text too. The cost is linear in the length.
    """
    lexicon = lexicon or load_lexicon()
    folded = fold(text)
    found = []
    for occurrence in lexicon.scan(text, folded):
        if why := _reason(text, folded, occurrence):
            entry = occurrence.entry
            span = (occurrence.start, occurrence.end, occurrence.text)
            found.append(Candidate(*span, entry.word, entry.kind, why))
    return tuple(found)


def _reason(text: str, folded: str, occurrence: Occurrence) -> str | None:
    """Why the rules count `occurrence`; None where they do not."""
    entry = occurrence.entry
    if entry.count == "never":
        return None
    if entry.kind == "filled_pause":
        hesitates = not (_abbreviation(text, occurrence) or _answer(folded, occurrence))
        return PAUSE_REASON if hesitates else None
    if entry.count == "always":
        return ALWAYS_REASON
    rule = judge_by_rule(entry.word, context(folded, occurrence.start, occurrence.end))
    return rule.why if rule.filler else None


def _abbreviation(text: str, pause: Occurrence) -> bool:
    """ "ER", the hospital's: capitals among small letters (captions are capitals throughout)."""
    near = text[max(0, pause.start - CAPITALS_REACH) : pause.end + CAPITALS_REACH]
    return pause.text == "ER" and not near.isupper()


def _answer(folded: str, pause: Occurrence) -> bool:
    """ "uh huh", "mm hmm": an answer, which recogniser text writes without a hyphen."""
    near = folded[max(0, pause.start - len("mm ")) : pause.end + len(" huh")]
    return _ANSWER.search(near) is not None
