"""Which files are recordings: by their first bytes. Needs no library of sound."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from refiner.transcripts.readers.encoding import describe_recording

RECORDING_SUFFIXES = (
    *(".wav", ".mp3", ".m4a", ".mp4", ".webm", ".ogg", ".oga", ".opus", ".flac", ".aac", ".aiff"),
    *(".aif", ".amr", ".caf", ".wma", ".mov", ".mkv", ".mka", ".mpga", ".mpeg", ".avi", ".3gp"),
)
RECORDING_PREFIX = "refiner-recording-"  # of temporary files that hold a recording as it came
HEAD_BYTES = 512  # of a file, to tell what it is


def can_decode() -> bool:
    """Whether the extra is installed: PyAV decodes, faster-whisper tells speech from noise."""
    return all(find_spec(name) for name in ("av", "faster_whisper"))


def is_recording(name: str, head: bytes) -> bool:
    """Whether a file is a recording: by its first bytes, else by its name if it is no text."""
    if describe_recording(head):
        return True
    is_text = head and b"\x00" not in head and _is_utf8(head)
    return not is_text and Path(name).suffix.lower() in RECORDING_SUFFIXES


def format_of(name: str, head: bytes) -> str:
    """The kind of a recording, such as `mp3`: as its name ends, else by its first bytes."""
    suffix = Path(name).suffix.lower()
    if suffix in RECORDING_SUFFIXES:
        return suffix.lstrip(".")
    kind = re.search(r"(\w+)\)$", describe_recording(head) or "")
    return kind[1].lower() if kind else "sound"


def _is_utf8(head: bytes) -> bool:
    try:
        head[:-4].decode("utf-8")  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True
