"""The local analyst's verdict on each possible filler.

Every span handed in gets exactly one judgement, in order; what a coach's lexicon says
(always, never) overrides any other judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from refiner.analyst.features import CUE_TABLES, cues_of, features_of, ruled
from refiner.analyst.hand_rules import find_hand_rule
from refiner.analyst.place import Place, place_of
from refiner.analyst.rationale import as_sentence, rationale
from refiner.analyst.tokens import tokenise
from refiner.analyst.weights import load_weights
from refiner.detection.lexicon import Lexicon, LexiconEntry, fold, load_lexicon
from refiner.detection.pauses import PAUSE_SOUND, find_other_reading
from refiner.model import Kind

PAUSE_SURE = 0.99  # share of filled pauses annotated as fillers, in all sources
OTHER_WORD_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict: `text[start:end]` is a filler or is not.

    `confidence` (0 to 1) is the chance that the verdict, either way, is right, and
    `probability` (0 to 1) that the span is a filler. `rationale` is one sentence for a coach.
    """

    start: int
    end: int
    text: str
    word: str
    kind: Kind
    filler: bool
    confidence: float
    rationale: str

    @property
    def probability(self) -> float:
        return self.confidence if self.filler else 1 - self.confidence


Verdict = tuple[bool, float, str]
NO_WORD: Verdict = (False, OTHER_WORD_SURE, "No word at this position.")


def judge(
    text: str,
    lexicon: Lexicon | None = None,
    spans: Iterable[tuple[int, int]] | None = None,
) -> list[Judgement]:
    """Judge every lexicon occurrence in `text`, or exactly the `spans` handed in, in order.

    A span that the lexicon does not list is judged by its words and its place. The cost is
    linear in the length of the text and the number of spans.
    """
    lexicon = lexicon or load_lexicon()
    known = {(o.start, o.end): o.entry for o in lexicon.occurrences(text)}
    tokens, folded = tokenise(text), fold(text)
    tags = load_weights().tags
    judged = []
    for start, end in known if spans is None else spans:
        entry = known.get((start, end))
        said = text[start:end]
        word = entry.word if entry else " ".join(said.lower().split())
        kind: Kind = entry.kind if entry else _kind_of(word)
        first, last = tokens.inside(start, end)
        verdict = NO_WORD
        if first <= last:
            place = place_of(tokens, first, last, word.lower(), tags)
            other = _other_reading(text, folded, start, end, entry, kind)
            if sure := _sure(other, entry, kind):
                verdict = sure
            elif place.form in CUE_TABLES:
                verdict = _judge_by_model(place, ruled(folded, start, end, place.form))
            else:
                verdict = _judge_by_hand_rules(place, entry)
        judged.append(Judgement(start, end, said, word, kind, *verdict))
    return judged


def _kind_of(word: str) -> Kind:
    return "filled_pause" if PAUSE_SOUND.fullmatch(word) else "crutch_phrase"


def _other_reading(
    text: str, folded: str, start: int, end: int, entry: LexiconEntry | None, kind: Kind
) -> str | None:
    """What a span spelt like a pause is instead; None if it is one, and for other words."""
    if kind != "filled_pause":
        return None
    strict = entry is not None and entry.count == "context"
    return find_other_reading(text, folded, start, end, strict)


def _sure(other: str | None, entry: LexiconEntry | None, kind: Kind) -> Verdict | None:
    """What needs no weighing: a coach's own word, and filled pauses."""
    if entry and entry.count == "never":
        return False, 1.0, "The lexicon says never to count this word."
    if kind == "filled_pause":
        if other is not None:
            return False, OTHER_WORD_SURE, "Another word that is only spelt like a pause."
        return True, PAUSE_SURE, "A filled pause: a sound in place of a word."
    if entry and entry.count == "always":
        return True, 1.0, "The lexicon says always to count this word."
    return None


def _judge_by_model(place: Place, by_rule: bool) -> Verdict:
    learnt = load_weights()
    cues = cues_of(place)
    chance = learnt.chance(features_of(place, cues, by_rule))
    filler = chance >= learnt.steps.bar
    why = rationale(filler, place.form, cues, learnt.weights)
    return filler, learnt.steps.confidence(chance), why


def _judge_by_hand_rules(place: Place, entry: LexiconEntry | None) -> Verdict:
    rule = find_hand_rule(place, entry.kind if entry else None)
    return rule.filler, rule.confidence, as_sentence(rule.why)
