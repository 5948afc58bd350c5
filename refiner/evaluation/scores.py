"""How well predicted fillers agree with people.

Only spans that people judged count; a prediction is positive on such a span if it overlaps it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from refiner.decision import Comparison
from refiner.evaluation.gold import FILLED_PAUSE, JudgedSpan, Sample
from refiner.spans import overlapping

RESAMPLES = 1000  # for 95% intervals
BINS = 10


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a detector says of `text[start:end]`.

    `confidence` is the chance (0 to 1) that its verdict is right; None if the detector gives
    no confidence.
    """

    start: int
    end: int
    filler: bool = True
    confidence: float | None = None

    def counts(self, min_confidence: float) -> bool:
        """Whether a run would count it: a filler verdict that is confidence enough."""
        return self.filler and (self.confidence is None or self.confidence >= min_confidence)


@dataclass(frozen=True, slots=True)
class SpanOutcome:
    """One judged span of one sample, and the detector's verdict on it.

    `confidence` is that of the verdict; None without a verdict or a confidence.
    """

    sample: int
    judged: JudgedSpan
    counted: bool
    verdict: bool
    confidence: float | None

    @property
    def wrong(self) -> bool:
        return self.counted is not self.judged.filler


@dataclass(frozen=True, slots=True)
class Tally:
    """Fillers found (`hits`), counted wrongly (`extra`), not found (`missed`)."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.extra + other.extra, self.missed + other.missed)

    @classmethod
    def of(cls, outcomes: Iterable[SpanOutcome]) -> Tally:
        counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
        for outcome in outcomes:
            counts[outcome.counted, outcome.judged.filler] += 1
        return cls(counts[True, True], counts[True, False], counts[False, True])

    @property
    def precision(self) -> float:
        return _ratio(self.hits, self.hits + self.extra)

    @property
    def recall(self) -> float:
        return _ratio(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 if there was nothing to find."""
        return _ratio(2 * self.hits, 2 * self.hits + self.extra + self.missed)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def outcomes_of(
    index: int, sample: Sample, predictions: Sequence[Prediction], min_confidence: float
) -> list[SpanOutcome]:
    """An outcome for each judged span of `sample`; predictions come in order of their start."""
    spans = [(p.start, p.end) for p in predictions]
    found = []
    for judged in sample.judged:
        near = overlapping(spans, (judged.start, judged.end))
        over = [predictions[i] for i in reversed(near)]
        counted = any(p.counts(min_confidence) for p in over)
        verdict = any(p.filler for p in over)
        confidence = next((p.confidence for p in over if p.filler is verdict), None)
        found.append(SpanOutcome(index, judged, counted, verdict, confidence))
    return found


@dataclass(frozen=True, slots=True)
class Sessions:
    """Agreement of whole counts, over the sessions in which people marked a filler.

    `off`: share that differs by more than the threshold (as a run decides); `near`: share
    within 10 % or one filler of the human count.
    """

    sessions: int
    off: float
    near: float


def sessions_of(outcomes: Iterable[SpanOutcome], threshold: float = 0.2) -> Sessions:
    counted: dict[int, int] = defaultdict(int)
    human: dict[int, int] = defaultdict(int)
    for outcome in outcomes:
        counted[outcome.sample] += outcome.counted
        human[outcome.sample] += outcome.judged.filler
    with_fillers = [(counted[s], n) for s, n in human.items() if n]
    off = sum(Comparison(c, n).difference > threshold for c, n in with_fillers)
    near = sum(abs(c - n) <= max(1.0, 0.1 * n) for c, n in with_fillers)
    total = len(with_fillers)
    return Sessions(total, off / total if total else 0.0, _ratio(near, total))


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Verdicts whose confidence lies in one tenth: how confidence they were, how often right."""

    verdicts: int
    confidence: float
    accuracy: float


def calibration_of(outcomes: Iterable[SpanOutcome]) -> tuple[list[CalibrationBin], float | None]:
    """The reliability table, and the expected calibration error (Guo et al. 2017).

    The error is the mean of |accuracy - confidence| over the bins, weighted by their
    verdicts; None if no verdict had a confidence.
    """
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.confidence is not None:
            right = outcome.verdict is outcome.judged.filler
            bins[min(BINS - 1, int(outcome.confidence * BINS))].append((outcome.confidence, right))
    table = []
    for _, verdicts in sorted(bins.items()):
        n = len(verdicts)
        table.append(
            CalibrationBin(n, sum(s for s, _ in verdicts) / n, sum(r for _, r in verdicts) / n)
        )
    total = sum(b.verdicts for b in table)
    if not total:
        return [], None
    return table, sum(b.verdicts * abs(b.accuracy - b.confidence) for b in table) / total


def f1_interval(
    samples: Sequence[Sample], outcomes: Iterable[SpanOutcome], rng: random.Random
) -> tuple[float, float]:
    """The 95 % interval of the F1, drawing whole conversations."""
    tallies = [Tally.of(block) for block in _by_conversation(samples, outcomes)]
    return _interval(tallies, lambda drawn: sum(drawn, Tally()).f1, rng)


def f1_difference_interval(
    samples: Sequence[Sample],
    first: Iterable[SpanOutcome],
    second: Iterable[SpanOutcome],
    rng: random.Random,
) -> tuple[float, float]:
    """The 95 % interval of the second F1 less the first, on the same drawn conversations."""
    blocks = [
        (Tally.of(a), Tally.of(b))
        for a, b in zip(
            _by_conversation(samples, first), _by_conversation(samples, second), strict=True
        )
    ]

    def difference(drawn: Sequence[tuple[Tally, Tally]]) -> float:
        before, after = sum((a for a, _ in drawn), Tally()), sum((b for _, b in drawn), Tally())
        return after.f1 - before.f1

    return _interval(blocks, difference, rng)


def off_interval(
    samples: Sequence[Sample], outcomes: Iterable[SpanOutcome], threshold: float, rng: random.Random
) -> tuple[float, float]:
    """The 95 % interval of the share of sessions that are off, drawing whole conversations."""
    blocks = [sessions_of(b, threshold) for b in _by_conversation(samples, outcomes)]

    def share(drawn: Sequence[Sessions]) -> float:
        total = sum(s.sessions for s in drawn)
        return sum(s.off * s.sessions for s in drawn) / total if total else 0.0

    return _interval(blocks, share, rng)


def _by_conversation(
    samples: Sequence[Sample], outcomes: Iterable[SpanOutcome]
) -> list[list[SpanOutcome]]:
    groups: dict[str, list[SpanOutcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[samples[outcome.sample].conversation].append(outcome)
    return list(groups.values())


Block = TypeVar("Block")


def _interval(
    blocks: Sequence[Block], figure: Callable[[Sequence[Block]], float], rng: random.Random
) -> tuple[float, float]:
    """Draws whole conversations again and again (cluster bootstrap).

    Speakers of one conversation share a topic and a transcriber, so a span is no
    independent observation; a conversation is.
    """
    drawn = sorted(figure(rng.choices(blocks, k=len(blocks))) for _ in range(RESAMPLES))
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES) - 1]


def group_by_form(outcomes: Iterable[SpanOutcome]) -> Mapping[str, list[SpanOutcome]]:
    """Outcomes by gold form, the most frequent first."""
    return _grouped(outcomes, lambda outcome: outcome.judged.form)


def group_by_source(
    samples: Sequence[Sample], outcomes: Iterable[SpanOutcome]
) -> Mapping[str, list[SpanOutcome]]:
    """Outcomes by the corpus that the sample's id names before its first slash."""
    return _grouped(outcomes, lambda outcome: samples[outcome.sample].id.partition("/")[0])


def _grouped(
    outcomes: Iterable[SpanOutcome], key: Callable[[SpanOutcome], str]
) -> Mapping[str, list[SpanOutcome]]:
    groups: dict[str, list[SpanOutcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[key(outcome)].append(outcome)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def ambiguous_outcomes(outcomes: Iterable[SpanOutcome]) -> list[SpanOutcome]:
    """All but filled pauses."""
    return [o for o in outcomes if o.judged.form != FILLED_PAUSE]
