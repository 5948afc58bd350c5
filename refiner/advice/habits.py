"""Speech habits detectable without filler verdicts, as pairs of offsets into the text.

What the text does not show is left open (no sentence lengths without full stops).
Linear time.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from refiner.model import SPOKEN_WORD, per_minute
from refiner.patterns import compile_later
from refiner.spans import Span, overlapping

Found = TypeVar("Found")

LONG_SENTENCE_WORDS = 40
MAX_WORDS_PER_FULL_STOP = 60  # with fewer full stops the text counts as unpunctuated
MAX_REPEATED_WORDS = 4  # words of the longest phrase that counts as repeated
# Words a minute in lectures about 140, in radio talks about 160, in interviews 190 (Tauroza
# and Allison, "Speech Rates in British English", Applied Linguistics 11, 1990).
SLOW_WPM, FAST_WPM = 110, 190
SLOW_GOAL_WPM, FAST_GOAL_WPM = 120, 180  # what to aim for beyond them

_REPEATED = compile_later(rf"(?=(.{{1,{MAX_REPEATED_WORDS}}})\1)", re.DOTALL)  # the longest first
_SENTENCE_END = compile_later(
    r"(?<![.?!…])[.?!…]+[\"'”’»)\]]*(?=\s|$)"
    r"|\n[^\S\n]*\n|\n(?=[A-Z][\w.' -]{0,30}:\s)"
)
_FULL_STOP = compile_later(r"[.?!](?=[\"'”’»)\]]*(?:\s|$))")
_APART = compile_later(r"[.?!](?=[\"'”’»)\]]*\s)|\n\s*\n|[:\"“”]")
_CLAUSES = compile_later(r"[,;–—]")
_CUT_OFF = compile_later(r"(?<![\w-])[^\W\d_]+-(?=\s+(?!(?:and|or|to|nor|und)\b)\w)")
_HEDGE = compile_later(
    r"\b(?=[aihmpsk])"  # most words end here
    r"(?:I think|I guess|I suppose|I believe|I feel like|I would say|I'm not sure|"
    r"I don't know if|maybe|perhaps|probably|possibly|presumably|hopefully|somewhat|"
    r"a (?:little )?bit|more or less|in a way|if that makes sense|sort of|kind of|kinda|sorta)\b",
    re.IGNORECASE,
)
_KIND_OF_THING = compile_later(r"\b(?:a|an|the|this|that|what|some|any|one|every|new|same) $", re.I)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Repeated on purpose, or as one word: no stumble.
_MEANT_TWICE = _words("""
    very really so too much many more far long again never no yes yeah okay ok right now had
    that there bye ha blah knock night come well hear on out is do please quite good hey
    oh ah wow mm zero one two three four five six seven eight nine ten twenty thirty forty fifty
""")
_CHAINS = _words("and or by after upon to for over")  # "step by step by step"
_STUMBLED = _words("""
    i you he she it we they the a an this these those my your our his her its their and but or
    if when because of in to at for with from by as is was are were be it's i'm we're what
    there's that's who which not can will would
""")


@dataclass(frozen=True)
class TextIndex:
    """Word and sentence index of a text. `fillers` are the spans of its fillers."""

    text: str
    fillers: Collection[Span] = ()
    _found: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: str, find: Callable[[], Found]) -> Found:
        """What is found in the text alone, found once for all indexes of the text."""
        if name not in self._found:
            self._found[name] = find()
        found: Found = self._found[name]
        return found

    @cached_property
    def words(self) -> list[Span]:
        return _spans(SPOKEN_WORD, self.text)

    @cached_property
    def word_starts(self) -> list[int]:
        return [start for start, _ in self.words]

    @cached_property
    def sentences(self) -> list[Span]:
        """Between full stops, blank lines and speakers' turns; without surrounding blanks."""
        ends = [m.end() for m in _SENTENCE_END.finditer(self.text)]
        bounds = zip([0, *ends], [*ends, len(self.text)], strict=True)
        return [(s, e) for s, e in (trim_span(self.text, *b) for b in bounds) if s < e]

    @cached_property
    def sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def sentence_words(self) -> dict[Span, int]:
        """How many words each sentence has, in order."""
        return {sentence: self.words_in(sentence) for sentence in self.sentences}

    def with_fillers(self, fillers: Collection[Span]) -> TextIndex:
        """The index of the same text with other fillers; the text is not read again."""
        other = TextIndex(self.text, fillers, self._found)
        for name in (
            "words",
            "word_starts",
            "sentences",
            "sentence_starts",
            "sentence_words",
            "punctuated",
        ):
            vars(other)[name] = getattr(self, name)
        return other

    @cached_property
    def punctuated(self) -> bool:
        stops = sum(1 for _ in _FULL_STOP.finditer(self.text))
        return stops > 0 and len(self.words) / stops <= MAX_WORDS_PER_FULL_STOP

    def sentence_at(self, offset: int) -> Span:
        return self.sentences[max(0, bisect_right(self.sentence_starts, offset) - 1)]

    def sentences_with(self, spans: Iterable[Span]) -> set[Span]:
        """The sentences in which any of the spans is, or a part of it."""
        found: set[Span] = set()
        for start, end in spans:
            first = bisect_right(self.sentence_starts, start) - 1
            found.update(self.sentences[max(0, first) : bisect_left(self.sentence_starts, end)])
        return found

    def word_from(self, offset: int) -> Span:
        """The first word that starts at `offset` or after it; the last word if none does."""
        return self.words[min(bisect_left(self.word_starts, offset), len(self.words) - 1)]

    def words_in(self, span: Span) -> int:
        starts = self.word_starts
        return bisect_right(starts, span[1] - 1) - bisect_right(starts, span[0] - 1)

    def hedges(self) -> list[Span]:
        """Hedges that are not counted as fillers."""
        found = self.once("hedges", self._find_hedges)
        return [span for span in found if not self._is_filler(span)]

    def _find_hedges(self) -> list[Span]:
        """All of them; "a new kind of engine" is none."""
        found = []
        for match in _HEDGE.finditer(self.text):
            kind_of = match.group()[0] in "kKsS" and match.group()[-1] in "fa"
            before = self.text[max(0, match.start() - 8) : match.start()]
            if kind_of and _KIND_OF_THING.search(before):
                continue
            found.append(match.span())
        return found

    @cached_property
    def _fillers_in_order(self) -> list[Span]:
        return sorted(self.fillers)

    def _is_filler(self, span: Span) -> bool:
        return bool(overlapping(self._fillers_in_order, span))

    def long_sentences(self) -> list[tuple[int, Span]]:
        """Sentences over `LONG_SENTENCE_WORDS` with their lengths, the longest first."""
        if not self.punctuated:
            return []
        sized = [(n, s) for s, n in self.sentence_words.items() if n > LONG_SENTENCE_WORDS]
        return sorted(sized, key=lambda x: -x[0])

    @cached_property
    def stumbles(self) -> tuple[list[Span], list[Span]]:
        """Repetitions ("the the") and restarts ("we, we", "I wa- I went"), in order."""
        repeated: list[Span] = []
        restarted = [*self.once("cut off", lambda: _spans(_CUT_OFF, self.text))]
        for span, broken in self._repeats():
            (restarted if broken else repeated).append(span)
        return repeated, sorted(restarted)

    def _repeats(self) -> Iterator[tuple[Span, bool]]:
        """Phrases repeated immediately, and whether a mark or a filler separates the two."""
        fillers = self._filler_words()
        _, letters = self._spoken()
        kept = [number for number in range(len(self.words)) if number not in fillers]
        said = "".join([letters[number] for number in kept])
        begun = 0
        for match in _REPEATED.finditer(said):
            first, size = match.start(), len(match[1])
            broken = self._is_broken_off(kept, said, first, size) if first >= begun else None
            if broken is not None:
                start, end = kept[first], kept[first + 2 * size - 1]
                yield (self.words[start][0], self.words[end][1]), broken
                begun = first + size

    def _spoken(self) -> tuple[list[str], str]:
        """The words in small letters, and a text with one character for each of them."""

        def find() -> tuple[list[str], str]:
            lines = "\n".join([self.text[start:end] for start, end in self.words])
            spoken = lines.casefold().replace("’", "'").split("\n")
            numbers: dict[str, int] = {}  # of a million words; later ones share one
            letters = [numbers.setdefault(word, len(numbers) % sys.maxunicode) for word in spoken]
            return spoken, "".join(map(chr, letters))

        return self.once("spoken", find)

    def _filler_words(self) -> set[int]:
        """The numbers of the words that are fillers or parts of one."""
        found: set[int] = set()
        for start, end in self.fillers:
            first = max(0, bisect_right(self.word_starts, start) - 1)
            if self.words and self.words[first][1] <= start:
                first += 1
            found.update(range(first, bisect_left(self.word_starts, end)))
        return found

    def _is_broken_off(self, kept: list[int], said: str, first: int, size: int) -> bool | None:
        """True if the repeat is broken off, False if plain, None if it was meant."""
        numbers = kept[first : first + size]
        phrase = [self._spoken()[0][number] for number in numbers]
        start, end = self.words[numbers[0]][0], self.words[numbers[-1]][1]
        between = self.text[end : self.words[kept[first + size]][0]]
        if _APART.search(self.text[start : self.words[kept[first + 2 * size - 1]][1]]):
            return None
        if _CLAUSES.search(self.text[start:end]):
            return None
        if _MEANT_TWICE.issuperset(phrase) or any(map(str.isdigit, "".join(phrase))):
            return None
        if size > 1 and _CHAINS.intersection(phrase) and _is_chained(said, first, size):
            return None
        if between.isspace():
            return False
        return None if size == 1 and phrase[0] not in _STUMBLED else True


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(text)]


def _is_chained(said: str, first: int, size: int) -> bool:
    """Does the phrase continue with its own first word, or begin after its own last?"""
    end = first + 2 * size
    continues = said[end : end + 1] == said[first : first + 1]
    return continues or (first > 0 and said[first - 1] == said[end - 1])


def trim_span(text: str, start: int, end: int) -> Span:
    """`text[start:end]` without surrounding blanks; empty at `start` if only blanks."""
    piece = text[start:end].rstrip()
    begin = start + len(piece) - len(piece.lstrip())
    return begin, start + len(piece)


def words_per_minute(words: int, duration_s: float | None) -> float | None:
    """The pace; None if the length of the talk is unknown."""
    return per_minute(words, duration_s) if duration_s else None
