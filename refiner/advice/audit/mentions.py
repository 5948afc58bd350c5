"""Where a text speaks of fillers: of all of them, of one class, of one word.

A word that also has an ordinary use ("just", "well") is a mention only where
it is quoted or plainly named; what is left open counts as talk of all fillers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from refiner.advice.audit.numerals import Numeral
from refiner.advice.slots import fold_word
from refiner.detection.lexicon import load_lexicon
from refiner.model import FillerCounts

_ALL = re.compile(
    r"\b(?:(?:verbal|speech|vocal|spoken) )?(?:"
    r"fillers?(?:[- ](?:words?|phrases?|sounds?|counts?|totals?|rates?|usage|use))?"
    r"|(?:crutch|empty|throwaway|hesitation|habit) (?:words?|phrases?|sounds?)"
    r"|crutch(?:es)?|tics?|disfluenc(?:y|ies)|hesitations?|placeholders?)\b"
)
_PAUSES = re.compile(r"\b(?:filled|vocal|vocali[sz]ed) pauses?\b")
_MARKERS = re.compile(r"\bdiscourse markers?\b")
_LIST = re.compile(r" ?(?:, ?and|, ?or|,|and|or|&|/|\+|plus) ?")
_NAMED_BEFORE = re.compile(
    r"\b(?:the (?:filler )?word|(?:instances?|uses?|occurrences?|cases?|repetitions?) of) $"
)
_NAMED_AFTER = re.compile(
    r" (?:came up|comes up|appear|occur|show(?:s|ed) up|turn(?:s|ed) up|crept in|was used|was said"
    r"|counts?\b|totals?\b|accounts?\b|accounted\b)"
)
_LABEL = re.compile(r" ?[(:=×] ?| ?[–—-] ?")
_ENDS_LABEL = re.compile(r" ?(?:times\b|x\b|[).,;!]|and\b|$)")
_SAID = re.compile(r"(?:^|[,;:(] ?|\b(?:and|said|say|saying|says|used|use|using) )$")
_PLAIN = frozenset({"like", "you know", "i mean"})  # words that are no adverbs of a number


@dataclass(frozen=True, slots=True)
class Mention:
    """Fillers spoken of from `start` to `end`, and how many of them there are.

    `parts` are the counts of the members of a list ("um" and "uh"). Where all fillers are
    meant `specific` is False.
    """

    start: int
    end: int
    name: str
    count: int
    specific: bool
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Book:
    """Spelling to word, and the patterns of a word quoted, of a filled pause, of a bare word."""

    words: dict[str, str]
    quoted: re.Pattern[str]
    pause: re.Pattern[str]
    bare: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that can be spoken of, as spelt, and how often each is a filler in one talk."""

    counts: FillerCounts
    _book: _Book = field(init=False, repr=False)

    def __post_init__(self) -> None:
        own = frozenset(map(fold_word, self.counts.by_word)).difference(_listed()[0])
        object.__setattr__(self, "_book", _book(own))

    @property
    def kinds(self) -> int:
        """How many different words are fillers in this talk."""
        return sum(n > 0 for n in self.counts.by_word.values())

    def count(self, spelling: str) -> int:
        """Refined fillers of the word that is spelt so."""
        word = self._canonical(spelling)
        return sum(n for said, n in self.counts.by_word.items() if self._canonical(said) == word)

    def mentions(self, sentence: str, numbers: Sequence[Numeral]) -> list[Mention]:
        """What `sentence` (lower case, straight quotes, single blanks) mentions, in order."""
        found: list[Mention] = []
        for mention in (*self._words_in(sentence, numbers), *self._classes_in(sentence)):
            if not any(m.start < mention.end and mention.start < m.end for m in found):
                found.append(mention)
        return list(_join_lists(sentence, sorted(found, key=lambda m: m.start)))

    def _words_in(self, sentence: str, numbers: Sequence[Numeral]) -> Iterator[Mention]:
        for match in self._book.quoted.finditer(sentence):
            yield self._word(match)
        for match in self._book.pause.finditer(sentence):
            yield self._word(match)
        for match in self._book.bare.finditer(sentence):
            if _is_named(sentence, match, numbers):
                yield self._word(match)

    def _classes_in(self, sentence: str) -> Iterator[Mention]:
        pauses, total = self.counts.filled_pauses, self.counts.total
        for pattern, name, count, specific in (
            (_PAUSES, "filled pauses", pauses, True),
            (_MARKERS, "discourse markers", total - pauses, True),
            (_ALL, "fillers", total, False),
        ):
            for match in pattern.finditer(sentence):
                yield Mention(*match.span(), name, count, specific)

    def _word(self, match: re.Match[str]) -> Mention:
        word = self._canonical(match["word"])
        count = self.count(word)
        return Mention(*match.span(), f'"{word}"', count, True, (count,))

    def _canonical(self, spelling: str) -> str:
        folded = fold_word(spelling)
        drawn = re.sub(r"(\w)\1+", r"\1", folded)  # "ummm", as "um"
        return self._book.words.get(folded) or self._book.words.get(drawn) or folded


def _is_named(sentence: str, word: re.Match[str], numbers: Sequence[Numeral]) -> bool:
    """Does a bare word, which may be ordinary speech, stand for itself here?"""
    before, after = sentence[: word.start()], sentence[word.end() :]
    if _NAMED_BEFORE.search(before) or _NAMED_AFTER.match(after):
        return True
    if any(sentence[n.end : word.start()] in (" ", "-") for n in numbers if n.end < word.start()):
        return bool(word["plural"] or _ENDS_LABEL.match(after))
    following = next((n for n in numbers if n.start >= word.end()), None)
    if following is None or not _ENDS_LABEL.match(sentence, following.end):
        return False
    between = sentence[word.end() : following.start]
    if _LABEL.fullmatch(between):
        return True
    return between == " " and fold_word(word["word"]) in _PLAIN and bool(_SAID.search(before))


def _join_lists(sentence: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """'"um" and "uh"' is one mention, with the sum of its words."""
    held: Mention | None = None
    for mention in found:
        if held and _in_one_list(sentence, held, mention):
            parts = (*held.parts, *mention.parts)
            name = f"{held.name} and {mention.name}"
            held = Mention(held.start, mention.end, name, sum(parts), True, parts)
            continue
        if held:
            yield held
        held = mention
    if held:
        yield held


def _in_one_list(sentence: str, first: Mention, second: Mention) -> bool:
    joined = _LIST.fullmatch(sentence, first.end, second.start)
    return bool(joined and first.parts and second.parts and second.name not in first.name)


@lru_cache(64)
def _book(own: frozenset[str]) -> _Book:
    """The book of the lexicon and of a talk's `own` words."""
    listed, pauses = _listed()
    words = listed | {word: word for word in own}
    word, pause, plural = _any(words), _any(pauses), r"(?P<plural>'?e?s)?"
    return _Book(
        words,
        re.compile(rf"\"(?P<word>{word}){plural}[.,!?…]*\"(?:'?s\b)?"),
        re.compile(rf"(?<![\w'])(?P<word>{pause}){plural}(?!\w)"),
        re.compile(rf"(?<![\w'\"])(?P<word>{word}){plural}(?![\w'\"])"),
    )


@cache
def _listed() -> tuple[dict[str, str], frozenset[str]]:
    """Spelling to word, and the spellings of filled pauses."""
    entries = load_lexicon().entries
    words = {fold_word(s).replace("+", ""): fold_word(e.word) for e in entries for s in e.spellings}
    pauses = (s for e in entries if e.kind == "filled_pause" for s in e.spellings)
    return words, frozenset(map(fold_word, pauses))


def _any(spellings: Iterable[str]) -> str:
    longest_first = sorted(spellings, key=lambda s: (-len(s), s))
    return "|".join(re.escape(s).replace(r"\+", "+") for s in longest_first)
