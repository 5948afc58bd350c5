"""Reads one streamed JSON object and reports its sections as they close.

Every token is taken once and put into one value, so the work is linear in the length of the
text, whatever the sizes of its pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from refiner.errors import Unusable
from refiner.llm.answer_names import name_parts, plain_name
from refiner.llm.lenient_json import Token, Tokenizer, ValueBuilder, parse_json

MAX_WRAPPERS = 4  # objects around the document
MAX_TEXT_BEFORE = 80  # characters before a document in a string
_SCHEMA_KEYS = {"type", "items", "properties", "required", "additionalProperties", "description"}


@dataclass(frozen=True, slots=True)
class Item:
    """An element of the top-level array `key` that has closed; `index` counts from 0."""

    key: str
    index: int
    value: Any


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level value that has closed. An array's section follows its last item."""

    key: str
    value: Any


class DocumentReader:
    """Reads one JSON object from text in pieces, from its opening brace to its closing one.

    `keys` are the sections to report (None: all). The others are skipped; at the end, a section
    that is absent is looked for among them, under another name or in a wrapper. Of a section that
    is there twice the first one counts, since it may have been acted on by then; `is_revised` if
    the other says something else. Broken JSON ends the reading; `fault` says what it was.
    """

    def __init__(self, keys: Collection[str] | None = None) -> None:
        self.sections: dict[str, Any] = {}
        self.complete = self.is_revised = False
        self.fault: Unusable | None = None
        self._keys = None if keys is None else {plain_name(key): key for key in keys}
        self._skipped: dict[str, Any] = {}
        self._seen: set[str] = set()
        self._events: list[Item | Section] = []
        self._tokens = Tokenizer()
        self._step: Callable[[Token], None] = self._want_brace
        self._value = ValueBuilder()
        self._key = ""
        self._is_again = False  # the section was there before
        self._items: list[Any] | None = None  # of the section that is an open array

    def feed(self, text: str) -> list[Item | Section]:
        """The items and sections that `text` closes, in order."""
        self._tokens.feed(text)
        return self._read(self._tokens.next_token)

    def finish(self) -> list[Item | Section]:
        """At the end of the text: the section that its last quote closes."""
        return self._read(self._tokens.finish)

    def _read(self, next_token: Callable[[], Token | None]) -> list[Item | Section]:
        try:
            while not (self.complete or self.fault) and (token := next_token()):
                self._step(token)
                self._tokens.is_at_key = self._step == self._want_key or self._value.is_at_key
        except Unusable as fault:
            self.fault = fault
        events, self._events = self._events, []
        return events

    @property
    def begun(self) -> set[str]:
        """The sections that have begun; not all need to have closed."""
        wanted = self._seen if self._keys is None else self._seen.intersection(self._keys.values())
        return wanted | self.sections.keys()

    @property
    def rest(self) -> str:
        """The text that was not read: after the document, or after a fault in it."""
        return self._tokens.rest

    @property
    def is_between_sections(self) -> bool:
        """True if what is open is the object alone."""
        return self._step == self._want_key

    def _want_brace(self, token: Token) -> None:
        self._expect(token, "{", "an object")
        self._step = self._want_key

    def _want_key(self, token: Token) -> None:
        if token.mark == "}":
            self._end()
        if token.mark in ("}", "]"):  # a bracket too many
            return
        self._expect(token, "", "a key")
        name = str(token.value)
        self._key = name if self._keys is None else self._keys.get(plain_name(name), name)
        self._is_again = self._key in self._seen
        self._seen.add(self._key)
        self._step = self._want_colon

    def _want_colon(self, token: Token) -> None:
        self._expect(token, ":", "a colon")
        self._value = ValueBuilder()
        self._step = self._want_value

    def _want_value(self, token: Token) -> None:
        """The value of a section, or an element of it if it is an array."""
        is_between = self._value.is_empty
        if is_between and self._items is None and token.mark == "[":
            self._items = []
        elif is_between and self._items is not None and token.mark == "]":
            items, self._items = self._items, None
            self._report(items)
        elif is_between and self._items is not None and token.mark == ":":
            return  # as in [7:like, 90]
        elif self._add(token):
            value, self._value = self._value.value, ValueBuilder()
            if self._items is None:
                self._report(value)
                return
            self._items.append(value)
            if self._is_wanted and not self._is_again:
                self._events.append(Item(self._key, len(self._items) - 1, value))

    def _add(self, token: Token) -> bool:
        try:
            return self._value.add(token)
        except ValueError:
            place = self._key if self._keys and self._is_wanted else "a section"
            index = "" if self._items is None else f"[{len(self._items)}]"
            raise Unusable(f"the answer is not valid JSON: {place}{index}") from None

    def _report(self, value: Any) -> None:
        if self._is_again:
            self.is_revised |= self.sections.get(self._key, value) != value
        elif self._is_wanted:
            self.sections[self._key] = value
            self._events.append(Section(self._key, value))
        else:
            self._skipped[self._key] = value
        self._step = self._want_key

    def _end(self) -> None:
        self.complete = True
        if self._keys is None:
            return
        absent = [key for key in self._keys.values() if key not in self.sections]
        for key, value in _find_parts(self._skipped, absent).items():
            self.sections[key] = value
            if isinstance(value, list):
                self._events += [Item(key, i, v) for i, v in enumerate(value)]
            self._events.append(Section(key, value))

    @property
    def _is_wanted(self) -> bool:
        return self._keys is None or self._key in self._keys.values()

    @staticmethod
    def _expect(token: Token, mark: str, name: str) -> None:
        if token.mark != mark:
            raise Unusable(f"the answer is not valid JSON: {name} was expected")


def _find_parts(skipped: Mapping[str, Any], keys: Collection[str]) -> Mapping[str, Any]:
    """Those of `keys` that are in `skipped` under another name, or in an object inside of it."""
    own = {plain_name(key) for key in keys}

    def rank(values: Mapping[str, Any]) -> tuple[int, int]:
        return sum(plain_name(name) in own for name in values), len(name_parts(values, keys))

    objects = [found for found in _objects_in(skipped, MAX_WRAPPERS) if not _is_schema(found, own)]
    return name_parts(max(objects, key=rank), keys) if keys and objects else {}


def _is_schema(values: Mapping[str, Any], own: Collection[str]) -> bool:
    """True if it says what the parts should be and not what they are."""
    parts = [part for name, part in values.items() if plain_name(name) in own]
    return any(isinstance(part, dict) and part and part.keys() <= _SCHEMA_KEYS for part in parts)


def _objects_in(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The object itself and those inside of it; of a list its first element."""
    if isinstance(value, str) and (start := value[:MAX_TEXT_BEFORE].find("{")) >= 0:
        with suppress(Unusable):  # also in a fence
            value = parse_json(value[start : value.rfind("}") + 1], "a section")
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict):
        yield value
        for part in value.values() if depth else ():
            yield from _objects_in(part, depth - 1)
