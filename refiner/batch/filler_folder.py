"""The filler lists of a batch in a folder: one file a talk, or one CSV file of all talks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from refiner.batch.inputs import find_reader
from refiner.errors import InputError, describe_os_error
from refiner.formatting import count
from refiner.insight.export import name_file
from refiner.insight.filler_files import (
    FILLER_SUFFIXES,
    NO_TIMES,
    fillers_csv,
    format_fillers,
    has_times,
    list_fillers,
)
from refiner.run_document import RunDocument


class FillerFolder:
    """Writes each talk's list as its run ends; a CSV file grows by the talk's lines.

    Raises InputError for an unknown format, a folder that cannot be written, or one among the
    talks of `read`: the next batch would take the lists for talks.
    """

    def __init__(self, name: str, folder: Path, read: Iterable[Path] = ()) -> None:
        if name not in FILLER_SUFFIXES:
            names = ", ".join(FILLER_SUFFIXES)
            raise InputError(f"format {name!r}", f"the filler list is written as {names}")
        read, target = list(read), folder.resolve()
        beside = (path for path in read if path.is_file() and path.resolve().parent == target)
        if talks := find_reader(folder, read) or next(beside, None):
            why = f"would be among the talks of {talks}, and read as talks the next time"
            raise InputError(f"fillers {folder}", f"the lists {why}: choose another folder")
        self._name = name
        self._folder = folder
        self._written: set[str] = set()
        self._without_times = 0
        if name == "csv":
            self._write("fillers.csv", fillers_csv([]))

    def add(self, document: RunDocument) -> None:
        """Write the list of one talk; without the times that it needs, the talk is counted."""
        if self._name == "csv":
            self._write("fillers.csv", fillers_csv(list_fillers(document), header=False), "a")
        elif has_times(document):
            self._write(self._free_name(document), format_fillers(document, self._name))
        else:
            self._without_times += 1

    def summary(self) -> Iterator[str]:
        """What was not written, and why."""
        if self._without_times:
            yield f"fillers: no file for {count(self._without_times, 'talk')}: {NO_TIMES}"

    def _free_name(self, document: RunDocument) -> str:
        """A name that no other talk of this batch has; unlogged runs all have the number 0."""
        base, number = name_file(document), 1
        name = base
        while name in self._written:
            number += 1
            name = f"{base}-{number}"
        self._written.add(name)
        return f"{name}{FILLER_SUFFIXES[self._name]}"

    def _write(self, name: str, text: str, mode: str = "w") -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / name).open(mode, encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError as error:
            raise InputError(str(self._folder), describe_os_error(error)) from None
