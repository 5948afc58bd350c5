"""The log: one line a step on standard error and in one file. Never transcript text or a key."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def session_log(run_id: int, path: Path | None, echo: bool = True) -> Callable[[str], None]:
    """A function that writes `[Session RUN_ID] line`; `path` None writes no file.

    Without `echo` the file alone is written: of many runs at once, a terminal shows the whole.

    A log that cannot be written never stops a run: standard error says so.
    """

    def say(line: str) -> None:
        text = f"[Session {run_id}] {line}"
        if echo:
            print(text, file=sys.stderr, flush=True)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(text + "\n")
        except OSError as error:
            print(f"log {path}: {error.strerror}", file=sys.stderr, flush=True)

    return say
