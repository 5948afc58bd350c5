"""Speech issues detectable without a model, each with the passage that shows it.

No rationale and no tip states how many fillers there are: the counts may still change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from refiner.advice.coach.filler_skills import skill_for
from refiner.advice.coach.habit_skills import CLUSTER_SKILL, FAST_SKILL, FURTHER, HABITS, SLOW_SKILL
from refiner.advice.coach.skill import Skill
from refiner.advice.habit_counts import (
    HABIT_COUNTS,
    LONG_ENDING,
    MAX_COUNTED_WORDS,
    MIN_SENTENCES,
    count_ending_words,
)
from refiner.advice.habits import (
    FAST_WPM,
    SLOW_WPM,
    TextIndex,
    words_per_minute,
)
from refiner.advice.quotes import EASY_WORDS, choose_quotes, quote_around
from refiner.model import (
    CountSource,
    Filler,
    Issue,
    Transcript,
    counted_spans,
    is_english,
    per_100_words,
)
from refiner.spans import Span, find_clusters

WORDS_SHOWN = 5  # different filler words that get examples
EXAMPLES = 2  # passages shown for each word and habit

MIN_SHOWN = 3  # signposts, sentences that name someone: fewer leave room for more

# Per 100 words: from here on a habit is of medium, of high severity.
_FREQUENT = (0.8, 2.0)
_HEDGED = (1.5, 3.0)
_STUMBLED = (0.5, 1.5)


def find_issues(
    transcript: Transcript,
    fillers: Sequence[Filler],
    source: CountSource,
    text_index: TextIndex | None = None,
) -> tuple[Issue, ...]:
    """Frequent fillers and clusters as `source` counts them, then the other habits.

    `text_index` is one of the transcript's text, if there is one already. In another language
    than English only long sentences are looked for: the other habits are known by English words,
    the pace by English figures.
    """
    counted = [f for f in fillers if f.is_counted_by(source)]
    index = (text_index or TextIndex(transcript.text)).with_fillers(counted_spans(counted, source))
    if not index.words:
        return ()
    if is_english(transcript.language):
        habits = (*find_habits(index, transcript.duration_s), *_find_room(index))
    else:
        habits = tuple(_long_sentences(index))
    return (
        *_frequent_fillers(index, counted, transcript.language),
        *_clusters(index, counted),
        *habits,
    )


def find_habits(index: TextIndex, duration_s: float | None) -> tuple[Issue, ...]:
    """Hedging, repetitions, restarts, long sentences and pace: everything but the fillers."""
    repeated, restarted = index.stumbles
    return (
        *_hedging(index),
        *_stumbles(index, "repetition", repeated),
        *_stumbles(index, "restart", restarted),
        *_long_sentences(index),
        *_pace(index, duration_s),
    )


def _frequent_fillers(
    index: TextIndex, fillers: Sequence[Filler], language: str | None
) -> Iterator[Issue]:
    by_word = Counter(f.word for f in fillers)
    by_family = Counter(skill_for(f.word, language).skill for f in fillers)
    for place, (word, count) in enumerate(by_word.most_common(WORDS_SHOWN)):
        skill = skill_for(word, language)
        if by_family[skill.skill] == 1 and place > 0:
            continue
        severity = _severity(index, count, _FREQUENT)
        spans = [(f.start, f.end) for f in fillers if f.word == word]
        for quote in choose_quotes(index, spans, EXAMPLES):
            yield _issue("frequent_filler", quote, severity, skill, f"“{word}”: ")


def _clusters(index: TextIndex, fillers: Sequence[Filler]) -> Iterator[Issue]:
    """The densest clusters, in the order of the text."""
    spans = sorted((f.start, f.end) for f in fillers)
    sized = []
    for cluster in find_clusters(spans, index.word_starts):
        span = spans[cluster.start][0], spans[cluster.stop - 1][1]
        sized.append((index.words_in(span) / len(cluster), span))
    severity = "high" if len(sized) > EXAMPLES else "medium"
    for span in sorted(span for _, span in sorted(sized)[:EXAMPLES]):
        yield _issue("filler_cluster", quote_around(index, span), severity, CLUSTER_SKILL)


def _hedging(index: TextIndex) -> Iterator[Issue]:
    hedges = index.hedges()
    in_sentence = Counter(index.sentence_at(start) for start, _ in hedges)
    severity = _severity(index, len(hedges), _HEDGED)
    gathered = index.punctuated and max(in_sentence.values(), default=0) > 1
    if len(hedges) < 2 or (severity == "low" and not gathered):
        return
    worst = sorted(hedges, key=lambda h: -in_sentence[index.sentence_at(h[0])])
    for quote in choose_quotes(index, worst, EXAMPLES):
        yield _issue("hedging", quote, severity, HABITS["hedging"])


def _stumbles(index: TextIndex, kind: str, spans: Sequence[Span]) -> Iterator[Issue]:
    severity = _severity(index, len(spans), _STUMBLED)
    for quote in choose_quotes(index, spans, EXAMPLES):
        yield _issue(kind, quote, severity, HABITS[kind])


def _long_sentences(index: TextIndex) -> Iterator[Issue]:
    for words, span in index.long_sentences()[:EXAMPLES]:
        severity = "high" if words > 90 else "medium" if words > 60 else "low"
        quote = quote_around(index, index.word_from(span[0]))
        yield _issue("long_sentence", quote, severity, HABITS["long_sentence"])


def _pace(index: TextIndex, duration_s: float | None) -> Iterator[Issue]:
    pace = words_per_minute(len(index.words), duration_s)
    if pace is None or SLOW_WPM <= pace <= FAST_WPM:
        return
    far = pace > 1.2 * FAST_WPM or pace < 0.8 * SLOW_WPM
    skill = FAST_SKILL if pace > FAST_WPM else SLOW_SKILL
    fullest = max(index.sentences, key=index.words_in, default=index.words[0])
    quote = quote_around(index, index.word_from(fullest[0]))
    yield _issue("pace", quote, "high" if far else "medium", skill)


def _find_room(index: TextIndex) -> Iterator[Issue]:
    """What could be made more of in a talk that is long enough to have parts; never severe."""
    sentences = index.sentences
    if (
        not index.punctuated
        or len(sentences) < MIN_SENTENCES
        or len(index.words) > MAX_COUNTED_WORDS
    ):
        return
    whole = [s for s, n in index.sentence_words.items() if n in EASY_WORDS] or sentences
    some = [whole[n * len(whole) // 5] for n in (2, 3)]
    fullest = sorted(whole, key=index.sentence_words.__getitem__, reverse=True)[:EXAMPLES]
    room = {
        "unmarked_parts": (MIN_SHOWN, [whole[0], some[0]]),
        "even_sentences": (len(sentences) / 5, fullest),
        "few_names": (max(MIN_SHOWN, len(sentences) / 4), some),
    }
    for kind, (wanted, spans) in room.items():
        if HABIT_COUNTS[kind].count(index) < wanted:
            for quote in dict.fromkeys(quote_around(index, index.word_from(s)) for s, _ in spans):
                yield _issue(kind, quote, "low", FURTHER[kind])
    if count_ending_words(index) > LONG_ENDING:
        quote = quote_around(index, index.word_from(sentences[-1][0]))
        yield _issue("long_ending", quote, "low", FURTHER["long_ending"])


def _issue(kind: str, quote: str, severity: str, skill: Skill, prefix: str = "") -> Issue:
    return Issue(kind, quote, severity, prefix + skill.why, skill.tip)


def _severity(index: TextIndex, count: int, bounds: tuple[float, float]) -> str:
    """Severity of a habit that came `count` times; `bounds` are rates per 100 words."""
    rate = per_100_words(count, len(index.words))
    return "high" if rate >= bounds[1] else "medium" if rate >= bounds[0] else "low"
