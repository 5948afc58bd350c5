"""JSON and JSON Lines of transcription services and meeting tools.

A service is known by the keys it writes, never by a file's name. A file without its end is
read as far as it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import jiter

from refiner.errors import InputError
from refiner.patterns import compile_later
from refiner.transcripts.days import find_day
from refiner.transcripts.readers.chat import CHAT_WARNING, without_message_marks
from refiner.transcripts.readers.entries import (
    ServiceEntries,
    list_at,
    read_entries,
    speaker_of,
    text_at,
    text_of,
    value_at,
    with_known_keys,
)
from refiner.transcripts.readers.markup import read_markup
from refiner.transcripts.readers.services import SERVICES
from refiner.transcripts.readers.text import read_spoken_text
from refiner.transcripts.recording import (
    Recording,
    Segment,
    build_segment,
    count_warning,
    skipped_warning,
    to_seconds,
)

_OPENS = compile_later(r"\s*(?:\{\s*(?:\"|\})|\[\s*(?:[\[{\"\]]|$))")
_LINES = compile_later(r"\s*\{[^\n]*\}[ \t]*\r?\n\s*\{")
_LANGUAGE_KEYS = (
    "language",
    "language_code",
    "languageCode",
    "detected_language",
    "locale",
    "lang",
)
_PLACES: tuple[tuple[str | int, ...], ...] = (
    (),
    ("results",),
    ("result",),
    ("metadata",),
    ("metadata", "transcription_config"),
    ("metadata", "language_pack_info"),
    ("result", "transcription"),
    ("transcription",),
    ("data", "transcript"),
    ("phrases", 0),
    ("recognizedPhrases", 0),
    ("results", "channels", 0),
    ("results", "channels", 0, "alternatives", 0),
    ("segments", 0),
    ("transcript",),
    (0,),
)
_DAY_KEYS = (
    *("held_on", "date", "dateString", "meeting_date", "meetingDate", "started", "started_at"),
    *("startedAt", "recorded_at", "recordedAt", "recording_date", "recordingDate"),
)
_SPEECH_KEYS = "segments, words, utterances, results or transcription"
_INSTRUCTIONS = "with instructions to a model were left out"
_ONE_AFTER_ANOTHER = "each piece has a length but no start; they were placed one after another"


def read_json(text: str, what: str) -> Recording | None:
    """None if the text is no JSON.

    Raises InputError: broken in the middle, of no known service, without any words.
    """
    if not _OPENS.match(text):
        return None
    value, warnings = _parse_lines(text) if _LINES.match(text) else (None, ())
    if value is None:
        value, warnings = _parse(text, what)
    if value is None:
        return None
    known = next(((name, read) for name, is_its, read in SERVICES if is_its(value)), None)
    format, entries = (known[0], known[1](value)) if known else ("json", read_entries(value))
    if entries is None:
        entries = read_entries(with_known_keys(value))
    untimed = entries is None or all(one.start_s is None for one in entries.segments)
    if untimed and (pieces := _pieces(value)):
        entries, warnings = ServiceEntries(pieces), (*warnings, _ONE_AFTER_ANOTHER)
    texts = _text_alone(value) if entries is None else []
    if len(texts) == 1 and (spoken := _read_text_alone(texts[0], what)):
        return replace(spoken, format="json", language=_language(value), held_on=_day(value))
    if texts:
        entries = ServiceEntries([build_segment(text) for text in texts])
    if entries is not None:
        found = _recording(format, entries, warnings, what)
        found = _without_chat_marks(found) if _is_chat(value, found) else found
        return replace(found, language=_language(value), held_on=_day(value))
    raise InputError(
        what,
        f"JSON of no known transcription service; expected {_SPEECH_KEYS}, "
        f"found {_describe_value(value)}",
    )


def _is_chat(value: Any, found: Recording) -> bool:
    """Whether the entries are messages, none of them with a second of a recording."""
    messages = list_at(value, "messages") or (value if isinstance(value, list) else [])
    typed = any(value_at(entry, "type") == "message" for entry in messages[:20])
    listed = isinstance(value, dict) and "messages" in value
    return (typed or listed) and all(one.start_s is None for one in found.segments)


def _without_chat_marks(found: Recording) -> Recording:
    """Messages without what their program writes among them, and the warning of a chat."""
    spoken = [(one, without_message_marks(one.text)) for one in found.segments]
    segments = tuple(replace(one, text=text) for one, text in spoken if text)
    return replace(found, segments=segments, warnings=(*found.warnings, CHAT_WARNING))


def _pieces(value: Any) -> list[Segment]:
    """Entries that have a length and no start, such as a manifest of pieces: one after another."""
    if not isinstance(value, list) or len(value) < 2:
        return []
    made, start_s = [], 0.0
    for entry in value:
        length = to_seconds(value_at(entry, "duration"))
        if length is None:
            return []
        if text := text_of(entry):
            made.append(build_segment(text, speaker_of(entry), start_s, start_s + length))
        start_s = round(start_s + length, 3)
    return made


def _read_text_alone(text: str, what: str) -> Recording | None:
    """Names or times in the only text of a file, which may be marked up, as oTranscribe's is."""
    page = read_markup(text, what) if text.lstrip().startswith("<p") else None
    return page or read_spoken_text(text, what)


def _text_alone(value: Any) -> list[str]:
    """Texts without a time or a speaker: OpenAI's `{"text"}`, a manifest's lines."""
    if isinstance(value, list):
        parts = [text_of(entry) for entry in value]
        sound = all(
            isinstance(e, dict) and e.keys() & {"audio_filepath", "audio", "duration", "conf"}
            for e in value
        )
        return [part for part in parts if part] if sound else []
    text = (
        text_at(value, "text", "transcript")
        or text_at(value_at(value, "results", "transcripts", 0), "transcript")
        or text_at(value_at(value, "alternatives", 0), "text", "transcript")
    )
    return [text] if text else []


def _recording(
    format: str, entries: ServiceEntries, warnings: tuple[str, ...], what: str
) -> Recording:
    spoken = tuple(segment for segment in entries.segments if segment.text)
    if not spoken:
        raise InputError(what, f"{format} without any words in it")
    lost = len(entries.segments) - len(spoken) + entries.skipped
    instructions = count_warning(entries.instructions, "entries", _INSTRUCTIONS)
    found = (*warnings, *skipped_warning(lost, "entries"), *instructions)
    return Recording(format, spoken, " ", found)


def _parse_lines(text: str) -> tuple[Any, tuple[str, ...]]:
    """JSON Lines as one list; None if it is none. Lines that are broken are counted."""
    values, broken = [], 0
    for line in text.splitlines():
        if line.strip():
            try:
                values.append(jiter.from_json(line.encode()))
            except ValueError:
                broken += 1
    if broken > 1 + 0.1 * len(values):
        return None, ()
    return values, skipped_warning(broken, "lines")


def _parse(text: str, what: str) -> tuple[Any, tuple[str, ...]]:
    """The value; what there is of an incomplete one, with a warning; None for plain text."""
    data = text.encode()
    try:
        return jiter.from_json(data), ()
    except ValueError as error:
        why = str(error)
    if text.lstrip()[0] == "[" and not re.match(r"\s*\[\s*[\[{]", text):
        return None, ()  # a note in brackets, not a list of objects
    if why.startswith("trailing characters"):
        several = _several(text)
        if several:
            return several, ()
    if not why.startswith("EOF"):
        raise InputError(what, f"broken JSON: {why}")
    try:
        value = jiter.from_json(data, partial_mode=True)
    except ValueError as error:
        raise InputError(what, f"broken JSON: {error}") from None
    place = why.partition(" at ")[2]
    return value, (f"the file breaks off at {place}; the part before it was read",)


def _several(text: str) -> list[Any]:
    """Documents one after another, each over several lines, as Vosk prints them."""
    values: list[Any] = []
    for part in _blocks(text):
        try:
            values.append(jiter.from_json(part.encode()))
        except ValueError:
            return []
    return values


def _blocks(text: str) -> Iterator[str]:
    block: list[str] = []
    for line in text.splitlines():
        block.append(line)
        if line.startswith("}"):
            yield "\n".join(block)
            block = []
    if any(line.strip() for line in block):
        yield "\n".join(block)


def _language(value: Any) -> str | None:
    """The language that the file names: a code, a name, or a list of one."""
    for place in _PLACES:
        holder = value_at(value, *place)
        for key in (*_LANGUAGE_KEYS, "languages"):
            found = value_at(holder, key)
            if isinstance(found, list) and found:
                found = found[0]
            if isinstance(found, dict):
                found = found.get("code")
            if isinstance(found, str) and re.fullmatch(r"[A-Za-z]{2,20}(?:[-_]\w{1,10})*", found):
                return found
    return None


def _day(value: Any) -> str | None:
    """The day that the file says the talk was held on."""
    for place in ((), ("metaData",), ("metadata",), ("data", "transcript"), ("meeting",), (0,)):
        holder = value_at(value, *place)
        for key in _DAY_KEYS:
            found = value_at(holder, key)
            if isinstance(found, str) and (day := find_day([found])):
                return day
            if isinstance(found, int | float) and 1e11 < found < 1e13:
                return datetime.fromtimestamp(found / 1000, UTC).date().isoformat()
    return None


def _describe_value(value: Any) -> str:
    if isinstance(value, dict):
        keys = [re.sub(r"[^\w.\- ]", "", key)[:30] for key in list(value)[:5]]
        return f"the keys {', '.join(keys)}" if keys else "an empty object"
    return "a list of something else" if value else "an empty list"
