"""Progress on standard error: updated in place, or a new line every few seconds in a file."""

from __future__ import annotations

import sys
import time

from refiner.terminal import clear_line, print_message


class ProgressLine:
    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._every_s = 0.2 if self._live else 5.0
        self._next_s = time.monotonic() + self._every_s

    def clear(self) -> None:
        if self._live:
            clear_line()

    def show(self, text: str) -> None:
        now = time.monotonic()
        if self._live:
            clear_line()
            print_message(text, end="")
        elif now >= self._next_s:
            print_message(text)
            self._next_s = now + self._every_s
