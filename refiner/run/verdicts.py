"""Merges the analysis into the rule spans: every filler is a span of the transcript.

Nothing in an answer is trusted: unknown ids, second verdicts, missing verdicts and quotes
that are not in the transcript are each dropped with a warning that never repeats its text.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from refiner.detection.lexicon import Lexicon
from refiner.model import Candidate, Filler, Kind
from refiner.spans import find_phrase, overlapping


class Verdicts:
    """The verdicts on one text's candidates, added one by one as they arrive."""

    def __init__(
        self, text: str, candidates: Sequence[Candidate], min_confidence: float, lexicon: Lexicon
    ) -> None:
        """A filler verdict of less than `min_confidence` does not count."""
        self._text = text
        self._candidates = candidates
        self._min_confidence = min_confidence
        self._lexicon = lexicon
        self._verdicts: dict[int, Mapping[str, Any]] = {}
        self._missed: list[Filler] = []
        self._searched: dict[tuple[str, tuple[int, int]], int] = {}
        self.warnings: list[str] = []

    @property
    def count(self) -> int:
        """How many candidates have their verdict."""
        return len(self._verdicts)

    def add(self, verdict: Mapping[str, Any]) -> None:
        number = verdict["id"]
        if not 1 <= number <= len(self._candidates):
            self.warnings.append(f"the analysis judged candidate {number}, which does not exist")
        elif number in self._verdicts:
            self.warnings.append(f"the analysis judged candidate {number} twice; keeping the first")
        else:
            self._verdicts[number] = verdict

    def add_missed(self, missed: Iterable[Mapping[str, Any]]) -> None:
        taken = sorted((c.start, c.end) for c in self._candidates)
        for n, entry in enumerate(missed, 1):
            if entry["confidence"] < self._min_confidence:
                continue
            span = self._locate(entry, taken)
            if isinstance(span, str):
                self.warnings.append(f"missed filler {n} was dropped: {span}")
                continue
            insort(taken, span)
            text = self._text[slice(*span)]
            word, kind = _lexicon_word(text, self._lexicon)
            confidence, rationale = entry["confidence"], entry["rationale"]
            self._missed.append(Filler(*span, text, word, kind, False, True, confidence, rationale))

    def close(self) -> None:
        """Called after the last verdict: candidates without one keep the rule verdict."""
        missing = len(self._candidates) - len(self._verdicts)
        if missing:
            self.warnings.append(
                f"the analysis left out {missing} of {len(self._candidates)} candidates; "
                "the rule verdict is used for those"
            )

    def fillers(self) -> tuple[Filler, ...]:
        """Every span that either side judged a filler, in order; without a verdict, the rules'."""
        judged = [self._filler(n, c) for n, c in enumerate(self._candidates, 1)]
        return tuple(sorted(judged + self._missed, key=lambda f: f.start))

    def _filler(self, number: int, candidate: Candidate) -> Filler:
        verdict = self._verdicts.get(number)
        if verdict is None:
            return _rule_filler(candidate)
        confidence = verdict["confidence"]
        return replace(
            _rule_filler(candidate),
            ai=bool(verdict["filler"]) and confidence >= self._min_confidence,
            confidence=confidence,
            rationale=verdict["rationale"] or candidate.rationale,
        )

    def _locate(
        self, entry: Mapping[str, Any], taken: Sequence[tuple[int, int]]
    ) -> tuple[int, int] | str:
        """The first place of the quote where the word is not yet a span, or why none is usable."""
        quote = entry["quote"]
        places, number = find_phrase(entry["word"], quote), entry["occurrence"]
        if not 1 <= number <= len(places):
            return "the word does not occur that often in the quote"
        inside = places[number - 1]
        passage = (quote, inside)
        start = self._text.find(quote, self._searched.get(passage, 0))
        if start < 0 and passage not in self._searched:
            return "its quote is not in the transcript"
        while start >= 0:
            self._searched[passage] = start + 1  # a place that is taken is never free again
            span = (start + inside[0], start + inside[1])
            if not overlapping(taken, span) and self._is_whole_word(span):
                return span
            start = self._text.find(quote, start + 1)
        return "every such place is already judged"

    def _is_whole_word(self, span: tuple[int, int]) -> bool:
        """False for a part of a longer word ("um" in "umbrella"), even if the quote cuts it."""
        before, after = self._text[max(0, span[0] - 1) : span[0]], self._text[span[1] : span[1] + 1]
        return not (before.isalnum() or after.isalnum())


def rule_fillers(candidates: Sequence[Candidate]) -> tuple[Filler, ...]:
    """The fillers without an analysis: the candidates count on both sides."""
    return tuple(map(_rule_filler, candidates))


def _rule_filler(c: Candidate) -> Filler:
    return Filler(c.start, c.end, c.text, c.word, c.kind, True, True, None, c.rationale)


def _lexicon_word(text: str, lexicon: Lexicon) -> tuple[str, Kind]:
    """The lexicon's word and kind of a span; an unlisted word is its own discourse marker."""
    for occurrence in lexicon.occurrences(text):
        if (occurrence.start, occurrence.end) == (0, len(text)):
            return occurrence.entry.word, occurrence.entry.kind
    return " ".join(text.lower().split()), "discourse_marker"
