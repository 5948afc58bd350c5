"""JSON of transcription services: which one wrote it, and what can be read of a broken file.

A service is known by the keys it writes, never by a file's name.
"""

from __future__ import annotations

import re
from typing import Any

import jiter

from refiner.errors import InputError
from refiner.transcripts.readers.services import SERVICES, ServiceEntries
from refiner.transcripts.recording import Recording, skipped_warning

_OPENS = re.compile(r"\s*(?:\{\s*(?:\"|\})|\[\s*(?:[\[{\"\]]|$))")
_SPEECH_KEYS = "segments, words, utterances, results or transcription"


def read_json(text: str, what: str) -> Recording | None:
    """None where the text is no JSON. A file that breaks off is read as far as it goes.

    Raises InputError: broken in the middle, of no known service, without any words.
    """
    if not _OPENS.match(text):
        return None
    value, warnings = _value(text, what)
    if value is None:
        return None
    for format, known, read in SERVICES:
        if known(value):
            return _recording(format, read(value), warnings, what)
    raise InputError(
        what,
        f"JSON of no known transcription service; expected {_SPEECH_KEYS}, found {_found(value)}",
    )


def _recording(
    format: str, reading: ServiceEntries, warnings: tuple[str, ...], what: str
) -> Recording:
    spoken = tuple(segment for segment in reading.segments if segment.text)
    if not spoken:
        raise InputError(what, f"{format} without any words in it")
    lost = len(reading.segments) - len(spoken) + reading.skipped
    return Recording(format, spoken, " ", (*warnings, *skipped_warning(lost, "entries")))


def _value(text: str, what: str) -> tuple[Any, tuple[str, ...]]:
    """The value; of one that breaks off, what there is, with a warning; None for plain text."""
    data = text.encode()
    try:
        return jiter.from_json(data), ()
    except ValueError as error:
        why = str(error)
    if text.lstrip()[0] == "[" and not re.match(r"\s*\[\s*[\[{]", text):
        return None, ()  # a note in brackets, not a list of objects
    if not why.startswith("EOF"):
        raise InputError(what, f"broken JSON: {why}")
    try:
        value = jiter.from_json(data, partial_mode=True)
    except ValueError as error:
        raise InputError(what, f"broken JSON: {error}") from None
    place = why.partition(" at ")[2]
    return value, (f"the file breaks off at {place}; what stands before it was read",)


def _found(value: Any) -> str:
    if isinstance(value, dict):
        keys = [re.sub(r"[^\w.\- ]", "", key)[:30] for key in list(value)[:5]]
        return f"the keys {', '.join(keys)}" if keys else "an empty object"
    return "a list of something else" if value else "an empty list"
