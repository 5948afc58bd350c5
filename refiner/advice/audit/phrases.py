"""The table of phrases (`data/advice/idioms.txt`), as patterns by section."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from refiner.advice.audit.fillers import FILLER_NOUNS
from refiner.advice.audit.words import TABLES
from refiner.advice.letters import has_needed, needed_letters

_NAMES = {
    "NOUN": (
        r"(?:thoughts?|ideas?|points?|things?|messages?|breaths?|steps?|topics?|lessons?|goals?"
        r"|skills?|habits?|tips?|themes?|reasons?|questions?|listeners?|person|friends?|colleagues?"
        r"|faces?|moments?|exercises?|changes?|adjustments?|tweaks?|improvements?|example|story"
        r"|image|line|takeaway|sentence|key|purpose|room|direction|place|word|pause|beat|silence"
        r"|(?:\w+ )?(?:member|guest|student|investor|visitor|customer|player|patient|child|reader"
        r"|viewer|judge|teammate)|detail|gesture|request|claim|picture|photograph|metaphor|drawing"
        r"|sketch|poem|song|page)"
    ),
    "PEOPLE": r"(?:people|listeners|speakers|audiences?|presenters|talkers)",
    "BETTER": r"(?:(?!filler|number|never|ever|over|other|another)[a-z]{3,}er)",
    "SMALL": (
        r"(?:an?|the|it|them|your|my|our|their|its|his|her|this|that|each|every|any|whole|own|point"
        r"|story|talk|sentences?|message|voice|words?|pauses?|moment|idea|thought|line|ending"
        r"|opening|next|argument|case|description|advice|answer|question|image|picture|scene|lesson"
        r"|request|topic|subject|tone|humou?r|warning|promise|closing|introduction|examples?)"
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
        r"|point|spot|time|instead|favou?r|lieu|ahead|absence|number|count|rate|total|tally|log"
        r"|list|diary|chart|record|graph|note|net|cushion|crutch"
        r"|comfort|shield|mask|veil|trap|shelter|grip|lure|temptation|reflex|pull|instinct"
        r"|familiarity)"
    ),
    # What you may be said to do to a filler: that it comes, never that it does not.
    "YOU_SAY": (
        r"(?:say|said|use|used|open|start|begin|end|close|lean|rely|reach|add|put|hear|feel|notice"
        r"|like|want|need|know|speak|tend|try|sound|are|were|have|had|do|did|can|could|will|would"
        r"|may|might|should|must|fill|to|for|look|search|think|rush|pause)"
    ),
    "FILLERS": f"(?:{FILLER_NOUNS})",
}
_NAME = re.compile(rf"\b(?:{'|'.join(_NAMES)})\b")
_BEGINNING = 3
_NEEDED = {name: needed_letters(pattern) for name, pattern in _NAMES.items()}


class Phrases:
    """The phrases of a section as one pattern; of two that begin alike the longer one is read.

    A phrase is compiled when a text has the letters that it needs: few texts need many of them,
    and to compile them all takes longer than a run of a short text.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = sorted(lines, key=len, reverse=True)
        self._needed = [needed_letters(line, _NEEDED) for line in self._lines]
        # Phrases by the shortest group that they need, and by how its strings begin.
        self._by_beginning: dict[str, list[tuple[str, int]]] = {}
        for n, needed in enumerate(self._needed):
            for letters in min(needed, key=len, default=("",)):
                begins = letters[:_BEGINNING]
                self._by_beginning.setdefault(begins, []).append((letters, n))
        self._short = [begins for begins in self._by_beginning if len(begins) < _BEGINNING]
        self._compiled: dict[int, re.Pattern[str]] = {}

    def sub(self, replace: Callable[[re.Match[str]], str], text: str) -> str:
        """As `re.sub`."""
        pieces, end = [], 0
        for match in self._matches(text):
            pieces += [text[end : match.start()], replace(match)]
            end = match.end()
        return "".join([*pieces, text[end:]])

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """From left to right, none in another."""
        candidates, place = list(self._candidates(text)), 0
        while candidates:
            found = [(p, match) for p in candidates if (match := p.search(text, place))]
            candidates = [pattern for pattern, _ in found]
            if found:
                match = min((match for _, match in found), key=lambda match: match.start())
                yield match
                place = max(match.end(), place + 1)

    def _candidates(self, text: str) -> Iterator[re.Pattern[str]]:
        beginnings = [*self._short, *self._by_beginning.keys() & _pieces_of(text)]
        likely = {
            n
            for begins in beginnings
            for letters, n in self._by_beginning[begins]
            if letters in text
        }
        for n in sorted(likely):
            if has_needed(self._needed[n], text):
                if n not in self._compiled:
                    self._compiled[n] = re.compile(whole_words(self._lines[n]))
                yield self._compiled[n]


@lru_cache(maxsize=4)  # several sections look at the same text in turn
def _pieces_of(text: str) -> frozenset[str]:
    """Every string of as many letters as `_BEGINNING` says that is in the text."""
    return frozenset(text[n : n + _BEGINNING] for n in range(len(text) - _BEGINNING + 1))


@cache
def phrases(section: str) -> Phrases:
    """The phrases of a section."""
    return Phrases(phrase_lines(section))


def phrase_lines(section: str) -> list[str]:
    """The phrases of a section as the table has them."""
    return [line for name, line in _lines() if name == section]


def whole_words(line: str) -> str:
    """The pattern of a phrase, with the meaning of its names in capitals."""
    meaning = _NAME.sub(lambda match: _NAMES[match[0]], line)
    return rf"(?<![\w-])(?:{meaning})(?![\w-])"


@cache
def phrase_words() -> frozenset[str]:
    """Every word of the table."""
    return frozenset(word for _, line in _lines() for word in re.findall("[a-z]+", line))


@cache
def _lines() -> list[tuple[str, str]]:
    """(section, phrase) of each line."""
    found, section = [], ""
    for line in (TABLES / "idioms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((section, line))
    return found
