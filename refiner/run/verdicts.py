"""Merges the analysis into the listed words: every filler is a span of the transcript.

Nothing in an answer is trusted: numbers that do not exist, second verdicts and quotes that are
not in the transcript are dropped and counted. No message repeats the transcript's text.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from refiner.detection.detector import judge_occurrences
from refiner.detection.lexicon import Lexicon
from refiner.detection.rules.line import CAN_BE_DROPPED
from refiner.llm.numbering import round_brackets, strip_numbers
from refiner.llm.verdict_forms import Verdict
from refiner.model import Candidate, Filler, Kind, ListedWord, word_of
from refiner.run.scales import find_doubts, probability_of_one
from refiner.spans import Span, find_phrase, overlapping

MIN_GAP = 8  # so many words in a row are not left out by choice: the context was cut


def list_words(text: str, lexicon: Lexicon) -> tuple[ListedWord, ...]:
    """Every occurrence of a lexicon word, flagged by the rules or not, in order.

    Words that the lexicon says never to count are left out: no judge may count them.
    """
    return tuple(
        ListedWord(
            o.start, o.end, o.text, o.entry.word, o.entry.kind,
            line.filler, line.why if line.filler else "",
        )
        for o, line in judge_occurrences(text, lexicon)
        if o.entry.count != "never"
    )  # fmt: skip


class Verdicts:
    """The verdicts on one text's listed words, added one by one as they arrive.

    `dropped` counts what could not be used, by reason.
    """

    def __init__(
        self, text: str, words: Sequence[ListedWord], min_probability: float, lexicon: Lexicon
    ) -> None:
        """A word counts as a filler from `min_probability` on."""
        self.text = text
        self._sent_text = round_brackets(text)
        self._words = words
        self._min_probability = min_probability
        self._lexicon = lexicon
        self._verdicts: dict[int, Verdict] = {}
        self._missed: list[Filler] = []
        self._searched: dict[tuple[str, Span], int] = {}
        self._reasons: dict[int, str] = {}
        self._excluded: range = range(0)
        self._gap_of: tuple[int, range] | None = None
        self._gap = range(0)
        self._changes = 0  # counted after each, since another thread may look at any moment
        self._found: tuple[int, tuple[Filler, ...]] = -1, ()  # after so many changes
        self.dropped: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many words have their verdict."""
        return len(self._verdicts)

    def doubts(self) -> list[str]:
        """What the figures as a whole look like if they may not be meant as percent."""
        return find_doubts(self._words, self._probabilities(), self._min_probability)

    def _probabilities(self) -> dict[int, float]:
        """By number; of a 1 what it means beside the other verdicts."""
        one = probability_of_one(verdict.scale for verdict in self._verdicts.values())
        return {
            number: one if one is not None and verdict.scale == "one" else verdict.probability
            for number, verdict in self._verdicts.items()
            if verdict.probability is not None
        }

    def add(self, verdict: Verdict) -> None:
        """A verdict without a probability counts as absent."""
        if verdict.probability is None:
            return
        if not 1 <= verdict.number <= len(self._words):
            self.dropped["numbers that do not exist"] += 1
        elif verdict.number in self._verdicts:
            self.dropped["second verdicts"] += 1
        else:
            self._verdicts[verdict.number] = verdict
            if verdict.why:
                self._reasons[verdict.number] = verdict.why
            self._changes += 1

    def add_missed(self, missed: Iterable[Mapping[str, Any]]) -> None:
        taken = sorted((word.start, word.end) for word in self._words)
        for entry in missed:
            span = self._locate(entry, taken)
            if isinstance(span, str):
                self.dropped[span] += 1
                continue
            insort(taken, span)
            text = self.text[slice(*span)]
            word, kind = _lexicon_word(text, self._lexicon)
            self._missed.append(Filler(*span, text, word, kind, False, True, None, CAN_BE_DROPPED))
        self._changes += 1

    def add_reasons(self, reasons: Iterable[Mapping[str, Any]]) -> None:
        for reason in reasons:
            if 1 <= reason["number"] <= len(self._words) and reason["why"].strip():
                self._reasons.setdefault(reason["number"], reason["why"].strip())
        self._changes += 1

    def exclude(self, numbers: range) -> None:
        """Leave these words to another request."""
        self._excluded = numbers
        self._changes += 1

    def left_out(self) -> list[int]:
        """The numbers without a verdict, in order; filled pauses need none."""
        return [
            number
            for number, word in enumerate(self._words, 1)
            if not (number in self._verdicts or number in self._excluded)
            and word.kind != "filled_pause"
        ]

    def gap(self) -> range:
        """The longest run of left-out words; filled pauses between them do not end it."""
        known = (len(self._verdicts), self._excluded)
        if self._gap_of != known:  # asked for at every piece of an answer, of thousands of words
            self._gap_of, self._gap = known, self._find_gap()
        return self._gap

    def _find_gap(self) -> range:
        judged = [n for n, word in enumerate(self._words, 1) if word.kind != "filled_pause"]
        missing = set(self.left_out())
        runs = [list(run) for is_out, run in groupby(judged, missing.__contains__) if is_out]
        longest = max(runs, key=len, default=[])
        return range(longest[0], longest[-1] + 1) if len(longest) >= MIN_GAP else range(0)

    def fillers(self) -> tuple[Filler, ...]:
        """Every span that either side judged a filler, in order; without a verdict, the rules'."""
        changes, found = self._found
        if changes != self._changes:
            changes = self._changes
            found = self._find_fillers()
            self._found = changes, found
        return found

    def _find_fillers(self) -> tuple[Filler, ...]:
        probabilities = self._probabilities()
        judged = [
            self._filler(number, word, probabilities.get(number))
            for number, word in enumerate(self._words, 1)
            if number not in self._excluded
        ]
        fillers = [filler for filler in judged if filler.rule or filler.ai]
        return tuple(sorted(fillers + self._missed, key=lambda f: f.start))

    def _filler(self, number: int, word: ListedWord, probability: float | None) -> Filler:
        ai = word.rule if probability is None else probability >= self._min_probability
        # The rules' reason is for a filler, so it says nothing for a verdict against one.
        why = self._reasons.get(number) or (ai and (word.rationale or CAN_BE_DROPPED)) or ""
        span = (word.start, word.end, word.text, word.word, word.kind)
        return Filler(*span, word.rule, ai, probability, why)

    def _locate(self, entry: Mapping[str, Any], taken: Sequence[Span]) -> Span | str:
        """The first place of the quote where the word is not yet a span, or why none is usable."""
        quote = strip_numbers(entry["quote"])
        places, number = find_phrase(entry["word"], quote), entry["occurrence"]
        if not 1 <= number <= len(places):
            return "words that are not in their quote"
        inside = places[number - 1]
        passage = (quote, inside)
        start = self._sent_text.find(quote, self._searched.get(passage, 0))
        if start < 0 and passage not in self._searched:
            return "quotes that are not in the transcript"
        while start >= 0:
            self._searched[passage] = start + 1  # a place that is taken is never free again
            span = (start + inside[0], start + inside[1])
            if not overlapping(taken, span) and self._is_whole_word(span):
                return span
            start = self._sent_text.find(quote, start + 1)
        return "words that have a verdict already"

    def _is_whole_word(self, span: Span) -> bool:
        """False for a part of a longer word ("um" in "umbrella"), even if the quote cuts it."""
        before, after = (
            self.text[max(0, span[0] - 1) : span[0]],
            self.text[span[1] : span[1] + 1],
        )
        return not (before.isalnum() or after.isalnum())


def candidates_of(words: Iterable[ListedWord]) -> tuple[Candidate, ...]:
    """The words that the rules flagged."""
    return tuple(
        Candidate(w.start, w.end, w.text, w.word, w.kind, w.rationale) for w in words if w.rule
    )


def rule_fillers(candidates: Sequence[Candidate]) -> tuple[Filler, ...]:
    """The fillers without an analysis: the candidates count on both sides."""
    return tuple(
        Filler(c.start, c.end, c.text, c.word, c.kind, True, True, None, c.rationale)
        for c in candidates
    )


def merge_parts(parts: Iterable[Iterable[Filler]]) -> tuple[Filler, ...]:
    """The fillers of all parts in order; of two that overlap, the first part's."""
    merged: list[Filler] = []
    taken: list[Span] = []
    for part in parts:
        added = [f for f in part if not (taken and overlapping(taken, (f.start, f.end)))]
        merged += added
        taken = sorted([*taken, *((f.start, f.end) for f in added)])
    return tuple(sorted(merged, key=lambda filler: filler.start))


def _lexicon_word(text: str, lexicon: Lexicon) -> tuple[str, Kind]:
    """The lexicon's word and kind of a span; an unlisted word is its own discourse marker."""
    for occurrence in lexicon.occurrences(text):
        if (occurrence.start, occurrence.end) == (0, len(text)):
            return occurrence.entry.word, occurrence.entry.kind
    return word_of(text), "discourse_marker"
