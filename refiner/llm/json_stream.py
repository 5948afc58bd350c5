"""Streamed JSON in, whole sections out, as they close.

One rule: no I/O and no second look. Every character is scanned once and every closed
value is parsed once, so the work is linear in the answer's length, however it is cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from refiner.errors import Unusable

_FENCE = re.compile(r"```[ \t]*\w*[ \t\r]*\n")
_FENCE_LIMIT = 40  # characters an opening fence and its language may take
_NOT_SPACE = re.compile(r"[^ \t\r\n]")
_NOT_LEAD = re.compile(r"[^ \t\r\n\ufeff]")
_STRING_MARK = re.compile(r'["\\]')
_NESTED_MARK = re.compile(r'["{}\[\]]')
_SCALAR_END = re.compile(r"[\s,:{}\[\]]")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is whole when the text ends; `complete` where the document closed."""

    sections: dict[str, Any]
    complete: bool


def _no_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are Python's, not JSON's


def parse(raw: str, where: str) -> Any:
    """One JSON value. Half a surrogate pair becomes U+FFFD, so that it can be stored.

    Raises Unusable, naming only `where`, never the text.
    """
    try:
        value = json.loads(raw, parse_constant=_no_constant)
        if _SURROGATE.search(raw):
            units = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
            value = json.loads(units.decode("utf-16", "replace"))
    except (ValueError, RecursionError):
        raise Unusable(f"{where}: not valid JSON") from None
    return value


class _Value:
    """One JSON value being collected: `eat` says where it ends, if it ends in this text."""

    def __init__(self, first: str) -> None:
        self._pieces: list[str] = []
        self._depth = 0
        self._string = False
        self._escaped = False
        self._scalar = first not in '"{['

    @property
    def raw(self) -> str:
        return "".join(self._pieces)

    def eat(self, text: str, start: int) -> int | None:
        end = self._find_end(text, start)
        self._pieces.append(text[start:end])
        return end

    def _find_end(self, text: str, at: int) -> int | None:
        if self._scalar:
            mark = _SCALAR_END.search(text, at)
            return mark.start() if mark else None
        while at < len(text):
            if self._escaped:
                self._escaped = False
                at += 1
                continue
            mark = (_STRING_MARK if self._string else _NESTED_MARK).search(text, at)
            if mark is None:
                return None
            at = mark.end()
            self._take(mark.group())
            if not self._string and not self._depth:
                return at
        return None

    def _take(self, mark: str) -> None:
        if mark == "\\":
            self._escaped = True
        elif mark == '"':
            self._string = not self._string
        else:
            self._depth += 1 if mark in "{[" else -1


class SectionReader:
    """Reads one JSON object from text cut anywhere, bare or in a Markdown fence.

    `keys` are the sections to report, all where None; others are read past. Raises
    Unusable for prose, for broken JSON and for a section that stands twice, since the
    first one has been acted on by then.
    """

    def __init__(self, keys: Collection[str] | None = None) -> None:
        self._keys = None if keys is None else frozenset(keys)
        self._sections: dict[str, Any] = {}
        self._seen: set[str] = set()
        self._events: list[Item | Section] = []
        self._text = ""
        self._at = 0
        self._step: Callable[[], bool] = self._before
        self._value: _Value | None = None
        self._closed: Callable[[str], None] = self._key_closed
        self._key = ""
        self._items: list[Any] = []
        self._after_comma = False
        self._fenced = False
        self._complete = False

    def feed(self, text: str) -> list[Item | Section]:
        """The items and sections that `text` closes, in order."""
        self._text, self._at = self._text[self._at :] + text, 0
        while self._step():
            pass
        events, self._events = self._events, []
        return events

    def close(self) -> Outcome:
        """What is whole; an unfinished value is dropped."""
        return Outcome(dict(self._sections), self._complete)

    # Each step eats from the text at `_at`; it returns False where it needs more.

    def _peek(self, wanted: re.Pattern[str] = _NOT_SPACE) -> str:
        """The next character that is no white space, "" where there is none yet."""
        found = wanted.search(self._text, self._at)
        self._at = found.start() if found else len(self._text)
        return found.group() if found else ""

    def _go(self, step: Callable[[], bool], *, past: bool = True) -> bool:
        self._step = step
        self._at += past
        return True

    def _collect(self, closed: Callable[[str], None]) -> bool:
        self._value, self._closed = _Value(self._text[self._at]), closed
        return self._go(self._in_value, past=False)

    def _in_value(self) -> bool:
        assert self._value is not None
        end = self._value.eat(self._text, self._at)
        self._at = len(self._text) if end is None else end
        if end is not None:
            self._closed(self._value.raw)
        return end is not None

    def _before(self) -> bool:
        first = self._peek(_NOT_SPACE if self._fenced else _NOT_LEAD)
        if first == "{":
            return self._go(self._want_key)
        if first == "`" and not self._fenced:
            return self._open_fence()
        if first:
            raise Unusable("the answer is not a JSON document")
        return False

    def _open_fence(self) -> bool:
        fence = _FENCE.match(self._text, self._at)
        if fence is None:
            if "\n" in self._text[self._at :] or len(self._text) - self._at > _FENCE_LIMIT:
                raise Unusable("the answer is not a JSON document")
            return False
        self._fenced = True
        self._at = fence.end()
        return True

    def _want_key(self) -> bool:
        first = self._peek()
        if first == "}" and not self._after_comma:
            return self._end()
        if first not in ('"', ""):
            raise Unusable("the answer is not valid JSON: a key was expected")
        return bool(first) and self._collect(self._key_closed)

    def _key_closed(self, raw: str) -> None:
        self._key = parse(raw, "a key of the answer")
        if self._key in self._seen:
            raise Unusable("the answer gives a section twice")
        self._seen.add(self._key)
        self._step = self._want_colon

    def _want_colon(self) -> bool:
        first = self._peek()
        if first not in (":", ""):
            raise Unusable("the answer is not valid JSON: a colon was expected")
        return bool(first) and self._go(self._want_value)

    def _want_value(self) -> bool:
        first = self._peek()
        if first == "[":
            self._items, self._after_comma = [], False
            return self._go(self._want_item)
        return bool(first) and self._collect(self._value_closed)

    def _value_closed(self, raw: str) -> None:
        self._report(parse(raw, self._name))

    def _want_item(self) -> bool:
        first = self._peek()
        if first == "]" and not self._after_comma:
            return self._close_array()
        return bool(first) and self._collect(self._item_closed)

    def _item_closed(self, raw: str) -> None:
        index = len(self._items)
        self._items.append(parse(raw, f"{self._name}[{index}]"))
        if self._wanted:
            self._events.append(Item(self._key, index, self._items[-1]))
        self._step = self._after_item

    def _after_item(self) -> bool:
        if self._peek() == "]":
            return self._close_array()
        return self._eat_comma(self._want_item)

    def _close_array(self) -> bool:
        self._report(self._items)
        return self._go(self._step)

    def _report(self, value: Any) -> None:
        if self._wanted:
            self._sections[self._key] = value
            self._events.append(Section(self._key, value))
        self._step = self._after_section

    def _after_section(self) -> bool:
        if self._peek() == "}":
            return self._end()
        return self._eat_comma(self._want_key)

    def _eat_comma(self, then: Callable[[], bool]) -> bool:
        first = self._peek()
        if first not in (",", ""):
            raise Unusable("the answer is not valid JSON: a comma was expected")
        self._after_comma = True
        return bool(first) and self._go(then)

    def _end(self) -> bool:
        self._complete = True
        return self._go(self._after_document)

    def _after_document(self) -> bool:
        """Only a fence, and what stands outside it, may follow the document."""
        first = self._peek()
        if first and not (self._fenced and first == "`"):
            raise Unusable("the answer goes on after its document")
        return bool(first) and self._go(self._outside)

    def _outside(self) -> bool:
        self._at = len(self._text)
        return False

    @property
    def _wanted(self) -> bool:
        return self._keys is None or self._key in self._keys

    @property
    def _name(self) -> str:
        """The section's name for a message; an unexpected key may hold anything."""
        return self._key if self._keys is not None and self._wanted else "a section"
