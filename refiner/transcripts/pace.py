"""Pace, pauses and filler clusters over the seconds of a talk. Pure.

No timing is inferred beyond the transcript's timestamps: without them there is no pace.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from refiner.model import Stretch, Transcript, per_minute, word_offsets, word_spans
from refiner.run_document import ClusterDict, PaceDict, PaceWindowDict, PauseDict
from refiner.spans import Span, find_clusters

LONG_PAUSE_S = 2.0  # ours: longer than a breath and a full stop take together
_WINDOW_S = 60.0
_MIN_WINDOW_S = 10.0
_WINDOWS = 6  # a short talk is divided into this many, if they are not too short
_MIN_RATE_S = 3.0  # too short for a rate
MIN_WORD_S = 0.05  # ours: no word is spoken in less
_SHORT_WORD_S = 0.3  # about what an "um" takes

_Seconds = tuple[float, float]  # from, to


class Clock:
    """When in the recording an offset of the text is said, and by whom."""

    def __init__(self, transcript: Transcript) -> None:
        self._words = transcript.timed_words
        self._stretches = transcript.stretches
        self._word_starts = [word.start for word in transcript.timed_words]
        self._stretch_starts = [stretch.start for stretch in transcript.stretches]

    def second_at(self, offset: int) -> float | None:
        """The second of a word's own time; else by its place in its turn or caption; else None."""
        word = _span_at(self._words, self._word_starts, offset)
        if word is not None and word.start_s is not None:
            return word.start_s
        return self._placed_second(offset, offset)

    def rounded_second_at(self, offset: int) -> float | None:
        """`second_at`, to the millisecond."""
        second = self.second_at(offset)
        return None if second is None else round(second, 3)

    def rounded_end_of(self, start: int, end: int) -> float | None:
        """The second at which `start` to `end` of the text has been said, to the millisecond.

        Of its last word's own time, as `end_of_word`; else by its place in its turn or caption;
        None if unknown.
        """
        began = self.second_at(start)
        last = _place_of(self._words, self._word_starts, end - 1)
        ended = None if last is None else end_of_word(self._words, last)
        if ended is None:
            ended = self._placed_second(end - 1, end)
        return None if began is None or ended is None else round(max(began, ended), 3)

    def speaker_at(self, offset: int) -> str:
        """Who says it; empty if not named."""
        stretch = _span_at(self._stretches, self._stretch_starts, offset)
        return stretch.speaker if stretch else ""

    def _placed_second(self, inside: int, offset: int) -> float | None:
        """The second of `offset` by its place in the turn or caption that `inside` is in."""
        stretch = _span_at(self._stretches, self._stretch_starts, inside)
        if stretch is None or stretch.start_s is None or stretch.end_s is None:
            return None
        part = (offset - stretch.start) / (stretch.end - stretch.start)
        return stretch.start_s + part * (stretch.end_s - stretch.start_s)

    def sorted_seconds(self, offsets: Iterable[int]) -> list[float]:
        """The seconds of those offsets that have one."""
        return sorted(s for offset in offsets if (s := self.second_at(offset)) is not None)


def _span_at(spans: Sequence[Stretch], starts: list[int], offset: int) -> Stretch | None:
    place = _place_of(spans, starts, offset)
    return None if place is None else spans[place]


def _place_of(spans: Sequence[Stretch], starts: list[int], offset: int) -> int | None:
    """The number of the span that holds an offset."""
    place = bisect_right(starts, offset) - 1
    return place if place >= 0 and offset < spans[place].end else None


def end_of_word(words: Sequence[Stretch], place: int) -> float | None:
    """When the timed word of that number ends; None if it is not known when it begins.

    Whisper gives many hesitations no length. A word without an end, or shorter than `MIN_WORD_S`,
    lasts until the next one begins, at most 0.3 s and at least `MIN_WORD_S`.
    """
    start_s, end_s = words[place].start_s, words[place].end_s
    if start_s is None or (end_s is not None and end_s - start_s >= MIN_WORD_S):
        return end_s
    following = words[place + 1].start_s if place + 1 < len(words) else None
    until = start_s + _SHORT_WORD_S
    if following is not None and following >= start_s:
        until = min(until, following)
    return max(until, start_s + MIN_WORD_S)


def place_words(transcript: Transcript) -> list[tuple[int, int, float, float]]:
    """Each word's start, end and seconds: its own, else by its place in its turn or caption.

    Words whose seconds are unknown are left out; empty without times.
    """
    if words := transcript.timed_words:
        ends = (end_of_word(words, place) for place in range(len(words)))
        return [
            (word.start, word.end, word.start_s, round(end_s, 3))
            for word, end_s in zip(words, ends, strict=True)
            if word.start_s is not None and end_s is not None
        ]
    if not transcript.stretches:
        return []
    clock, placed = Clock(transcript), []
    for start, end in word_spans(transcript.text):
        start_s, end_s = clock.rounded_second_at(start), clock.rounded_second_at(end - 1)
        if start_s is not None and end_s is not None:
            placed.append((start, end, start_s, end_s))
    return placed


def build_pace(transcript: Transcript, fillers: Sequence[Span]) -> PaceDict | None:
    """The run document's `pace`; `fillers` are the spans of those that count, in order.

    `times` says whether words have times of their own or are placed within their turns or
    captions. Seconds count from the start of the recording, rates over the seconds in which
    the chosen speakers have the word. None without times.
    """
    turns = _turn_seconds(transcript.stretches)
    if not turns:
        return None
    clock = Clock(transcript)
    words = list(word_offsets(transcript.text))
    spoken = clock.sorted_seconds(words)
    filled = clock.sorted_seconds(start for start, _ in fillers)
    return {
        "times": "words" if transcript.timed_words else "segments",
        "start_s": round(min(start_s for start_s, _ in turns), 3),
        "end_s": round(max(end_s for _, end_s in turns), 3),
        "words_per_minute": _rate(len(spoken), sum(end_s - start_s for start_s, end_s in turns)),
        "windows": list(_windows(turns, spoken, filled)),
        "long_pauses": list(_long_pauses(transcript)),
        "clusters": list(_clusters(fillers, words, clock)),
    }


def _turn_seconds(stretches: Sequence[Stretch]) -> list[_Seconds]:
    """Each turn from the first to the last second known of it."""
    turns: dict[int, _Seconds] = {}
    for stretch in stretches:
        if stretch.start_s is not None and stretch.end_s is not None:
            start_s, end_s = turns.get(stretch.turn, (stretch.start_s, stretch.end_s))
            turns[stretch.turn] = min(start_s, stretch.start_s), max(end_s, stretch.end_s)
    return list(turns.values())


def _rate(words: int, seconds: float) -> int | None:
    return round(per_minute(words, seconds)) if seconds >= _MIN_RATE_S else None


def _windows(
    turns: list[_Seconds], spoken: list[float], filled: list[float]
) -> Iterator[PaceWindowDict]:
    """The talk in equal parts of about a minute: words a minute and fillers in each."""
    first = min(start_s for start_s, _ in turns)
    last = max(end_s for _, end_s in turns)
    length = min(_WINDOW_S, max(_MIN_WINDOW_S, (last - first) / _WINDOWS))
    count = max(1, round((last - first) / length))
    edges = [first + (last - first) * n / count for n in range(count + 1)]
    for start_s, end_s in pairwise(edges):
        speaking = sum(max(0.0, min(to, end_s) - max(since, start_s)) for since, to in turns)
        until = end_s if end_s < edges[-1] else math.inf  # a word at the very end counts
        words = _count_between(spoken, start_s, until)
        yield {
            "start_s": round(start_s, 3),
            "end_s": round(end_s, 3),
            "words": words,
            "words_per_minute": _rate(words, speaking),
            "fillers": _count_between(filled, start_s, until),
        }


def _count_between(times: list[float], start_s: float, end_s: float) -> int:
    """How many of sorted `times` are from `start_s` to before `end_s`."""
    return bisect_left(times, end_s) - bisect_left(times, start_s)


def _long_pauses(transcript: Transcript) -> Iterator[PauseDict]:
    """Silences of `LONG_PAUSE_S` or more within a turn; someone else's turn is no silence."""
    starts = [stretch.start for stretch in transcript.stretches]

    def turn_of(piece: Stretch) -> int:
        return transcript.stretches[bisect_right(starts, piece.start) - 1].turn

    pieces = transcript.timed_words or transcript.stretches
    timed = [p for p in pieces if p.start_s is not None and p.end_s is not None]
    for before, piece in pairwise(timed):
        start_s, end_s = before.end_s or 0.0, piece.start_s or 0.0
        if end_s - start_s >= LONG_PAUSE_S and turn_of(before) == turn_of(piece):
            yield {
                "start_s": round(start_s, 3),
                "seconds": round(end_s - start_s, 3),
                "offset": piece.start,
            }


def _clusters(fillers: Sequence[Span], words: Sequence[int], clock: Clock) -> Iterator[ClusterDict]:
    """The seconds of the first and the last filler of each cluster whose time is known."""
    for cluster in find_clusters(fillers, words):
        seconds = clock.sorted_seconds(fillers[n][0] for n in cluster)
        if seconds:
            start_s, end_s = round(seconds[0], 3), round(seconds[-1], 3)
            yield {"start_s": start_s, "end_s": end_s, "fillers": len(cluster)}
