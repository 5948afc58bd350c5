"""What each transcription service writes: its keys, its units, its way to name speakers.

No key is trusted to exist or to have its type; unreadable entries are counted and skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from refiner.transcripts.recording import Segment, TimedText, build_segment, to_seconds

MS = 0.001


@dataclass(frozen=True, slots=True)
class ServiceEntries:
    """Segments, and how many entries could not be read."""

    segments: Sequence[Segment]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class _Said:
    """One word as a service gives it; `glued`: it follows the one before without a space."""

    text: str
    start_s: float | None
    end_s: float | None
    speaker: str
    glued: bool = False


def _at(value: Any, *path: str | int) -> Any:
    """The value under a path of keys and places; None where the path ends early."""
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def _list(value: Any, *path: str | int) -> list[Any]:
    found = _at(value, *path)
    return found if isinstance(found, list) else []


def _text(value: Any, *keys: str) -> str:
    """The first of these keys that holds text."""
    return next((found for key in keys if isinstance(found := _at(value, key), str)), "")


def _speaker(value: Any, numbered: str = "Speaker ") -> str:
    """A speaker's name; a number or a single letter gets a word before it."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int) or (isinstance(value, str) and len(value) == 1):
        return f"{numbered}{value}"[:40]
    return value if isinstance(value, str) else ""


def _words(entries: Iterable[Any], unit: float = 1.0) -> list[TimedText]:
    return [
        (
            _text(entry, "punctuated_word", "word", "text"),
            to_seconds(_at(entry, "start"), unit),
            to_seconds(_at(entry, "end"), unit),
        )
        for entry in entries
    ]


def _entries(found: Iterable[Segment | None]) -> ServiceEntries:
    made = list(found)
    return ServiceEntries([one for one in made if one], made.count(None))


def _joined(words: Iterable[_Said]) -> ServiceEntries:
    """A segment for each run of words of one speaker."""
    segments, lost = [], 0
    for speaker, run in groupby(words, key=lambda word: word.speaker):
        text, timed = "", []
        for word in run:
            if not word.text.strip():
                lost += 1
                continue
            text += word.text if word.glued or not text else f" {word.text}"
            if not word.glued:
                timed.append((word.text, word.start_s, word.end_s))
        segments.append(build_segment(text, speaker, words=timed))
    return ServiceEntries(segments, lost)


# -- Whisper, whisperX, faster-whisper, whisper.cpp


def _is_whisper(value: Any) -> bool:
    entries = value if isinstance(value, list) else _list(value, "segments")
    return any({"start", "end", "text"} <= set(e) for e in entries[:5] if isinstance(e, dict))


def _read_whisper(value: Any) -> ServiceEntries:
    entries = value if isinstance(value, list) else _list(value, "segments")
    apart = _words(_list(value, "words"))  # OpenAI's API lists words beside the segments
    return _entries(_whisper(entry, apart) for entry in entries)


def _whisper(entry: Any, apart: list[TimedText]) -> Segment | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        return None
    start_s, end_s = to_seconds(entry.get("start")), to_seconds(entry.get("end"))
    words = _words(_list(entry, "words"))
    if not words and apart and start_s is not None and end_s is not None:
        while apart and apart[0][1] is not None and apart[0][1] < end_s:
            words.append(apart.pop(0))
    return build_segment(entry["text"], _speaker(entry.get("speaker")), start_s, end_s, words)


def _is_whisper_words(value: Any) -> bool:
    """OpenAI's API asked for word times alone: a text, and words beside it."""
    return bool(_text(value, "text")) and bool(_text(_at(value, "words", 0), "word"))


def _read_whisper_words(value: Any) -> ServiceEntries:
    return ServiceEntries(
        [build_segment(_text(value, "text"), words=_words(_list(value, "words")))]
    )


def _is_whisper_cpp(value: Any) -> bool:
    return isinstance(_at(value, "transcription", 0, "offsets"), dict)


def _read_whisper_cpp(value: Any) -> ServiceEntries:
    return _entries(
        build_segment(
            _text(entry, "text"),
            _speaker(_at(entry, "speaker")),
            to_seconds(_at(entry, "offsets", "from"), MS),
            to_seconds(_at(entry, "offsets", "to"), MS),
        )
        if isinstance(entry, dict)
        else None
        for entry in _list(value, "transcription")
    )


# -- Deepgram


def _is_deepgram(value: Any) -> bool:
    return bool(_list(value, "results", "channels") or _list(value, "results", "utterances"))


def _read_deepgram(value: Any) -> ServiceEntries:
    if utterances := _list(value, "results", "utterances"):
        return _entries(
            build_segment(
                _text(entry, "transcript"),
                _speaker(_at(entry, "speaker")),
                to_seconds(_at(entry, "start")),
                to_seconds(_at(entry, "end")),
                _words(_list(entry, "words")),
            )
            if isinstance(entry, dict)
            else None
            for entry in utterances
        )
    channels = _list(value, "results", "channels")
    if len(channels) == 1:
        return _deepgram_channel(channels[0], "")
    readings = [_deepgram_channel(c, f"Channel {n}") for n, c in enumerate(channels, 1)]
    every = [one for reading in readings for one in reading.segments]
    every.sort(key=lambda one: one.start_s or 0.0)
    return ServiceEntries(every, sum(reading.skipped for reading in readings))


def _deepgram_channel(channel: Any, name: str) -> ServiceEntries:
    best = _at(channel, "alternatives", 0)
    entries = _list(best, "words")
    if not entries:
        return ServiceEntries([build_segment(_text(best, "transcript"), name)])
    return _joined(
        _Said(text, start_s, end_s, name or _speaker(_at(entry, "speaker")))
        for entry, (text, start_s, end_s) in zip(entries, _words(entries), strict=True)
    )


# -- AssemblyAI


def _is_assemblyai(value: Any) -> bool:
    entries = _list(value, "utterances") or _list(value, "words")
    first = entries[0] if entries else None
    return isinstance(first, dict) and {"text", "start", "end"} <= first.keys()


def _read_assemblyai(value: Any) -> ServiceEntries:
    """Times in milliseconds; utterances where speakers were asked for, else words."""
    if utterances := _list(value, "utterances"):
        return _entries(
            build_segment(
                entry["text"],
                _speaker(entry.get("speaker")),
                to_seconds(entry.get("start"), MS),
                to_seconds(entry.get("end"), MS),
                _words(_list(entry, "words"), MS),
            )
            if isinstance(entry, dict) and isinstance(entry.get("text"), str)
            else None
            for entry in utterances
        )
    entries = _list(value, "words")
    return _joined(
        _Said(text, start_s, end_s, _speaker(_at(entry, "speaker")))
        for entry, (text, start_s, end_s) in zip(entries, _words(entries, MS), strict=True)
    )


# -- AWS Transcribe


def _is_aws(value: Any) -> bool:
    return bool(_list(value, "results", "items") or _list(value, "results", "transcripts"))


def _read_aws(value: Any) -> ServiceEntries:
    items = _list(value, "results", "items")
    if not items:
        text = _text(_at(value, "results", "transcripts", 0), "transcript")
        return ServiceEntries([build_segment(text)])
    return _joined(_aws_words(items, _aws_speakers(value)))


def _aws_speakers(value: Any) -> dict[Any, str]:
    """Speakers by a word's start, for files in which the words themselves do not name them."""
    return {
        item.get("start_time"): _speaker(item.get("speaker_label"))
        for part in _list(value, "results", "speaker_labels", "segments")
        for item in _list(part, "items")
        if isinstance(item, dict) and isinstance(item.get("start_time"), str)
    }


def _aws_words(items: list[Any], speakers: dict[Any, str]) -> Iterable[_Said]:
    speaker = ""
    for item in items:
        text = _text(_at(item, "alternatives", 0), "content")
        start = _text(item, "start_time")
        glued = _text(item, "type") == "punctuation"
        if not glued:  # a word without a speaker of its own stays with the one before
            speaker = _speaker(_at(item, "speaker_label")) or speakers.get(start, speaker)
        yield _Said(text, to_seconds(start), to_seconds(_text(item, "end_time")), speaker, glued)


# -- Google Speech


def _is_google(value: Any) -> bool:
    best = _at(_google(value), 0, "alternatives", 0)
    return isinstance(best, dict) and bool(best.keys() & {"transcript", "words"})


def _google(value: Any) -> Any:
    """The results: at the top, or in the answer of a long-running operation, or in a batch's."""
    for path in (("results",), ("response", "results"), ("transcript", "results")):
        if isinstance(_at(value, *path), list):
            return _at(value, *path)
    return None


def _read_google(value: Any) -> ServiceEntries:
    """With speakers, version 1 lists every word once more, named, in the last result."""
    results = _list(_google(value))
    words = [_list(result, "alternatives", 0, "words") for result in results]
    if len(results) > 1 and any(_at(word, "speakerTag") for word in words[-1]):
        if len(words[-1]) >= sum(map(len, words[:-1])):
            return _google_words(words[-1])
        if not _text(_at(results[-1], "alternatives", 0), "transcript"):
            return _entries(map(_google_segment, results[:-1]))  # the file breaks off in there
    if any(_at(word, "speakerTag") or _at(word, "speakerLabel") for word in words[-1]):
        return _google_words(word for part in words for word in part)
    return _entries(map(_google_segment, results))


def _google_segment(result: Any) -> Segment | None:
    best = _at(result, "alternatives", 0)
    if not isinstance(best, dict):
        return None
    words = [(w.text, w.start_s, w.end_s) for w in map(_google_word, _list(best, "words"))]
    return build_segment(_text(best, "transcript"), words=words)


def _google_words(words: Iterable[Any]) -> ServiceEntries:
    return _joined(map(_google_word, words))


def _google_word(word: Any) -> _Said:
    """A word; a start of zero is left out of the file."""
    ends = to_seconds(_text(word, "endTime", "endOffset"))
    begins = to_seconds(
        _text(word, "startTime", "startOffset") or ("0s" if ends is not None else "")
    )
    speaker = _speaker(_at(word, "speakerTag") or _at(word, "speakerLabel"))
    return _Said(_text(word, "word"), begins, ends, speaker)


SERVICES: tuple[tuple[str, Callable[[Any], bool], Callable[[Any], ServiceEntries]], ...] = (
    ("deepgram json", _is_deepgram, _read_deepgram),
    ("aws transcribe json", _is_aws, _read_aws),
    ("google speech json", _is_google, _read_google),
    ("whisper json", _is_whisper, _read_whisper),
    ("assemblyai json", _is_assemblyai, _read_assemblyai),
    ("whisper json", _is_whisper_words, _read_whisper_words),
    ("whisper json", _is_whisper_cpp, _read_whisper_cpp),
)
