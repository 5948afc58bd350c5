"""Names that the words of entries, rows and texts begin with: `{"text": "Ada: um, hello"}`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from refiner.transcripts.readers.lines import Line, parse_line
from refiner.transcripts.readers.names import fold_name, learn_names
from refiner.transcripts.recording import Segment

_MIN_SHARE = 0.5  # of the segments


def with_names_from_words(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments with the names that most of their words begin with, if none has a speaker.

    A segment without a name belongs to the speaker before it.
    """
    if len(segments) < 2 or any(one.speaker for one in segments):
        return tuple(segments)
    lines = [parse_line(one.text) if ":" in one.text[:80] else Line("") for one in segments]
    labels = [line.label for line in lines if line.kind == "colon" and line.text]
    names = learn_names(labels, len(segments), begins=lines[0].kind == "colon")
    named = [line for line in lines if _is_named(line, names)]
    if len(named) < _MIN_SHARE * len(segments):
        return tuple(segments)
    found: list[Segment] = []
    speaker = ""
    for segment, line in zip(segments, lines, strict=True):
        is_named = _is_named(line, names)
        speaker = line.label if is_named else speaker
        found.append(_without_label(segment, line.text if is_named else segment.text, speaker))
    return tuple(found)


def _is_named(line: Line, names: set[str]) -> bool:
    return line.kind == "colon" and bool(line.text) and fold_name(line.label) in names


def _without_label(segment: Segment, text: str, speaker: str) -> Segment:
    cut = len(segment.text) - len(text)
    words = tuple(
        replace(word, start=word.start - cut, end=word.end - cut)
        for word in segment.words
        if word.start >= cut
    )
    return replace(segment, text=text, speaker=speaker, words=words)
