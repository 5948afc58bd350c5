"""The transcript of the chosen speakers, and when they spoke.

Speakers that were not selected contribute nothing: no word, no second, no count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from refiner.errors import InputError
from refiner.model import Stretch, count_words, estimate_seconds
from refiner.transcripts.cleaning import strip_non_speech
from refiner.transcripts.readers.names import fold_name, is_machine_name
from refiner.transcripts.recording import Recording, Segment, to_seconds

_HALF_DAY_S = 43_200.0
_BREAK = Segment("", "\n")  # between two turns of one speaker: no name has a line break
_NOTE = re.compile(r"(\S.{0,60}?)\s?(?:[(\[]([^()\[\]]{1,40})[)\]]|\|\s?(\S.{0,40}))")
_MAX_COPY = 3  # digits: "iPhone (2)" is not "iPhone"; more are a telephone number
_TURN = "\n"  # between two turns, so that no sentence runs from one into the other


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker of a recording. `share`: of all its words, from 0 to 1; seconds spoken."""

    name: str
    words: int
    share: float
    turns: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class SpokenText:
    """The text of the chosen speakers; `seconds` they spoke, None if times are unknown."""

    text: str
    stretches: tuple[Stretch, ...]
    timed_words: tuple[Stretch, ...]
    seconds: float | None


def speakers_of(recording: Recording) -> tuple[Speaker, ...]:
    """All speakers, most words first; the name of unnamed speech is the empty string."""
    words: dict[str, int] = {}
    turns: Counter[str] = Counter()
    before: str | None = None
    for segment in recording.segments:
        words[segment.speaker] = words.get(segment.speaker, 0) + count_words(segment.text)
        turns[segment.speaker] += segment.speaker != before
        before = segment.speaker
    total = sum(words.values()) or 1
    seconds = _seconds_by_speaker(with_ends(recording.segments))
    return tuple(
        Speaker(name, count, count / total, turns[name], seconds[name])
        for name, count in sorted(words.items(), key=lambda item: -item[1])
    )


def _seconds_by_speaker(segments: Sequence[Segment]) -> dict[str, float | None]:
    """Seconds spoken, None where a turn has no times: `_seconds` of each, in one pass."""
    own: dict[str, list[Segment]] = {}
    for place, segment in enumerate(segments):
        turn = own.setdefault(segment.speaker, [])
        if turn and place and segments[place - 1].speaker != segment.speaker:
            turn.append(_BREAK)
        turn.append(segment)
    return {name: _seconds(turns, {name}) for name, turns in own.items()}


def unify_names(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """One spelling for each name: composed, single blanks, whatever its case; the commonest.

    A note behind a name, as in "ADA (laughing)", is no part of it.
    """
    named = _without_notes({segment.speaker for segment in segments})
    spellings: dict[str, Counter[str]] = {}
    for segment in segments:
        name = named[segment.speaker]
        spellings.setdefault(fold_name(name), Counter())[name] += 1
    chosen = {key: counts.most_common(1)[0][0] for key, counts in spellings.items()}
    return tuple(
        segment
        if segment.speaker == (name := chosen[fold_name(named[segment.speaker])])
        else replace(segment, speaker=name)
        for segment in segments
    )


def _without_notes(written: Collection[str]) -> dict[str, str]:
    """Each name without the brackets after it, unless these tell two people apart.

    They hold a stage note, pronouns, a company, a part or a telephone number.
    """
    parts = {name: _parts_of(name) for name in written}
    notes: dict[str, set[str]] = {}
    for name, note in parts.values():
        notes.setdefault(fold_name(name), set()).update({fold_name(note)} if note else ())
    plain = {fold_name(spelling) for spelling in written}
    return {
        spelling: name
        if len(notes[fold_name(name)]) < 2 or (note[:1].islower() and fold_name(name) in plain)
        else name_in_one_line(spelling)
        for spelling, (name, note) in parts.items()
    }


def _parts_of(spelling: str) -> tuple[str, str]:
    """A name, and what may tell its bearer from another of that name; a stage note never does."""
    spelling = name_in_one_line(spelling)
    match = _NOTE.fullmatch(spelling)
    if match is None:
        return spelling, ""
    if _NOTE.fullmatch(match[1]):  # (Harbour West) (Labour)
        return _parts_of(match[1])
    note = match[2] or match[3]
    if not strip_non_speech(f"({note})").strip() or to_seconds(note) is not None:
        return match[1], ""
    is_copy = note.isdigit() and len(note) <= _MAX_COPY
    return (spelling, "") if is_copy or is_machine_name(match[1]) else (match[1], note)


def name_in_one_line(name: str) -> str:
    """A name without breaks and doubled blanks, each accented letter one character (NFC)."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def unwrap_midnight(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Times that keep rising when a clock passes midnight."""
    shifted: list[Segment] = []
    days, before = 0.0, 0.0
    for segment in segments:
        start_s, end_s = segment.start_s, segment.end_s
        if start_s is not None:
            if before - days - start_s > _HALF_DAY_S:
                days += 2 * _HALF_DAY_S
            before = start_s + days
        if end_s is not None and start_s is not None and start_s - end_s > _HALF_DAY_S:
            end_s += 2 * _HALF_DAY_S
        if days and start_s is not None:
            segment = shift_segment(replace(segment, end_s=end_s), days)
        elif end_s != segment.end_s:
            segment = replace(segment, end_s=end_s)
        shifted.append(segment)
    return tuple(shifted)


def shift_segment(segment: Segment, by: float) -> Segment:
    """The segment with all its times so many seconds later."""

    def later(second: float | None) -> float | None:
        return None if second is None else round(second + by, 3)

    words = tuple(
        replace(word, start_s=later(word.start_s), end_s=later(word.end_s))
        for word in segment.words
    )
    return replace(segment, start_s=later(segment.start_s), end_s=later(segment.end_s), words=words)


def select_speakers(recording: Recording, wanted: Sequence[str] | None) -> set[str]:
    """The names meant by `wanted`, whatever their case; all for None.

    Raises InputError for an unknown speaker.
    """
    names = dict.fromkeys(segment.speaker for segment in recording.segments)
    if wanted is None:
        return set(names)
    by_folded = {fold_name(name): name for name in names}
    chosen = set()
    for name in wanted:
        known = by_folded.get(fold_name(name)) or by_folded.get(fold_name(_parts_of(name)[0]))
        if known is None:
            listed = ", ".join(name for name in names if name) or "no names"
            raise InputError(f"speaker {name!r}", f"not in this transcript; found {listed}")
        chosen.add(known)
    return chosen


def join_segments(recording: Recording, chosen: set[str]) -> SpokenText:
    """What the chosen said, in order; a turn ends where someone else speaks."""
    segments = with_ends(recording.segments)
    text: list[str] = []
    stretches: list[Stretch] = []
    words: list[Stretch] = []
    offset, before, turn = 0, -1, 0
    for index, segment in enumerate(segments):
        if segment.speaker not in chosen:
            continue
        if before >= 0:
            continues = before == index - 1 and segments[before].speaker == segment.speaker
            turn += not continues
            text.append(recording.joint if continues else _TURN)
            offset += len(text[-1])
        text.append(segment.text)
        end = offset + len(segment.text)
        stretches.append(
            Stretch(offset, end, segment.start_s, segment.end_s, segment.speaker, turn)
        )
        words += [replace(w, start=w.start + offset, end=w.end + offset) for w in segment.words]
        offset, before = end, index
    if len(stretches) == 1 and stretches[0].start_s is None:
        stretches = []
    return SpokenText("".join(text), tuple(stretches), tuple(words), _seconds(segments, chosen))


def with_ends(segments: Sequence[Segment]) -> list[Segment]:
    """Segments with ends: as given, else where the next begins, else by the words of the last.

    With a single time, no length is known.
    """
    ended = list(segments)
    if sum(segment.start_s is not None for segment in ended) < 2:
        return ended
    following: float | None = None
    for index in range(len(ended) - 1, -1, -1):
        segment = ended[index]
        if segment.start_s is None:
            continue
        if segment.end_s is None:
            end_s = following
            if end_s is None or end_s < segment.start_s:
                end_s = segment.start_s + estimate_seconds(count_words(segment.text))
            ended[index] = replace(segment, end_s=end_s)
        following = segment.start_s
    return ended


def _seconds(segments: Sequence[Segment], chosen: set[str]) -> float | None:
    """Seconds in which one of the chosen has the word, the pauses in their turns included."""
    spans = []
    for turn in _turns(segments, chosen):
        starts = [s.start_s for s in turn if s.start_s is not None]
        ends = [s.end_s for s in turn if s.end_s is not None]
        if not starts or not ends:
            return None
        spans.append((min(starts), max(ends)))
    total, reached = 0.0, 0.0
    for start_s, end_s in sorted(spans):
        total += max(0.0, end_s - max(start_s, reached))
        reached = max(reached, end_s)
    return round(total, 3) or None


def _turns(segments: Sequence[Segment], chosen: set[str]) -> Iterator[list[Segment]]:
    """Runs of segments of the chosen speakers, not interrupted by another speaker."""
    turn: list[Segment] = []
    for segment in segments:
        if segment.speaker in chosen:
            turn.append(segment)
        elif turn:
            yield turn
            turn = []
    if turn:
        yield turn
