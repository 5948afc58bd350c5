"""The local analyst: how likely each possible filler is one, and why.

Every span handed in gets exactly one judgement, in order; what a coach's lexicon says
(always, never) overrides any other judge. Two ways: `full` lets the encoder read what the
weights are not sure of; `fast` is the weights alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from refiner.analyst.encoder import load_encoder
from refiner.analyst.features import LEARNT, features_of
from refiner.analyst.weights import chance_of, load_weights, logit_of
from refiner.config.settings import ANALYST_MODES
from refiner.detection.detector import ALWAYS, NEVER, OTHER_WORD, PAUSE, deciding_line
from refiner.detection.lexicon import Lexicon, fold, load_lexicon
from refiner.detection.pauses import PAUSE_SOUND
from refiner.detection.rules.line import CAN_BE_DROPPED, RuleLine
from refiner.errors import SettingsError
from refiner.model import AnalystMode, Kind, word_of
from refiner.spans import Span
from refiner.uncertainty import certainty_of, is_uncertain

CERTAIN = {NEVER: 0.0, ALWAYS: 1.0, OTHER_WORD: 0.1, PAUSE: 0.99}
"""PAUSE: the share of filled pauses annotated as fillers, in all sources."""
BY_RULE = {True: 0.75, False: 0.2}  # words that no source marks: stated, not measured
MARGIN = 0.1  # of the weights' chance: beyond it the encoder is not asked
ENCODER_SHARE = 0.6  # of the logit, by cross-validation; the weights have the rest
DROPPABLE = {True: CAN_BE_DROPPED, False: "carries meaning here"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict on `text[start:end]`. `rationale` is one sentence for a coach.

    `probability` (0 to 1) is how likely the span is a filler.
    """

    start: int
    end: int
    text: str
    word: str
    kind: Kind
    probability: float
    rationale: str

    @property
    def filler(self) -> bool:
        return self.probability >= 0.5

    @property
    def confidence(self) -> float:
        """How likely the verdict, either way, is right."""
        return certainty_of(self.probability)

    @property
    def uncertain(self) -> bool:
        """Whether a person should look at it first."""
        return is_uncertain(self.probability)


def judge(
    text: str,
    lexicon: Lexicon | None = None,
    spans: Iterable[Span] | None = None,
    *,
    mode: AnalystMode | None = None,
) -> list[Judgement]:
    """Judge every lexicon occurrence in `text`, or exactly the `spans` handed in, in order.

    A span that the lexicon does not list is judged by its place. `mode` is by default that
    of `REFINER_ANALYST`. The cost is linear in the length of the text and the number of
    spans.
    """
    judged, asked = _judge_by_weights(text, lexicon or load_lexicon(), spans)
    if (mode or mode_from_environment()) == "full" and asked:
        _read_in_context(text, judged, asked)
    return judged


def mode_from_environment() -> AnalystMode:
    """`REFINER_ANALYST`, by default `full`; raises SettingsError on any other word."""
    mode = os.environ.get("REFINER_ANALYST") or "full"
    if mode not in ANALYST_MODES:
        names = ", ".join(ANALYST_MODES)
        raise SettingsError(f"REFINER_ANALYST={mode!r}", f"must be one of {names}")
    return cast(AnalystMode, mode)


def _judge_by_weights(
    text: str, lexicon: Lexicon, spans: Iterable[Span] | None
) -> tuple[list[Judgement], dict[int, tuple[float, RuleLine]]]:
    """A judgement a span, and of those that the encoder should read the logit and the rule."""
    known = {(o.start, o.end): o.entry for o in lexicon.occurrences(text)}
    folded, weights = fold(text), load_weights()
    judged: list[Judgement] = []
    asked: dict[int, tuple[float, RuleLine]] = {}
    for start, end in known if spans is None else spans:
        entry = known.get((start, end))
        word = entry.word if entry else word_of(text[start:end])
        pause = PAUSE_SOUND.fullmatch(word)
        kind: Kind = entry.kind if entry else "filled_pause" if pause else "crutch_phrase"
        line = deciding_line(text, folded, start, end, entry)
        form = word.lower()
        if line in CERTAIN:
            probability, why = CERTAIN[line], _sentence(line.why)
        elif form in LEARNT and start < end:
            logit = logit_of(features_of(form, folded, start, end, line), weights)
            probability = chance_of(logit)
            why = _reason(line, probability >= 0.5)
            if MARGIN <= probability <= 1 - MARGIN:
                asked[len(judged)] = (logit, line)
        else:
            probability, why = BY_RULE[line.filler], f"By rule: {line.why}."
        judged.append(Judgement(start, end, text[start:end], word, kind, probability, why))
    return judged, asked


def _read_in_context(
    text: str, judged: list[Judgement], asked: dict[int, tuple[float, RuleLine]]
) -> None:
    """Judge the places of `asked` again, by the encoder together with the weights."""
    encoder = load_encoder()
    if encoder is None:
        return
    order = sorted(asked, key=lambda i: (judged[i].start, judged[i].end))
    logits = encoder.logits(text, [(judged[i].start, judged[i].end) for i in order])
    for i, read in zip(order, logits, strict=True):
        logit, line = asked[i]
        chance = chance_of(mix_logits(read, logit))
        agrees = line.filler is (chance >= 0.5)
        why = _reason(line, chance >= 0.5) if agrees else "Read in context."
        judged[i] = replace(judged[i], probability=chance, rationale=why)


def mix_logits(read: float, weighed: float) -> float:
    """The encoder's logit and the weights' as one."""
    return ENCODER_SHARE * read + (1 - ENCODER_SHARE) * weighed


def _reason(line: RuleLine, filler: bool) -> str:
    """The rule's reason, unless it speaks against the verdict."""
    return _sentence(line.why if line.filler is filler else DROPPABLE[filler])


def _sentence(why: str) -> str:
    return f"{why[0].upper()}{why[1:]}."
