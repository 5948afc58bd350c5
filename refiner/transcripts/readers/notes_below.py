"""Text between and below the turns of a transcript that is no speech: chapters, notes."""

from __future__ import annotations

import re
from itertools import pairwise

from refiner.patterns import compile_later
from refiner.transcripts.readers.heads import IsHead
from refiner.transcripts.readers.lines import Line

_NOTES = compile_later(
    r"\W*(?:highlights?|key (?:takeaways|points|moments)|takeaways|action (?:items|points)"
    r"|next steps|summary|(?:ai|meeting) (?:summary|notes)|recap|topics|chapters|to-?dos?"
    r"|follow[- ]ups|decisions|notes|resources|links|references|show ?notes|comments)\W*",
    re.IGNORECASE,
)
_MARKED = compile_later(r"\s*(?:[#*_]|[^\w\s]{1,3}\s).*|.*:[*_\s]*")  # as headings are, not speech
_ITEM = compile_later(r"\s*(?:[-–—*•·▪◦☐☑✓✅]|\[[ xX]?\]|\(?\d{1,2}[.)]|\d{1,2}:\d\d)\s*\S")
_RULER = compile_later(r"\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*")
_MAX_FOOTER = 4  # lines
_MIN_PLAIN = 0.6  # of a page's captions: those without a chapter's title below them
_MAX_TITLE = 80  # characters


def split_notes_below(lines: list[Line], name_of: IsHead) -> tuple[list[Line], list[Line]]:
    """Lines without the notes or the footer below the last turn, and these.

    Notes begin at a line that is nothing but their heading, a footer at the only ruler.
    """
    named = (n for n, line in enumerate(lines) if name_of(line) is not None)
    last = max((n for n in named if not _NOTES.fullmatch(lines[n].raw[:60])), default=0)
    for place in range(last + 1, len(lines) - 1):
        if _begins_notes(lines[place].raw, lines[place + 1].raw):
            return lines[:place], lines[place:]
    rulers = [n for n, line in enumerate(lines) if n and _RULER.fullmatch(line.raw[:60])]
    below = (
        rulers[0] if len(rulers) == 1 and rulers[0] > last + (not lines[last].text) else len(lines)
    )
    if len(lines) - below > _MAX_FOOTER + 1 or below == len(lines) - 1:
        return lines, []
    return lines[:below], lines[below:]


def _begins_notes(raw: str, below: str) -> bool:
    """Whether it is a heading by its marks or the item below it; a speaker may say the words."""
    return _NOTES.fullmatch(raw[:60]) is not None and (
        _MARKED.fullmatch(raw[:60]) is not None or _ITEM.match(below[:60]) is not None
    )


def warn_of_notes(words: str) -> tuple[str, ...]:
    """A warning of a line within the last turn that may be the heading of notes."""
    for line in words.split("\n")[1:-1]:
        if _NOTES.fullmatch(line[:60]):
            return (
                f"“{line.strip()}” may begin notes below the talk; they were counted as speech",
            )
    return ()


def without_chapter_titles(lines: list[Line]) -> list[Line]:
    """Lines of a copied YouTube page without the titles of its chapters, which have no time.

    A time and one line of words take turns there; a title is above the first time, and between
    the words before a chapter and its time.
    """
    marks = [n for n, line in enumerate(lines) if line.alone]
    if len(marks) < 3 or marks[0] == 0 or not _is_title(lines[marks[0] - 1]):
        return lines
    sizes = [b - a - 1 for a, b in pairwise(marks)]
    titles = {b - 1 for a, b in pairwise(marks) if b - a == 3 and _is_title(lines[b - 1])}
    if sizes.count(1) < _MIN_PLAIN * len(sizes) or sizes.count(1) + len(titles) < len(sizes):
        return lines
    return [line for n, line in enumerate(lines) if n not in titles]


def _is_title(line: Line) -> bool:
    raw = line.raw.strip()
    return len(raw) <= _MAX_TITLE and not raw[:1].islower() and raw[-1:] not in ".,?!…"
