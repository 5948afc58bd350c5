"""A recording: everything in a file, from all speakers; `speakers` selects from it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.errors import InputError
from refiner.model import Stretch, per_minute
from refiner.patterns import compile_later
from refiner.transcripts.cleaning import strip_non_speech

MAX_SECOND = 1_000_000.0  # eleven days: a time beyond it is a mistake, not a talk
MAX_SEGMENTS = 100_000  # some days of captions: beyond it, a file is no transcript
_MIN_WORDS_PER_MINUTE = 3
_CONTROL = compile_later(r"[\x00-\x1f\x7f]+")
_CLOCK = compile_later(
    r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9})|[:;]\d{1,3}|-(\d))?"  # ":12": frames
    r"(?:\s?([AaPp])\.?[Mm]\.?)?"
)
BETWEEN_TIMES = r"\s*(?:-->|->|→|–|—|-|\bto\b)\s*"
_NUMBER = compile_later(r"\d{1,9}(?:\.\d{1,12})?")
_ISO_DURATION = compile_later(r"PT(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8}(?:\.\d{1,9})?)S)?")
_UNITS = compile_later(
    r"(?:(\d{1,3})\s?h(?:(?:ou)?rs?)?[,.]?\s*)?(?:(\d{1,4})\s?m(?:in(?:ute)?s?)?[,.]?\s*)?"
    r"(?:(\d{1,6})\s?s(?:ec(?:ond)?s?)?\.?)?",
    re.IGNORECASE,
)

_PRIMES = compile_later(r"(\d{1,3})['′’]\s?(\d{1,2})(?:[\"″”]|''|’’)")
TimedText = tuple[str, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Segment:
    """What one speaker said in one uninterrupted turn, paragraph or caption.

    `words` are the words whose times are known, by their offsets in `text`. Seconds are
    counted from the start of the recording.
    """

    text: str
    speaker: str = ""
    start_s: float | None = None
    end_s: float | None = None
    words: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """Segments in order; `joint` goes between two of one speaker that follow each other.

    `format` names the kind of file, `warnings` count what could not be read. `language` is
    an ISO 639-1 code and `held_on` an ISO 8601 day, where the file itself says so.
    `are_times_sure`: they are marked as times, so that they can be no other numbers of the talk.
    """

    format: str
    segments: tuple[Segment, ...]
    joint: str = " "
    warnings: tuple[str, ...] = ()
    language: str | None = None
    held_on: str | None = None
    are_times_sure: bool = False


def tidy(text: str) -> str:
    """Text as one line: no control characters, single spaces."""
    return " ".join(_CONTROL.sub(" ", text).split())


def to_seconds(value: Any, unit: float = 1.0) -> float | None:
    """A time given as a number, as `1.5`, `1.5s`, `1:02`, `1:02:03.5`, `PT1.5S` or `1 min 2 s`.

    `unit` is what a plain number counts, in seconds (0.001: milliseconds). None for anything
    else, and for what is negative or beyond `MAX_SECOND`.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = _parse_seconds(value.strip(), unit)
        unit = 1.0
    if not isinstance(value, int | float):
        return None
    second = float(value) * unit if abs(value) < 1e12 else math.nan
    return second if 0 <= second <= MAX_SECOND else None


def _parse_seconds(text: str, unit: float) -> float | None:
    if match := _CLOCK.fullmatch(text.replace(";", ":")):
        hours, minutes, whole, part, tenth, half = match.groups()
        fraction = float(f"0.{part or tenth or 0}")
        if half and hours is None:  # "9:30 AM" is an hour and a minute
            hours, minutes, whole = minutes, whole, "0"
        hour = int(hours or 0)
        if half:
            hour = hour % 12 + (12 if half in "Pp" else 0)
        return hour * 3600 + int(minutes) * 60 + int(whole) + fraction
    if _NUMBER.fullmatch(text):
        return float(text) * unit
    bare = text.removesuffix("s").rstrip()
    if _NUMBER.fullmatch(bare):
        return float(bare)
    if primes := _PRIMES.fullmatch(text):
        return float(primes[1]) * 60 + float(primes[2])
    parts = (text and _ISO_DURATION.fullmatch(text)) or (text and _UNITS.fullmatch(text))
    if parts and any(parts.groups()):
        hours, minutes, whole = (float(part or 0) for part in parts.groups())
        return hours * 3600 + minutes * 60 + whole
    return None


def locate_words(text: str, words: Iterable[TimedText]) -> tuple[Stretch, ...]:
    """Each timed word in `text`, searched in order; one that is not found is left out."""
    found, offset = [], 0
    for word, start_s, end_s in words:
        tidied = tidy(word)
        place = text.find(tidied, offset, offset + 2000) if tidied and start_s is not None else -1
        if place >= 0:
            offset = place + len(tidied)
            found.append(Stretch(place, offset, start_s, _after(start_s, end_s)))
    return tuple(found)


def build_segment(
    text: str,
    speaker: str = "",
    start_s: float | None = None,
    end_s: float | None = None,
    words: Sequence[TimedText] = (),
    captions: bool = False,
) -> Segment:
    """A segment of tidy speech with its words located; its times are theirs if only they have any.

    What is not speech is left out of it; `captions` put sounds in square brackets.
    """
    text = tidy(strip_non_speech(text, captions))
    located = locate_words(text, words)
    if located and start_s is None:
        start_s = located[0].start_s
    if located and end_s is None:
        end_s = located[-1].end_s
    return Segment(text, tidy(speaker), start_s, _after(start_s, end_s), located)


def _after(start_s: float | None, end_s: float | None) -> float | None:
    """An end that is no end, because it comes before the start or has no start, is unknown."""
    if start_s is None or end_s is None or end_s < start_s:
        return None
    return end_s


def is_too_slow(words: int, seconds: float) -> bool:
    """Whether no one speaks so few words in so long: then whole numbers count no seconds."""
    return seconds > 0 and per_minute(words, seconds) < _MIN_WORDS_PER_MINUTE


def check_size(count: int, what: str) -> None:
    """Raises InputError if there are more segments than any transcript has."""
    if count > MAX_SEGMENTS:
        raise InputError(what, f"{count:,} rows or turns are over the limit of {MAX_SEGMENTS:,}")


def count_warning(count: int, thing: str, what: str) -> tuple[str, ...]:
    """The warning that `count` of `thing` (captions, rows) `what` (in the plural); none for 0."""
    if not count:
        return ()
    if count == 1:
        one = {"entries": "entry", "changes of speaker": "change of speaker"}.get(
            thing, thing.removesuffix("s")
        )
        return (f"1 {one} {what.replace('were ', 'was ').replace('that are', 'that is')}",)
    return (f"{count:,} {thing} {what}",)


def skipped_warning(count: int, thing: str) -> tuple[str, ...]:
    return count_warning(count, thing, "could not be read and were skipped")
