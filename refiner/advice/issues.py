"""What anyone can see in a talk without a model, each thing with the passage that shows it.

One rule: a quote is cut out of the transcript as it stands, and no reason or tip says how
many fillers there are; the counts come from elsewhere and may still change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from refiner.advice.coach.repertoire import CLUSTER, FAST, HABITS, SLOW, Skill, skill_for
from refiner.advice.habits import (
    FAST_WPM,
    SLOW_WPM,
    Reading,
    skipped,
    trim,
    words_a_minute,
)
from refiner.model import CountSource, Filler, Issue, Transcript
from refiner.spans import Span

QUOTE_CHARS = 140
WORDS_SHOWN = 3  # different filler words that get examples
CLUSTER_FILLERS, CLUSTER_WORDS = 3, 12  # so many fillers within so many words
LOOKED_AT = 40  # places from which the examples are chosen
EXAMPLES = 2  # passages shown for the most frequent word, and of each habit

# Per 100 words: from here on a habit is of medium, of high severity.
_FREQUENT = (0.8, 2.0)
_HEDGED = (1.5, 3.0)
_STUMBLED = (0.5, 1.5)

_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)


def observe(talk: Transcript, fillers: Sequence[Filler], source: CountSource) -> tuple[Issue, ...]:
    """Frequent fillers and clusters as `source` counts them, then the other habits."""
    counted = [f for f in fillers if (f.rule if source == "rule" else f.ai)]
    reading = Reading(talk.text, skipped([(f.start, f.end) for f in counted]))
    if not reading.words:
        return ()
    return (
        *_frequent(reading, counted),
        *_clusters(reading, counted),
        *habits(reading, talk.duration_s),
    )


def habits(reading: Reading, duration_s: float | None) -> tuple[Issue, ...]:
    """Hedging, repetitions, restarts, long sentences and pace: all but the fillers."""
    repeated, restarted = reading.stumbles
    return (
        *_hedging(reading),
        *_stumbles(reading, "repetition", repeated),
        *_stumbles(reading, "restart", restarted),
        *_long_sentences(reading),
        *_pace(reading, duration_s),
    )


def _frequent(reading: Reading, fillers: Sequence[Filler]) -> Iterator[Issue]:
    by_word = Counter(f.word for f in fillers)
    for place, (word, count) in enumerate(by_word.most_common(WORDS_SHOWN)):
        if count == 1 and place > 0:
            break
        skill = skill_for(word)
        severity = _severity(_rate(reading, count), _FREQUENT)
        spans = [(f.start, f.end) for f in fillers if f.word == word]
        for quote in _quotes(reading, spans, EXAMPLES if place == 0 else 1):
            yield _issue("frequent_filler", quote, severity, skill, f"“{word}”: ")


def _clusters(reading: Reading, fillers: Sequence[Filler]) -> Iterator[Issue]:
    """The densest stretches of `CLUSTER_FILLERS` fillers within `CLUSTER_WORDS` words."""
    ordered = sorted((f.start, f.end) for f in fillers)
    stretches = []
    last = 0
    for (start, _), (_, end) in zip(ordered, ordered[CLUSTER_FILLERS - 1 :], strict=False):
        words = reading.words_in((start, end))
        if words <= CLUSTER_WORDS and start >= last:
            stretches.append((words, (start, end)))
            last = end
    densest = sorted(sorted(stretches)[:EXAMPLES], key=lambda x: x[1])
    for _, span in densest:
        severity = "high" if len(stretches) > EXAMPLES else "medium"
        yield _issue("filler_cluster", _quote(reading, span), severity, CLUSTER)


def _hedging(reading: Reading) -> Iterator[Issue]:
    hedges = reading.hedges()
    in_sentence = Counter(reading.sentence_at(start) for start, _ in hedges)
    rate = _rate(reading, len(hedges))
    gathered = reading.punctuated and max(in_sentence.values(), default=0) > 1
    if len(hedges) < 2 or (rate < _HEDGED[0] and not gathered):
        return
    worst = sorted(hedges, key=lambda h: -in_sentence[reading.sentence_at(h[0])])
    for quote in _quotes(reading, worst, EXAMPLES):
        yield _issue("hedging", quote, _severity(rate, _HEDGED), HABITS["hedging"])


def _stumbles(reading: Reading, kind: str, spans: Sequence[Span]) -> Iterator[Issue]:
    severity = _severity(_rate(reading, len(spans)), _STUMBLED)
    for quote in _quotes(reading, spans, EXAMPLES):
        yield _issue(kind, quote, severity, HABITS[kind])


def _long_sentences(reading: Reading) -> Iterator[Issue]:
    for words, span in reading.long_sentences()[:EXAMPLES]:
        severity = "high" if words > 90 else "medium" if words > 60 else "low"
        opening = reading.word_from(span[0])
        yield _issue("long_sentence", _quote(reading, opening), severity, HABITS["long_sentence"])


def _pace(reading: Reading, duration_s: float | None) -> Iterator[Issue]:
    pace = words_a_minute(len(reading.words), duration_s)
    if pace is None or SLOW_WPM <= pace <= FAST_WPM:
        return
    far = pace > 1.2 * FAST_WPM or pace < 0.8 * SLOW_WPM
    skill = FAST if pace > FAST_WPM else SLOW
    yield _issue("pace", _quote(reading, reading.words[0]), "high" if far else "medium", skill)


def _issue(kind: str, quote: str, severity: str, skill: Skill, about: str = "") -> Issue:
    return Issue(kind, quote, severity, about + skill.why, skill.tip)


def _rate(reading: Reading, count: int) -> float:
    return 100 * count / len(reading.words)


def _severity(rate: float, bounds: tuple[float, float]) -> str:
    return "high" if rate >= bounds[1] else "medium" if rate >= bounds[0] else "low"


def _quotes(reading: Reading, spans: Iterable[Span], most: int) -> list[str]:
    """Up to `most` passages apart from each other, those that read best by themselves first.

    A passage without numbers comes before one with: advice that quotes it cannot be
    misread as a count.
    """
    seen = {_passage(reading, span): span for span in islice(spans, LOOKED_AT)}
    shown: list[Span] = []
    for passage in sorted(seen, key=lambda p: _awkward(reading.text, p, seen[p])):
        if len(shown) < most and all(passage[1] <= s or e <= passage[0] for s, e in shown):
            shown.append(passage)
    return [reading.text[start:end] for start, end in shown]


def _awkward(text: str, passage: Span, span: Span) -> tuple[bool, bool, bool]:
    """How badly a passage serves: numbers in it, the span not set off by a mark, its length."""
    quote = text[slice(*passage)]
    set_off = text[span[1] : span[1] + 1] in (",", ".", "…", "?", "-")
    return bool(_NUMBER.search(quote)), not set_off, not 4 <= len(quote.split()) <= 22


def _quote(reading: Reading, span: Span) -> str:
    return reading.text[slice(*_passage(reading, span))]


def _passage(reading: Reading, span: Span) -> Span:
    """The sentence around `span`, or as much of it as `QUOTE_CHARS` hold, cut at blanks."""
    text = reading.text
    bounds = reading.sentence_at(span[0])[0], reading.sentence_at(span[1] - 1)[1]
    low, high = _line(text, *bounds, span)
    if high - low <= QUOTE_CHARS:
        return trim(text, low, high)
    if span[1] - span[0] > QUOTE_CHARS:
        start, end = reading.word_from(span[0])
        span = (start, min(end, start + QUOTE_CHARS))
    start = max(low, span[0] - (QUOTE_CHARS - (span[1] - span[0])) // 2)
    end = min(high, start + QUOTE_CHARS)
    start = max(low, end - QUOTE_CHARS)
    return _after_blank(text, start, low, span[0]), _before_blank(text, end, high, span[1])


def _line(text: str, low: int, high: int, span: Span) -> Span:
    """`low` to `high`, kept to the line of `span` where that line is long enough to show it."""
    start = max(low, text.rfind("\n", low, span[0]) + 1)
    end = text.find("\n", span[1], high)
    end = high if end < 0 else end
    return (start, end) if end - start >= QUOTE_CHARS // 3 else (low, high)


def _after_blank(text: str, at: int, low: int, high: int) -> int:
    """The first start of a word from `at` on."""
    while at > low and at < high and not text[at - 1].isspace():
        at += 1
    return at


def _before_blank(text: str, at: int, high: int, low: int) -> int:
    """The last end of a word up to `at`."""
    if at >= high:
        return len(text[:high].rstrip())
    while at > low and not text[at].isspace():
        at -= 1
    return at
