"""The nouns of the refiner: frozen values, valid from construction, no I/O.

A count is always the length of a list of spans; counts are never stored.
Offsets are Unicode code points into `Transcript.text`, end exclusive.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

WORDS_PER_MINUTE = 150  # assumed pace if the length is unknown
HESITATION = "hesitation"  # the word of one that was not transcribed: which one is not known

Kind = Literal["filled_pause", "discourse_marker", "hedge", "crutch_phrase"]
DurationSource = Literal["timestamps", "given", "estimated"]
LanguageSource = Literal["given", "found"]
Strategy = Literal["sequential", "hybrid", "early", "fanout"]
StrategyChoice = Literal["sequential", "hybrid", "early", "fanout", "auto"]
Policy = Literal["threshold", "always", "never"]
CountSource = Literal["rule", "ai"]
AnalystMode = Literal["full", "fast"]  # the local analyst with its encoder or without

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
SPOKEN_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word as it is spoken: the parts of a hyphenated word are words of their own."""


def count_words(text: str) -> int:
    """Words in `text`: runs of letters and digits, joined by apostrophes or hyphens."""
    return _WORD.subn("", text)[1]


def word_of(text: str) -> str:
    """The word of a span that no lexicon lists: its text in lower case, with single blanks."""
    return " ".join(text.lower().split())


def per_100_words(count: float, words: int) -> float:
    """`count` per 100 words; 0.0 without words."""
    return 100 * count / words if words else 0.0


def per_minute(count: float, seconds: float) -> float:
    """`count` per minute; 0.0 without seconds."""
    return 60 * count / seconds if seconds else 0.0


def is_english(language: str | None) -> bool:
    """Whether an ISO 639-1 code is that of English; a talk of unknown language counts as such."""
    return language in (None, "en")


def estimate_seconds(words: int) -> float:
    """How long so many words take at `WORDS_PER_MINUTE`."""
    return words / WORDS_PER_MINUTE * 60


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each word that `count_words` counts."""
    return (match.span() for match in _WORD.finditer(text))


def word_offsets(text: str) -> Iterator[int]:
    """Where each of these words begins."""
    return (start for start, _ in word_spans(text))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a transcript came from; `path` is None for pasted text and standard input."""

    path: str | None
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a transcript, end exclusive, with its start and end times in the recording.

    The seconds are None if unknown, `speaker` is empty if not named. Stretches of one `turn`
    follow each other without another speaker between them.
    """

    start: int
    end: int
    start_s: float | None = None
    end_s: float | None = None
    speaker: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    """A speaker of the file, chosen or not. `share`: of all its words, from 0 to 1."""

    name: str
    words: int
    share: float
    turns: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence in the recording, in seconds."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class PossibleHesitation:
    """Voiced sound between two words, long enough for an "um", that was not transcribed.

    Seconds into the recording; `offset` is where the word after it begins in the text. It is
    no filler: it counts only after a person has confirmed it.
    """

    start_s: float
    end_s: float
    offset: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """The text of a talk. `duration_s` is in seconds; None if unknown.

    `stretches` are the pieces it was read in (turns, captions), `timed_words` the words whose
    own times are known; both in order, both empty for plain text. `warnings` name what could
    not be read as intended. `held_on` is the day of the talk in ISO 8601, empty if unknown,
    `language` an ISO 639-1 code, None if unknown; `language_source` is `given` if a person named
    it. `speakers` are all who are named in the file.
    `possible_hesitations` is None if there was no sound to look for them in; `silences` too.
    """

    text: str
    source: Source
    title: str = ""
    speaker: str = ""
    duration_s: float | None = None
    duration_source: DurationSource = "estimated"
    stretches: tuple[Stretch, ...] = ()
    timed_words: tuple[Stretch, ...] = ()
    warnings: tuple[str, ...] = ()
    held_on: str = ""
    language: str | None = None
    language_source: LanguageSource = "found"
    speakers: tuple[SpeakerShare, ...] = ()
    possible_hesitations: tuple[PossibleHesitation, ...] | None = None
    silences: tuple[Silence, ...] | None = None
    words: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", count_words(self.text))

    @property
    def given_language(self) -> str | None:
        """The language that a person named; None if it was found out."""
        return self.language if self.language_source == "given" else None

    @property
    def length_s(self) -> float:
        """Seconds spoken: measured or given, else estimated at `WORDS_PER_MINUTE`."""
        if self.duration_s is not None:
            return self.duration_s
        return estimate_seconds(self.words)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that the rules flagged as a filler.

    `word` is the lexicon's form ("you know", "um"), `text` the transcript's own spelling,
    `rationale` the rule's reason in words a coach understands.
    """

    start: int
    end: int
    text: str
    word: str
    kind: Kind
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class ListedWord:
    """An occurrence of a lexicon word, to be judged; `rule` is True if the rules flagged it.

    `rationale` is the rule's reason for a flagged one, else empty.
    """

    start: int
    end: int
    text: str
    word: str
    kind: Kind
    rule: bool
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Filler:
    """A span that the rules or the analysis judged a filler, with both verdicts.

    `probability` (0 to 1) is how likely it is a filler, None if no judge gave one. `rationale`
    is the reason of the analysis if it gave one, else the rule's.
    """

    start: int
    end: int
    text: str
    word: str
    kind: Kind
    rule: bool
    ai: bool
    probability: float | None
    rationale: str

    def is_counted_by(self, source: CountSource) -> bool:
        return self.rule if source == "rule" else self.ai


def counted_spans(fillers: Iterable[Filler], source: CountSource = "ai") -> list[tuple[int, int]]:
    """Where the fillers are that `source` counts, in their order."""
    return [(f.start, f.end) for f in fillers if f.is_counted_by(source)]


@dataclass(frozen=True, slots=True)
class FillerCounts:
    """Filler counts of one source over one transcript; the numbers that advice may say."""

    source: CountSource
    by_word: Mapping[str, int]
    filled_pauses: int
    words: int
    length_s: float

    @classmethod
    def of(
        cls, fillers: Iterable[Filler], source: CountSource, transcript: Transcript
    ) -> FillerCounts:
        counted = [f for f in fillers if f.is_counted_by(source)]
        by_word = Counter(f.word for f in counted)
        pauses = sum(f.kind == "filled_pause" for f in counted)
        words, length_s = transcript.words, transcript.length_s
        return cls(source, dict(by_word.most_common()), pauses, words, length_s)

    @property
    def total(self) -> int:
        return sum(self.by_word.values())

    @property
    def per_100_words(self) -> float:
        """Fillers per 100 words, to one decimal."""
        return round(per_100_words(self.total, self.words), 1)

    @property
    def per_minute(self) -> float:
        """Fillers per minute, to one decimal; an estimate if the length is one."""
        return round(per_minute(self.total, self.length_s), 1)


@dataclass(frozen=True, slots=True)
class Advice:
    """A coach's answer as written: slots for numbers, not numbers. See `prompts.COACHING`."""

    headline: str
    focus_areas: tuple[Mapping[str, str], ...]
    strengths: tuple[str, ...]
    weekly_goals: tuple[Mapping[str, str], ...]
    motivation: str

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Advice:
        """From a coach's answer or a run document; lists become tuples."""
        return cls(
            answer["headline"],
            tuple(answer["focus_areas"]),
            tuple(answer["strengths"]),
            tuple(answer["weekly_goals"]),
            answer["motivation"],
        )


EMPTY_ADVICE = Advice("", (), (), (), "")


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to work on, shown with an exact `quote` from the talk.

    `kind`: filler_cluster, frequent_filler, hedging, repetition, restart, long_sentence, pace.
    `severity`: low, medium, high.
    """

    kind: str
    quote: str
    severity: str
    rationale: str
    tip: str
    confidence: float = 1.0
