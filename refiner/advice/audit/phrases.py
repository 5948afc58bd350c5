"""The tables of phrases (`idioms.txt`, `claims.txt` in `data/advice`), as patterns by section."""

from __future__ import annotations

import re
from functools import cache

from refiner.advice.audit.fillers import FILLER_NOUNS
from refiner.advice.audit.words import TABLES, words_of

_NAMES = {
    "NOUN": (
        r"(?:thoughts?|ideas?|points?|things?|messages?|breaths?|steps?|topics?|lessons?|goals?"
        r"|skills?|habits?|tips?|themes?|reasons?|questions?|listeners?|person|friends?|colleagues?"
        r"|faces?|moments?|exercises?|changes?|adjustments?|tweaks?|improvements?|example|story"
        r"|image|line|takeaway|sentence|key|purpose|room|direction|place|word|pause|beat|silence"
        r"|(?:\w+ )?(?:member|guest|student|investor|visitor|customer|player|patient|child|reader"
        r"|viewer|judge|teammate)|detail|gesture|request|claim|picture|photograph|metaphor)"
    ),
    "PEOPLE": r"(?:people|listeners|speakers|audiences?|presenters|talkers)",
    "BETTER": "(?:" + "|".join(sorted(w for w in words_of("relative") if w[-2:] == "er")) + ")",
    "SMALL": (
        r"(?:an?|the|it|them|your|my|our|their|its|his|her|this|that|each|every|any|whole|own|point"
        r"|story|talk|sentences?|message|voice|words?|pauses?|moment|idea|thought|line|ending"
        r"|opening|next)"
    ),
    "MONTH": (
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
        r"|spring|summer|autumn|winter)"
    ),
    "DAY": r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)",
    # What there can be "a ... of": not how many of them there are.
    "OF_THEM": (
        r"(?:kind|sort|place|places|sound|sounds|habit|urge|risk|word|words|use|moment|feeling|out"
        r"|cost|effect|role|job|cause|source|start|end|front|middle|way|work|help|fear|back|idea"
        r"|point|spot|time|instead|favou?r|lieu|ahead|absence|number|count|rate|total|net|cushion|crutch"
        r"|comfort|shield|mask|veil|trap|shelter|grip|lure|temptation|reflex|pull|instinct|familiarity)"
    ),
    # What you may be said to do to a filler: that it comes, never that it does not.
    "YOU_SAY": (
        r"(?:say|said|use|used|open|start|begin|end|close|lean|rely|reach|add|put|hear|feel|notice"
        r"|like|want|need|know|speak|tend|try|sound|are|were|have|had|do|did|can|could|will|would"
        r"|may|might|should|must|fill|to|for|look|search|think|rush|pause)"
    ),
    "FILLERS": f"(?:{FILLER_NOUNS})",
}


@cache
def phrase_pattern(table: str, section: str) -> re.Pattern[str]:
    """The phrases of a section; of two that begin alike the longer one is read."""
    phrases = [line for name, line in _lines(table) if name == section]
    pattern = "|".join(
        rf"(?<![\w-])(?:{p})(?![\w-])" for p in sorted(phrases, key=len, reverse=True)
    )
    for word, meaning in _NAMES.items():
        pattern = re.sub(rf"\b{word}\b", meaning.replace("\\", r"\\"), pattern)
    return re.compile(pattern)


@cache
def phrase_words(table: str) -> frozenset[str]:
    """Every word of a table."""
    return frozenset(word for _, line in _lines(table) for word in re.findall("[a-z]+", line))


def _lines(table: str) -> list[tuple[str, str]]:
    """(section, phrase) of each line."""
    found, section = [], ""
    for line in (TABLES / f"{table}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((section, line))
    return found
