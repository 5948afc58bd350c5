"""JSON in which entries say what was said, when and by whom, whatever they call it.

Most services and meeting tools write such lists; the tables below hold the names they use. An
entry that cannot be read is counted, and the rest is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from refiner.patterns import compile_later
from refiner.transcripts.readers.table import role_of
from refiner.transcripts.recording import (
    Segment,
    TimedText,
    build_segment,
    is_too_slow,
    to_seconds,
)
from refiner.transcripts.word_lists import listed

_TEXT = listed(
    """punctuated_word text transcript sentence utterance body display DisplayText displayText
    content said caption word value utf8 message pred_text raw_text phrase Display spokenText"""
)
_SPEAKER = listed(
    """speaker speaker_name speakerName speaker_label speakerLabel speakerTag speaker_tag spk
    speaker_id speakerId SpeakerId spkid participant participant_name name from_name from who
    attendee speakerDesignation channel_tag participantRole role user_profile user"""
)
_PERSON = ("real_name", "name", "display_name", "displayName", "full_name", "label", "email", "id")
_STAMP = compile_later(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
_NO_SPEAKERS = ("system", "developer", "tool")  # roles of instructions to a model, not of speech
_CHANNELS = ("channel", "media_channel", "channel_index", "channelIndex")
_SIDES = {"microphone": "Me", "system": "Them"}  # Granola's
_START = listed(
    """start start_time startTime start_s begin beginTime from t0 ts startSec start_sec
    start_seconds startSeconds start_offset data_start start_timestamp startTimestamp time
    timestamp offset Offset offsetSeconds"""
)
_END = listed(
    """end end_time endTime end_s stop to t1 end_ts endSec end_sec end_seconds endSeconds
    end_offset data_end end_timestamp endTimestamp"""
)
_START_MS = listed(
    """start_ms startMs startTimeMs start_time_ms startMillis offsetMilliseconds tStartMs
    begin_ms beginOffsetMillis"""
)
_END_MS = listed("end_ms endMs endTimeMs end_time_ms endMillis endOffsetMillis")
_DURATION = ("duration", "dur", "Duration")
_DURATION_MS = ("durationMilliseconds", "dDurationMs", "duration_ms", "durationMs")
_WORDS = ("words", "elements", "tokens", "result")
_NESTED = ("sentences", "segments", "lines", "utterances", "monologues")
_BEST = ("nBest", "NBest", "alternatives")
_KEYS = dict.fromkeys(
    key
    for keys in (
        *(_TEXT, _SPEAKER, _PERSON, _START, _END, _START_MS, _END_MS),
        *(_DURATION, _DURATION_MS, _WORDS, _NESTED, _BEST),
    )
    for key in keys
)
_SPELT = {key.replace("_", "").casefold(): key for key in reversed(_KEYS)}
_TICKS = 1e-7
_MAX_DEPTH = 7


@dataclass(frozen=True, slots=True)
class ServiceEntries:
    """Segments, how many entries could not be read, and how many instruct a model."""

    segments: Sequence[Segment]
    skipped: int = 0
    instructions: int = 0


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word as a service gives it; `glued`: it follows the one before without a space."""

    text: str
    start_s: float | None
    end_s: float | None
    speaker: str
    glued: bool = False


def value_at(value: Any, *path: str | int) -> Any:
    """The value under a path of keys and places; None if the path ends early."""
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def list_at(value: Any, *path: str | int) -> list[Any]:
    found = value_at(value, *path)
    return found if isinstance(found, list) else []


def text_at(value: Any, *keys: str) -> str:
    """The first of these keys that holds text."""
    return next((found for key in keys if isinstance(found := value_at(value, key), str)), "")


def speaker_name(value: Any, numbered: str = "Speaker ") -> str:
    """A speaker's name; a number or a single letter gets a word before it."""
    if isinstance(value, dict):
        value = next((value[key] for key in _PERSON if value.get(key) not in (None, "")), None)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int) or (isinstance(value, str) and len(value.strip()) == 1):
        return f"{numbered}{value}"[:40]
    return value.strip().strip("()[]:").strip()[:80] if isinstance(value, str) else ""


def join_words(words: Iterable[SpokenWord]) -> ServiceEntries:
    """A segment for each run of words of one speaker."""
    segments, lost = [], 0
    for speaker, run in groupby(words, key=lambda word: word.speaker):
        parts: list[str] = []
        timed: list[TimedText] = []
        for word in run:
            if not word.text.strip():
                lost += 1
                continue
            parts.append(word.text if word.glued or not parts else f" {word.text}")
            if not word.glued:
                timed.append((word.text, word.start_s, word.end_s))
        segments.append(build_segment("".join(parts), speaker, words=timed))
    return ServiceEntries(segments, lost)


def with_known_keys(value: Any) -> Any:
    """A JSON value whose keys are spelt as the tables above spell them: `Begin_Offset_Millis`."""
    if isinstance(value, list):
        return [with_known_keys(inner) for inner in value]
    if isinstance(value, dict):
        return {_known_key(key): with_known_keys(inner) for key, inner in value.items()}
    return value


@lru_cache(maxsize=4096)
def _known_key(key: str) -> str:
    return key if key in _KEYS else _SPELT.get(_fold_key(key)) or role_of(key)[0] or key


def _fold_key(key: str) -> str:
    return key[:60].replace("_", "").replace("-", "").replace(" ", "").casefold()


def read_entries(value: Any) -> ServiceEntries | None:
    """The largest list of entries in a JSON value; None if there is none with a time or a name."""
    best: list[Any] = []
    best_size = 0
    for found in _lists(value, 0):
        size = sum(len(text_of(entry)) for entry in _flatten(found))
        if size > best_size and _is_transcript(found):
            best, best_size = found, size
    if not best:
        return None
    every = list(_flatten(best))
    flat = [entry for entry in every if value_at(entry, "role") not in _NO_SPEAKERS]
    unit = find_unit(flat, value)
    names = _names_by_id(value)
    flat = _with_seconds(_with_channels(flat))
    if all(len(text_of(entry).split()) <= 1 for entry in flat if isinstance(entry, dict)):
        words = [_word(entry, unit, names) for entry in flat]
        turns = [] if any(word.speaker for word in words) else _turns_without_words(value, unit)
        return join_words(_in_turn(word, turns) for word in words)
    made = [_segment(entry, unit, names) for entry in flat]
    if all(one is None or one.start_s is not None for one in made):
        made.sort(key=lambda one: one.start_s or 0.0 if one else 0.0)
    spoken = [one for one in made if one]
    return ServiceEntries(spoken, made.count(None), len(every) - len(flat))


def _with_channels(entries: Sequence[Any]) -> list[Any]:
    """Entries with the channel as the speaker, if none is named and there are several channels."""
    known = [entry for entry in entries if isinstance(entry, dict)]
    channels = {one for entry in known if (one := _channel_of(entry)) is not None}
    if len(channels) < 2 or any(map(speaker_of, known)):
        return list(entries)
    first = 1 - min(channels)
    return [
        {**entry, "speaker": f"Channel {number + first}"}
        if (number := _channel_of(entry)) is not None
        else entry
        for entry in entries
    ]


def _channel_of(entry: Any) -> int | None:
    numbers = (value_at(entry, key) for key in _CHANNELS)
    return next((number for number in numbers if isinstance(number, int)), None)


def _with_seconds(entries: Sequence[Any]) -> list[Any]:
    """Entries with dates for times; each gets its seconds since the earliest instead."""
    keys = (*_START, *_END)
    stamps = [
        {key: at for key in keys if (at := _calendar_second(entry.get(key))) is not None}
        if isinstance(entry, dict)
        else {}
        for entry in entries
    ]
    begin = min((at for known in stamps for at in known.values()), default=None)
    if begin is None:
        return list(entries)
    return [
        {**entry, **{key: round(at - begin, 3) for key, at in known.items()}} if known else entry
        for entry, known in zip(entries, stamps, strict=True)
    ]


def _calendar_second(value: Any) -> float | None:
    """The second of a stamp such as `2026-11-12T09:00:00.1Z`; None for any other value."""
    if not isinstance(value, str) or not _STAMP.match(value):
        return None
    try:
        return datetime.fromisoformat(value).timestamp()
    except (ValueError, OverflowError):
        return None


def _lists(value: Any, depth: int) -> Iterator[list[Any]]:
    """Every list of objects, the outer ones first."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        if any(isinstance(entry, dict) for entry in value[:5]):
            yield value
        for entry in value[:200] if depth < 3 else ():
            yield from _lists(entry, depth + 1)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _BEST and isinstance(inner, dict | list):
                yield from _lists(inner, depth + 1)


def _is_transcript(entries: list[Any]) -> bool:
    """Whether most entries have words and a time or a speaker."""
    head = [entry for entry in entries[:20] if isinstance(entry, dict)]
    flat = list(_flatten(head))[:20]
    fit = sum(
        bool(text_of(entry)) and (_times(entry, 1.0)[0] is not None or bool(speaker_of(entry)))
        for entry in flat
    )
    return fit > 0 and fit >= 0.5 * sum(bool(text_of(entry)) for entry in flat)


def _flatten(entries: Iterable[Any]) -> Iterator[Any]:
    """Entries whose sentences lie inside them, as these sentences, with the outer speaker."""
    for entry in entries:
        inner = next((list_at(entry, key) for key in _NESTED if list_at(entry, key)), [])
        if not isinstance(entry, dict) or not inner or text_at(entry, *_TEXT):
            yield entry
            continue
        speaker = speaker_of(entry)
        for sentence in inner:
            if isinstance(sentence, dict) and speaker and not speaker_of(sentence):
                yield {**sentence, "speaker": speaker}
            else:
                yield sentence


def text_of(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    texts = [value for key in _TEXT if isinstance(value := entry.get(key), str) and value]
    if texts:  # a manifest's "-" is no text, but a word's "." is its own
        return next((text for text in texts if any(map(str.isalnum, text))), texts[0])
    for key in _BEST:
        if text := text_at(value_at(entry, key, 0), "display", "Display", *_TEXT):
            return text
    words = _words_of(entry)
    texts = [text_at(word, *_TEXT) for word in words if isinstance(word, dict)]
    return re.sub(r"\s+(?=[.,;:!?…]\s|[.,;:!?…]$)", "", " ".join(texts)) if texts else ""


def speaker_of(entry: dict[str, Any]) -> str:
    for key in _SPEAKER:
        value = entry.get(key)
        if key in ("from", "name") and isinstance(value, int | float):
            continue
        if key == "from" and isinstance(value, str) and to_seconds(value) is not None:
            continue
        if name := speaker_name(value):
            return name
    return _SIDES.get(text_at(entry, "source"), "")


def _times(entry: dict[str, Any], unit: float) -> tuple[float | None, float | None]:
    stamp = entry.get("timestamp")
    if isinstance(stamp, list) and stamp:
        return to_seconds(stamp[0], unit), to_seconds(value_at(stamp, 1), unit)
    if isinstance(entry.get("offsets"), dict):
        offsets = entry["offsets"]
        return to_seconds(offsets.get("from"), 0.001), to_seconds(offsets.get("to"), 0.001)
    start_s = _first(entry, _START_MS, 0.001)
    if start_s is None and "offsetInTicks" in entry:
        start_s = to_seconds(entry["offsetInTicks"], _TICKS)
    if start_s is None:
        start_s = _first(entry, _START, _TICKS if "Offset" in entry else unit)
    end_s = _first(entry, _END_MS, 0.001)
    if end_s is None:
        end_s = _first(entry, _END, unit)
    if end_s is None and start_s is not None:
        length = _first(entry, _DURATION_MS, 0.001)
        if length is None and "durationInTicks" in entry:
            length = to_seconds(entry["durationInTicks"], _TICKS)
        if length is None:
            length = _first(entry, _DURATION, _TICKS if "Duration" in entry else unit)
        end_s = None if length is None else start_s + length
    if start_s is None and (words := _words_of(entry)):
        first, last = words[0], words[-1]
        if isinstance(first, dict) and isinstance(last, dict):
            return _times(first, unit)[0], _times(last, unit)[1]
    return start_s, end_s


def _words_of(entry: dict[str, Any]) -> list[Any]:
    return next((list_at(entry, key) for key in _WORDS if list_at(entry, key)), [])


def _first(entry: dict[str, Any], keys: Iterable[str], unit: float) -> float | None:
    for key in keys:
        value = entry.get(key)
        if isinstance(value, dict):
            value = value.get("relative", value.get("seconds"))
        if value is not None and (second := to_seconds(value, unit)) is not None:
            return second
    return None


def find_unit(entries: Sequence[Any], value: Any) -> float:
    """What a plain number counts: seconds, unless the talk would be far too slow in them."""
    ends, words = 0.0, 0
    for entry in entries:
        if isinstance(entry, dict):
            start_s, end_s = _times(entry, 1.0)
            whole = not any(isinstance(entry.get(key), float) for key in (*_START, *_END))
            if not whole:
                return 1.0
            ends = max(ends, end_s or start_s or 0.0)
            words += len(text_of(entry).split())
    length_s = next(
        (s for key in ("duration", "audio_duration") if (s := to_seconds(value_at(value, key)))),
        None,
    )
    units = (1.0, 0.01, 0.001)
    if length_s and ends:
        return min(units, key=lambda unit: abs(ends * unit - length_s))
    if not words or not is_too_slow(words, ends):
        return 1.0
    centiseconds = any("t0" in entry for entry in entries if isinstance(entry, dict))
    return 0.01 if centiseconds else 0.001


def _names_by_id(value: Any) -> dict[str, str]:
    """Names that a file lists apart from the entries, by their ids."""
    names: dict[str, str] = {}
    for path in (
        ("speakers",),
        ("participants",),
        ("metadata", "speakers"),
        ("transcript", "speakers"),
        ("data", "speakers"),
        ("parties",),
    ):
        for person in list_at(value, *path):
            if isinstance(person, dict):
                name = text_at(person, "name", "display_name", "displayName", "label")
                for key in ("id", "spkid", "speaker_id", "speakerId", "index"):
                    if name and person.get(key) is not None:
                        names[speaker_name(person[key])] = name
    return names


def _segment(entry: Any, unit: float, names: dict[str, str]) -> Segment | None:
    if not isinstance(entry, dict) or not (text := text_of(entry)):
        return None
    start_s, end_s = _times(entry, unit)
    words = _words_of(entry)
    if not words:
        words = list_at(
            next((value_at(entry, key, 0) for key in _BEST if key in entry), None), "words"
        )
    timed = [
        (text_at(word, *_TEXT), *_times(word, unit)) for word in words if isinstance(word, dict)
    ]
    speaker = speaker_of(entry)
    return build_segment(text, names.get(speaker, speaker), start_s, end_s, timed)


def _word(entry: Any, unit: float, names: dict[str, str]) -> SpokenWord:
    if not isinstance(entry, dict):
        return SpokenWord("", None, None, "")
    start_s, end_s = _times(entry, unit)
    text, speaker = text_of(entry), speaker_of(entry)
    glued = bool(text) and not any(char.isalnum() for char in text)
    return SpokenWord(text, start_s, end_s, names.get(speaker, speaker), glued)


def _turns_without_words(value: Any, unit: float) -> list[tuple[float, str]]:
    """Second and speaker of each turn, if there is a list of them next to the words."""
    for entries in _lists(value, 0):
        known = [entry for entry in entries if isinstance(entry, dict) and not text_of(entry)]
        turns = [(_times(entry, unit)[0], speaker_of(entry)) for entry in known]
        timed = sorted((start_s, name) for start_s, name in turns if start_s is not None and name)
        if timed and len(timed) == len(entries):
            return timed
    return []


def _in_turn(word: SpokenWord, turns: Sequence[tuple[float, str]]) -> SpokenWord:
    """The word with the speaker of the turn that has begun at its time."""
    if not turns or word.start_s is None:
        return word
    place = bisect_right(turns, word.start_s, key=lambda turn: turn[0])
    return replace(word, speaker=turns[max(0, place - 1)][1])
