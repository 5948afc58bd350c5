"""Reads a response's bytes as JSON events, however the server frames them.

Server-sent events, objects one after another or in a list, or one document: distinguished by
what is there, since labels are often wrong. Empty events, comments and words that keep a
connection alive are skipped. Every character is read a single time.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from refiner.errors import ServerFault
from refiner.llm.partial_value import PartialValue

MAX_EVENT_CHARS = 20_000_000
_DECODER = json.JSONDecoder()


class EventReader:
    """Takes bytes in pieces; `server` is named in errors. Raises ServerFault for broken data."""

    def __init__(self, server: str) -> None:
        self.begins_with = ""  # the first character of the response that is not white space
        self.is_done = False  # the mark of a stream's end has come
        self._server = server
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._line: list[str] = []  # the pieces of a line that has not ended
        self._ends_with_return = False
        self._object: PartialValue | None = None  # one that has not ended
        self._chars = 0  # of both
        self._event_name = ""

    def feed(self, data: bytes) -> Iterator[Any]:
        """The values that `data` completes."""
        text = self._decoder.decode(data)
        if not self.begins_with:
            text = text.lstrip("\ufeff \t\r\n")
            self.begins_with = text[:1]
        self._chars += len(text)
        if self._chars > MAX_EVENT_CHARS:
            raise self._broken("endless")
        if self.begins_with in ("{", "["):
            yield from self._read_objects(text)
        elif self.begins_with != "<":
            yield from self._read_lines(text)

    def finish(self) -> Iterator[Any]:
        """The value that the end of the response completes."""
        yield from self._read_lines("\n\n")

    def _read_lines(self, text: str) -> Iterator[Any]:
        if self._ends_with_return and text[:1] == "\n":  # the second half of a line's end
            text = text[1:]
        self._ends_with_return = text.endswith("\r")
        if "\n" not in text and "\r" not in text:
            self._line.append(text)
            return
        *lines, last = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines[0] = "".join(self._line) + lines[0]
        self._line = [last]
        for line in lines:
            yield from self._read_line(line)
        if self._object is None:
            self._chars = len(last)

    def _read_line(self, line: str) -> Iterator[Any]:
        field, colon, value = line.lstrip("\ufeff").partition(":")
        field, value = field.strip(), value.strip()
        if not line.strip():
            if self._object is not None:
                raise self._broken("ValueError")
        elif field == "event":
            self._event_name = value
        elif field == "error" or (self._event_name == "error" and value[:1] not in ("{", "[")):
            self._event_name = "error"
            yield from self._read_objects(value) if value[:1] == "{" else [self._named(value)]
        elif field == "data" and value == "[DONE]":
            self.is_done = True
        elif field == "data" and colon:
            yield from self._read_objects(value + "\n")
        elif line.lstrip().startswith("{"):  # an error between the events, without their frame
            yield from self._read_objects(line)

    def _read_objects(self, text: str) -> Iterator[Any]:
        """The objects that `text` completes; what is between them says nothing."""
        position = 0
        while self._object is not None or (position := text.find("{", position)) >= 0:
            whole = None if self._object else _parse(text, position)  # nearly always it is
            parsed = whole or self._add_piece(text, position)
            if parsed is None:
                return
            value, position = parsed
            self._chars = len(text) - position
            yield self._named(value)

    def _add_piece(self, text: str, position: int) -> tuple[Any, int] | None:
        """The value that ends in `text`, and where; None if it continues after it."""
        self._object = self._object or PartialValue()
        end = self._object.consume(text, position)
        if end is None:
            return None
        raw, self._object = self._object.raw, None
        parsed = _parse(raw, 0)
        if parsed is None:
            raise self._broken("ValueError")
        return parsed[0], end

    def _named(self, value: Any) -> Any:
        name, self._event_name = self._event_name, ""
        if name == "error" and not (isinstance(value, dict) and value.get("error")):
            return {"error": value}
        return value

    def _broken(self, code: str) -> ServerFault:
        why = f"{self._server} sent something that is not an answer"
        return ServerFault(why, "check OPENAI_BASE_URL", code=code)


def _parse(text: str, position: int) -> tuple[Any, int] | None:
    """The JSON value at `position` and where it ends; None if it is broken or incomplete."""
    try:
        return _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError):
        return None
