"""Coaching advice by rule, written from a coaching request's document alone.

No number of fillers is ever written here, only slots, and every sentence around a slot reads
right whatever number fills it. All of it passes the audit that a model's advice must pass.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from refiner.advice.bands import BANDS, find_band
from refiner.advice.coach.filler_skills import skill_for
from refiner.advice.coach.habit_skills import FAST_SKILL, FURTHER, HABITS, SLOW_SKILL
from refiner.advice.coach.sentences import (
    HEADLINES_CLEAN,
    MOTIVATION,
    MOTIVATION_CLEAN,
    MOTIVATION_WITH_HISTORY,
    STRENGTH_OF_PACE,
    STRENGTH_OF_RATE,
    STRENGTHS,
)
from refiner.advice.coach.skill import Skill
from refiner.advice.habit_counts import HABIT_COUNTS, MAX_COUNTED_WORDS
from refiner.advice.habits import FAST_WPM, SLOW_WPM, words_per_minute
from refiner.advice.history import PASSAGE_LEAD, without_passages
from refiner.advice.slots import texts_of
from refiner.advice.strengths import TELLING
from refiner.formatting import list_quoted

CoachingDocument = Mapping[str, Any]  # the document of `prompts.coaching_request`

MAX_AREAS, MIN_AREAS = 3, 2
MAX_STRENGTHS = 3
MAX_CANDIDATES = 6  # passages of an area from which one is chosen
MAX_WORDS_NAMED = 3  # filler words of one family that the advice names
MAX_WORDS_IN_SENTENCE = 2
MIN_FREQUENT = 2  # a word that came up once is no habit
MIN_CLEAN_FREQUENT = 3  # the same in a talk with hardly any fillers
MAX_PHRASE_WORDS = 3  # a longer phrase in quotation marks reads as a passage, not as a word
CONTRADICTIONS = {  # issue: strengths that it rules out
    "long_sentence": {"short"},
    "pace": {"pace"},
    "unmarked_parts": {"signpost"},
    "even_sentences": {"short"},
    "few_names": {"name"},
    "long_ending": {"short_ending"},
}

# Never quoted: slot or markup syntax, addresses, digits.
_UNQUOTABLE = re.compile(r"[{}<>\[\]`*_|\\#@\n\"“”]|https?:|www\.|\d")
_WORDS = "{words}"  # in a wording: the talk's own filler words
_SEVERITY = {"low": 1, "medium": 2, "high": 3}


@dataclass(frozen=True, slots=True)
class _Area:
    """A planned focus area: its skill, its filler words, passages that show it.

    `kind` is that of the issue that it is about, empty for filler words.
    """

    skill: Skill
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    kind: str = ""

    @property
    def named(self) -> str:
        """Its first words, as a sentence names them; empty without words."""
        return list_quoted(self.words[:MAX_WORDS_IN_SENTENCE])


def write_advice(document: CoachingDocument) -> dict[str, Any]:
    """The `coaching_advice` answer: at most three focus areas, each with its goal; strengths."""
    choose = _Choice(document)
    areas = _areas(document, choose)
    focus_areas = list(_focus_areas(areas, choose))
    return {
        "headline": _headline(document, areas[0], choose),
        "focus_areas": focus_areas,
        "strengths": _strengths(document, choose, "".join(a["advice"] for a in focus_areas)),
        "weekly_goals": [
            {"goal": _goal(area, document), "measurement": area.skill.measurement} for area in areas
        ],
        "motivation": _motivation(document, choose),
    }


class _Choice:
    """Picks among equally good wordings: always the same for the same talk, never last time's.

    Of advice that is written again after a correction, as much as possible stays as it was.
    """

    def __init__(self, document: CoachingDocument) -> None:
        talk = (
            sorted(document["fillers"]["by_word"].items()),
            document["word_count"],
            [issue["quote"] for issue in document["issues"]],
        )
        self.seed = zlib.crc32(repr(talk).encode())
        history = document["speaker_history"] or {}
        last = history.get("last_advice") or {}
        self._said_before = " ".join(texts_of(last))
        self._last_skills = {area["skill"] for area in last.get("focus_areas", ())}
        self._so_far = " ".join(texts_of(document.get("advice_so_far")))

    def __call__(self, wordings: Sequence[str]) -> str:
        if kept := [wording for wording in wordings if _is_said(wording, self._so_far)]:
            return kept[0]
        fresh = [one for one in wordings if not _is_said(one, self._said_before)] or wordings
        return fresh[zlib.crc32(f"{self.seed} {wordings[0]}".encode()) % len(fresh)]

    def rank(self, strength: str) -> tuple[bool, bool, bool, int]:
        """Those not named last time first, and those that say most of a talk."""
        wordings = STRENGTHS[strength]
        return (
            not any(_is_said(wording, self._so_far) for wording in wordings),
            any(_is_said(wording, self._said_before) for wording in wordings),
            strength not in TELLING,
            zlib.crc32(f"{self.seed} {strength}".encode()),
        )

    def rank_focus(self, skill: str) -> tuple[bool, bool]:
        """One that was chosen already first, last time's last."""
        return skill not in self._so_far, skill in self._last_skills


def _is_said(wording: str, text: str) -> bool:
    pieces = without_passages(wording).split(_WORDS)
    return bool(text) and all(piece in text for piece in pieces)


def _headline(document: CoachingDocument, first: _Area, choose: _Choice) -> str:
    """For a talk with hardly any fillers of its strength, unless a habit comes first."""
    if _is_clean(document) and first.skill in FURTHER.values():
        return choose(HEADLINES_CLEAN)
    return choose(first.skill.headlines).replace(_WORDS, first.named)


def _is_clean(document: CoachingDocument) -> bool:
    """By the published rates, which are of English speech."""
    if "language" in document:
        return False
    return find_band(document["fillers"]["per_100_words"]) is BANDS[0]


def _areas(document: CoachingDocument, choose: _Choice) -> list[_Area]:
    """Frequent fillers by family first, then habits by severity, then further skills.

    A further skill of which the talk shows nothing is named only if there is no other.
    """
    habits = list(_habit_areas(document))
    fillers = list(_filler_areas(document))
    if _is_clean(document):
        fillers = fillers[:1]
    kept = min(len(fillers), MAX_AREAS - min(1, len(habits)))
    areas = fillers[:kept] + habits
    if len(areas) < MIN_AREAS:
        further = _further_areas(document, choose)
        areas += [area for area in further if area.kind]
        return (areas or further)[:MIN_AREAS]
    return areas[:MAX_AREAS]


def _further_areas(document: CoachingDocument, choose: _Choice) -> list[_Area]:
    """Those that the talk shows room for, last time's last; then those of which it shows none."""
    start = choose.seed % len(FURTHER)
    kinds = [*FURTHER][start:] + [*FURTHER][:start]
    shown: dict[str, list[str]] = {}
    for issue in document["issues"]:
        shown.setdefault(issue["kind"], []).extend(_quotable(issue["quote"]))
    kinds.sort(key=lambda kind: (kind not in shown, choose.rank_focus(FURTHER[kind].skill)))
    return [
        _Area(FURTHER[kind], quotes=tuple(shown.get(kind, ())), kind=kind if kind in shown else "")
        for kind in kinds
    ]


def _filler_areas(document: CoachingDocument) -> Iterator[_Area]:
    """The families of the talk's filler words, the most frequent first."""
    families: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    by_word: Mapping[str, int] = document["fillers"]["by_word"]
    language = document.get("language")
    for word, count in sorted(by_word.items(), key=lambda item: (-item[1], item[0])):
        if count and not _UNQUOTABLE.search(word):
            name = skill_for(word, language).skill
            families.setdefault(name, []).append(word)
            counts[name] = counts.get(name, 0) + count
    least = MIN_CLEAN_FREQUENT if _is_clean(document) else MIN_FREQUENT
    areas = []
    for name, words in families.items():
        frequent = [word for word in words if by_word[word] > 1]
        named = tuple((frequent or words)[:MAX_WORDS_NAMED])
        quotes = _filler_quotes(document, named)
        areas.append(
            (-counts[name], not quotes, _Area(skill_for(words[0], language), named, quotes))
        )
    for place, (count, _, area) in enumerate(sorted(areas, key=lambda row: row[:2])):
        if -count < least and (place or _is_clean(document)):
            return
        yield area


def _habit_areas(document: CoachingDocument) -> Iterator[_Area]:
    """One area per kind of issue, most severe first; low-severity ones only in a clean talk."""
    min_severity = 1 if _is_clean(document) else 2
    severities: dict[str, int] = {}
    quotes: dict[str, list[str]] = {}
    for issue in document["issues"]:
        kind, severity = issue["kind"], _SEVERITY.get(issue["severity"], 1)
        if severity >= min_severity:
            severities[kind] = max(severities.get(kind, 0), severity)
            quotes.setdefault(kind, []).extend(_quotable(issue["quote"]))
    skills = dict(HABITS)
    if pace_skill := _pace_skill(document):
        skills["pace"] = pace_skill
    for kind in sorted(severities.keys() & skills.keys(), key=lambda k: (-severities[k], k)):
        yield _Area(skills[kind], quotes=tuple(quotes[kind]), kind=kind)


def _pace_skill(document: CoachingDocument) -> Skill | None:
    """What to train if the talk's length is known and its pace unusual."""
    pace = words_per_minute(document["word_count"], document["duration_seconds"])
    if pace is None or SLOW_WPM <= pace <= FAST_WPM:
        return None
    return FAST_SKILL if pace > FAST_WPM else SLOW_SKILL


def _filler_quotes(document: CoachingDocument, words: Sequence[str]) -> tuple[str, ...]:
    """Passages that show one of `words` as a filler, by the reason given with them."""
    return tuple(
        quote
        for word in words
        for issue in document["issues"]
        if issue["kind"] == "frequent_filler" and f"“{word}”" in issue["rationale"]
        for quote in _quotable(issue["quote"])
    )


def _quotable(quote: str) -> list[str]:
    """The passage as it is quoted, with dots where it was cut; empty if it must not be."""
    bare = quote.strip(" \t,;:–—-")
    if len(bare.split()) < 3 or _UNQUOTABLE.search(quote):
        return []
    before = "… " if bare[0].islower() else ""
    after = "" if bare[-1] in ".?!…" else " …"
    return [f"{before}{bare}{after}"]


def _focus_areas(areas: Sequence[_Area], choose: _Choice) -> Iterator[dict[str, str]]:
    for area, quote in zip(areas, _choose_passages(areas), strict=True):
        advice = choose(area.skill.advice).replace(_WORDS, area.named)
        exercises = area.skill.exercises
        if quote:
            advice += f" {PASSAGE_LEAD}“{quote}”"
        else:
            exercises = tuple(text for text in exercises if "quoted passage" not in text)
        yield {"skill": area.skill.skill, "advice": advice, "exercise": choose(exercises)}


def _choose_passages(areas: Sequence[_Area]) -> tuple[str | None, ...]:
    """For each area a passage that no other quotes, not even in part; as many as there can be."""
    choices = product(*((*area.quotes[:MAX_CANDIDATES], None) for area in areas))
    apart = (
        chosen
        for chosen in choices
        if not any(_overlap(*pair) for pair in combinations(filter(None, chosen), 2))
    )
    return min(apart, key=lambda chosen: chosen.count(None))


def _overlap(one: str, other: str) -> bool:
    bare = one.strip(" …"), other.strip(" …")
    return bare[0] in bare[1] or bare[1] in bare[0]


def _goal(area: _Area, document: CoachingDocument) -> str:
    """What to reach, with the numbers of the words or the habit it is about, now and next time."""
    if area.kind == "pace":
        numbers = "{{talk.words_per_minute}} now, {{goal.words_per_minute}} next time"
        return f"{area.skill.goal}: words a minute {numbers}."
    if area.kind in HABIT_COUNTS and document["word_count"] <= MAX_COUNTED_WORDS:
        kind, label = area.kind, HABIT_COUNTS[area.kind].label
        numbers = f"{{{{talk.habits.{kind}}}}} now, {{{{goal.habits.{kind}}}}} next time"
        return f"{area.skill.goal}: {label} {numbers}."
    named = [w for w in area.words if len(w.split()) <= MAX_PHRASE_WORDS]
    numbers = "; ".join(
        f"“{w}” {{{{fillers.by_word.{w}}}}} now, {{{{goal.by_word.{w}}}}} next time" for w in named
    )
    return f"{area.skill.goal}: {numbers}." if numbers else f"{area.skill.goal}."


def _strengths(document: CoachingDocument, choose: _Choice, advice: str) -> list[str]:
    """Strengths of which the talk gives evidence: a passage that the advice does not quote, or
    a figure. None if there is none."""
    issues = {issue["kind"] for issue in document["issues"]}
    ruled_out = {kind for issue in issues for kind in CONTRADICTIONS.get(issue, ())}
    figures = []
    if _is_clean(document):
        figures.append(choose(STRENGTH_OF_RATE))
    shown: dict[str, str] = {}
    for row in document.get("strengths", ()):
        kind, quote = row["kind"], row["quote"]
        if kind in ruled_out or quote in advice or quote in shown.values():
            continue
        if kind == "pace":
            figures.append(choose(STRENGTH_OF_PACE))
        elif _quotable(quote):
            shown[kind] = quote
    strengths = [
        f"{choose(STRENGTHS[kind])}: “{shown[kind].strip()}”"
        for kind in sorted(shown, key=choose.rank)
    ]
    return (figures[:1] + strengths)[:MAX_STRENGTHS]


def _motivation(document: CoachingDocument, choose: _Choice) -> str:
    """Against the earlier talks if there are enough to compare with."""
    history = document["speaker_history"] or {}
    if history.get("earlier_talks", 0) > 1:
        return choose(MOTIVATION_WITH_HISTORY)
    return choose(MOTIVATION_CLEAN if _is_clean(document) else MOTIVATION)
