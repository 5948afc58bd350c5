"""The rule detector: the spans that the rules take for fillers, before any analysis.

A candidate is a span of the text, judged by its neighbours alone; its rationale is the
reason. The rules are in `refiner.detection.rules.table`, the words in the lexicon.
"""

from __future__ import annotations

from refiner.detection.lexicon import Lexicon, LexiconEntry, fold, load_lexicon
from refiner.detection.pauses import PAUSE_SOUND, find_other_reading, is_asked
from refiner.detection.rules.context import context
from refiner.detection.rules.line import RuleLine, filler_line, literal_line
from refiner.detection.rules.table import judge_by_rule
from refiner.model import Candidate

NEVER = literal_line("the lexicon says never to count this word")
ALWAYS = filler_line("on your list as always a filler")
PAUSE = filler_line("a filled pause: a sound that holds the floor")
MODEL_ONLY = literal_line("counted only if a model judges it to be a filler")
ASKED = literal_line("a question or an exclamation")
OTHER_WORD = literal_line("another word that is only spelt like a pause")


def detect(text: str, lexicon: Lexicon | None = None) -> tuple[Candidate, ...]:
    """The spans of `text` that the rules take for fillers, in order, none overlapping.

    Works on raw recogniser text too. The cost is linear in the length.
    """
    lexicon = lexicon or load_lexicon()
    folded = fold(text)
    found = []
    for occurrence in lexicon.scan(text, folded):
        entry = occurrence.entry
        line = deciding_line(text, folded, occurrence.start, occurrence.end, entry)
        if line.filler:
            span = (occurrence.start, occurrence.end, occurrence.text)
            found.append(Candidate(*span, entry.word, entry.kind, line.why))
    return tuple(found)


def deciding_line(
    text: str, folded: str, start: int, end: int, entry: LexiconEntry | None
) -> RuleLine:
    """The rule that decides on `text[start:end]`; `entry` is None if no lexicon lists it."""
    word = entry.word if entry else " ".join(folded[start:end].split())
    if entry and entry.count == "never":
        return NEVER
    if entry and entry.count == "model":
        return MODEL_ONLY
    if entry and entry.language != "en" and is_asked(text, start, end):
        return ASKED
    if entry.kind == "filled_pause" if entry else PAUSE_SOUND.fullmatch(word):
        strict = entry is not None and entry.count == "context"
        language = entry.language if entry else "en"
        other = find_other_reading(text, folded, start, end, strict, language)
        return OTHER_WORD if other else PAUSE
    if entry and entry.count == "always":
        return ALWAYS
    return judge_by_rule(word, context(folded, start, end), listed=entry is not None)
