"""Bytes in, one `Transcript` out, or one clear line that says why not.

A reader is a small module for a family of formats; it takes decoded text and says
whether the text is its own. They are tried in order and plain text takes what is left.
"""

from __future__ import annotations

import hashlib

from refiner.errors import InputError
from refiner.model import DurationSource, Source, Transcript
from refiner.transcripts.plain import decode, read_plain

MAX_BYTES = 5 * 1024 * 1024
_TITLE_LENGTH = 60


def read_transcript(
    data: bytes,
    *,
    name: str | None = None,
    title: str = "",
    speaker: str = "",
    duration_s: float | None = None,
) -> Transcript:
    """Read a transcript; `duration_s` is the talk's length in seconds where someone knows it.

    Raises InputError: empty, over 5 MB, binary, not text in a known encoding, no words.
    """
    what = name or "transcript"
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise InputError(what, f"{size:.1f} MB is over the limit of 5 MB")
    if duration_s is not None and not 0 < duration_s < 1_000_000:
        raise InputError(f"duration {duration_s:g}", "must be a positive number of seconds")
    text = read_plain(decode(data, what), what)
    duration_source: DurationSource = "estimated" if duration_s is None else "given"
    source = Source(name, "text", hashlib.sha256(data).hexdigest())
    return Transcript(
        text=text,
        source=source,
        title=title.strip() or _default_title(name, text),
        speaker=speaker.strip(),
        duration_s=duration_s,
        duration_source=duration_source,
    )


def _default_title(name: str | None, text: str) -> str:
    """The file's name without folder and ending; else the talk's first words."""
    if name:
        return name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    line = " ".join(text.split())
    return line if len(line) <= _TITLE_LENGTH else line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
