"""The rule detector: the spans that the rules take for fillers, before any analysis.

A candidate is a span of the text, judged by its neighbours alone; its rationale is the
reason. The rules are in `refiner.detection.rules.table`, the words in the lexicon.
"""

from __future__ import annotations

from refiner.detection.lexicon import Lexicon, Occurrence, fold, load_lexicon
from refiner.detection.pauses import find_other_reading
from refiner.detection.rules.context import context
from refiner.detection.rules.table import judge_by_rule
from refiner.model import Candidate

PAUSE_REASON = "a filled pause: a sound that holds the floor"
ALWAYS_REASON = "on your list as always a filler"


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
        span = (occurrence.start, occurrence.end)
        other = find_other_reading(text, folded, *span, strict=entry.count == "context")
        return None if other else PAUSE_REASON
    if entry.count == "always":
        return ALWAYS_REASON
    rule = judge_by_rule(entry.word, context(folded, occurrence.start, occurrence.end))
    return rule.why if rule.filler else None
