"""One request of an analysis and what has been read of its answer.

An analysis is one part, or several: the verdicts on each chunk of the transcript, and the
quality of the whole. A part's counts are final once both its arrays of verdicts are closed,
even if the rest of its answer fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from refiner.config.settings import Settings
from refiner.detection.lexicon import Lexicon
from refiner.errors import Unusable
from refiner.llm.json_stream import Item, Section
from refiner.llm.numbering import round_brackets, strip_numbers
from refiner.llm.prompts import Request, analysis_request, quality_request, verdicts_request
from refiner.llm.schemas import read_item, read_items, read_valid
from refiner.llm.verdict_forms import list_verdicts
from refiner.model import Filler, ListedWord, Transcript, count_words
from refiner.run.chunks import split_transcript
from refiner.run.verdicts import Verdicts
from refiner.spans import Span

MAX_CHUNKS = 6  # concurrent requests; more would hit the provider's concurrency limit
MIN_JUDGED = 60  # words to judge in a chunk; with fewer, the instructions outweigh the chunk
MAX_JUDGED = 1_200  # of one request: some 8,000 tokens of answer, which every model may write
MAX_WORDS = 20_000  # of one request: some 30,000 tokens
_MIN_CHUNK_WORDS = 200
MAX_ROUNDS = 3  # an answer that was cut is followed up, and a follow-up once more
_EXCERPT_SHARE, _EXCERPT_WORDS = 0.15, 800  # of the transcript, for the quality if in chunks
_COUNTED = {"verdicts", "missed_fillers"}
_NO_PAIR = "verdicts that are not pairs of numbers"


class Part:
    """Reads one answer; `offset` is where its chunk begins in the transcript.

    `round` counts from 1: a part of round 2 asks for what an answer of round 1 left out.
    """

    def __init__(
        self, request: Request, min_probability: float, lexicon: Lexicon, offset: int, text: str
    ) -> None:
        self.request = request
        self.judges = set(request.keys) >= _COUNTED
        self.offset = offset
        self.round = 1
        self.sections: dict[str, Any] = {}
        self._min_probability = min_probability
        self._lexicon = lexicon
        self._text = text
        self._sent_text = round_brackets(text)
        self._followed_up = False
        self.reset()

    def reset(self) -> None:
        """Drop what was read of a broken answer; called before the request is sent."""
        self.sections.clear()
        self._dropped: Counter[str] = Counter()
        self._unreadable = 0  # verdicts, among them those without a figure
        self.verdicts = Verdicts(
            self._text, self.request.words, self._min_probability, self._lexicon
        )

    @property
    def words(self) -> int:
        """How many words of the transcript were sent; the numbers among them are none."""
        return count_words(self._text)

    @property
    def _is_closed(self) -> bool:
        """Whether both arrays of verdicts have ended."""
        return self.sections.keys() >= _COUNTED

    @property
    def is_counted(self) -> bool:
        """True if its refined count is final, or it has none."""
        if not self.judges:
            return True
        return self._is_closed and (self._followed_up or not self.gap)

    @property
    def gap(self) -> range:
        """The numbers missing from an answer whose context was cut; empty after the last round.

        Verdicts that were given, but none of which can be read, are not asked for again: the
        model would write them in the same way.
        """
        is_last = self.round >= MAX_ROUNDS or (self._unreadable and not self.verdicts.count)
        may_have_one = self.judges and self._is_closed and not is_last
        return self.verdicts.gap() if may_have_one else range(0)

    @property
    def is_complete(self) -> bool:
        """True when no further request is needed; final counts are not requested again."""
        if self.judges:
            return self._is_closed
        return self.sections.keys() >= set(self.request.keys)

    @property
    def dropped(self) -> Counter[str]:
        """How much of the answer could not be used, by reason."""
        return self._dropped + self.verdicts.dropped

    def fillers(self) -> list[Filler]:
        """Its spans, with the verdicts so far, in offsets of the whole transcript."""
        offset, found = self.offset, self.verdicts.fillers()
        if not offset:
            return [*found]
        return [replace(f, start=f.start + offset, end=f.end + offset) for f in found]

    def add(self, event: Item | Section) -> None:
        """Add an item or section that closed; raises Unusable if its shape is wrong."""
        if isinstance(event, Section):
            if event.key == "verdicts":
                event = self._listed(event)
            was_closed = self._is_closed
            self.sections[event.key] = self._valid_section(event)
            if not was_closed and self._is_closed:
                self.verdicts.add_missed(self.sections["missed_fillers"])
            if event.key == "reasons":
                self.verdicts.add_reasons(self.sections["reasons"])
        elif event.key == "verdicts":
            self._add_verdict(event)

    def _listed(self, section: Section) -> Section:
        """The verdicts as a list; in another form they could not be read one by one."""
        listed = list_verdicts(section.value)
        if listed is section.value or not isinstance(listed, list):
            return section
        self._dropped.pop(_NO_PAIR, None)
        self._unreadable = 0
        for index, value in enumerate(listed):
            self._add_verdict(Item(section.key, index, value))
        return Section(section.key, listed)

    def close_verdicts(self, *, is_whole: bool) -> None:
        """Keep the verdicts of an answer that was cut among them, if it is not asked for again.

        `is_whole`: they went on without end, so that all were among them; else the rest of them
        must be worth asking for.
        """
        before = self.sections
        if self.judges and self.verdicts.count:
            self.sections = {key: [] for key in _COUNTED} | before
        if not is_whole and not self.gap:
            self.sections = before

    def _add_verdict(self, item: Item) -> None:
        try:
            verdict = read_item(self.request.schema_name, item.key, item.index, item.value)
        except Unusable:
            self._dropped[_NO_PAIR] += 1
            self._unreadable += 1
        else:
            self.verdicts.add(verdict)
            if verdict.probability is None:
                self._unreadable += 1
                words = self.request.words[verdict.number - 1 : verdict.number]
                if any(word.kind == "filled_pause" for word in words):  # else it is left out
                    self._dropped["verdicts on filled pauses without a probability"] += 1

    def follow_up(self, make_parts: Callable[[Span], list[Part]]) -> list[Part]:
        """Parts that ask for the gap again, smaller than what this answer covered."""
        gap, words = self.gap, self.request.words
        if not gap or self._followed_up:
            return []
        self._followed_up = True
        self.verdicts.exclude(gap)
        start = words[gap.start - 1].start if gap.start > 1 else 0
        end = words[gap.stop - 1].start if gap.stop <= len(words) else len(self._text)
        parts = make_parts((self.offset + start, self.offset + end))
        for part in parts:
            part.round = self.round + 1
        return parts

    def _valid_section(self, event: Section) -> Any:
        """A section as its schema asks for; of a list, the valid entries."""
        name = self.request.schema_name
        if event.key == "verdicts":
            was_read = isinstance(event.value, list)  # each as it closed
            return event.value if was_read else read_items(name, event.key, event.value)[0]
        valid, dropped = read_valid(name, event.key, event.value)
        self._dropped += dropped
        return self._quoted_issues(valid) if event.key == "issues" else valid

    def _quoted_issues(self, issues: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The issues whose quote is in the transcript, quoted as it is there."""
        found = []
        for issue in issues:
            quote = strip_numbers(issue["quote"])
            start = self._sent_text.find(quote)
            if start >= 0 and quote.strip():
                found.append(issue | {"quote": self._text[start : start + len(quote)]})
        if len(found) < len(issues):
            self._dropped["issues whose quote is not in the transcript"] += len(issues) - len(found)
        return found


@dataclass(frozen=True, slots=True)
class AnalysisInputs:
    """What an analysis is made of; `words` are all listed words of the transcript, in order."""

    transcript: Transcript
    words: Sequence[ListedWord]
    settings: Settings
    lexicon: Lexicon

    def make_part(self, request: Request, text: str, offset: int = 0) -> Part:
        return Part(request, self.settings.confidence, self.lexicon, offset, text)

    def quality_part(self, excerpt: str) -> Part:
        request = quality_request(self.transcript, excerpt, self.settings.model_analysis)
        return self.make_part(request, excerpt)


SplitAnalysis = Callable[[AnalysisInputs], list[Part]]


def single_request(inputs: AnalysisInputs) -> list[Part]:
    """The analysis in one request; in as few as possible if it is too long for one."""
    transcript, words = inputs.transcript, inputs.words
    count = max(ceil(count_judged(words) / MAX_JUDGED), ceil(transcript.words / MAX_WORDS))
    if count > 1:
        return _chunked(inputs, count)
    request = analysis_request(transcript, words, inputs.settings.model_analysis)
    return [inputs.make_part(request, transcript.text)]


def concurrent_requests(inputs: AnalysisInputs, count: int | None = None) -> list[Part]:
    """The same analysis in several requests that can be answered concurrently.

    `count` chunks; None for as many as are long enough.
    """
    count = count or chunk_count(count_judged(inputs.words), inputs.transcript.words)
    return single_request(inputs) if count < 2 else _chunked(inputs, count)


def chunk_count(judged: int, words: int) -> int:
    """How many chunks a fan-out has: each long enough, none too long for one request."""
    needed = max(ceil(judged / MAX_JUDGED), ceil(words / MAX_WORDS))
    return max(min(MAX_CHUNKS, judged // MIN_JUDGED), needed)


def count_judged(words: Sequence[ListedWord]) -> int:
    """How many verdicts a model writes; filled pauses may be left out."""
    return sum(word.kind != "filled_pause" for word in words)


def excerpt_share(words: int) -> float:
    """How much of a transcript of so many words is sent to judge the quality of all of it."""
    return 1 / max(1, round(words / max(_EXCERPT_WORDS, _EXCERPT_SHARE * words)))


def _chunked(inputs: AnalysisInputs, count: int) -> list[Part]:
    """The quality of the whole, and the verdicts on each of `count` chunks.

    Of a long transcript only an excerpt is sent, so that the whole is not sent twice.
    """
    text = inputs.transcript.text
    shares = round(1 / excerpt_share(inputs.transcript.words))
    excerpt = text[slice(*split_transcript(text, (), shares)[0])]
    parts = [inputs.quality_part(excerpt), *chunk_parts(inputs, (0, len(text)), count)]
    total = sum(part.request.answer_tokens for part in parts)
    for part in parts:
        part.request = replace(part.request, share=part.request.answer_tokens / total)
    return parts


def chunk_parts(inputs: AnalysisInputs, within: Span, count: int) -> list[Part]:
    """The verdicts on one span of the transcript, in at most `count` requests."""
    transcript, (first, last) = inputs.transcript, within
    inside = [word for word in inputs.words if first <= word.start < last]
    text = transcript.text[first:last]
    chunks = split_transcript(text, [(w.start - first, w.end - first) for w in inside], count)
    parts = []
    for n, (start, end) in enumerate(chunks, 1):
        offset, chunk = first + start, text[start:end]
        own = [
            replace(word, start=word.start - offset, end=word.end - offset)
            for word in inside
            if offset <= word.start < first + end
        ]
        name = f"verdicts {n} of {len(chunks)}"
        if within != (0, len(transcript.text)):
            name += f" from word {count_words(transcript.text[:first]) + 1:,}"
        request = verdicts_request(transcript, chunk, own, name, inputs.settings.model_analysis)
        parts.append(inputs.make_part(request, chunk, offset))
    return parts


def split_too_long(part: Part, inputs: AnalysisInputs) -> list[Part]:
    """A part that was too long for the model, in smaller ones; empty if it cannot be split."""
    sent = part.request.document["transcript"]
    if part.words < 2 * _MIN_CHUNK_WORDS or part.round >= MAX_ROUNDS:
        return []
    count = min(4, part.words // _MIN_CHUNK_WORDS)
    if part.request.schema_name == "speech_analysis":
        parts = _chunked(inputs, count)
    elif part.judges:
        within = (part.offset, part.offset + len(part.verdicts.text))
        parts = chunk_parts(inputs, within, count)
    else:
        parts = [inputs.quality_part(sent[slice(*split_transcript(sent, (), count)[0])])]
    for smaller in parts:
        smaller.round = part.round + 1
    return parts
