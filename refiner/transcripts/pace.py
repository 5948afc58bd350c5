"""Pace, pauses and where fillers gather, over the seconds of a talk. Pure.

One rule: nothing is said of time that the transcript's own times do not tell.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from refiner.model import Stretch, Transcript, word_offsets

LONG_PAUSE_S = 2.0  # ours: longer than a breath and a full stop take together
CLUSTER_GAP_S = 5.0  # ours: about a dozen words
CLUSTER_LEAST = 3
_WINDOW_S = 60.0
_SHORTEST_WINDOW_S = 10.0
_WINDOWS = 6  # a short talk is cut into so many, if they are not too short
_HEARD_S = 3.0  # a rate over less is none


class Clock:
    """When in the recording a place of the text is said."""

    def __init__(self, talk: Transcript) -> None:
        self._words = talk.timed_words
        self._stretches = talk.stretches
        self._word_starts = [word.start for word in talk.timed_words]
        self._stretch_starts = [stretch.start for stretch in talk.stretches]

    def at(self, offset: int) -> float | None:
        """The second of a word's own time; else by its place in its turn or caption; else None."""
        word = _holding(self._words, self._word_starts, offset)
        if word is not None and word.start_s is not None:
            return word.start_s
        stretch = _holding(self._stretches, self._stretch_starts, offset)
        if stretch is None or stretch.start_s is None or stretch.end_s is None:
            return None
        part = (offset - stretch.start) / (stretch.end - stretch.start)
        return stretch.start_s + part * (stretch.end_s - stretch.start_s)

    def second(self, offset: int) -> float | None:
        """`at`, to the millisecond."""
        at = self.at(offset)
        return None if at is None else round(at, 3)


def _holding(spans: Sequence[Stretch], starts: list[int], offset: int) -> Stretch | None:
    place = bisect_right(starts, offset) - 1
    return spans[place] if place >= 0 and offset < spans[place].end else None


@dataclass(frozen=True, slots=True)
class _Turn:
    """One go of one speaker, from the first to the last second known of it."""

    number: int
    start_s: float
    end_s: float


def pace(talk: Transcript, fillers: Iterable[int]) -> dict[str, Any] | None:
    """The run document's `pace`; `fillers` are the offsets of those that count.

    `times` says whether words have times of their own or are placed within their turns or
    captions. Seconds count from the start of the recording, rates over the seconds in which
    the chosen speakers have the word. None without times.
    """
    turns = list(_turns(talk.stretches))
    if not turns:
        return None
    clock = Clock(talk)
    spoken = _times(clock, word_offsets(talk.text))
    filled = _times(clock, fillers)
    heard = sum(turn.end_s - turn.start_s for turn in turns)
    return {
        "times": "words" if talk.timed_words else "segments",
        "start_s": round(min(turn.start_s for turn in turns), 3),
        "end_s": round(max(turn.end_s for turn in turns), 3),
        "words_per_minute": round(60 * len(spoken) / heard) if heard >= _HEARD_S else None,
        "windows": list(_windows(turns, spoken, filled)),
        "long_pauses": list(_pauses(talk)),
        "clusters": list(_clusters(filled)),
    }


def _times(clock: Clock, offsets: Iterable[int]) -> list[float]:
    return sorted(at for offset in offsets if (at := clock.at(offset)) is not None)


def _turns(stretches: Sequence[Stretch]) -> Iterator[_Turn]:
    known: dict[int, _Turn] = {}
    for piece in stretches:
        if piece.start_s is None or piece.end_s is None:
            continue
        turn = known.get(piece.turn, _Turn(piece.turn, piece.start_s, piece.end_s))
        known[piece.turn] = _Turn(
            piece.turn, min(turn.start_s, piece.start_s), max(turn.end_s, piece.end_s)
        )
    yield from known.values()


def _windows(
    turns: list[_Turn], spoken: list[float], filled: list[float]
) -> Iterator[dict[str, Any]]:
    """The talk in equal parts of about a minute: words a minute and fillers in each."""
    first = min(turn.start_s for turn in turns)
    last = max(turn.end_s for turn in turns)
    wanted = min(_WINDOW_S, max(_SHORTEST_WINDOW_S, (last - first) / _WINDOWS))
    count = max(1, round((last - first) / wanted))
    edges = [first + (last - first) * n / count for n in range(count + 1)]
    for start_s, end_s in pairwise(edges):
        heard = sum(max(0.0, min(t.end_s, end_s) - max(t.start_s, start_s)) for t in turns)
        until = end_s if end_s < edges[-1] else math.inf  # what is said at the very end counts
        words = _within(spoken, start_s, until)
        yield {
            "start_s": round(start_s, 3),
            "end_s": round(end_s, 3),
            "words": words,
            "words_per_minute": round(60 * words / heard) if heard >= _HEARD_S else None,
            "fillers": _within(filled, start_s, until),
        }


def _within(times: list[float], start_s: float, end_s: float) -> int:
    """How many of sorted `times` are from `start_s` to before `end_s`."""
    return bisect_left(times, end_s) - bisect_left(times, start_s)


def _pauses(talk: Transcript) -> Iterator[dict[str, Any]]:
    """Silences of `LONG_PAUSE_S` or more within a turn; someone else's turn is no silence."""
    turn_starts = [stretch.start for stretch in talk.stretches]
    before: Stretch | None = None
    for piece in talk.timed_words or talk.stretches:
        if piece.start_s is None or piece.end_s is None:
            continue
        if before is not None and before.end_s is not None:
            silence = piece.start_s - before.end_s
            if silence >= LONG_PAUSE_S and _same_turn(talk, turn_starts, before, piece):
                yield {
                    "start_s": round(before.end_s, 3),
                    "seconds": round(silence, 3),
                    "offset": piece.start,
                }
        before = piece


def _same_turn(talk: Transcript, starts: list[int], one: Stretch, other: Stretch) -> bool:
    places = [bisect_right(starts, piece.start) - 1 for piece in (one, other)]
    return talk.stretches[places[0]].turn == talk.stretches[places[1]].turn


def _clusters(filled: list[float]) -> Iterator[dict[str, Any]]:
    """Runs of `CLUSTER_LEAST` or more fillers, none more than `CLUSTER_GAP_S` after the last."""
    run: list[float] = []
    for at in [*filled, float("inf")]:
        if run and at - run[-1] > CLUSTER_GAP_S:
            if len(run) >= CLUSTER_LEAST:
                yield {
                    "start_s": round(run[0], 3),
                    "end_s": round(run[-1], 3),
                    "fillers": len(run),
                }
            run = []
        run.append(at)
