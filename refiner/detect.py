"""The rule detector: which spans are taken for fillers before anything else looks.

One rule: what is counted is a span in the text, found from its neighbours alone and with
the reason given; the rules are in `refiner.rule_table`, the words in the lexicon.
"""

from __future__ import annotations

import re

from refiner.context import context
from refiner.lexicon import Lexicon, Occurrence, fold, load_lexicon
from refiner.model import Candidate
from refiner.rule_table import judge_by_rule

PAUSE = "a filled pause: a sound that holds the floor"
ALWAYS = "on your list as always a filler"

# "uh huh" and "mm hmm" answer somebody; recogniser text has them without a hyphen.
_ANSWER = re.compile(r"(?:uh|um|mm)[ -]?(?:huh|hu?m+|hm+)(?!\w)")


def detect(text: str, lexicon: Lexicon | None = None) -> tuple[Candidate, ...]:
    """The spans of `text` that the rules take for fillers, in order, none overlapping.

    Works on raw recogniser text too. The cost is linear in the length.
    """
    lexicon = lexicon or load_lexicon()
    folded = fold(text)
    found = []
    for occurrence in lexicon.scan(text, folded):
        if why := _reason(folded, occurrence):
            entry = occurrence.entry
            span = (occurrence.start, occurrence.end, occurrence.text)
            found.append(Candidate(*span, entry.word, entry.kind, why))
    return tuple(found)


def _reason(folded: str, occurrence: Occurrence) -> str | None:
    """Why the rules count `occurrence`; None where they do not."""
    entry = occurrence.entry
    if entry.count == "never":
        return None
    if entry.kind == "filled_pause":
        return None if _another_word(folded, occurrence) else PAUSE
    if entry.count == "always":
        return ALWAYS
    rule = judge_by_rule(entry.word, context(folded, occurrence.start, occurrence.end))
    return rule.why if rule.filler else None


def _another_word(folded: str, pause: Occurrence) -> bool:
    """ "ER", the hospital's, and "uh huh", an answer, are no hesitation."""
    if pause.text == "ER" or _ANSWER.match(folded, pause.start):
        return True
    return _ANSWER.match(folded, max(0, pause.start - 3)) is not None and pause.entry.word == "hm"
