"""Inputs of a batch: files, folders and zip archives.

Nothing is unpacked to disk, and at most one byte more than the limit of a transcript is read of
an input, whatever size a file claims.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from refiner.errors import InputError
from refiner.transcripts import MAX_BYTES

_PACKED = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Input:
    """An unread transcript: a file, or `member` of a zip archive; `data` if it is in memory."""

    path: Path
    member: str | None = None
    data: bytes | None = None

    @property
    def name(self) -> str:
        return str(self.path) if self.member is None else f"{self.path}/{self.member}"

    def read(self) -> bytes:
        """Its bytes, at most one more than the limit. Raises InputError if it cannot be read."""
        try:
            if self.member is None:
                with self._open() as file:
                    return file.read(MAX_BYTES + 1)
            with (
                self._open() as packed,
                zipfile.ZipFile(packed) as archive,
                archive.open(self.member) as member,
            ):
                return member.read(MAX_BYTES + 1)
        except OSError as error:
            raise InputError(self.name, (error.strerror or str(error)).lower()) from None
        except _PACKED as error:
            raise InputError(self.name, f"cannot be unpacked: {error}") from None

    def _open(self) -> IO[bytes]:
        return self.path.open("rb") if self.data is None else io.BytesIO(self.data)

    def unpacked(self) -> Iterator[Input]:
        """A zip's members, else itself; a Word file, although a zip, is one transcript."""
        members = self._members()
        if members is None:
            yield self
            return
        if not members:
            raise InputError(self.name, "there are no files in this archive")
        yield from (replace(self, member=member) for member in members)

    def _members(self) -> list[str] | None:
        try:
            with self._open() as packed:
                if not zipfile.is_zipfile(packed):
                    return None
                with zipfile.ZipFile(packed) as archive:
                    names = [info.filename for info in archive.infolist() if not info.is_dir()]
        except (OSError, *_PACKED):
            return None  # reading it will report what is wrong
        if "[Content_Types].xml" in names:
            return None
        return sorted(n for n in names if not any(_hidden(part) for part in n.split("/")))


def find_inputs(paths: Iterable[Path]) -> Iterator[Input]:
    """The inputs under `paths`, in order of name; hidden files are left out.

    Raises InputError for a missing path and for a folder or archive without files.
    """
    for path in paths:
        if not path.exists():
            raise InputError(str(path), "no such file or folder")
        if not path.is_dir():
            yield from Input(path).unpacked()
            continue
        inside = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.name))
        if not inside:
            raise InputError(str(path), "there are no files in this folder")
        for file in inside:
            yield from Input(file).unpacked()


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"
