"""Reads a streamed JSON document and reports its sections as they close.

Every character is scanned once and every closed value is parsed once, so the work is linear
in the answer's length, whatever the sizes of its pieces.
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
class ParsedAnswer:
    """The sections that had closed when the text ended; `complete` if the document had."""

    sections: dict[str, Any]
    complete: bool


def _reject_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are Python's, not JSON's


def _parse(raw: str, place: str) -> Any:
    """One JSON value. Half a surrogate pair becomes U+FFFD, so that it can be stored.

    Raises Unusable, naming only `place`, never the text.
    """
    try:
        value = json.loads(raw, parse_constant=_reject_constant)
        if _SURROGATE.search(raw):
            units = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
            value = json.loads(units.decode("utf-16", "replace"))
    except (ValueError, RecursionError):
        raise Unusable(f"{place}: not valid JSON") from None
    return value


class _PartialValue:
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


class SectionReader:
    """Reads one JSON object from text in pieces, bare or in a Markdown fence.

    `keys` are the sections to report (None: all); others are skipped. Raises Unusable for
    prose, for broken JSON and for a duplicate section, since the first one has been acted on
    by then.
    """

    def __init__(self, keys: Collection[str] | None = None) -> None:
        self._keys = None if keys is None else frozenset(keys)
        self._sections: dict[str, Any] = {}
        self._seen: set[str] = set()
        self._events: list[Item | Section] = []
        self._text = ""
        self._position = 0
        self._step: Callable[[], bool] = self._before
        self._value: _PartialValue | None = None
        self._on_close: Callable[[str], None] = self._key_closed
        self._key = ""
        self._items: list[Any] = []
        self._after_comma = False
        self._fenced = False
        self._complete = False

    def feed(self, text: str) -> list[Item | Section]:
        """The items and sections that `text` closes, in order."""
        self._text, self._position = self._text[self._position :] + text, 0
        while self._step():
            pass
        events, self._events = self._events, []
        return events

    def close(self) -> ParsedAnswer:
        """The sections that have closed; an unfinished value is dropped."""
        return ParsedAnswer(dict(self._sections), self._complete)

    # Each step reads the text from `_position` on; it returns False if it needs more.

    def _peek(self, wanted: re.Pattern[str] = _NOT_SPACE) -> str:
        """The next character that is not white space, "" if there is none yet."""
        match = wanted.search(self._text, self._position)
        self._position = match.start() if match else len(self._text)
        return match.group() if match else ""

    def _advance(self, step: Callable[[], bool], *, past: bool = True) -> bool:
        self._step = step
        self._position += past
        return True

    def _collect(self, on_close: Callable[[str], None]) -> bool:
        self._value, self._on_close = _PartialValue(self._text[self._position]), on_close
        return self._advance(self._in_value, past=False)

    def _in_value(self) -> bool:
        assert self._value is not None
        end = self._value.consume(self._text, self._position)
        self._position = len(self._text) if end is None else end
        if end is not None:
            self._on_close(self._value.raw)
        return end is not None

    def _before(self) -> bool:
        first = self._peek(_NOT_SPACE if self._fenced else _NOT_LEAD)
        if first == "{":
            return self._advance(self._want_key)
        if first == "`" and not self._fenced:
            return self._open_fence()
        if first:
            raise Unusable("the answer is not a JSON document")
        return False

    def _open_fence(self) -> bool:
        fence = _FENCE.match(self._text, self._position)
        if fence is None:
            if (
                "\n" in self._text[self._position :]
                or len(self._text) - self._position > _FENCE_LIMIT
            ):
                raise Unusable("the answer is not a JSON document")
            return False
        self._fenced = True
        self._position = fence.end()
        return True

    def _want_key(self) -> bool:
        first = self._peek()
        if first == "}" and not self._after_comma:
            return self._end()
        if first not in ('"', ""):
            raise Unusable("the answer is not valid JSON: a key was expected")
        return bool(first) and self._collect(self._key_closed)

    def _key_closed(self, raw: str) -> None:
        self._key = _parse(raw, "a key of the answer")
        if self._key in self._seen:
            raise Unusable("duplicate section in the answer")
        self._seen.add(self._key)
        self._step = self._want_colon

    def _want_colon(self) -> bool:
        first = self._peek()
        if first not in (":", ""):
            raise Unusable("the answer is not valid JSON: a colon was expected")
        return bool(first) and self._advance(self._want_value)

    def _want_value(self) -> bool:
        first = self._peek()
        if first == "[":
            self._items, self._after_comma = [], False
            return self._advance(self._want_item)
        return bool(first) and self._collect(self._value_closed)

    def _value_closed(self, raw: str) -> None:
        self._report(_parse(raw, self._name))

    def _want_item(self) -> bool:
        first = self._peek()
        if first == "]" and not self._after_comma:
            return self._close_array()
        return bool(first) and self._collect(self._item_closed)

    def _item_closed(self, raw: str) -> None:
        index = len(self._items)
        self._items.append(_parse(raw, f"{self._name}[{index}]"))
        if self._wanted:
            self._events.append(Item(self._key, index, self._items[-1]))
        self._step = self._after_item

    def _after_item(self) -> bool:
        if self._peek() == "]":
            return self._close_array()
        return self._expect_comma(self._want_item)

    def _close_array(self) -> bool:
        self._report(self._items)
        return self._advance(self._step)

    def _report(self, value: Any) -> None:
        if self._wanted:
            self._sections[self._key] = value
            self._events.append(Section(self._key, value))
        self._step = self._after_section

    def _after_section(self) -> bool:
        if self._peek() == "}":
            return self._end()
        return self._expect_comma(self._want_key)

    def _expect_comma(self, then: Callable[[], bool]) -> bool:
        first = self._peek()
        if first not in (",", ""):
            raise Unusable("the answer is not valid JSON: a comma was expected")
        self._after_comma = True
        return bool(first) and self._advance(then)

    def _end(self) -> bool:
        self._complete = True
        return self._advance(self._after_document)

    def _after_document(self) -> bool:
        """Only a closing fence may follow the document; the text after the fence is ignored."""
        first = self._peek()
        if first and not (self._fenced and first == "`"):
            raise Unusable("unexpected text after the JSON document")
        return bool(first) and self._advance(self._ignore_rest)

    def _ignore_rest(self) -> bool:
        self._position = len(self._text)
        return False

    @property
    def _wanted(self) -> bool:
        return self._keys is None or self._key in self._keys

    @property
    def _name(self) -> str:
        """The section's name for a message; an unexpected key may hold anything."""
        return self._key if self._keys is not None and self._wanted else "a section"
