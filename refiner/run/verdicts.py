"""The analysis's answer laid over the rules' spans: every filler is a span of the transcript.

Nothing in an answer is trusted: unknown ids, second verdicts, missing verdicts and quotes
that are not there are each dropped with a warning, which never repeats transcript text.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from refiner.detection.lexicon import Lexicon
from refiner.model import Candidate, Filler, Kind
from refiner.spans import find_phrase, overlapping


class Judgements:
    """The verdicts on one transcript's candidates, taken in one by one as they are written."""

    def __init__(
        self, text: str, candidates: Sequence[Candidate], bar: float, lexicon: Lexicon
    ) -> None:
        """`bar`: a filler verdict of less confidence does not count."""
        self._text = text
        self._candidates = candidates
        self._bar = bar
        self._lexicon = lexicon
        self._verdicts: dict[int, Mapping[str, Any]] = {}
        self._missed: list[Filler] = []
        self._searched: dict[tuple[str, tuple[int, int]], int] = {}
        self.warnings: list[str] = []

    @property
    def judged(self) -> int:
        """How many candidates have their verdict."""
        return len(self._verdicts)

    def add_verdict(self, verdict: Mapping[str, Any]) -> None:
        number = verdict["id"]
        if not 1 <= number <= len(self._candidates):
            self.warnings.append(f"the analysis judged candidate {number}, which does not exist")
        elif number in self._verdicts:
            self.warnings.append(f"the analysis judged candidate {number} twice; the first stands")
        else:
            self._verdicts[number] = verdict

    def add_missed(self, missed: Iterable[Mapping[str, Any]]) -> None:
        taken = sorted((c.start, c.end) for c in self._candidates)
        for n, found in enumerate(missed, 1):
            if found["confidence"] < self._bar:
                continue
            span = self._locate(found, taken)
            if isinstance(span, str):
                self.warnings.append(f"missed filler {n} was dropped: {span}")
                continue
            insort(taken, span)
            self._missed.append(self._missed_filler(span, found))

    def close(self) -> None:
        """All verdicts are in: a candidate without one keeps the rules' word, with a warning."""
        missing = len(self._candidates) - len(self._verdicts)
        if missing:
            self.warnings.append(
                f"the analysis left out {missing} of {len(self._candidates)} candidates; "
                "there the rules' word stands"
            )

    def fillers(self) -> tuple[Filler, ...]:
        """Every span either side took for a filler, in order; unjudged ones as the rules say."""
        judged = [self._judged(n, c) for n, c in enumerate(self._candidates, 1)]
        return tuple(sorted(judged + self._missed, key=lambda f: f.start))

    def _judged(self, number: int, c: Candidate) -> Filler:
        verdict = self._verdicts.get(number)
        if verdict is None:
            return Filler(c.start, c.end, c.text, c.word, c.kind, True, True, None, c.rationale)
        confidence = verdict["confidence"]
        counts = bool(verdict["filler"]) and confidence >= self._bar
        rationale = verdict["rationale"] or c.rationale
        return Filler(c.start, c.end, c.text, c.word, c.kind, True, counts, confidence, rationale)

    def _missed_filler(self, span: tuple[int, int], found: Mapping[str, Any]) -> Filler:
        text = self._text[slice(*span)]
        word, kind = _lexical(text, self._lexicon)
        return Filler(*span, text, word, kind, False, True, found["confidence"], found["rationale"])

    def _locate(
        self, found: Mapping[str, Any], taken: Sequence[tuple[int, int]]
    ) -> tuple[int, int] | str:
        """The first place of the quote where the word is not yet a span, or why there is none."""
        quote = found["quote"]
        places, number = find_phrase(found["word"], quote), found["occurrence"]
        if not 1 <= number <= len(places):
            return "the word does not stand in its quote that often"
        inside = places[number - 1]
        passage = (quote, inside)
        at = self._text.find(quote, self._searched.get(passage, 0))
        if at < 0 and passage not in self._searched:
            return "its quote is not in the transcript"
        while at >= 0:
            self._searched[passage] = at + 1  # a place that is taken is never free again
            span = (at + inside[0], at + inside[1])
            if not overlapping(taken, span) and self._whole(span):
                return span
            at = self._text.find(quote, at + 1)
        return "every such place is already judged"

    def _whole(self, span: tuple[int, int]) -> bool:
        """No part of a longer word ("um" in "umbrella"), though the quote may cut one."""
        before, after = self._text[: span[0]][-1:], self._text[span[1] : span[1] + 1]
        return not (before.isalnum() or after.isalnum())


def unjudged(candidates: Sequence[Candidate]) -> tuple[Filler, ...]:
    """Where there is no analysis, the rules' word stands for both."""
    return tuple(
        Filler(c.start, c.end, c.text, c.word, c.kind, True, True, None, c.rationale)
        for c in candidates
    )


def _lexical(text: str, lexicon: Lexicon) -> tuple[str, Kind]:
    """The lexicon's word and kind for a span; a word it does not list is a marker of its own."""
    for found in lexicon.occurrences(text):
        if (found.start, found.end) == (0, len(text)):
            return found.entry.word, found.entry.kind
    return " ".join(text.lower().split()), "discourse_marker"
