"""A transcript cut into stretches that can be judged on their own: at sentence ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from refiner.model import Candidate, count_words

WORDS = 400  # of one stretch; fewer make the instructions, sent with each, the larger part
MOST = 6  # stretches; more run into the provider's limits of requests at once
_REACH = 600  # characters past the even place in which a sentence end is looked for
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_SPACE = re.compile(r"\s+")


def cut(text: str, candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Spans that join up to the whole text, of about equal length, none cutting a candidate.

    Text without sentence ends (as raw speech recognition gives it) is cut between words.
    """
    parts = min(MOST, max(1, round(count_words(text) / WORDS)))
    cuts = [0]
    for n in range(1, parts):
        at = _place(text, max(len(text) * n // parts, cuts[-1]), candidates)
        if cuts[-1] < at < len(text):
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _place(text: str, even: int, candidates: Sequence[Candidate]) -> int:
    """The first sentence end in reach after `even`, else the first gap between words."""
    for found in _SENTENCE_END.finditer(text, even, even + _REACH):
        if not _inside(found.end(), candidates):
            return found.end()
    for found in _SPACE.finditer(text, even):
        if not _inside(found.end(), candidates):
            return found.end()
    return len(text)


def _inside(at: int, candidates: Sequence[Candidate]) -> bool:
    """`candidates` are in order and free of overlaps."""
    before = bisect_right(candidates, at, key=lambda c: c.start) - 1
    return before >= 0 and candidates[before].start < at < candidates[before].end
