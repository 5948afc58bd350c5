"""The rule detector: the spans that the rules take for fillers, before any analysis.

A candidate is a span of the text, judged by its neighbours alone; its rationale is the
reason. The rules are in `refiner.detection.rules.table`, the words in the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator

from refiner.detection.lexicon import Lexicon, LexiconEntry, Occurrence, fold, load_lexicon
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
    return tuple(
        Candidate(o.start, o.end, o.text, o.entry.word, o.entry.kind, line.why)
        for o, line in judge_occurrences(text, lexicon or load_lexicon())
        if line.filler
    )


def judge_occurrences(text: str, lexicon: Lexicon) -> Iterator[tuple[Occurrence, RuleLine]]:
    """Every listed word in `text`, in order, with the rule that decides on it."""
    folded = fold(text)
    for occurrence in lexicon.scan(text, folded):
        start, end = occurrence.start, occurrence.end
        yield occurrence, deciding_line(text, folded, start, end, occurrence.entry)


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
