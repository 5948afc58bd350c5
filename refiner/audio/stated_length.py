"""The length that a recording's header states, and whether its file ends before that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from refiner.audio.files import HEAD_BYTES

if TYPE_CHECKING:
    from av.container import InputContainer

MICROSECOND = 1e-6  # the unit of a container's times
_STATES_LENGTH = {"mov", "matroska", "flac", "aiff", "asf"}  # of the others it is estimated
_MP3_LENGTH = (b"Xing", b"Info", b"VBRI")  # headers of an MP3 that count its frames
_MP3_HEADER_BYTES = 4096
_NOT_KNOWN_BYTES = 0x7F00_0000  # programs that write into a pipe put a size near 2 or 4 GB
_MAX_OGG_PAGE = 27 + 255 + 255 * 255  # bytes


def stated_seconds(container: InputContainer, path: Path) -> float | None:
    """The length that the file itself states; None if FFmpeg could only estimate it."""
    kinds = set(container.format.name.split(","))
    if container.duration is None:
        return None
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if "wav" in kinds:  # FFmpeg goes by the size of the file
            return _stated_wave_seconds(file)
        if "mp3" in kinds:
            file.seek(_size_of_tag(head))
            first_frame = file.read(_MP3_HEADER_BYTES)
            if not any(mark in first_frame for mark in _MP3_LENGTH):
                return None
            return container.duration * MICROSECOND
    return container.duration * MICROSECOND if kinds & _STATES_LENGTH else None


def _stated_wave_seconds(file: BinaryIO) -> float | None:
    """The seconds of the chunk `data` by its head; None if its size was not known."""
    bytes_a_second = 0
    file.seek(12)
    while len(head := file.read(8)) == 8:
        kind, size = head[:4], int.from_bytes(head[4:], "little")
        if kind == b"data":
            is_known = bytes_a_second and 0 < size < _NOT_KNOWN_BYTES
            return size / bytes_a_second if is_known else None
        after = file.tell() + size + size % 2
        if kind == b"fmt ":
            bytes_a_second = int.from_bytes(file.read(12)[8:], "little")
        file.seek(after)
    return None


def _size_of_tag(head: bytes) -> int:
    """The bytes of the ID3 tag that a file begins with, four times seven bits; 0 without one."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    return 10 + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))


def breaks_off(path: Path) -> bool:
    """Whether an Ogg file, which states no length, ends inside one of its pages."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(4) != b"OggS":
            return False
        start = max(0, size - _MAX_OGG_PAGE)
        file.seek(start)
        end = file.read()
    at = end.rfind(b"OggS")
    if at < 0:
        return True
    page = end[at:]
    if len(page) < 27:
        return True
    lacing = page[27 : 27 + page[26]]
    return len(page) < 27 + page[26] + sum(lacing)


def lacks_index(path: Path) -> bool:
    """Whether an MP4 ends before its index, the box `moov`, which most programs write last."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(16)
            box_bytes = int.from_bytes(head[:4], "big")
            if box_bytes == 1:
                box_bytes = int.from_bytes(head[8:16], "big")
            if head[4:8] == b"moov":
                return at + box_bytes > size
            if box_bytes < 8:
                return box_bytes == 0  # this box lasts until the end
            at += box_bytes
    return True
