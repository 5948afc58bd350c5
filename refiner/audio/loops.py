"""Cuts what Whisper repeats endlessly, and its own prompt, from a transcript, with a warning.

On noise and long silences its models repeat a phrase without end, or the words of the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from refiner.model import Stretch
from refiner.transcripts.recording import Recording, Segment

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_MAX_PHRASE = 12  # words
_MIN_REPEATS = {1: 10, 2: 6}  # of a word or two, as people do say "no no no"; of more words:
_MIN_PHRASE_REPEATS = 4


@dataclass(frozen=True, slots=True)
class _Token:
    segment: int
    start: int
    end: int
    word: str


def cut_loops(recording: Recording, prompt: str = "") -> Recording:
    """The recording with one of each phrase that loops, and without echoes of `prompt`.

    A warning says how many words were cut.
    """
    tokens = [
        _Token(number, found.start(), found.end(), found[0].casefold())
        for number, segment in enumerate(recording.segments)
        for found in _WORD.finditer(segment.text)
    ]
    words = [token.word for token in tokens]
    echo = [word.casefold() for word in _WORD.findall(prompt)]
    spans = [*_loops(words), *_echoes(words, echo)]
    if not spans:
        return recording
    dropped = {n for start, end in spans for n in range(start, end)}
    gone = [token for n, token in enumerate(tokens) if n in dropped]
    segments = [
        _remove_tokens(segment, [token for token in gone if token.segment == number])
        for number, segment in enumerate(recording.segments)
    ]
    warning = f"{len(dropped):,} words that the transcriber repeated or invented were left out"
    return replace(
        recording,
        segments=tuple(segment for segment in segments if segment.text),
        warnings=(*recording.warnings, warning),
    )


def _loops(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The repetitions of each loop but its first phrase, as positions from and to."""
    i = 0
    while i < len(words):
        for size in range(1, _MAX_PHRASE + 1):
            repeats = 1
            while words[i : i + size] == words[i + repeats * size : i + (repeats + 1) * size]:
                repeats += 1
            if repeats >= _MIN_REPEATS.get(size, _MIN_PHRASE_REPEATS):
                yield i + size, i + repeats * size
                i += repeats * size
                break
        else:
            i += 1


def _echoes(words: Sequence[str], echo: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where all words of the prompt follow each other, which is no speech."""
    size = len(echo)
    i = 0
    while size and i + size <= len(words):
        if list(words[i : i + size]) == list(echo):
            yield i, i + size
            i += size
        else:
            i += 1


def _remove_tokens(segment: Segment, gone: Sequence[_Token]) -> Segment:
    """The segment without some words and the punctuation after them; the others keep times."""
    text, kept = segment.text, list(segment.words)
    for token in reversed(gone):
        end = token.end
        while end < len(text) and not _WORD.match(text, end):
            end += 1
        removed = end - token.start
        text = text[: token.start] + text[end:]
        kept = [
            replace(word, start=word.start - removed, end=word.end - removed)
            if word.start >= end
            else word
            for word in kept
            if not token.start <= word.start < end
        ]
    stripped = text.rstrip()
    words = tuple(_clip(word, len(stripped)) for word in kept)
    return replace(segment, text=stripped, words=words)


def _clip(word: Stretch, length: int) -> Stretch:
    return replace(word, end=min(word.end, length))
