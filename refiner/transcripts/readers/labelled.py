"""Text with names or times in it: Otter, Zoom, Teams, Word, Whisper's console, a person's own.

A table of forms, each the shape of a line; the first that the text follows decides. A text
that follows none is plain text, kept unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from refiner.transcripts.readers.names import is_name
from refiner.transcripts.recording import Recording, Segment, check_size, tidy, to_seconds

_T = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_START = rf"(?P<start>{_T})(?:[ ]?[AaPp][Mm])?"
_NAME = r"(?P<name>[^\W\d_][^\t:\[\]<>\n]{0,39}?)"
_TEXT = r"(?P<text>\S.*)"
_HEAD_WITHIN = 12  # lines of title and date that may stand before the first speaker
_USUAL_HEAD = 4  # title, date, length, people: so much is nothing to warn of
_SERVICE = re.compile(  # what a service adds, and a time that stands alone: nobody said these
    r"transcribed by https?://otter\.ai|.{1,60} (?:started|stopped) transcription"
    r"|meeting ended .{1,40}|https?://\S+|audio file|transcript|(?:\d{1,2}:)?\d{1,2}:\d{2}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Form:
    """A shape of line. `least`: how many lines must have it; `named`: a name is part of it."""

    format: str
    line: re.Pattern[str]
    least: int
    named: bool = True


def _form(format: str, shape: str, least: int = 2, named: bool = True) -> _Form:
    return _Form(format, re.compile(rf"\s*{shape}\s*"), least, named)


_FORMS = (
    _form("zoom text", rf"{_START}\t(?:From[ \t]+)?{_NAME}:?\t[ \t]*{_TEXT}", 1),
    _form("zoom text", rf"\[(?P<name>[^\]\n]{{1,60}})\][ \t]+{_START}", 1),
    _form("whisper text", rf"\[{_START}\s*-->\s*(?P<end>{_T})\]\s*{_TEXT}?", 1, False),
    _form("timed text", rf"[\[(]?{_START}[\])]?[ \t]*[-–—]?[ \t]*{_NAME}:(?:[ \t]+{_TEXT})?", 1),
    _form("timed text", rf"{_NAME}[ \t]*[\[(]{_START}[\])]:?(?:[ \t]+{_TEXT})?", 1),
    _form("timed text", rf"{_NAME}:[ \t]*[\[(]{_START}[\])](?:[ \t]+{_TEXT})?", 1),
    _form("otter text", rf"{_NAME}(?:[ ]{{2,}}|[ ]*\t[ ]*|[ ]*\xa0[ \xa0]*){_START}", 1),
    _form("timed text", rf"{_NAME}[ ]{_START}", 2),
    _form("timed text", rf"{_START}[ \t]+{_NAME}", 2),
    _form("labelled text", rf"\*\*{_NAME}(?::\*\*|\*\*:)(?:[ \t]+{_TEXT})?", 2),
    _form("labelled text", rf"{_NAME}:(?:[ \t]+{_TEXT})?", 2),
    _form("timed text", rf"[\[(]{_START}[\])](?:[ \t]+{_TEXT})?", 2, False),
    _form("timed text", rf"{_START}", 2, False),
)
_TEAMS = r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?"
_ARROW = re.compile(rf"\s*(?P<start>{_TEAMS})\s*-->\s*(?P<end>{_TEAMS})\s*")
_GAP = re.compile(r"[ \xa0]{3,}")


def read_labelled(text: str, what: str) -> Recording | None:
    """None where the lines follow no form. Lines before the first speaker are left out."""
    lines = [_GAP.sub("  ", line) for line in text.splitlines()]
    head = [line for line in lines if line.strip()]
    for form in _FORMS:
        if any(form.line.fullmatch(line) for line in head[:_HEAD_WITHIN]):
            found = _found(lines, form, what)
            if found is not None:
                return found
    return None


def read_arrows(text: str) -> Recording | None:
    """Teams' older .docx: `0:0:1.2 --> 0:0:4.0`, the name, the words, one line each."""
    matches = [_ARROW.fullmatch(line) for line in text.splitlines()]
    if not any(matches):
        return None
    segments = []
    for segment in _gathered(text.splitlines(), lambda line: _ARROW.fullmatch(line)):
        name, _, said = segment.text.partition("\n")
        if said and is_name(name):
            segment = replace(segment, speaker=tidy(name), text=said)
        segments.append(segment)
    return _recording("docx", segments, 0)


def _found(lines: list[str], form: _Form, what: str) -> Recording | None:
    """The text read by one form, or None where it does not follow that form."""

    def head(line: str) -> re.Match[str] | None:
        match = form.line.fullmatch(line)
        return match if match and (not form.named or is_name(match["name"])) else None

    content = [line for line in lines if line.strip()]
    heads = [(place, match) for place, line in enumerate(content) if (match := head(line))]
    if len(heads) < form.least or heads[0][0] >= _HEAD_WITHIN:
        return None
    if form.format == "labelled text" and not _labels(heads, len(content)):
        return None
    check_size(len(heads), what)
    segments = list(_gathered(lines, head))
    before = sum(_SERVICE.fullmatch(line.strip()) is None for line in content[: heads[0][0]])
    return _recording(form.format, segments, before)


def _labels(heads: list[tuple[int, re.Match[str]]], lines: int) -> bool:
    """Names alone are labels where one comes again, or where most lines begin with one."""
    names = [match["name"] for _, match in heads]
    return len(set(names)) < len(names) or 2 * len(names) >= lines


def _gathered(lines: list[str], head: Callable[[str], re.Match[str] | None]) -> Iterator[Segment]:
    """A segment for each head: the words in its line and in those that follow."""
    now: Segment | None = None
    said: list[str] = []
    for line in lines:
        match = head(line)
        if match is None:
            if line.strip() and not _SERVICE.fullmatch(line.strip()):
                said.append(line.strip())
            continue
        if now is not None:
            yield replace(now, text="\n".join(said))
        parts = match.groupdict()
        now = Segment(
            "",
            tidy(parts.get("name") or ""),
            to_seconds(parts.get("start")),
            to_seconds(parts.get("end")),
        )
        said = [parts["text"].strip()] if parts.get("text") else []
    if now is not None:
        yield replace(now, text="\n".join(said))


def _recording(format: str, segments: list[Segment], before: int) -> Recording | None:
    spoken = tuple(segment for segment in segments if segment.text)
    if not spoken:
        return None
    warnings: tuple[str, ...] = ()
    if before > _USUAL_HEAD:
        warnings = (f"{before} lines before the first speaker or time were left out",)
    return Recording(format, spoken, "\n", warnings)
