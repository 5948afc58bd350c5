"""Coaching advice by rule, written from a coaching request's document alone.

No number of fillers is ever written here, only slots, and every sentence around a slot reads
right whatever number fills it. All of it passes the audit that a model's advice must pass.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.advice.bands import BANDS, find_band
from refiner.advice.coach.repertoire import (
    FAST_SKILL,
    FURTHER,
    HABITS,
    MOTIVATION,
    MOTIVATION_CLEAN,
    MOTIVATION_WITH_HISTORY,
    SLOW_SKILL,
    STRENGTH_OF_PACE,
    STRENGTH_OF_RATE,
    STRENGTHS,
    Skill,
    skill_for,
)
from refiner.advice.habits import FAST_WPM, SLOW_WPM, words_per_minute

CoachingDocument = Mapping[str, Any]  # the document of `prompts.coaching_request`

MAX_AREAS, MIN_AREAS = 3, 2
MAX_STRENGTHS = 3
MAX_WORDS_NAMED = 3  # filler words of one family that the advice names
MAX_PHRASE_WORDS = 3  # a longer phrase in quotation marks reads as a passage, not as a word
CONTRADICTIONS = {"long_sentence": {"short"}, "pace": {"pace"}}  # issue: strengths it rules out

# Never quoted: slot or markup syntax, addresses, digits.
_UNQUOTABLE = re.compile(r"[{}<>\[\]`*_|\\#@\n\"“”]|https?:|www\.|\d")
_SEVERITY = {"low": 1, "medium": 2, "high": 3}


@dataclass(frozen=True, slots=True)
class _Area:
    """A planned focus area: its skill, its filler words, passages that show it."""

    skill: Skill
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


def write_advice(document: CoachingDocument) -> dict[str, Any]:
    """The `coaching_advice` answer: at most three focus areas, each with its goal; strengths."""
    choose = _Choice(document)
    areas = _areas(document, choose)
    focus_areas = list(_focus_areas(areas, choose))
    return {
        "headline": f"{areas[0].skill.headline} (fillers in this talk: {{{{fillers.total}}}})",
        "focus_areas": focus_areas,
        "strengths": _strengths(document, choose, "".join(a["advice"] for a in focus_areas)),
        "weekly_goals": [
            {"goal": _goal(area), "measurement": area.skill.measurement} for area in areas
        ],
        "motivation": _motivation(document, choose),
    }


class _Choice:
    """Picks among equally good wordings: always the same for the same talk."""

    def __init__(self, document: CoachingDocument) -> None:
        talk = (
            sorted(document["fillers"]["by_word"].items()),
            document["word_count"],
            [issue["quote"] for issue in document["issues"]],
        )
        self.seed = zlib.crc32(repr(talk).encode())

    def __call__(self, wordings: Sequence[str], salt: int = 0) -> str:
        return wordings[(self.seed // 7 + salt) % len(wordings)]


def _is_clean(document: CoachingDocument) -> bool:
    return find_band(document["fillers"]["per_100_words"]) is BANDS[0]


def _areas(document: CoachingDocument, choose: _Choice) -> list[_Area]:
    """Fillers by family first, then habits by severity, then further skills."""
    fillers = list(_filler_areas(document))
    habits = list(_habit_areas(document))
    if _is_clean(document):
        fillers = fillers[:1]
    kept = min(len(fillers), MAX_AREAS - min(1, len(habits)))
    areas = fillers[:kept] + habits
    if len(areas) < MIN_AREAS:
        start = choose.seed % len(FURTHER)
        areas += [_Area(s) for s in (*FURTHER[start:], *FURTHER[:start])]
        return areas[:MIN_AREAS]
    return areas[:MAX_AREAS]


def _filler_areas(document: CoachingDocument) -> Iterator[_Area]:
    """The families of the talk's filler words, the most frequent first."""
    families: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    by_word: Mapping[str, int] = document["fillers"]["by_word"]
    for word, count in sorted(by_word.items(), key=lambda item: (-item[1], item[0])):
        if count and not _UNQUOTABLE.search(word):
            name = skill_for(word).skill
            families.setdefault(name, []).append(word)
            counts[name] = counts.get(name, 0) + count
    for name in sorted(families, key=lambda n: -counts[n]):
        words = tuple(families[name][:MAX_WORDS_NAMED])
        yield _Area(skill_for(words[0]), words, _filler_quotes(document, words))


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
        skills["pace"], quotes["pace"] = pace_skill, []
    for kind in sorted(severities.keys() & skills.keys(), key=lambda k: (-severities[k], k)):
        yield _Area(skills[kind], quotes=tuple(quotes[kind]))


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
    """Each with its first passage that no other area quotes."""
    quoted: set[str] = set()
    for place, area in enumerate(areas):
        parts = [choose(area.skill.advice, place)]
        quote = next((q for q in area.quotes if q not in quoted), None)
        if quote:
            quoted.add(quote)
            parts.append(f"From this talk: “{quote}”")
        yield {
            "skill": area.skill.skill,
            "advice": " ".join(parts),
            "exercise": choose(area.skill.exercises, place),
        }


def _goal(area: _Area) -> str:
    """What to reach, with the numbers now and next time of the words it is about."""
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
    kinds = sorted(shown, key=lambda kind: zlib.crc32(f"{choose.seed} {kind}".encode()))
    said = [
        f"{choose(STRENGTHS[kind], n)}: “{shown[kind].strip()}”" for n, kind in enumerate(kinds)
    ]
    return (figures[:1] + said)[:MAX_STRENGTHS]


def _motivation(document: CoachingDocument, choose: _Choice) -> str:
    """Against the earlier talks if there are enough to compare with."""
    history = document["speaker_history"] or {}
    if history.get("earlier_talks", 0) > 1:
        return choose(MOTIVATION_WITH_HISTORY)
    return choose(MOTIVATION_CLEAN if _is_clean(document) else MOTIVATION)
