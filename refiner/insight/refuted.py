"""Removes from an advice what a person's corrections refute, and keeps everything else.

A part of an advice falls with a word that has lost its last filler, with clusters of which none
is left, or with a passage shown for fillers that are all rejected now: those of the words that
the part names, where the passage has any of them, else all in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from refiner.advice.slots import TalkFigures, fold_word, slot_names, slot_value, texts_of
from refiner.model import Advice, Filler
from refiner.spans import Span

_COUNTS_FILLERS = re.compile(r"fillers\.by_word\.|talk\.habits\.filler_cluster$")
_BY_WORD = "fillers.by_word."
_QUOTE = re.compile(r"“([^“”]+)”")
MIN_PASSAGE_WORDS = 4  # a shorter quotation names a word, not a passage


@dataclass(frozen=True, slots=True)
class CorrectedTalk:
    """A talk after corrections. `fallen`: the words that had fillers and have none now.

    `rejected`: the places that people called no fillers.
    """

    text: str
    fillers: Sequence[Filler]
    figures: TalkFigures
    fallen: Collection[str]
    rejected: Collection[Span]


@dataclass(frozen=True, slots=True)
class _Step:
    """A focus area with its goal, which is None where the advice has goals of its own."""

    area: Mapping[str, str]
    goal: Mapping[str, str] | None

    @property
    def skill(self) -> str:
        return self.area.get("skill", "")

    @property
    def text(self) -> str:
        return " ".join(texts_of([self.area, self.goal or {}]))


def replace_refuted(advice: Advice, template: Advice, talk: CorrectedTalk) -> Advice:
    """`advice` with the parts that fell replaced by those of `template`, strengths left out.

    A focus area is replaced together with its goal, and by none that repeats another. All of it
    is the template if no focus area of its own is left.
    """
    is_paired = len(advice.weekly_goals) == len(advice.focus_areas)
    steps = _steps(advice)
    held = [step for step in steps if not _falls(step.text, talk)]
    if steps and not held:
        return template
    spare = [step for step in _steps(template) if not any(_is_alike(step, one) for one in held)]
    shown = [step if step in held else _take_replacement(spare, step) for step in steps]
    kept = [step for step in shown if step is not None]
    goals = [step.goal or {} for step in kept] if is_paired else advice.weekly_goals
    return replace(
        advice,
        headline=template.headline if _falls(advice.headline, talk) else advice.headline,
        focus_areas=tuple(step.area for step in kept),
        strengths=tuple(
            text for text in advice.strengths if not _is_about_fallen(text, _named(text), talk)
        ),
        weekly_goals=tuple(goal for goal in goals if not _falls(" ".join(texts_of(goal)), talk)),
        motivation=template.motivation if _falls(advice.motivation, talk) else advice.motivation,
    )


def _steps(advice: Advice) -> list[_Step]:
    """The focus areas, each with its goal if there are as many."""
    goals: Sequence[Mapping[str, str] | None] = advice.weekly_goals
    if len(goals) != len(advice.focus_areas):
        goals = [None] * len(advice.focus_areas)
    return [_Step(area, goal) for area, goal in zip(advice.focus_areas, goals, strict=True)]


def _take_replacement(spare: list[_Step], fallen: _Step) -> _Step | None:
    """One of `spare` in the place of a step that fell, if possible of the same skill."""
    if not spare:
        return None
    taken = next((step for step in spare if step.skill == fallen.skill), spare[0])
    spare.remove(taken)
    return taken


def _is_alike(one: _Step, other: _Step) -> bool:
    """Whether both train one skill or are about one filler."""
    return one.skill == other.skill or not _named(one.text).isdisjoint(_named(other.text))


def _named(text: str) -> set[str]:
    """The words that a text names in quotation marks or slots."""
    quoted = [quote for quote in _QUOTE.findall(text) if len(quote.split()) < MIN_PASSAGE_WORDS]
    slots = [n.removeprefix(_BY_WORD) for n in slot_names(text) if n.startswith(_BY_WORD)]
    return {fold_word(word) for word in [*quoted, *slots]}


def _falls(text: str, talk: CorrectedTalk) -> bool:
    named = _named(text)
    return _is_about_fallen(text, named, talk) or any(
        _shows_none(quote.strip(" …"), named, talk) for quote in _QUOTE.findall(text)
    )


def _is_about_fallen(text: str, named: Collection[str], talk: CorrectedTalk) -> bool:
    """Whether a text, in which words are `named`, is about fillers of which none is left."""
    counted = [name for name in slot_names(text) if _COUNTS_FILLERS.match(name)]
    if any(slot_value(name, talk.figures) == "0" for name in counted):
        return True
    return any(fold_word(word) in named for word in talk.fallen)


def _shows_none(passage: str, named: Collection[str], talk: CorrectedTalk) -> bool:
    """Whether a passage of the talk was shown for fillers of which people left none.

    Next to a word that is `named`, it was shown for that word alone.
    """
    start = talk.text.find(passage)
    if len(passage.split()) < MIN_PASSAGE_WORDS or start < 0:
        return False
    end = start + len(passage)
    inside = [f for f in talk.fillers if start <= f.start and f.end <= end]
    shown = [f for f in inside if fold_word(f.word) in named] or inside
    is_refuted = any((f.start, f.end) in talk.rejected for f in shown)
    return is_refuted and not any(f.ai for f in shown)
