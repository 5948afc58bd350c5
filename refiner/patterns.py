"""Regular expressions that are compiled when they are first used.

Compiling takes up to a tenth of a second for all patterns of a package, and a run needs few of
them: those of one kind of file, of the phrases that its advice has.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _LazyPattern:
    """Compiles its pattern at the first use and keeps each method that was looked up."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def compile_later(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but an error in the pattern shows at its first use."""
    return cast(re.Pattern[str], _LazyPattern(source, flags))
