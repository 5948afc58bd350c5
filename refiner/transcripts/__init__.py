"""Bytes in, one `Transcript` out, or one clear line that says why not.

A reader is a small module for a family of formats; it takes decoded text and returns None if
the text is in none of them. They are tried in order, plain text last.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from refiner.errors import InputError, describe_unexpected
from refiner.model import (
    DurationSource,
    Source,
    SpeakerShare,
    Transcript,
    count_words,
    per_minute,
)
from refiner.patterns import compile_later
from refiner.transcripts.language import MIN_WORDS_TO_TELL, find_language
from refiner.transcripts.readers.blocks import read_blocks
from refiner.transcripts.readers.captions import read_captions
from refiner.transcripts.readers.docx_file import read_zipped
from refiner.transcripts.readers.encoding import decode, warn_of_suffix
from refiner.transcripts.readers.json_files import read_json
from refiner.transcripts.readers.labels import with_names_from_words
from refiner.transcripts.readers.mail import read_mail
from refiner.transcripts.readers.markup import read_markup
from refiner.transcripts.readers.names import is_machine_name
from refiner.transcripts.readers.refusals import (
    describe_by_start,
    describe_no_speech,
    describe_numbers,
    describe_program_text,
    warn_of_columns,
)
from refiner.transcripts.readers.repeats import times_start_again, warn_of_segments
from refiner.transcripts.readers.table import read_table
from refiner.transcripts.readers.text import read_plain, read_text
from refiner.transcripts.readers.tiers import read_tiers
from refiner.transcripts.recording import Recording, count_warning
from refiner.transcripts.short_names import unify_short_names
from refiner.transcripts.speakers import (
    SpokenText,
    join_segments,
    select_speakers,
    speakers_of,
    unify_names,
    unwrap_midnight,
)

MAX_BYTES = 50 * 1024 * 1024
_TITLE_LENGTH = 60
_POSSIBLE_PACE = (20, 330)  # words a minute, pauses included; auctioneers reach 300
_MIN_WORDS_FOR_PACE = 12
_UNTOLD = "the language of this talk could not be found out"
_TO_NAME_IT = "if it is another, name it under Options, or with --language"
_LOOKED_AT = 500_000  # characters in which a change of speaker may be marked
_TURN_MARK = compile_later(r"\[SPEAKER_TURN\]|(?:^|(?<=[\s\"]))(?:>>|&gt;&gt;)(?=\s?[^\W\d_])")
_UNNAMED_TURNS = "changes of speaker are marked but not named; all are counted together"
_UNNAMED_CHANGES = "that are marked but not named were counted for the one who spoke before"
_READERS: tuple[Callable[[str, str], Recording | None], ...] = (
    read_json,
    read_captions,
    read_markup,
    read_tiers,
)


def read_recording(data: bytes, name: str | None = None) -> Recording:
    """Everything in a file, from all speakers; `name` is only for messages.

    Raises InputError: empty, over 50 MB, binary, not text in a known encoding, no words, or a
    known format that is broken.
    """
    what = name or "transcript"
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise InputError(what, f"{size:.1f} MB is over the limit of 50 MB")
    try:
        recording = read_zipped(data, what) or _read_text(data, what)
    except InputError:
        raise
    except Exception as error:  # an untrusted file may make a reader raise anything
        raise InputError(what, f"it cannot be read ({describe_unexpected(error)})") from None
    recording = check_words(recording, what)
    found = (*warn_of_suffix(name), *recording.warnings, *warn_of_segments(recording.segments))
    if times_start_again(recording.segments):
        untimed = tuple(
            replace(one, start_s=None, end_s=None, words=()) for one in recording.segments
        )
        recording = replace(recording, segments=untimed)
    return replace(recording, warnings=found)


def check_words(recording: Recording, what: str) -> Recording:
    """The recording with one spelling of each name. Raises InputError if it has no words."""
    named = unify_names(unwrap_midnight(with_names_from_words(recording.segments)))
    segments, warnings = unify_short_names(named)
    if not any(re.search(r"[^\W\d_]", segment.text) for segment in segments):
        raise InputError(what, "there are no words in it")
    return replace(recording, segments=segments, warnings=(*recording.warnings, *warnings))


def read_transcript(
    data: bytes,
    *,
    name: str | None = None,
    title: str = "",
    speaker: str = "",
    duration_s: float | None = None,
    speakers: Sequence[str] | None = None,
    language: str | None = None,
) -> Transcript:
    """Read a transcript; `duration_s` is the talk's length in seconds, if known.

    `speakers` are those whose words count, all for None; `speaker` is what the talk's speaker
    is called. `language` is the code of one that a person named, None to find it out.

    Raises InputError as `read_recording` does, and for an unknown speaker.
    """
    if duration_s is not None and not 0 < duration_s < 1_000_000:
        raise InputError(f"duration {duration_s:g}", "must be a positive number of seconds")
    recording = read_recording(data, name)
    source = Source(name, recording.format, hashlib.sha256(data).hexdigest())
    return build_transcript(recording, source, title, speaker, duration_s, speakers, language)


def build_transcript(
    recording: Recording,
    source: Source,
    title: str = "",
    speaker: str = "",
    duration_s: float | None = None,
    speakers: Sequence[str] | None = None,
    language: str | None = None,
) -> Transcript:
    """The transcript of the chosen speakers; what a person says overrides what is found.

    That is `duration_s` and `language`; parameters as for `read_transcript`.
    """
    chosen = select_speakers(recording, speakers)
    spoken = join_segments(recording, chosen)
    is_given = language is not None
    language = language or _language_of(recording, spoken, is_part=speakers is not None)
    duration_source: DurationSource = "given"
    if duration_s is None:
        duration_s = spoken.seconds
        duration_source = "estimated" if duration_s is None else "timestamps"
    return Transcript(
        text=spoken.text,
        source=source,
        title=_on_one_line(title) or _default_title(source.path, spoken.text),
        speaker=_on_one_line(speaker) or _only_name(chosen),
        duration_s=duration_s,
        duration_source=duration_source,
        stretches=spoken.stretches,
        timed_words=spoken.timed_words,
        warnings=(
            *recording.warnings,
            *_speaker_warnings(chosen, speakers),
            *_language_warning(language, spoken.text),
            *(_pace_warning(spoken, recording) if duration_source == "timestamps" else ()),
        ),
        language=language,
        language_source="given" if is_given else "found",
        held_on=recording.held_on or "",
        speakers=_speaker_shares(recording),
    )


def _language_of(recording: Recording, spoken: SpokenText, *, is_part: bool) -> str | None:
    """The language spoken; of a part with too few words to tell, that of all speakers."""
    language = find_language(spoken.text, recording.language)
    if language is not None or not is_part:
        return language
    everyone = join_segments(recording, select_speakers(recording, None))
    return find_language(everyone.text, recording.language)


def _speaker_shares(recording: Recording) -> tuple[SpeakerShare, ...]:
    """The share of each named speaker; empty without names."""
    if not any(segment.speaker for segment in recording.segments):
        return ()
    return tuple(
        SpeakerShare(one.name, one.words, round(one.share, 4), one.turns)
        for one in speakers_of(recording)
        if one.name
    )


def _read_text(data: bytes, what: str) -> Recording:
    if not data:
        raise InputError(what, "it is empty")
    text, warnings = decode(data, what)
    if not text:
        raise InputError(what, "it is empty")
    if not text.strip():
        raise InputError(what, "it holds only white space")
    readers = (
        *(*_READERS, read_mail, _refuse_by_start, read_blocks, read_table),
        *(_refuse_program_text, read_text),
    )
    recordings = (read(text, what) for read in readers)
    recording = next(filter(None, recordings), None) or _read_plain(text, what)
    _refuse(describe_numbers(" ".join(s.text for s in recording.segments[:1000])), what)
    warnings = (*warnings, *recording.warnings, *_turn_warning(text, recording))
    return replace(recording, warnings=warnings)


def _turn_warning(text: str, recording: Recording) -> tuple[str, ...]:
    """Warn of marks for a change of speaker if no speaker is named."""
    if any(one.speaker for one in recording.segments):
        inner = sum(map(_count_turn_marks, (one.text for one in recording.segments)))
        return count_warning(inner, "changes of speaker", _UNNAMED_CHANGES)
    marks = _count_turn_marks(text[:_LOOKED_AT])
    return (_UNNAMED_TURNS,) if marks >= (2 if recording.format == "text" else 1) else ()


def _count_turn_marks(text: str) -> int:
    is_marked = ">>" in text or "&gt;" in text or "SPEAKER_TURN" in text
    return len(_TURN_MARK.findall(text)) if is_marked else 0


def _refuse_by_start(text: str, what: str) -> None:
    _refuse(describe_by_start(text), what)


def _refuse_program_text(text: str, what: str) -> None:
    _refuse(describe_program_text(text), what)


def _read_plain(text: str, what: str) -> Recording:
    _refuse(describe_no_speech(text), what)
    found = read_plain(text)
    return replace(found, warnings=(*found.warnings, *warn_of_columns(text)))


def _refuse(kind: str | None, what: str) -> None:
    if kind is not None:
        raise InputError(what, f"this seems to be {kind}, not a transcript")


def _only_name(chosen: set[str]) -> str:
    """The only speaker's name; not "Speaker 1", which is another person in the next file."""
    name = next(iter(chosen)) if len(chosen) == 1 else ""
    return "" if is_machine_name(name) else name


def _speaker_warnings(chosen: set[str], speakers: Sequence[str] | None) -> tuple[str, ...]:
    """Warn if several speakers are counted together."""
    names = sorted(chosen - {""})
    if speakers is not None or len(names) < 2:
        return ()
    some = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
    return (f"{len(names)} people speak here ({some}) and all are counted; choose one of them",)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _language_warning(language: str | None, text: str) -> tuple[str, ...]:
    """Warn of a text that is in no language that is known, or too short to tell."""
    if language is not None:
        return ()
    is_short = count_words(text) < MIN_WORDS_TO_TELL
    why = "this text is too short to tell its language" if is_short else _UNTOLD
    return (f"{why}; it was counted as English: {_TO_NAME_IT}",)


def _pace_warning(spoken: SpokenText, recording: Recording) -> tuple[str, ...]:
    """Warn of times between which no one speaks so little or so much: they may be other numbers.

    A talk may be as slow as that, as a meditation is, if its times can be nothing else.
    """
    words = count_words(spoken.text)
    if not spoken.seconds or words < _MIN_WORDS_FOR_PACE:
        return ()
    pace = per_minute(words, spoken.seconds)
    least, most = _POSSIBLE_PACE
    if least <= pace <= most or (pace < least and _are_pauses(recording)):
        return ()
    return (f"by its times this talk has {pace:,.0f} words a minute; they may not be its times",)


def _are_pauses(recording: Recording) -> bool:
    """Whether a slow talk is one with pauses: its times are sure, and most of it is there."""
    starts = [s.start_s for s in recording.segments if s.start_s is not None]
    gap = max((b - a for a, b in pairwise(starts)), default=0.0)
    if not starts or 2 * gap > starts[-1] - starts[0]:
        return False
    if recording.are_times_sure:
        return True
    timed = [s for s in recording.segments if s.start_s is not None and s.end_s is not None]
    if len(timed) < len(recording.segments):
        return False
    said_s = sum((s.end_s or 0) - (s.start_s or 0) for s in timed)
    words = sum(count_words(s.text) for s in timed)
    return said_s > 0 and per_minute(words, said_s) >= _POSSIBLE_PACE[0]


def title_of_file(name: str) -> str:
    """The file's name without folder and ending."""
    return _on_one_line(name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0])


def _default_title(name: str | None, text: str) -> str:
    """The file's name without folder and ending; else the talk's first words."""
    if name:
        return title_of_file(name)
    line = _on_one_line(text.lstrip()[: 10 * _TITLE_LENGTH])
    return line if len(line) <= _TITLE_LENGTH else line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
