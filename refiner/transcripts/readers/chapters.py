"""Chapters that a podcast's page lists above its transcript: times with titles, not words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refiner.patterns import compile_later
from refiner.transcripts.readers.lines import Line, parse_line

_MAX_CHARS = 10_000  # searched: a list of chapters is at the top
_MAX_TITLE = 80  # characters
_MIN_CHAPTERS = 2
_MAX_WORDS_PER_MINUTE = 30  # titles by their times; slow speech has about 100
_RESTART_S = 60.0  # the first word of a transcript comes this soon
_HEADING = compile_later(
    r"\W*(?:chapters?|time ?stamps?|in this episode|topics(?: covered)?|outline|contents|time ?line"
    r"|show ?notes)\W*",
    re.IGNORECASE,
)


def without_chapters(text: str) -> tuple[str, list[str]]:
    """`text` without a list of chapters above the words, and the lines of the list.

    The list is rising times with titles, one a line, too few words for the time they take; below
    it the times begin again, or there are none.
    """
    raw = text[:_MAX_CHARS].splitlines(keepends=True)
    full = [place for place, line in enumerate(raw) if line.strip()]
    lines = [parse_line(raw[place]) for place in full]
    begin, end = _find_list(lines)
    if not end:
        return text, []
    if begin and _HEADING.fullmatch(lines[begin - 1].raw):
        begin -= 1
    gone = set(full[begin:end])
    kept = "".join(line for place, line in enumerate(raw) if place not in gone)
    return kept + text[_MAX_CHARS:], [raw[place].strip() for place in full[begin:end]]


def _find_list(lines: Sequence[Line]) -> tuple[int, int]:
    """The places where the list begins and after which it ends; 0, 0 if there is none."""
    begin = next((place for place, line in enumerate(lines) if line.time), len(lines))
    end = begin
    while end < len(lines) and _is_chapter(lines, begin, end):
        end += 1
    chapters, rest = lines[begin:end], lines[end:]
    if len(chapters) < _MIN_CHAPTERS or not _are_titles(chapters):
        return 0, 0
    later = [line.start_s for line in rest if line.start_s is not None]
    first, last = chapters[0].start_s or 0.0, chapters[-1].start_s or 0.0
    again = later and later[0] < last and later[0] <= first + _RESTART_S
    if not again and (later or _words(rest) <= _words(chapters)):
        return 0, 0
    return begin, end


def _is_chapter(lines: Sequence[Line], begin: int, place: int) -> bool:
    """Whether a line is a time with a title, later than the one above it."""
    line = lines[place]
    if line.start_s is None or line.alone or len(line.raw) > _MAX_TITLE:
        return False
    before = lines[place - 1].start_s if place > begin else None
    return before is None or line.start_s > before


def _are_titles(chapters: Sequence[Line]) -> bool:
    first, last = chapters[0].start_s or 0.0, chapters[-1].start_s or 0.0
    return 60 * _words(chapters[:-1]) <= _MAX_WORDS_PER_MINUTE * (last - first)


def _words(lines: Sequence[Line]) -> int:
    return sum(len(line.raw.split()) for line in lines)
