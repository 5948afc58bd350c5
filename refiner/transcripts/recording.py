"""A recording: everything in a file, from all speakers; `speakers` selects from it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.errors import InputError
from refiner.model import Stretch

MAX_SECOND = 1_000_000.0  # eleven days: a time beyond it is a mistake, not a talk
MAX_SEGMENTS = 100_000  # some days of captions: beyond it, a file is no transcript
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,12})?")

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

    `format` names the kind of file, `warnings` count what could not be read.
    """

    format: str
    segments: tuple[Segment, ...]
    joint: str = " "
    warnings: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """Text as one line: no control characters, single spaces."""
    return " ".join(_CONTROL.sub(" ", text).split())


def to_seconds(value: Any, unit: float = 1.0) -> float | None:
    """A time given as a number, as `1.5`, `1.5s`, `1:02` or `1:02:03.5`; None for anything else.

    `unit` is what a plain number counts, in seconds (0.001: milliseconds).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = _parse_seconds(value.strip())
    if not isinstance(value, int | float):
        return None
    at = float(value) * unit if abs(value) < 1e12 else math.nan
    return at if 0 <= at <= MAX_SECOND else None


def _parse_seconds(text: str) -> float | None:
    if match := _CLOCK.fullmatch(text):
        hours, minutes, whole, part = match.groups()
        fraction = float(f"0.{part}") if part else 0.0
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + fraction
    bare = text.removesuffix("s").rstrip()
    return float(bare) if _NUMBER.fullmatch(bare) else None


def locate_words(text: str, words: Iterable[TimedText]) -> tuple[Stretch, ...]:
    """Each timed word in `text`, searched in order; one that is not found is left out."""
    found, at = [], 0
    for word, start_s, end_s in words:
        wanted = tidy(word)
        place = text.find(wanted, at) if wanted and start_s is not None else -1
        if place >= 0:
            at = place + len(wanted)
            found.append(Stretch(place, at, start_s, _after(start_s, end_s)))
    return tuple(found)


def build_segment(
    text: str,
    speaker: str = "",
    start_s: float | None = None,
    end_s: float | None = None,
    words: Sequence[TimedText] = (),
) -> Segment:
    """A segment of tidy text with its words located; its times are theirs if only they have any."""
    text = tidy(text)
    known = locate_words(text, words)
    if known and start_s is None:
        start_s = known[0].start_s
    if known and end_s is None:
        end_s = known[-1].end_s
    return Segment(text, tidy(speaker), start_s, _after(start_s, end_s), known)


def _after(start_s: float | None, end_s: float | None) -> float | None:
    """An end that is no end, because it comes before the start or has no start, is unknown."""
    if start_s is None or end_s is None or end_s < start_s:
        return None
    return end_s


def check_size(count: int, what: str) -> None:
    """Raises InputError if there are more segments than any transcript has."""
    if count > MAX_SEGMENTS:
        raise InputError(what, f"{count:,} rows or turns are over the limit of {MAX_SEGMENTS:,}")


def skipped_warning(count: int, what: str) -> tuple[str, ...]:
    """The warning that `count` of `what` (captions, rows) could not be read; none for 0."""
    if not count:
        return ()
    one = {"entries": "entry"}.get(what, what.removesuffix("s"))
    return (f"{count} {one if count == 1 else what} could not be read and {_were(count)} skipped",)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
