"""Finds the end of a JSON value in text that comes in pieces; each character is scanned once."""

from __future__ import annotations

import re

_STRING_MARK = re.compile(r'["\\]')
_NESTED_MARK = re.compile(r'["{}\[\]]')


class PartialValue:
    """An object, list or string being collected, until `consume` finds its end."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._depth = 0
        self._string = False
        self._escaped = False

    @property
    def raw(self) -> str:
        return "".join(self._pieces)

    def consume(self, text: str, start: int) -> int | None:
        """Where the value ends in `text`; None if it continues after it."""
        end = self._find_end(text, start)
        self._pieces.append(text[start:end])
        return end

    def _find_end(self, text: str, position: int) -> int | None:
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
