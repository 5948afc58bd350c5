"""What a talk does well, each kind with the passage that shows it.

A kind is found only where the text shows it; a sentence with a filler in it is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from refiner.advice.habits import TextIndex
from refiner.advice.quotes import QUOTE_CHARS
from refiner.model import CountSource, Filler, Transcript, per_minute
from refiner.spans import Span, overlapping

MIN_WORDS, MAX_WORDS = 4, 26  # of a sentence that can stand for itself
SHORT_SENTENCE_WORDS = 12  # mean sentence length up to which sentences count as short
EASY_WPM = range(130, 171)

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


@dataclass(frozen=True, slots=True)
class Strength:
    """`kind` as in the coach's repertoire; `quote` is exact, empty where a figure shows it."""

    kind: str
    quote: str


# Kinds that one sentence shows, by how it reads.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("example", r"\bfor (?:example|instance)\b|\bsuch as\b"),
    ("comparison", r"\b(?:imagine|picture|think of) |\bas \w+ as an?\b|\bis like an?\b"),
    ("signpost", r"^(?:First|Second|Third|Next|Finally|Now|Then),? |\bfirst of all\b"),
    ("contrast", r"\bnot \w+(?: \w+){0,4},? but\b|\brather than\b|\binstead of\b"),
    ("reason", r"(?i)\bbecause\b|\bthat is why\b|\bthat's why\b|\bso that\b"),
    ("dialogue", r"[“\"][^”\"]{8,}[”\"]|\b(?:said|asked|told me|shouted|whispered),"),
    ("thanks", r"(?i)\bthanks?(?: you)? (?:to|for)\b|\bthank (?:my|our|the)\b"),
    ("experience", r"(?i)\bI remember\b|\bwhen I was\b|\bmy (?:first|own|team|boss)\b"),
    ("candour", r"(?i)\bI was wrong\b|\bmy (?:mistake|fault)\b|\b(?:we|I) failed\b|\bI learned\b"),
    ("summary", r"(?i)\bin short\b|\bto sum up\b|\bthe point is\b|\bwhat matters\b"),
    ("appeal", r"^(?:Let's|Please|Try|Join|Ask|Look at|Come) |\bI ask you\b|\bI invite you\b"),
    ("senses", r"\b(?:cold|warm|dark|bright|loud|quiet|smell\w*|taste\w*|rain|snow|wind|sun)\b"),
    ("list", r"\b\w+, \w+, and \w+"),
    ("terms", r"(?i)\bin other words\b|\bwhich means\b|\bthat means\b|\bis called\b"),
    ("time", rf"\b(?:{_MONTHS}|{_DAYS}|yesterday|last (?:week|year|night|summer|winter|spring))\b"),
    ("number", r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)\b"),
    ("name", r"(?<=[a-z,] )(?!I\b)[A-Z][a-z]{2,}"),
    ("address", r"(?i)\b(?:you can|you will|you have|you know what|let me show you|your)\b"),
    ("credit", r"(?i)\b(?:we|our team|my colleagues?) (?:built|made|fixed|found|learned|solved)\b"),
    ("vision", r"\b(?:will|are going to) (?:be able|change|help|save|let|make)\b"),
)  # fmt: skip


def find_strengths(
    transcript: Transcript, fillers: Sequence[Filler], source: CountSource
) -> tuple[Strength, ...]:
    """Every kind that the talk shows, each once, in the order of the talk's own evidence."""
    counted = [(f.start, f.end) for f in fillers if (f.rule if source == "rule" else f.ai)]
    index = TextIndex(transcript.text, counted)
    found: dict[str, str] = {}
    if index.punctuated:
        for kind, span in _evidence(index, sorted(counted)):
            found.setdefault(kind, transcript.text[slice(*span)])
    seconds = transcript.duration_s
    if seconds and round(per_minute(len(index.words), seconds)) in EASY_WPM:
        found["pace"] = ""
    return tuple(Strength(kind, quote) for kind, quote in found.items())


def _evidence(index: TextIndex, fillers: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    text, spans = index.text, index.sentences
    good = [s for s in spans if _is_quotable(index, s) and not overlapping(fillers, s)]
    if not good:
        return
    if good[0] == spans[0]:
        yield from _opening(text, spans[0])
    if good[-1] == spans[-1]:
        yield from _ending(index, spans)
    for span in good:
        sentence = text[slice(*span)]
        if sentence.endswith("?"):
            yield "question", span
        for kind, pattern in _PATTERNS:
            if re.search(pattern, sentence):
                yield kind, span
    for before, after in pairwise(spans):
        if after in good and _opens_alike(text[slice(*before)], text[slice(*after)]):
            yield "echo", after
    lengths = [index.words_in(s) for s in spans]
    if len(lengths) > 4 and sum(lengths) / len(lengths) <= SHORT_SENTENCE_WORDS:
        yield "short", min(good, key=index.words_in)


def _is_quotable(index: TextIndex, span: Span) -> bool:
    sentence = index.text[slice(*span)]
    titled = re.search(r"\b(?:Mrs?|Ms|Dr|St)\.\s*$", index.text[: span[0]] or " ")
    if titled or re.search(r"\b(?:Mrs?|Ms|Dr|St)\.$", sentence):
        return False
    in_size = MIN_WORDS <= index.words_in(span) <= MAX_WORDS and len(sentence) <= QUOTE_CHARS
    return in_size and not re.search(r"[{}<>\[\]`*_|\\#@\n:]|https?:|www\.", sentence)


def _opening(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    sentence = text[slice(*span)]
    if sentence.endswith("?"):
        yield "opening_question", span
    elif re.match(
        r"(?:Last|Yesterday|One (?:day|morning|night)|When I|In \d{4}|It was|Picture|Imagine"
        r"|This (?:morning|week)|A (?:few|year|week)|On (?:Monday|Tuesday|Friday))\b",
        sentence,
    ):
        yield "opening_scene", span


def _ending(index: TextIndex, spans: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """The last sentence returns to the first, or is short."""
    first, last = (_content(index.text[slice(*s)]) for s in (spans[0], spans[-1]))
    if len(spans) > 4 and first & last:
        yield "callback", spans[-1]
    elif index.words_in(spans[-1]) <= 8 and len(spans) > 4:
        yield "short_ending", spans[-1]


def _content(sentence: str) -> set[str]:
    return set(re.findall(r"[a-z]{6,}", sentence.lower()))


def _opens_alike(before: str, after: str) -> bool:
    return before.split()[:2] == after.split()[:2] and len(before.split()) > 2
