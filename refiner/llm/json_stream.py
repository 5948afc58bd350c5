"""Reads one streamed JSON object and reports its sections as they close.

Every character is scanned once and every closed value is parsed once, so the work is linear
in the length of the text, whatever the sizes of its pieces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from refiner.errors import Unusable

MAX_WRAPPERS = 4  # objects around the document
_SCHEMA_KEYS = {"type", "items", "properties", "required", "additionalProperties", "description"}
_NOT_SPACE = re.compile(r"[^ \t\r\n]")
_STRING_MARK = re.compile(r'["\\]')
_NESTED_MARK = re.compile(r'["{}\[\]]')
_SCALAR_END = re.compile(r"[\s,:{}\[\]]")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_STRING_OR_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)


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


def _reject_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are Python's, not JSON's


def parse_json(raw: str, place: str) -> Any:
    """One JSON value; trailing commas and line breaks inside strings are tolerated.

    Half a surrogate pair becomes U+FFFD, so that it can be stored. Raises Unusable, naming
    only `place`, never the text.
    """
    try:
        try:
            value = json.loads(raw, parse_constant=_reject_constant, strict=False)
        except ValueError:
            repaired = _STRING_OR_TRAILING_COMMA.sub(lambda match: match[1] or "", raw)
            value = json.loads(repaired, parse_constant=_reject_constant, strict=False)
        if _SURROGATE.search(raw):
            units = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
            value = json.loads(units.decode("utf-16", "replace"))
    except (ValueError, RecursionError):
        raise Unusable(f"{place}: not valid JSON") from None
    return value


def _find_inside(
    values: Iterable[Any], keys: frozenset[str], depth: int = MAX_WRAPPERS
) -> Mapping[str, Any]:
    """The first object with one of `keys` in `values`, or within them; {} if there is none."""
    for value in values:
        if isinstance(value, str) and value.lstrip().startswith("{"):
            with suppress(Unusable):
                value = parse_json(value, "a section")
        if isinstance(value, list):
            value = next(iter(value), None)
        if not isinstance(value, dict):
            continue
        wanted = [part for key, part in value.items() if key in keys]
        is_schema = any(isinstance(part, dict) and part.keys() <= _SCHEMA_KEYS for part in wanted)
        if wanted and not is_schema:
            return value
        if depth > 1 and (inside := _find_inside(value.values(), keys, depth - 1)):
            return inside
    return {}


class PartialValue:
    """One JSON value being collected, until `consume` finds its end."""

    def __init__(self, first: str) -> None:
        self._pieces: list[str] = []
        self._depth = 0
        self._string = False
        self._escaped = False
        self._scalar = first not in '"{['

    @property
    def raw(self) -> str:
        return "".join(self._pieces)

    def consume(self, text: str, start: int) -> int | None:
        """Where the value ends in `text`; None if it continues after it."""
        end = self._find_end(text, start)
        self._pieces.append(text[start:end])
        return end

    def _find_end(self, text: str, position: int) -> int | None:
        if self._scalar:
            mark = _SCALAR_END.search(text, position)
            return mark.start() if mark else None
        while position < len(text):
            if self._escaped:
                self._escaped = False
                position += 1
                continue
            mark = (_STRING_MARK if self._string else _NESTED_MARK).search(text, position)
            if mark is None:
                return None
            position = mark.end()
            self._apply(mark.group())
            if not self._string and not self._depth:
                return position
        return None

    def _apply(self, mark: str) -> None:
        if mark == "\\":
            self._escaped = True
        elif mark == '"':
            self._string = not self._string
        else:
            self._depth += 1 if mark in "{[" else -1


class DocumentReader:
    """Reads one JSON object from text in pieces, from its opening brace to its closing one.

    `keys` are the sections to report (None: all). The others are skipped, unless the object
    is a mere wrapper: if none of the sections is in it, those of an object inside are reported
    when it closes. Broken JSON ends the reading, and so does a duplicate section, since the
    first one may have been acted on by then; `fault` says what it was.
    """

    def __init__(self, keys: Collection[str] | None = None) -> None:
        self.sections: dict[str, Any] = {}
        self.complete = False
        self.fault: Unusable | None = None
        self._keys = None if keys is None else frozenset(keys)
        self._skipped: dict[str, Any] = {}
        self._seen: set[str] = set()
        self._events: list[Item | Section] = []
        self._text = ""
        self._position = 0
        self._step: Callable[[], bool] = self._want_brace
        self._value: PartialValue | None = None
        self._on_close: Callable[[str], None] = self._key_closed
        self._key = ""
        self._items: list[Any] = []

    def feed(self, text: str) -> list[Item | Section]:
        """The items and sections that `text` closes, in order."""
        self._text, self._position = self._text[self._position :] + text, 0
        try:
            while not self.complete and self._step():
                pass
        except Unusable as fault:
            self.fault = fault
        events, self._events = self._events, []
        return events

    @property
    def rest(self) -> str:
        """The text that was not read: after the document, or after a fault in it."""
        return self._text[self._position :]

    @property
    def is_between_sections(self) -> bool:
        """True if what is open is the object alone."""
        return self._step in (self._after_section, self._want_key)

    # Each step reads the text from `_position` on; it returns False if it needs more.

    def _peek(self) -> str:
        """The next character that is not white space, "" if there is none yet."""
        match = _NOT_SPACE.search(self._text, self._position)
        self._position = match.start() if match else len(self._text)
        return match.group() if match else ""

    def _advance(self, step: Callable[[], bool], *, past: bool = True) -> bool:
        self._step = step
        self._position += past
        return True

    def _expect(self, mark: str, name: str, then: Callable[[], bool]) -> bool:
        first = self._peek()
        if first not in (mark, ""):
            raise Unusable(f"the answer is not valid JSON: {name} was expected")
        return bool(first) and self._advance(then)

    def _collect(self, on_close: Callable[[str], None]) -> bool:
        self._value, self._on_close = PartialValue(self._text[self._position]), on_close
        return self._advance(self._in_value, past=False)

    def _in_value(self) -> bool:
        assert self._value is not None
        end = self._value.consume(self._text, self._position)
        self._position = len(self._text) if end is None else end
        if end is not None:
            self._on_close(self._value.raw)
        return end is not None

    def _want_brace(self) -> bool:
        return self._expect("{", "an object", self._want_key)

    def _want_key(self) -> bool:
        first = self._peek()
        if first == "}":
            return self._end()
        if first not in ('"', ""):
            raise Unusable("the answer is not valid JSON: a key was expected")
        return bool(first) and self._collect(self._key_closed)

    def _key_closed(self, raw: str) -> None:
        self._key = parse_json(raw, "a key of the answer")
        if self._key in self._seen:
            raise Unusable("duplicate section in the answer")
        self._seen.add(self._key)
        self._step = self._want_colon

    def _want_colon(self) -> bool:
        return self._expect(":", "a colon", self._want_value)

    def _want_value(self) -> bool:
        first = self._peek()
        if first == "[":
            self._items = []
            return self._advance(self._want_item)
        return bool(first) and self._collect(self._value_closed)

    def _value_closed(self, raw: str) -> None:
        self._report(parse_json(raw, self._place))

    def _want_item(self) -> bool:
        first = self._peek()
        if first == "]":
            return self._close_array()
        return bool(first) and self._collect(self._item_closed)

    def _item_closed(self, raw: str) -> None:
        index = len(self._items)
        self._items.append(parse_json(raw, f"{self._place}[{index}]"))
        if self._is_wanted:
            self._events.append(Item(self._key, index, self._items[-1]))
        self._step = self._after_item

    def _after_item(self) -> bool:
        if self._peek() == "]":
            return self._close_array()
        return self._expect(",", "a comma", self._want_item)

    def _close_array(self) -> bool:
        self._report(self._items)
        return self._advance(self._step)

    def _report(self, value: Any) -> None:
        if self._is_wanted:
            self.sections[self._key] = value
            self._events.append(Section(self._key, value))
        else:
            self._skipped[self._key] = value
        self._step = self._after_section

    def _after_section(self) -> bool:
        if self._peek() == "}":
            return self._end()
        return self._expect(",", "a comma", self._want_key)

    def _end(self) -> bool:
        self.complete = True
        self._position += 1
        if not self.sections:
            self._unwrap()
        return False

    def _unwrap(self) -> None:
        inside = _find_inside(self._skipped.values(), self._keys or frozenset())
        for key, value in inside.items():  # in their order
            if self._keys and key in self._keys:
                self.sections[key] = value
                if isinstance(value, list):
                    self._events += [Item(key, i, v) for i, v in enumerate(value)]
                self._events.append(Section(key, value))

    @property
    def _is_wanted(self) -> bool:
        return self._keys is None or self._key in self._keys

    @property
    def _place(self) -> str:
        """The section's name for a message; an unexpected key may hold anything."""
        return self._key if self._keys is not None and self._is_wanted else "a section"
