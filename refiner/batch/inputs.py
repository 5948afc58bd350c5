"""Inputs of a batch: files, folders and zip archives.

Of a transcript nothing is unpacked to disk, and at most one byte more than the limit is read,
whatever size a file claims. A recording in an archive is unpacked to a file of this person's
own, for as long as it is worked on.
"""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, cast

from refiner.audio.files import HEAD_BYTES, is_recording, make_temporary
from refiner.errors import InputError, describe_os_error
from refiner.transcripts import MAX_BYTES
from refiner.transcripts.readers.docx_file import ZIP_ERRORS

MAX_MEMBERS = 100_000  # of an archive
MAX_RECORDING_BYTES = 4 * 1024**3


def open_regular(path: Path) -> IO[bytes]:
    """A file for reading. InputError if it is none: a pipe or a device may have no end."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
        raise InputError(str(path), f"it is {kind}, not a regular file")
    return path.open("rb")


@dataclass(frozen=True, slots=True)
class Input:
    """What is not read yet: a file, or `member` of a zip archive; `data` if it is in memory."""

    path: Path
    member: str | None = None
    data: bytes | None = None

    @property
    def name(self) -> str:
        return str(self.path) if self.member is None else f"{self.path}/{self.member}"

    def read(self) -> bytes:
        """Its bytes, at most one more than the limit. InputError if it cannot be read."""
        with self.stream() as stream:
            return stream.read(MAX_BYTES + 1)

    def is_recording(self) -> bool:
        """Whether it holds sound, by its first bytes. InputError if it cannot be read."""
        with self.stream() as stream:
            return is_recording(self.name, stream.read(HEAD_BYTES))

    def sha256(self) -> str:
        """Of all its bytes, however many. InputError if it cannot be read."""
        with self.stream() as stream:
            return hashlib.file_digest(cast(io.BufferedIOBase, stream), "sha256").hexdigest()

    @contextmanager
    def as_file(self) -> Iterator[Path]:
        """A file with its bytes: itself, or a copy for as long as the `with` lasts.

        InputError if it cannot be read, or is over `MAX_RECORDING_BYTES`.
        """
        if self.member is None and self.data is None:
            yield self.path
            return
        copy = make_temporary("recording")
        try:
            with copy.open("wb") as file, self.stream() as stream:
                while block := stream.read(1 << 20):
                    if file.tell() > MAX_RECORDING_BYTES:
                        raise InputError(self.name, "it is over the limit of 4 GB")
                    file.write(block)
            yield copy
        finally:
            copy.unlink(missing_ok=True)

    @contextmanager
    def stream(self) -> Iterator[IO[bytes]]:
        """Its bytes as a stream; what goes wrong while it is read is an InputError."""
        try:
            if self.member is None:
                with self._open() as file:
                    yield file
                return
            if _leads_out(self.member):
                raise InputError(self.name, "its name leads out of the archive; it was not read")
            with self._archive().open(self.member) as member:
                yield member
        except InputError:
            raise
        except OSError as error:
            raise InputError(self.name, describe_os_error(error)) from None
        except ZIP_ERRORS as error:
            raise InputError(self.name, f"cannot be unpacked: {error}") from None

    def _open(self) -> IO[bytes]:
        return open_regular(self.path) if self.data is None else io.BytesIO(self.data)

    def _archive(self) -> zipfile.ZipFile:
        """The archive, opened once for all its members."""
        if self.data is not None:
            return _archive_of(self.path, 0, self.data)
        return _archive_of(self.path, self.path.stat().st_mtime_ns, None)

    def unpacked(self) -> Iterator[Input]:
        """A zip's members, else itself; a document that is a zip too is one transcript."""
        members = self._members()
        if members is None:
            yield self
            return
        if not members:
            raise InputError(self.name, "there are no files in this archive")
        if len(members) > MAX_MEMBERS:
            raise InputError(self.name, f"more than {MAX_MEMBERS:,} files in one archive")
        yield from (replace(self, member=member) for member in members)

    def _members(self) -> list[str] | None:
        try:
            with self._open() as packed:
                if not zipfile.is_zipfile(packed):
                    return None
            names = [info.filename for info in self._archive().infolist() if not info.is_dir()]
        except (OSError, InputError, *ZIP_ERRORS):
            return None  # reading it will say what is wrong
        if "[Content_Types].xml" in names or "content.xml" in names:
            return None
        return sorted(n for n in names if not any(_is_hidden(part) for part in n.split("/")))


@lru_cache(maxsize=4)
def _archive_of(path: Path, changed_ns: int, data: bytes | None) -> zipfile.ZipFile:
    return zipfile.ZipFile(open_regular(path) if data is None else io.BytesIO(data))


def _leads_out(member: str) -> bool:
    return member.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member)


def count_recordings(inputs: Iterable[Input]) -> int:
    """How many hold sound; one that cannot be read is reported when it is run."""
    found = 0
    for one in inputs:
        with suppress(InputError):
            found += one.is_recording()
    return found


def find_inputs(paths: Iterable[Path]) -> Iterator[Input]:
    """The inputs under `paths`, in order of name; hidden files and folders are left out.

    Raises InputError for a missing path and for a folder or archive without files.
    """
    for path in paths:
        if not path.exists():
            raise InputError(str(path), "no such file or folder")
        if not path.is_dir():
            yield from Input(path).unpacked()
            continue
        inside = [found for found in sorted(path.rglob("*")) if _is_input(found, path)]
        if not inside:
            raise InputError(str(path), "there are no files in this folder")
        for file in inside:
            yield from Input(file).unpacked()


def _is_input(found: Path, folder: Path) -> bool:
    """Also what cannot be read, as a link to nothing or to a folder: reading it says why."""
    is_folder = found.is_dir() and not found.is_symlink()
    return not is_folder and not any(_is_hidden(part) for part in found.relative_to(folder).parts)


def find_reader(target: Path, paths: Iterable[Path]) -> Path | None:
    """Which of `paths` a file or folder to be written would be read with: a folder, or itself."""
    written = target.resolve()
    for path in paths:
        read = path.resolve()
        if written == read or (path.is_dir() and written.is_relative_to(read)):
            return path
    return None


def _is_hidden(name: str) -> bool:
    return (name.startswith(".") and name not in (".", "..")) or name == "__MACOSX"
