"""Reads a response's bytes as JSON events, however the server frames them.

Server-sent events, one JSON object a line, or one JSON document: told apart by what is
there, since labels are often wrong. Empty events and comments keep a connection alive and
are skipped.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from refiner.errors import ServerFault

MAX_EVENT_CHARS = 20_000_000


class EventReader:
    """Takes bytes in pieces; `server` is named in errors. Raises ServerFault for broken data."""

    def __init__(self, server: str) -> None:
        self.begins_with = ""  # the first character of the response that is not white space
        self._server = server
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._line = ""
        self._held = ""  # the beginning of a value that continues on the next line
        self._event_name = ""

    def feed(self, data: bytes) -> Iterator[Any]:
        """The values that `data` completes."""
        self._line += self._decoder.decode(data)
        if len(self._line) + len(self._held) > MAX_EVENT_CHARS:
            raise self._broken("endless")
        if "\n" not in self._line and "\r" not in self._line:
            return
        *lines, self._line = self._line.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in lines:
            yield from self._read_line(line)

    def finish(self) -> Iterator[Any]:
        """The value that the end of the response completes."""
        yield from self._read_line(self._line)
        if self._held.strip():
            yield self._parse(self._held)

    def _read_line(self, line: str) -> Iterator[Any]:
        line = line.lstrip("\ufeff")
        self.begins_with = self.begins_with or line.lstrip()[:1]
        if self.begins_with == "<":
            return
        field, colon, value = line.partition(":")
        field = field.strip()
        if self.begins_with in "{[":
            yield from self._continue(line)
        elif field == "data" and colon:
            if value.strip() not in ("", "[DONE]"):
                yield from self._continue(value.strip())
        elif field == "event":
            self._event_name = value.strip()
        elif not line.strip():
            if self._held:
                yield self._parse(self._held)
        elif line.lstrip().startswith("{"):  # an error between the events, without their frame
            yield from self._continue(line)

    def _continue(self, text: str) -> Iterator[Any]:
        """Add a line of a value, which may be complete with it."""
        may_close = not self._held or text[:1] in "}]"  # as documents with indents do
        self._held += text + "\n"
        if not may_close:
            return
        try:
            value = json.loads(self._held)
        except ValueError:
            if self._event_name != "error":
                return
            value = self._held
        self._held = ""
        yield self._named(value)

    def _parse(self, text: str) -> Any:
        self._held = ""
        try:
            return self._named(json.loads(text))
        except ValueError:
            raise self._broken("ValueError") from None

    def _named(self, value: Any) -> Any:
        name, self._event_name = self._event_name, ""
        if name == "error" and not (isinstance(value, dict) and value.get("error")):
            return {"error": value}
        return value

    def _broken(self, code: str) -> ServerFault:
        return ServerFault(f"{self._server} sent something that is not an answer", code=code)
