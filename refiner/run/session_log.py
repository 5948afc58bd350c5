"""Log lines of runs: standard error and one file, never transcript text, never a key.

A log that cannot be written never stops a run: standard error says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from refiner.formatting import iso_moment
from refiner.private_files import make_private_file
from refiner.terminal import clean_line, print_message

LOG_LEVELS = ("debug", "info", "warning", "error")
_LOGGER = logging.getLogger("refiner.run")


class RunLog(logging.LoggerAdapter[logging.Logger]):
    """Logs for one run: each record knows its run, its file, and whether it is shown."""

    def __init__(
        self, run_id: int, path: Path | None, *, echo: bool = True, logger: logging.Logger = _LOGGER
    ) -> None:
        """`path` None writes no file; without `echo` nothing is shown (a batch shows progress)."""
        super().__init__(logger, {"run_id": run_id, "log_path": path, "echo": echo})

    def process(
        self, msg: Any, kwargs: MutableMapping[str, Any]
    ) -> tuple[Any, MutableMapping[str, Any]]:
        return msg, {**kwargs, "extra": self.extra}


class RunLineFormatter(logging.Formatter):
    """`[Session 7] Text`; with `dated`, after the time (ISO 8601, UTC) and the level."""

    def __init__(self, *, dated: bool) -> None:
        super().__init__()
        self._dated = dated

    def format(self, record: logging.LogRecord) -> str:
        line = clean_line(f"[Session {getattr(record, 'run_id', 0)}] {record.getMessage()}")
        if not self._dated:
            return line
        time = iso_moment(datetime.fromtimestamp(record.created, UTC))
        return f"{time.replace('+00:00', 'Z')} {record.levelname} {line}"


class _ScreenHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "echo", False):
            print_message(self.format(record))


class _FileHandler(logging.Handler):
    """Appends to the file of the record's run; opened for each line, so it may be moved.

    A file that cannot be written is reported once, until it can be written again.
    """

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self._unwritable: set[Path] = set()

    def emit(self, record: logging.LogRecord) -> None:
        path: Path | None = getattr(record, "log_path", None)
        if path is None:
            return
        try:
            make_private_file(path)
            with path.open("a", encoding="utf-8") as file:
                file.write(self.format(record) + "\n")
            self._unwritable.discard(path)
        except OSError as error:
            if path not in self._unwritable:
                print_message(f"warning: log file {path}: {(error.strerror or 'unusable').lower()}")
            self._unwritable.add(path)


class _ReadingHandler(logging.Handler):
    """Shows what the local analyst says of itself, which is of no single run."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= _SCREEN.level:
            print_message(record.getMessage())


class _CollectingHandler(logging.Handler):
    """Collects the lines of one thread's runs: level and text, by run."""

    def __init__(self, thread: int) -> None:
        super().__init__(logging.INFO)
        self._thread = thread
        self.lines: dict[int, list[tuple[int, str]]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            run_id: int = getattr(record, "run_id", 0)
            self.lines.setdefault(run_id, []).append((record.levelno, record.getMessage()))


@contextmanager
def collect_run_lines(thread: int) -> Iterator[dict[int, list[tuple[int, str]]]]:
    """The lines of the runs of `thread` meanwhile, for a log file on another machine."""
    handler = _CollectingHandler(thread)
    _LOGGER.addHandler(handler)
    try:
        yield handler.lines
    finally:
        _LOGGER.removeHandler(handler)


_ANALYST, _READING = logging.getLogger("refiner.analyst"), _ReadingHandler()
_SCREEN, _FILE = _ScreenHandler(), _FileHandler(logging.INFO)
_SCREEN.setFormatter(RunLineFormatter(dated=False))
_FILE.setFormatter(RunLineFormatter(dated=True))
_LOGGER.propagate = False
_LOGGER.addHandler(_SCREEN)
_LOGGER.addHandler(_FILE)


def set_log_level(level: str) -> None:
    """Show lines from `level` on; the file always has every line from `info` on."""
    _SCREEN.setLevel(level.upper())
    _LOGGER.setLevel(min(_SCREEN.level, logging.INFO))


def show_reading_progress() -> None:
    """Show how many places the encoder has read, if that takes long; a batch shows its own."""
    _ANALYST.setLevel(logging.INFO)
    _ANALYST.addHandler(_READING)


def shown_log_level() -> str:
    """What `set_log_level` was given last, for a process that performs runs of this one."""
    return logging.getLevelName(_SCREEN.level).lower()


set_log_level("info")
