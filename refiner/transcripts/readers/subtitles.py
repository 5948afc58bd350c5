"""Subtitles: SubRip and WebVTT as Zoom, Teams, YouTube and Whisper write them.

Captions that roll up the screen repeat their lines; a line shown twice was said once.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import webvtt
from webvtt.errors import MalformedFileError

from refiner.errors import InputError
from refiner.transcripts.readers.names import is_name
from refiner.transcripts.recording import (
    Recording,
    Segment,
    TimedText,
    build_segment,
    skipped_warning,
    to_seconds,
)

_STAMP = r"\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}"
_SRT = re.compile(rf"^[ \t]*({_STAMP})[ \t]*-->[ \t]*({_STAMP})", re.M)
_SRT_HEAD = re.compile(rf"\s*(?:\d+[ \t]*\r?\n)?[ \t]*{_STAMP}[ \t]*-->")
_SBV = re.compile(rf"^[ \t]*({_STAMP}),({_STAMP})[ \t]*$", re.M)
_TIMING = re.compile(r"-->")
_TAG = re.compile(r"<[^<>]*>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>")
_STAMP_TAG = re.compile(r"<((?:\d{1,3}:)?\d{1,2}:\d{2}\.\d{3})>")
_LABEL = re.compile(r"\s*(?:(?:>>|[-–—])\s*)?([^:\n<>]{1,40}):\s+(?=\S)")
_SOUND = re.compile(r"[\[(][^\])]*[\])]|[♪♫]+.*[♪♫]+|[♪♫]+")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a caption: who says it, as written (tags and all), and from when to when."""

    raw: str
    speaker: str
    start_s: float | None
    end_s: float | None

    @property
    def text(self) -> str:
        return " ".join(html.unescape(_TAG.sub("", self.raw)).split())


def read_subtitles(text: str, what: str) -> Recording | None:
    """None where the text is no SRT, WebVTT or SBV; InputError where no caption can be read."""
    body = text.lstrip()
    if body.startswith("WEBVTT"):
        kind, script = "webvtt", body
    elif _SRT_HEAD.match(body):
        kind, script = "srt", "WEBVTT\n\n" + _SRT.sub(_with_dots, body)
    elif _SBV.match(body):
        kind, script = "sbv", "WEBVTT\n\n" + _SBV.sub(_with_dots, body)
    else:
        return None
    captions = _captions(kind, body, script)
    lost = len(_TIMING.findall(script)) - len(captions)
    segments = tuple(_segments(_lines(captions)))
    if not segments:
        why = "no caption with words in it; expected 00:00:01.000 --> 00:00:04.000, then the words"
        raise InputError(what, f"{_named(kind)} with {why} (looked at {len(captions) + lost})")
    return Recording(kind, segments, warnings=skipped_warning(lost, "captions"))


def _captions(kind: str, body: str, script: str) -> list[webvtt.Caption]:
    """SubRip's numbers tell a new caption from a paragraph of the last one; without, blocks do."""
    if kind == "srt" and "-->" not in body.partition("\n")[0]:
        with suppress(MalformedFileError):
            return list(webvtt.from_buffer(io.StringIO(body), "srt").captions)
    return list(webvtt.from_string(script).captions)


def _named(kind: str) -> str:
    named = {"srt": "SubRip subtitles (SRT)", "sbv": "YouTube subtitles (SBV)"}
    return named.get(kind, "WebVTT subtitles")


def _with_dots(match: re.Match[str]) -> str:
    return f"{match[1].replace(',', '.')} --> {match[2].replace(',', '.')}"


def _lines(captions: Sequence[webvtt.Caption]) -> list[_Line]:
    """What is said line by line; a caption's lines as one where captions do not roll."""
    shown = [_shown(caption) for caption in captions]
    if _rolls(shown):
        return list(_new_lines(shown))
    return [line for lines in shown for line in _joined(lines)]


def _shown(caption: webvtt.Caption) -> list[_Line]:
    start_s, end_s = to_seconds(caption.start), to_seconds(caption.end)
    speaker = ""
    lines = []
    for raw in caption.lines:
        parts = _VOICE.split(raw)  # before a voice, then voice and words by turns
        for at in range(0, len(parts), 2):
            if at:
                speaker = html.unescape(parts[at - 1]).strip()
            line = _Line(parts[at], speaker, start_s, end_s)
            if line.text:
                lines.append(line)
    return lines


def _joined(lines: list[_Line]) -> Iterator[_Line]:
    """Lines of one caption and one voice as one line."""
    held: _Line | None = None
    for line in lines:
        if held and held.speaker == line.speaker and not _label(line.text)[0]:
            line = _Line(f"{held.raw} {line.raw}", held.speaker, held.start_s, held.end_s)
        elif held:
            yield held
        held = line
    if held:
        yield held


def _rolls(shown: list[list[_Line]]) -> bool:
    """Do captions repeat the line before them? In most places, or words carry their own times."""
    if any(_STAMP_TAG.search(line.raw) for lines in shown for line in lines):
        return True
    filled = [lines for lines in shown if lines]
    pairs = list(pairwise(filled))
    repeats = sum(len(b) > 1 and b[0].text == a[-1].text for a, b in pairs)
    return repeats > 1 and repeats >= 0.4 * len(pairs)


def _new_lines(shown: list[list[_Line]]) -> Iterator[_Line]:
    before: set[str] = set()
    for lines in shown:
        yield from (line for line in lines if line.text not in before)
        if lines:
            before = {line.text for line in lines}


def _segments(lines: list[_Line]) -> Iterator[Segment]:
    labelled = _labels(lines)
    speaker = ""
    for line in lines:
        name, text = _label(line.text)
        if name not in labelled:
            name, text = "", line.text
        speaker = line.speaker or name or (speaker if labelled else "")
        if text and not _SOUND.fullmatch(text):
            yield build_segment(text, speaker, line.start_s, line.end_s, _words(line))


def _labels(lines: list[_Line]) -> set[str]:
    """Names that stand before a colon, where captions are labelled: the first is, and others."""
    names = [_label(line.text)[0] for line in lines]
    said = [name for name in names if name]
    if len(said) < 2 or not any(names[:3]):
        return set()
    return set(said)


def _label(text: str) -> tuple[str, str]:
    """The name before the colon and the words after it; no name where there is none."""
    match = _LABEL.match(text)
    if match is None or not is_name(match[1]):
        return "", text
    return match[1].strip(), text[match.end() :]


def _words(line: _Line) -> list[TimedText]:
    """Words with their own times, of a line such as `um<00:00:00.480><c> so</c>`."""
    parts = _STAMP_TAG.split(line.raw)
    if len(parts) == 1:
        return []
    starts = [line.start_s, *(to_seconds(stamp) for stamp in parts[1::2])]
    ends = [*starts[1:], line.end_s]
    texts = [html.unescape(_TAG.sub("", part)) for part in parts[::2]]
    return list(zip(texts, starts, ends, strict=True))
