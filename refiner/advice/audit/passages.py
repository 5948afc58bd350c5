"""Advice as plain sentences, each with the part of the advice it is in.

What a reader would see is what is read: mark-up, unusual digits and quotation
marks are levelled, and the talk's own words in a long quotation are left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from refiner.model import Advice

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3}|`+)(?=\S)([^*_`]+?)(?<=\S)\1")
_SINGLE = re.compile(r"(?<![\w'])'([a-z][a-z' ]{0,25}?)'(?=s\b|\W|$)")
_LONG_QUOTE = re.compile(r"(?<!\w)\"(?=\S)([^\"]*?)(?<=\S)\"(?!\w)")
_CLAIM_IN_QUOTE = re.compile(
    r"\bfillers?\b|\bfilled pauses?\b|\b(?:\d+|[a-z-]+) (?:[a-z]+ )?(?:ums|uhs|ers|erms)\b"
    r"|\b(?:say|says|said|saying|use|used) (?:[\w']+ ){1,3}(?:\d+|[a-z-]+) times\b"
)
_QUOTE_WORDS = 4  # from here on a quotation is a passage of the talk, not a word named
_SENTENCE = re.compile(r"(?<=[.!?…])\"?(?:\s+|$)|\n+")
_LIST_MARK = re.compile(r"(?:^|\n|(?<=[.!:;] ))\s*\(?([1-9])[.)]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Passage:
    """What belongs together: a focus area, a goal, or a single text.

    `parts` are (place, sentences); `place` names the part for a message.
    """

    parts: tuple[tuple[str, tuple[str, ...]], ...]


Texts = list[tuple[str, str]]


def texts_of(advice: Advice) -> Iterator[Texts]:
    """The advice from headline to motivation as it is written: (place, text) by passage."""
    yield [("headline", advice.headline)]
    for n, area in enumerate(advice.focus_areas, 1):
        yield [(f"focus area {n}, {key}", text) for key, text in area.items()]
    for n, strength in enumerate(advice.strengths, 1):
        yield [(f"strength {n}", strength)]
    for n, goal in enumerate(advice.weekly_goals, 1):
        yield [(f"goal {n}, {key}", text) for key, text in goal.items()]
    yield [("motivation", advice.motivation)]


def split_passages(advice: Advice) -> Iterator[Passage]:
    """The same, sentence by sentence."""
    for texts in texts_of(advice):
        yield Passage(tuple((place, sentences(_unnumbered(place, text))) for place, text in texts))


def _unnumbered(place: str, text: str) -> str:
    """`text` without its own number in front: "2. Breathe" in "focus area 2"."""
    number = re.search(r" (\d+)", place)
    if number is None or len(_LIST_MARK.findall(text)) > 1:
        return text
    return re.sub(rf"^\s*{number[1]}[.)] +(?=\D)", "", text)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text` in lower case, in plain digits, with straight quotes."""
    plain = _without_list_marks(_without_long_quotes(plain_text(text)))
    split = (" ".join(part.split()) for part in _SENTENCE.split(plain))
    return tuple(part for part in split if part)


def plain_text(text: str) -> str:
    """`text` as it reads: no mark-up, no invisible signs, one form for each sign."""
    text = unicodedata.normalize("NFKC", html.unescape(text))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    text = "".join(str(unicodedata.digit(c, c)) if not c.isascii() else c for c in text)
    text = re.sub("[“”„«»″]", '"', re.sub("[‘’‚′]", "'", text)).replace("⁄", "/")
    text = _TAG.sub("", text.lower())
    text = _EMPHASIS.sub(_emphasised, text)
    return _SINGLE.sub(r'"\1"', text)


def _emphasised(match: re.Match[str]) -> str:
    """A word in emphasis is a word quoted; a longer text or a number is only louder."""
    inner = match[2]
    return f'"{inner}"' if len(inner.split()) < _QUOTE_WORDS and inner.isalpha() else inner


def _without_long_quotes(text: str) -> str:
    return _LONG_QUOTE.sub(_shortened, text)


def _shortened(match: re.Match[str]) -> str:
    inner = match[1]
    if len(inner.split()) < _QUOTE_WORDS or _CLAIM_IN_QUOTE.search(inner):
        return match[0]
    return '"quotation' + ("." if inner[-1] in ".!?" else "") + '"'


def _without_list_marks(text: str) -> str:
    """Leave out "1." and "2)" where they number a list: in order, from 1 to at least 2."""
    marks = list(_LIST_MARK.finditer(text))
    numbers = [int(mark[1]) for mark in marks]
    if len(marks) < 2 or numbers != list(range(1, len(marks) + 1)):
        return text
    return _LIST_MARK.sub("\n", text)
