"""Coaching advice by rule, written from a coaching request's document alone.

One rule: no number of fillers is ever written here, only slots, and every sentence around
a slot reads right whatever number comes to stand in it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.advice.bands import band
from refiner.advice.coach.repertoire import (
    FAST,
    FURTHER,
    HABITS,
    MOTIVATION,
    MOTIVATION_BY_TREND,
    MOTIVATION_CLEAN,
    SLOW,
    STRENGTH_OF_ALL,
    Skill,
    skill_for,
)
from refiner.advice.habits import FAST_WPM, SLOW_WPM, words_a_minute

Document = Mapping[str, Any]

AREAS_MAX, AREAS_MIN = 3, 2
WORDS_NAMED = 3  # filler words of one family that the advice names
PHRASE_WORDS = 3  # a longer phrase in quotation marks reads as a passage, not as a word
# Fillers in 100 words below which a talk counts as clean: the published optimum's band.
_CLEAN = "hardly any"

# Not fit to be quoted: slot or markup syntax, addresses, and numbers, which could be read
# as a count by whoever checks the advice.
_UNFIT = re.compile(
    r"[{}<>\[\]`*_|\\#@\n]|https?:|www\.|\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen|once|twice|thrice|"
    r"half|zero|none|no|single|couple|several|few|many|filler|fillers)\b",
    re.IGNORECASE,
)
_SEVERITY = {"low": 1, "medium": 2, "high": 3}


@dataclass(frozen=True, slots=True)
class _Area:
    """A focus area to be: its skill, the filler words it is about, passages that show it."""

    skill: Skill
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


def advise(document: Document) -> dict[str, Any]:
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

    def __init__(self, document: Document) -> None:
        words = sorted(document["fillers"]["by_word"])
        self._seed = zlib.crc32(repr((words, document["word_count"])).encode())

    def __call__(self, wordings: Sequence[str]) -> str:
        return wordings[self._seed % len(wordings)]


def _is_clean(document: Document) -> bool:
    return band(document["fillers"]["per_100_words"]).name == _CLEAN


def _areas(document: Document) -> list[_Area]:
    """Fillers by family first, then habits by severity, then what is left to learn."""
    fillers = list(_filler_areas(document))
    habits = list(_habit_areas(document))
    if _is_clean(document):
        fillers = fillers[:1]
    kept = min(len(fillers), AREAS_MAX - min(1, len(habits)))
    areas = fillers[:kept] + habits
    if len(areas) < AREAS_MIN:
        start = document["word_count"] % len(FURTHER)
        areas += [_Area(s) for s in (*FURTHER[start:], *FURTHER[:start])]
        return areas[:AREAS_MIN]
    return areas[:AREAS_MAX]


def _filler_areas(document: Document) -> Iterator[_Area]:
    """The families of the talk's filler words, those heard most often first."""
    families: dict[str, list[str]] = {}
    heard: dict[str, int] = {}
    by_word: Mapping[str, int] = document["fillers"]["by_word"]
    for word, count in sorted(by_word.items(), key=lambda item: (-item[1], item[0])):
        if count and not _unfit_slot(word):
            name = skill_for(word).skill
            families.setdefault(name, []).append(word)
            heard[name] = heard.get(name, 0) + count
    for name in sorted(families, key=lambda n: -heard[n]):
        words = tuple(families[name][:WORDS_NAMED])
        yield _Area(skill_for(words[0]), words, _filler_quotes(document, words))


def _unfit_slot(word: str) -> bool:
    return "{" in word or "}" in word


def _habit_areas(document: Document) -> Iterator[_Area]:
    """One area a kind of issue, the gravest first; a low one is left alone if fillers are many."""
    least = 1 if _is_clean(document) else 2
    gravity: dict[str, int] = {}
    quotes: dict[str, list[str]] = {}
    for issue in document["issues"]:
        kind, weight = issue["kind"], _SEVERITY.get(issue["severity"], 1)
        if weight >= least:
            gravity[kind] = max(gravity.get(kind, 0), weight)
            quotes.setdefault(kind, []).extend(_fit(issue["quote"]))
    skills = dict(HABITS)
    if pace_skill := _pace_skill(document):
        skills["pace"], quotes["pace"] = pace_skill, []
    for kind in sorted(gravity.keys() & skills.keys(), key=lambda k: (-gravity[k], k)):
        yield _Area(skills[kind], quotes=tuple(quotes[kind]))


def _pace_skill(document: Document) -> Skill | None:
    """What to train where the talk's length is known and its pace out of the common."""
    pace = words_a_minute(document["word_count"], document["duration_seconds"])
    if pace is None or SLOW_WPM <= pace <= FAST_WPM:
        return None
    return FAST if pace > FAST_WPM else SLOW


def _filler_quotes(document: Document, words: Sequence[str]) -> tuple[str, ...]:
    """Passages that show one of `words` as a filler, by the reason given with them."""
    return tuple(
        quote
        for word in words
        for issue in document["issues"]
        if issue["kind"] == "frequent_filler" and f"“{word}”" in issue["rationale"]
        for quote in _fit(issue["quote"])
    )


def _fit(quote: str) -> list[str]:
    """The passage as it may be quoted, dots where it goes on; nothing where it may not be."""
    bare = quote.strip(" \t,;:–—-")
    if not bare or _UNFIT.search(quote):
        return []
    before = "… " if bare[0].islower() else ""
    after = "" if bare[-1] in ".?!…" else " …"
    return [f"{before}{bare}{after}"]


def _focus_areas(areas: Sequence[_Area], choose: _Choice) -> Iterator[dict[str, str]]:
    """Each with the first of its passages that no other has shown."""
    shown: set[str] = set()
    for area in areas:
        parts = [choose(area.skill.advice)]
        quote = next((q for q in area.quotes if q not in shown), None)
        if quote:
            shown.add(quote)
            parts.append(f"From this talk: “{quote}”")
        named = [w for w in area.words if len(w.split()) <= PHRASE_WORDS]
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


def _strengths(document: Document) -> list[str]:
    """What the document bears out, and nothing that it leaves open."""
    kinds = {issue["kind"] for issue in document["issues"]}
    found = [
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
    borne_out = [text for holds, text in found if holds]
    return borne_out or [STRENGTH_OF_ALL]


def _motivation(document: Document, clean: bool, choose: _Choice) -> str:
    trend = (document["speaker_history"] or {}).get("trend", "")
    wordings = MOTIVATION_CLEAN if clean else MOTIVATION
    return MOTIVATION_BY_TREND.get(trend) or choose(wordings)
