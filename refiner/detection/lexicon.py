"""The words that may be fillers, and where they occur in a text.

The words live in `data/lexicon.toml`, which a coach can edit; no list of filler
words is written in code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, cast, get_args
from unicodedata import normalize

from refiner.detection.pauses import is_joined_pause
from refiner.errors import SettingsError
from refiner.model import Kind
from refiner.places import DATA_FOLDER

Count = Literal["always", "context", "never", "model"]

ELIDING = ("fr", "it")  # a word loses its last vowel before a pause too: "d'euh", "dell'ehm"
LEXICON_PATH = DATA_FOLDER / "lexicon.toml"
FILLER_KINDS: tuple[str, ...] = get_args(Kind)
COUNT_MODES: tuple[str, ...] = get_args(Count)

_SPELLING = re.compile(r"'?\w(?:[\w'.+\- ]*[\w.+])?")
_ACCENTED = re.compile("(\\w[\u0300-\u036f]+)\\+")
_AT = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One listed word: its shown form, its class, its spellings, and when it counts."""

    word: str
    kind: Kind
    spellings: tuple[str, ...]
    count: Count = "context"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of a listed word; `text` as written, offsets in code points."""

    start: int
    end: int
    text: str
    entry: LexiconEntry


def fold(text: str) -> str:
    """`text` in lower case with straight apostrophes, every offset unchanged."""
    low = text.lower()
    if len(low) != len(text):  # a few capitals have longer small forms ("İ")
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, as changed for one speaker."""

    entries: tuple[LexiconEntry, ...]
    _exact: dict[str, LexiconEntry] = field(init=False, repr=False, compare=False)
    _drawn: tuple[tuple[re.Pattern[str], LexiconEntry], ...] = field(
        init=False, repr=False, compare=False
    )
    _any: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pairs = [(fold(s), e) for e in self.entries for s in _both_forms(e.spellings)]
        drawn = tuple((re.compile(_source(s)), e) for s, e in pairs if "+" in s)
        object.__setattr__(self, "_exact", {s.replace("+", ""): e for s, e in pairs})
        object.__setattr__(self, "_drawn", drawn)
        pauses = [s for s, e in pairs if e.kind == "filled_pause"]
        elided = [s for s, e in pairs if e.kind == "filled_pause" and e.language in ELIDING]
        object.__setattr__(self, "_any", _any_of([s for s, _ in pairs], pauses, elided))

    def counted_by_rule(self) -> Lexicon:
        """These words without those that only a model judges."""
        return Lexicon(tuple(entry for entry in self.entries if entry.count != "model"))

    def words_of(self, kind: Kind) -> list[str]:
        """The listed words of a class, in the order of the list."""
        return [entry.word for entry in self.entries if entry.kind == kind]

    def occurrences(self, text: str) -> list[Occurrence]:
        """Every listed word in `text`, left to right, the longest first, none overlapping.

        A part of a hyphenated or possessive word ("well-known") is not the word itself, but for
        a filled pause ("went-um-to", "d'euh"). One pass: the cost is linear in the length.
        """
        return list(self.scan(text, fold(text)))

    def scan(self, text: str, folded: str) -> Iterator[Occurrence]:
        """As `occurrences`, for a caller that has `fold(text)` already."""
        for match in self._any.finditer(folded):
            start, end = match.span()
            if match["joined"] and not is_joined_pause(folded, start, end):
                continue
            yield Occurrence(start, end, text[start:end], self._entry(match.group()))

    def _entry(self, found: str) -> LexiconEntry:
        known = self._exact.get(found)
        if known is None:  # several blanks inside it, or a drawn-out letter
            words = " ".join(found.split())
            known = self._exact.get(words)
        return known or next(e for pattern, e in self._drawn if pattern.fullmatch(words))


def _both_forms(spellings: Iterable[str]) -> list[str]:
    """The spellings, and those with accents as characters of their own too (NFD), as in macOS."""
    return list(dict.fromkeys([*spellings, *(normalize("NFD", s) for s in spellings)]))


def _source(spelling: str) -> str:
    """The pattern of one spelling: any white space for a blank, `+` for a drawn-out letter."""
    source = re.escape(spelling).replace(r"\+", "+").replace(r"\ ", r"\s+")
    return _ACCENTED.sub(r"(?:\1)+", source)


def _any_of(spellings: list[str], pauses: list[str], elided: list[str]) -> re.Pattern[str]:
    """A pattern of all words on their own, or (`joined`) of pauses within hyphenated ones.

    `elided` are the pauses that also follow an elision.
    """
    first = "".join(sorted({spelling[0] for spelling in spellings})) or " "
    return re.compile(
        rf"(?<!\w)(?=[{re.escape(first)}])"  # most words end here
        rf"(?:(?<!\w['-])(?:{_alternatives(spellings)})(?!\w)(?!['-]\w)"
        rf"|(?<!')(?P<joined>{_alternatives(pauses)})(?![\w'])"
        rf"|(?<=\w')(?:{_alternatives(elided)})(?!\w)(?!'\w))"
    )


def _alternatives(spellings: list[str]) -> str:
    """One of the spellings, the longest first; each first letter is looked for once."""
    ordered = sorted(set(spellings), key=lambda s: (s[0], -len(s), s))
    by_letter = groupby(ordered, key=lambda s: s[0])
    parts = [f"(?={re.escape(k)})(?:{'|'.join(map(_source, some))})" for k, some in by_letter]
    return "|".join(parts) or r"(?!)"


def load_lexicon(path: Path | None = None, *, language: str = "en", speaker: str = "") -> Lexicon:
    """The words of `language`, as changed for `speaker`; read once a process.

    Raises `SettingsError`, naming file and line, where the file cannot be used. A speaker
    without a list of their own has the language's.
    """
    book = _read_book(path or LEXICON_PATH)
    name = speaker.strip().casefold()
    is_listed = any(one.casefold() == name for one in book.speakers())
    return _load(book.path, language, name if is_listed else "")


def lexicon_for(language: str | None, speaker: str = "") -> Lexicon:
    """The words of `language` (None: English), as changed for `speaker`.

    Without words if none are listed for the language.
    """
    book = _read_book(LEXICON_PATH)
    name = language or "en"
    listed = name != "speaker" and name in book.tables
    return load_lexicon(language=name, speaker=speaker) if listed else Lexicon(())


@lru_cache(maxsize=4)
def _read_book(path: Path) -> _Book:
    return _Book.read(path)


@lru_cache(maxsize=64)
def _load(path: Path, language: str, speaker: str) -> Lexicon:
    book = _read_book(path)
    general = chosen = book.language(language)
    for name in book.speakers():  # all are read, so that a mistake shows immediately
        own = book.entries(("speaker", name), general)
        if name.casefold() == speaker:
            chosen = own
    return Lexicon(tuple(chosen.values()))


@dataclass(frozen=True, slots=True)
class _Book:
    """The lexicon file, read; every complaint names the file and the line."""

    path: Path
    text: str
    tables: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> _Book:
        try:
            text = path.read_text(encoding="utf-8")
            return cls(path, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            place = _AT.search(str(error))
            where = f"{path}, line {place[1]}" if place else str(path)
            raise SettingsError(where, f"not valid TOML: {error}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(str(path), f"the lexicon cannot be read ({error})") from error

    def language(self, name: str) -> dict[str, LexiconEntry]:
        if name == "speaker" or name not in self.tables:
            listed = ", ".join(sorted(set(self.tables) - {"speaker"})) or "none"
            raise self._error((), "", f'no words for language "{name}" (listed: {listed})')
        return self.entries((name,), {})

    def speakers(self) -> list[str]:
        speakers = self.tables.get("speaker", {})
        if not isinstance(speakers, dict):
            raise self._error((), "", 'a speaker\'s words go under [speaker."NAME".CLASS]')
        return list(speakers)

    def entries(
        self, section: tuple[str, ...], base: Mapping[str, LexiconEntry]
    ) -> dict[str, LexiconEntry]:
        """The entries of `section`, laid over `base`."""
        classes: Any = self.tables
        for name in section:
            classes = classes[name]
        if not isinstance(classes, dict):
            raise self._error((), "", f"{'.'.join(section)} holds no classes")
        found = dict(base)
        for kind, words in classes.items():
            place = (*section, kind)
            if kind not in FILLER_KINDS:
                raise self._error(place, "", f"no such class; use {', '.join(FILLER_KINDS)}")
            if not isinstance(words, dict):
                raise self._error(place, "", "a class lists words: like = {}")
            for word, facts in words.items():
                found[fold(word)] = self._entry(place, word, facts, base.get(fold(word)))
        self._refuse_doubles(section, found)
        return found

    def _entry(
        self, section: tuple[str, ...], word: str, facts: Any, known: LexiconEntry | None
    ) -> LexiconEntry:
        if not isinstance(facts, dict) or not facts.keys() <= {"count", "spellings"}:
            raise self._error(section, word, 'write { count = "...", spellings = ["..."] }')
        count = facts.get("count", "context")
        if count not in COUNT_MODES:
            raise self._error(section, word, f"count is one of {', '.join(COUNT_MODES)}")
        spellings = facts.get("spellings", list(known.spellings) if known else [])
        if not isinstance(spellings, list) or not all(isinstance(s, str) for s in spellings):
            raise self._error(section, word, 'spellings is a list: ["kinda", "..."]')
        for spelling in (word, *spellings):
            if not _SPELLING.fullmatch(fold(spelling)):
                raise self._error(section, word, f"{spelling!r} is not a word or a phrase")
        unique = dict.fromkeys(fold(s) for s in (word, *spellings))
        shown = known.word if known else word
        language = "en" if section[0] == "speaker" else section[0]
        return LexiconEntry(shown, cast(Kind, section[-1]), tuple(unique), count, language)

    def _refuse_doubles(
        self, section: tuple[str, ...], entries: Mapping[str, LexiconEntry]
    ) -> None:
        seen: dict[str, LexiconEntry] = {}
        for entry in entries.values():
            for spelling in entry.spellings:
                first = seen.setdefault(spelling.replace("+", ""), entry)
                if first.word != entry.word:
                    why = f'"{spelling}" is a spelling of "{first.word}" already'
                    raise self._error((*section, entry.kind), entry.word, why)

    def _error(self, section: tuple[str, ...], word: str, why: str) -> SettingsError:
        line = self._line(section, word) if section else None
        what = f"{self.path}, line {line}" if line else str(self.path)
        return SettingsError(f"{what}, {word}" if word else what, why)

    def _line(self, section: tuple[str, ...], word: str) -> int | None:
        """The line where `word` of `section` is written, else the section's own heading."""
        heading = None
        for number, line in enumerate(self.text.splitlines(), 1):
            bare = line.replace('"', "").strip()
            if bare.startswith("["):
                if heading:
                    break
                heading = number if bare.split("]")[0] == "[" + ".".join(section) else None
            elif heading and word and bare.split("=")[0].strip() == word.strip():
                return number
        return heading
