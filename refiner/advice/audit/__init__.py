"""Advice is shown only where it is known to be harmless; see `docs/count-guarantee.md`.

The audit reads drafts: figures are still slots there, so any other number is one that a coach
made up. A sentence that is not known to be harmless is left out, or written again first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from refiner.advice.audit.fillers import Talk
from refiner.advice.audit.plain_text import split_sentences
from refiner.advice.audit.rules import find_fault
from refiner.advice.slots import TalkFigures, has_value, slot_names
from refiner.detection.lexicon import Lexicon, load_lexicon
from refiner.model import Advice

MAX_PART_CHARS, MAX_ADVICE_CHARS = 4000, 20_000

_OWN_NUMBER = re.compile(r"\s*(\d)[.)] +(?=\D)")


KnownFaults = dict[tuple[str, str, frozenset[str]], tuple[str | None, set[str]]]
"""What `find_fault` said of a sentence in a field, after the fillers named before it."""


@dataclass(frozen=True, slots=True)
class UnfitSentence:
    """A sentence that must not be shown. `place`: which part of the advice, as `place_of`."""

    place: str
    field: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class AuditedAdvice:
    """A draft without its unfit sentences, and those sentences. None if too little is left."""

    advice: Advice | None
    unfit: tuple[UnfitSentence, ...]


def audit_advice(
    draft: Advice,
    figures: TalkFigures,
    text: str,
    template: Advice,
    lexicon: Lexicon | None = None,
    known: KnownFaults | None = None,
) -> AuditedAdvice:
    """`draft` without the sentences that are unfit for the talk `text`.

    The headline and a focus area without a skill or without advice are replaced by those of
    `template`; advice with more unfit sentences than fit ones is unfit as a whole. A sentence
    with a slot that has no value (no earlier talks, unknown length) is left out without being
    unfit. `known`: sentences audited before against the same talk and counts; more are added.
    """
    known = {} if known is None else known
    talk = Talk(figures.counts, text, lexicon or load_lexicon())
    parts = list(_parts(draft))
    lengths = [len(part.text) for part in parts]
    if max(lengths, default=0) > MAX_PART_CHARS or sum(lengths) > MAX_ADVICE_CHARS:
        return AuditedAdvice(None, (UnfitSentence("advice", "advice", "", "too long"),))
    kept: dict[str, str] = {}
    unfit: list[UnfitSentence] = []
    total = 0
    mentioned: set[str] = set()
    for part in parts:
        if part.opens:
            mentioned = set()
        sentences = []
        for sentence in _sentences(part):
            total += 1
            key = sentence, part.field, frozenset(mentioned)
            if key not in known:
                known[key] = find_fault(sentence, part.field, talk, mentioned)
            why, named = known[key]
            mentioned |= named
            if why:
                unfit.append(UnfitSentence(part.place, part.field, sentence.strip(), why))
            elif all(has_value(name, figures) for name in slot_names(sentence)):
                sentences.append(sentence)
        kept[part.place] = "".join(sentences).strip()
    if 2 * len(unfit) > total:
        return AuditedAdvice(None, tuple(unfit))
    return AuditedAdvice(_assemble(draft, kept, template), tuple(unfit))


def find_unfit_edits(
    edited: Advice,
    shown: Advice,
    figures: TalkFigures,
    text: str,
    lexicon: Lexicon | None = None,
) -> tuple[UnfitSentence, ...]:
    """The unfit sentences of advice that a person edited; those of `shown` have been audited."""
    talk = Talk(figures.counts, text, lexicon or load_lexicon())
    kept = {s.strip() for part in _parts(shown) for s in _sentences(part)}
    unfit: list[UnfitSentence] = []
    mentioned: set[str] = set()
    for part in _parts(edited):
        if part.opens:
            mentioned = set()
        for sentence in _sentences(part):
            why, named = find_fault(sentence, part.field, talk, mentioned)
            mentioned |= named
            if why and sentence.strip() not in kept:
                unfit.append(UnfitSentence(part.place, part.field, sentence.strip(), why))
    return tuple(unfit)


def replace_sentences(draft: Advice, rewritten: Mapping[tuple[str, str], str]) -> Advice:
    """`draft` with sentences exchanged; keys are a part's place and the sentence there."""
    kept: dict[str, str] = {}
    for part in _parts(draft):
        pieces = []
        for sentence in _sentences(part):
            new = rewritten.get((part.place, sentence.strip()))
            space = sentence[len(sentence.rstrip()) :]
            pieces.append(sentence if new is None else new.strip() + (space or " "))
        kept[part.place] = "".join(pieces).strip()
    return _rebuild(draft, kept)


@dataclass(frozen=True, slots=True)
class _Part:
    """One text of the advice. `opens` starts a part of its own, with no filler named before."""

    place: str
    field: str
    text: str
    opens: bool


def _parts(advice: Advice) -> Iterator[_Part]:
    yield _Part("headline", "headline", advice.headline, True)
    for n, area in enumerate(advice.focus_areas, 1):
        for field in ("skill", "advice", "exercise"):
            yield _Part(f"focus area {n}, {field}", field, area.get(field, ""), field == "skill")
    for n, strength in enumerate(advice.strengths, 1):
        yield _Part(f"strength {n}", "strength", strength, True)
    for n, goal in enumerate(advice.weekly_goals, 1):
        for field in ("goal", "measurement"):
            yield _Part(f"goal {n}, {field}", field, goal.get(field, ""), field == "goal")
    yield _Part("motivation", "motivation", advice.motivation, True)


def _sentences(part: _Part) -> list[str]:
    """The sentences of a part; "2. Breathe" in focus area 2 loses its own number."""
    text, number = part.text, re.search(r" (\d+)", part.place)
    own = _OWN_NUMBER.match(text)
    if own and number and own[1] == number[1]:
        text = text[own.end() :]
    return split_sentences(text)


def _rebuild(draft: Advice, texts: Mapping[str, str]) -> Advice:
    """Every text of the draft replaced by the one at its place."""
    return Advice(
        texts["headline"],
        tuple(
            {field: texts[f"focus area {n}, {field}"] for field in ("skill", "advice", "exercise")}
            for n in range(1, len(draft.focus_areas) + 1)
        ),
        tuple(texts[f"strength {n}"] for n in range(1, len(draft.strengths) + 1)),
        tuple(
            {field: texts[f"goal {n}, {field}"] for field in ("goal", "measurement")}
            for n in range(1, len(draft.weekly_goals) + 1)
        ),
        texts["motivation"],
    )


def _assemble(draft: Advice, texts: Mapping[str, str], template: Advice) -> Advice:
    """What is shown of the draft; areas that fell come from the template, each once."""
    built = _rebuild(draft, texts)
    skills = {area["skill"] for area in built.focus_areas if area["skill"] and area["advice"]}
    spare = iter([area for area in template.focus_areas if area["skill"] not in skills])
    areas: list[Mapping[str, str]] = []
    for area in built.focus_areas:
        whole = area if area["skill"] and area["advice"] else next(spare, None)
        if whole is not None:
            areas.append(whole)
    return Advice(
        built.headline or template.headline,
        tuple(areas),
        tuple(strength for strength in built.strengths if strength),
        tuple(goal for goal in built.weekly_goals if goal["goal"]),
        built.motivation,
    )
