"""Which files are recordings, by their first bytes, and the temporary files that hold sound.

Needs no library of sound.
"""

from __future__ import annotations

import os
import re
import socket
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from refiner.processes import is_alive, this_process
from refiner.transcripts.readers.encoding import (
    RECORDING_KINDS,
    RECORDING_SUFFIXES,
    describe_recording,
)

HEAD_BYTES = 512  # of a file, to tell what it is
_MAX_AGE_S = 2 * 24 * 3600.0  # no transcription takes as long
_HOST = re.sub(r"\W", "", socket.gethostname())[:40]
_TEMPORARY = re.compile(r"refiner-(?:recording|sound)-(\w*)-(\d+@\w*)-")


def can_decode() -> bool:
    """Whether the extra is installed: PyAV decodes, faster-whisper tells speech from noise."""
    return all(find_spec(name) for name in ("av", "faster_whisper"))


def is_recording(name: str, head: bytes) -> bool:
    """Whether a file is a recording: by its first bytes, else by its name if it is no text."""
    if describe_recording(head):
        return True
    is_text = head and b"\x00" not in head and _is_utf8(head)
    return not is_text and _suffix_of(name) in RECORDING_SUFFIXES


def format_of(name: str, head: bytes) -> str:
    """The kind of a recording, such as `mp3`: by its first bytes.

    The name counts only where they cannot tell: between kinds of one family, and for kinds
    without a mark.
    """
    suffix = _suffix_of(name)
    found = re.search(r"\(([^()]+)\)$", describe_recording(head) or "")
    if found is None:
        return suffix if suffix in RECORDING_SUFFIXES else "sound"
    family = RECORDING_KINDS.get(found[1], (found[1].lower(),))
    return suffix if suffix in family else family[0]


def _suffix_of(name: str) -> str:
    return Path(name).suffix.lower().lstrip(".")


def _is_utf8(head: bytes) -> bool:
    try:
        head[:-4].decode("utf-8")  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


def make_temporary(holds: Literal["recording", "sound"], suffix: str = "") -> Path:
    """An empty file in the system's temporary folder, which its owner alone can read.

    Its name tells which process uses it, so that another can delete it if that was killed.
    """
    prefix = f"refiner-{holds}-{_HOST}-{this_process()}-"
    handle, file = tempfile.mkstemp(suffix, prefix)
    os.close(handle)
    return Path(file)


def delete_left_over() -> None:
    """Delete the temporary files of processes that were killed.

    Whether a process of another machine runs is not known: its files go after two days.
    """
    for file in Path(tempfile.gettempdir()).glob("refiner-*-*"):
        named = _TEMPORARY.match(file.name)
        if named is None:
            continue
        with suppress(OSError):
            if named[1] == _HOST:
                is_left = not is_alive(named[2])
            else:
                is_left = time.time() - file.stat().st_mtime > _MAX_AGE_S
            if is_left:
                file.unlink()
