"""Coaching advice by rule, written from a coaching request's document alone.

No number of fillers is ever written here, only slots, and every sentence around a slot reads
right whatever number fills it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.advice.bands import find_band
from refiner.advice.coach.repertoire import (
    FAST_SKILL,
    FURTHER,
    HABITS,
    MOTIVATION,
    MOTIVATION_BY_TREND,
    MOTIVATION_CLEAN,
    SLOW_SKILL,
    STRENGTH_OF_ALL,
    Skill,
    skill_for,
)
from refiner.advice.habits import FAST_WPM, SLOW_WPM, words_per_minute

CoachingDocument = Mapping[str, Any]

MAX_AREAS, MIN_AREAS = 3, 2
MAX_WORDS_NAMED = 3  # filler words of one family that the advice names
MAX_PHRASE_WORDS = 3  # a longer phrase in quotation marks reads as a passage, not as a word
# Fillers in 100 words below which a talk counts as clean: the published optimum's band.
_CLEAN = "hardly any"

# Never quoted: slot or markup syntax, addresses, and numbers, which could be read as a count.
_UNQUOTABLE = re.compile(
    r"[{}<>\[\]`*_|\\#@\n]|https?:|www\.|\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen|once|twice|thrice|"
    r"half|zero|none|no|single|couple|several|few|many|filler|fillers)\b",
    re.IGNORECASE,
)
_SEVERITY = {"low": 1, "medium": 2, "high": 3}


@dataclass(frozen=True, slots=True)
class _Area:
    """A planned focus area: its skill, its filler words, passages that show it."""

    skill: Skill
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


def write_advice(document: CoachingDocument) -> dict[str, Any]:
    """The `coaching_advice` answer: at most three focus areas, goals, strengths, slots."""
    choose = _Choice(document)
    areas = _areas(document)
    clean = _is_clean(document)
    return {
        "headline": _headline(areas, clean),
        "focus_areas": list(_focus_areas(areas, choose)),
        "strengths": _strengths(document),
        "weekly_goals": [
            {"goal": a.skill.goal + ".", "measurement": a.skill.measurement} for a in areas
        ],
        "motivation": _motivation(document, clean, choose),
    }


class _Choice:
    """Picks among equally good wordings: always the same for the same talk."""

    def __init__(self, document: CoachingDocument) -> None:
        words = sorted(document["fillers"]["by_word"])
        self._seed = zlib.crc32(repr((words, document["word_count"])).encode())

    def __call__(self, wordings: Sequence[str]) -> str:
        return wordings[self._seed % len(wordings)]


def _is_clean(document: CoachingDocument) -> bool:
    return find_band(document["fillers"]["per_100_words"]).name == _CLEAN


def _areas(document: CoachingDocument) -> list[_Area]:
    """Fillers by family first, then habits by severity, then further skills."""
    fillers = list(_filler_areas(document))
    habits = list(_habit_areas(document))
    if _is_clean(document):
        fillers = fillers[:1]
    kept = min(len(fillers), MAX_AREAS - min(1, len(habits)))
    areas = fillers[:kept] + habits
    if len(areas) < MIN_AREAS:
        start = document["word_count"] % len(FURTHER)
        areas += [_Area(s) for s in (*FURTHER[start:], *FURTHER[:start])]
        return areas[:MIN_AREAS]
    return areas[:MAX_AREAS]


def _filler_areas(document: CoachingDocument) -> Iterator[_Area]:
    """The families of the talk's filler words, the most frequent first."""
    families: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    by_word: Mapping[str, int] = document["fillers"]["by_word"]
    for word, count in sorted(by_word.items(), key=lambda item: (-item[1], item[0])):
        if count and not _unfit_slot(word):
            name = skill_for(word).skill
            families.setdefault(name, []).append(word)
            counts[name] = counts.get(name, 0) + count
    for name in sorted(families, key=lambda n: -counts[n]):
        words = tuple(families[name][:MAX_WORDS_NAMED])
        yield _Area(skill_for(words[0]), words, _filler_quotes(document, words))


def _unfit_slot(word: str) -> bool:
    return "{" in word or "}" in word


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
    if not bare or _UNQUOTABLE.search(quote):
        return []
    before = "… " if bare[0].islower() else ""
    after = "" if bare[-1] in ".?!…" else " …"
    return [f"{before}{bare}{after}"]


def _focus_areas(areas: Sequence[_Area], choose: _Choice) -> Iterator[dict[str, str]]:
    """Each with its first passage that no other area quotes."""
    quoted: set[str] = set()
    for area in areas:
        parts = [choose(area.skill.advice)]
        quote = next((q for q in area.quotes if q not in quoted), None)
        if quote:
            quoted.add(quote)
            parts.append(f"From this talk: “{quote}”")
        named = [w for w in area.words if len(w.split()) <= MAX_PHRASE_WORDS]
        if named:
            tally = ", ".join(f"“{w}” {{{{fillers.by_word.{w}}}}}" for w in named)
            parts.append(f"Heard: {tally}.")
        yield {
            "skill": area.skill.skill,
            "advice": " ".join(parts),
            "exercise": choose(area.skill.exercises),
        }


def _headline(areas: Sequence[_Area], clean: bool) -> str:
    headline = areas[0].skill.headline
    if clean:
        return f"A clean talk. Next: {headline[0].lower()}{headline[1:]}"
    return f"{headline} (fillers in this talk: {{{{fillers.total}}}})"


def _strengths(document: CoachingDocument) -> list[str]:
    """Strengths supported by the document."""
    kinds = {issue["kind"] for issue in document["issues"]}
    checks = [
        (
            _is_clean(document),
            "The words are in hand: fillers in this talk, {{fillers.per_minute}} a minute.",
        ),
        (
            document["duration_seconds"] is not None and _pace_skill(document) is None,
            "Your pace is easy to follow: neither rushed nor dragging.",
        ),
        (
            not kinds & {"repetition", "restart"},
            "You bring your sentences to their end without starting them over.",
        ),
        ("hedging" not in kinds, "You make your claims plainly, without hedging."),
    ]
    supported = [text for holds, text in checks if holds]
    return supported or [STRENGTH_OF_ALL]


def _motivation(document: CoachingDocument, clean: bool, choose: _Choice) -> str:
    trend = (document["speaker_history"] or {}).get("trend", "")
    wordings = MOTIVATION_CLEAN if clean else MOTIVATION
    return MOTIVATION_BY_TREND.get(trend) or choose(wordings)
