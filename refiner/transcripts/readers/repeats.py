"""What the order of segments shows of a transcript: loops, two files in one, translations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice, pairwise

from refiner.patterns import compile_later
from refiner.transcripts.recording import Segment

_MIN_LOOP = 5  # times in a row: people say "no, no, no", not a sentence as often
_MIN_WORDS = 3
_JOINED = (
    "the times start again in the middle, as if two files were joined; the length is not known"
)
_RESTART_S = 1.0  # from the first time: where a second file begins
_TRANSLATED = compile_later(r"\W{0,4}\w.*\s[\[(][^\[\]()\n]*\w[^\[\]()\n]*[\])]\W*", re.DOTALL)
_MIN_TRANSLATED = 3


def warn_of_segments(segments: Sequence[Segment]) -> tuple[str, ...]:
    """A line for each sign that words were repeated, joined or translated."""
    return tuple(_find_faults(segments))


def _find_faults(segments: Sequence[Segment]) -> Iterator[str]:
    runs = ((text, sum(1 for _ in run)) for text, run in groupby(s.text for s in segments))
    loop = max((n for text, n in runs if text.count(" ") + 1 >= _MIN_WORDS), default=0)
    if loop >= _MIN_LOOP:
        yield f"the same words come {loop:,} times in a row; a transcriber may have repeated them"
    if times_start_again(segments):
        yield _JOINED
    ends = sum(_TRANSLATED.fullmatch(one.text[-400:]) is not None for one in segments)
    if ends >= max(_MIN_TRANSLATED, 0.6 * len(segments)):
        yield "most turns end with words in brackets, perhaps a translation; these were counted"


def times_start_again(segments: Sequence[Segment]) -> bool:
    """Whether the times restart with a speaker of before; another may be on their own channel."""
    timed = [one for one in segments if one.start_s is not None]
    starts = [one.start_s or 0.0 for one in timed]
    known = {one.speaker for one in timed[:2]}
    for place, (a, b) in enumerate(_inner_pairs(starts), 2):
        speaker = timed[place].speaker
        if b + _RESTART_S < a and b <= starts[0] + _RESTART_S and speaker in known:
            return True
        known.add(speaker)
    return False


def _inner_pairs(starts: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Neighbours with one more on each side: one caption out of order begins no second file."""
    return islice(pairwise(starts), 1, max(1, len(starts) - 2))
