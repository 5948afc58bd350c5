"""Transcription services whose JSON needs more than `entries` reads: words in pieces, two lists.

No key is trusted to exist or to have its type; unreadable entries are counted and skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from refiner.transcripts.readers.entries import (
    ServiceEntries,
    SpokenWord,
    find_unit,
    join_words,
    list_at,
    speaker_name,
    text_at,
    value_at,
)
from refiner.transcripts.recording import Segment, TimedText, build_segment, to_seconds

MS = 0.001


def _words(entries: Iterable[Any], unit: float = 1.0) -> list[TimedText]:
    return [
        (
            text_at(entry, "punctuated_word", "word", "text"),
            to_seconds(value_at(entry, "start"), unit),
            to_seconds(value_at(entry, "end"), unit),
        )
        for entry in entries
    ]


def _entries(found: Iterable[Segment | None]) -> ServiceEntries:
    made = list(found)
    return ServiceEntries([one for one in made if one], made.count(None))


# -- Whisper, whisperX, faster-whisper, OpenAI's API


def _is_whisper(value: Any) -> bool:
    entries = value if isinstance(value, list) else list_at(value, "segments")
    fits = any({"start", "end", "text"} <= set(e) for e in entries[:5] if isinstance(e, dict))
    return fits and find_unit(entries, value) == 1.0  # others write milliseconds


def _read_whisper(value: Any) -> ServiceEntries:
    entries = value if isinstance(value, list) else list_at(value, "segments")
    apart = _words(list_at(value, "words"))[::-1]  # OpenAI's API lists words next to the segments
    found = _entries(_whisper(entry, apart) for entry in entries)
    spoken = [one for one in found.segments if one.text]  # the others are empty
    return ServiceEntries(spoken, found.skipped)


def _whisper(entry: Any, apart: list[TimedText]) -> Segment | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        return None
    start_s, end_s = to_seconds(entry.get("start")), to_seconds(entry.get("end"))
    words = _words(list_at(entry, "words"))
    if not words and apart and start_s is not None and end_s is not None:
        while apart and apart[-1][1] is not None and apart[-1][1] < end_s:
            words.append(apart.pop())
    return build_segment(entry["text"], speaker_name(entry.get("speaker")), start_s, end_s, words)


def _is_whisper_words(value: Any) -> bool:
    """OpenAI's API asked for word times alone: a text, and words next to it."""
    first = value_at(value, "words", 0)
    return bool(text_at(value, "text")) and bool(text_at(first, "word")) and "start" in first


def _read_whisper_words(value: Any) -> ServiceEntries:
    words = _words(list_at(value, "words"))
    return ServiceEntries([build_segment(text_at(value, "text"), words=words)])


# -- Deepgram


def _is_deepgram(value: Any) -> bool:
    return bool(list_at(value, "results", "channels") or list_at(value, "results", "utterances"))


def _read_deepgram(value: Any) -> ServiceEntries:
    if utterances := list_at(value, "results", "utterances"):
        return _entries(
            build_segment(
                text_at(entry, "transcript"),
                speaker_name(value_at(entry, "speaker")),
                to_seconds(value_at(entry, "start")),
                to_seconds(value_at(entry, "end")),
                _words(list_at(entry, "words")),
            )
            if isinstance(entry, dict)
            else None
            for entry in utterances
        )
    channels = list_at(value, "results", "channels")
    if len(channels) == 1:
        return _deepgram_channel(channels[0], "")
    readings = [_deepgram_channel(c, f"Channel {n}") for n, c in enumerate(channels, 1)]
    every = [one for reading in readings for one in reading.segments]
    every.sort(key=lambda one: one.start_s or 0.0)
    return ServiceEntries(every, sum(reading.skipped for reading in readings))


def _deepgram_channel(channel: Any, name: str) -> ServiceEntries:
    best = value_at(channel, "alternatives", 0)
    entries = list_at(best, "words")
    if not entries:
        return ServiceEntries([build_segment(text_at(best, "transcript"), name)])
    return join_words(
        SpokenWord(text, start_s, end_s, name or speaker_name(value_at(entry, "speaker")))
        for entry, (text, start_s, end_s) in zip(entries, _words(entries), strict=True)
    )


# -- AssemblyAI


def _is_assemblyai(value: Any) -> bool:
    """Utterances, words, sentences or paragraphs in whole milliseconds."""
    for key in ("utterances", "words", "sentences", "paragraphs"):
        first = value_at(value, key, 0)
        if isinstance(first, dict) and {"text", "start", "end"} <= first.keys():
            return "type" not in first and not isinstance(first["end"], float)
    return False


def _read_assemblyai(value: Any) -> ServiceEntries:
    """Times in milliseconds; utterances if speakers were asked for, else words."""
    for key in ("utterances", "sentences", "paragraphs"):
        if entries := list_at(value, key):
            spoken = [word for entry in entries for word in list_at(entry, "words")]
            if not any(value_at(e, "speaker") for e in entries) and any(
                value_at(word, "speaker") for word in spoken
            ):
                return _assemblyai_words(spoken)
            return _entries(
                build_segment(
                    entry["text"],
                    speaker_name(entry.get("speaker")),
                    to_seconds(entry.get("start"), MS),
                    to_seconds(entry.get("end"), MS),
                    _words(list_at(entry, "words"), MS),
                )
                if isinstance(entry, dict) and isinstance(entry.get("text"), str)
                else None
                for entry in entries
            )
    return _assemblyai_words(list_at(value, "words"))


def _assemblyai_words(entries: list[Any]) -> ServiceEntries:
    return join_words(
        SpokenWord(text, start_s, end_s, speaker_name(value_at(entry, "speaker")))
        for entry, (text, start_s, end_s) in zip(entries, _words(entries, MS), strict=True)
    )


# -- AWS Transcribe


def _is_aws(value: Any) -> bool:
    items = list_at(value, "results", "items")
    return bool(items or list_at(value, "results", "transcripts"))


def _read_aws(value: Any) -> ServiceEntries:
    items = list_at(value, "results", "items")
    if not items:
        text = text_at(value_at(value, "results", "transcripts", 0), "transcript")
        return ServiceEntries([build_segment(text)])
    return join_words(_aws_words(items, _aws_speakers(value)))


def _aws_speakers(value: Any) -> dict[Any, str]:
    """Speakers by a word's start, for files in which the words themselves do not name them."""
    return {
        item.get("start_time"): speaker_name(item.get("speaker_label"))
        for part in list_at(value, "results", "speaker_labels", "segments")
        for item in list_at(part, "items")
        if isinstance(item, dict) and isinstance(item.get("start_time"), str)
    }


def _aws_words(items: list[Any], speakers: dict[Any, str]) -> Iterator[SpokenWord]:
    speaker = ""
    for item in items:
        text = text_at(value_at(item, "alternatives", 0), "content")
        start = text_at(item, "start_time")
        glued = text_at(item, "type") == "punctuation"
        if not glued:  # a word without a speaker of its own stays with the one before
            named = speaker_name(value_at(item, "speaker_label"))
            speaker = named or speakers.get(start, speaker)
        end_s = to_seconds(text_at(item, "end_time"))
        yield SpokenWord(text, to_seconds(start), end_s, speaker, glued)


# -- Speechmatics


def _is_speechmatics(value: Any) -> bool:
    first = value_at(value, "results", 0)
    return isinstance(first, dict) and "type" in first and bool(list_at(first, "alternatives"))


def _read_speechmatics(value: Any) -> ServiceEntries:
    return join_words(_speechmatics_words(list_at(value, "results")))


def _speechmatics_words(results: list[Any]) -> Iterator[SpokenWord]:
    speaker = ""
    for result in results:
        best = value_at(result, "alternatives", 0)
        kind = text_at(result, "type")
        if kind in ("speaker_change", "audio_event") or best is None:
            continue
        named = speaker_name(value_at(best, "speaker")) or text_at(result, "channel")
        speaker = "" if named == "UU" else named or speaker
        start_s, end_s = (to_seconds(value_at(result, key)) for key in ("start_time", "end_time"))
        yield SpokenWord(text_at(best, "content"), start_s, end_s, speaker, kind == "punctuation")


# -- ElevenLabs Scribe


def _is_scribe(value: Any) -> bool:
    parts = list_at(value, "transcripts") or [value]
    return any("type" in w for w in list_at(parts[0], "words")[:5] if isinstance(w, dict))


def _read_scribe(value: Any) -> ServiceEntries:
    """Seconds. Pieces that are blanks between words, or sounds in brackets, are no words."""
    parts = list_at(value, "transcripts") or [value]
    words = [word for part in parts for word in list_at(part, "words")]
    return join_words(
        SpokenWord(
            text_at(word, "text"),
            to_seconds(value_at(word, "start")),
            to_seconds(value_at(word, "end")),
            speaker_name(value_at(word, "speaker_id") or value_at(word, "speaker")),
        )
        for word in words
        if text_at(word, "type") not in ("spacing", "audio_event")
    )


# -- Rev.ai


def _is_revai(value: Any) -> bool:
    return bool(list_at(value, "monologues", 0, "elements"))


def _read_revai(value: Any) -> ServiceEntries:
    named = {
        entry.get("id"): text_at(entry, "name")
        for entry in list_at(value, "speakers")
        if isinstance(entry, dict) and isinstance(entry.get("id"), int | str)
    }
    words = []
    for monologue in list_at(value, "monologues"):
        number = value_at(monologue, "speaker")
        known = named.get(number) if isinstance(number, int | str) else None
        info = text_at(value_at(monologue, "speaker_info"), "display_name", "name")
        speaker = known or info or speaker_name(number)
        for element in list_at(monologue, "elements"):
            text = text_at(element, "value").strip()
            start_s, end_s = (to_seconds(value_at(element, key)) for key in ("ts", "end_ts"))
            if text:
                glued = text_at(element, "type") == "punct"
                words.append(SpokenWord(text, start_s, end_s, speaker, glued))
    return join_words(words)


# -- IBM Watson


def _is_watson(value: Any) -> bool:
    return isinstance(value_at(value, "results", 0, "alternatives", 0, "timestamps"), list)


def _read_watson(value: Any) -> ServiceEntries:
    speakers = {
        to_seconds(value_at(label, "from")): speaker_name(value_at(label, "speaker"))
        for label in list_at(value, "speaker_labels")
    }
    words = [
        word
        for result in list_at(value, "results")
        for word in list_at(result, "alternatives", 0, "timestamps")
    ]
    return join_words(
        SpokenWord(
            str(value_at(word, 0) or ""),
            start_s := to_seconds(value_at(word, 1)),
            to_seconds(value_at(word, 2)),
            speakers.get(start_s, ""),
        )
        for word in words
    )


# -- Google Speech


def _is_google(value: Any) -> bool:
    best = value_at(_google(value), 0, "alternatives", 0)
    return isinstance(best, dict) and bool(best.keys() & {"transcript", "words"})


def _google(value: Any) -> Any:
    """The results: at the top, or in the answer of a long-running operation, or in a batch's."""
    for path in (("results",), ("response", "results"), ("transcript", "results")):
        if isinstance(value_at(value, *path), list):
            return value_at(value, *path)
    batch = value_at(value, "results")
    if isinstance(batch, dict) and len(batch) == 1:  # under the address of its recording
        return value_at(next(iter(batch.values())), "transcript", "results")
    return None


def _read_google(value: Any) -> ServiceEntries:
    """With speakers, version 1 lists every word once more, named, in the last result."""
    results = list_at(_google(value))
    words = [list_at(result, "alternatives", 0, "words") for result in results]
    if len(results) > 1 and any(value_at(word, "speakerTag") for word in words[-1]):
        if len(words[-1]) >= sum(map(len, words[:-1])):
            return _google_words(words[-1])
        if not text_at(value_at(results[-1], "alternatives", 0), "transcript"):
            return _entries(map(_google_segment, results[:-1]))  # the file ends in there
    if any(value_at(word, "speakerTag") or value_at(word, "speakerLabel") for word in words[-1]):
        return _google_words(word for part in words for word in part)
    return _entries(map(_google_segment, results))


def _google_segment(result: Any) -> Segment | None:
    best = value_at(result, "alternatives", 0)
    if not isinstance(best, dict):
        return None
    words = [(w.text, w.start_s, w.end_s) for w in map(_google_word, list_at(best, "words"))]
    return build_segment(text_at(best, "transcript"), words=words)


def _google_words(words: Iterable[Any]) -> ServiceEntries:
    return join_words(map(_google_word, words))


def _google_word(word: Any) -> SpokenWord:
    """A word; a start of zero is left out of the file."""
    end_s = to_seconds(text_at(word, "endTime", "endOffset"))
    start = text_at(word, "startTime", "startOffset") or ("0s" if end_s is not None else "")
    speaker = speaker_name(value_at(word, "speakerTag") or value_at(word, "speakerLabel"))
    return SpokenWord(text_at(word, "word"), to_seconds(start), end_s, speaker)


# -- YouTube's json3


def _is_youtube(value: Any) -> bool:
    return any(list_at(event, "segs") for event in list_at(value, "events")[:50])


def _read_youtube(value: Any) -> ServiceEntries:
    return _entries(
        _youtube_segment(event)
        for event in list_at(value, "events")
        if any(text_at(part, "utf8").strip() for part in list_at(event, "segs"))
    )


def _youtube_segment(event: Any) -> Segment:
    start_s = to_seconds(value_at(event, "tStartMs"), MS)
    length = to_seconds(value_at(event, "dDurationMs"), MS)
    end_s = None if start_s is None or length is None else start_s + length
    words: list[TimedText] = []
    for part in list_at(event, "segs"):
        offset = to_seconds(value_at(part, "tOffsetMs"), MS)
        at_s = None if start_s is None else start_s + (offset or 0.0)
        words.append((text_at(part, "utf8"), at_s, None))
    text = "".join(text_at(part, "utf8") for part in list_at(event, "segs"))
    timed = words if len(words) > 1 else []
    return build_segment(text, "", start_s, end_s, timed, captions=True)


SERVICES: tuple[tuple[str, Callable[[Any], bool], Callable[[Any], ServiceEntries]], ...] = (
    ("deepgram json", _is_deepgram, _read_deepgram),
    ("aws transcribe json", _is_aws, _read_aws),
    ("speechmatics json", _is_speechmatics, _read_speechmatics),
    ("ibm watson json", _is_watson, _read_watson),
    ("google speech json", _is_google, _read_google),
    ("rev.ai json", _is_revai, _read_revai),
    ("elevenlabs json", _is_scribe, _read_scribe),
    ("assemblyai json", _is_assemblyai, _read_assemblyai),
    ("whisper json", _is_whisper, _read_whisper),
    ("whisper json", _is_whisper_words, _read_whisper_words),
    ("youtube json3", _is_youtube, _read_youtube),
)
