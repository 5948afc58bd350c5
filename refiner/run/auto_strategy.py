"""The strategy `auto`: how many parts an analysis has, from the talk and the provider's speed.

The speed is measured on the calls of earlier runs. Parts are used only where they save time,
and cost less than `MAX_TOKENS` times the tokens of a single call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from refiner.config.settings import Settings
from refiner.llm.prompts import (
    ANALYSIS,
    CHARS_PER_TOKEN,
    MAX_REASONS,
    QUALITY,
    QUALITY_TOKENS,
    REASON_TOKENS,
    VERDICT_TOKENS,
    VERDICTS,
)
from refiner.model import ListedWord, Transcript
from refiner.run.analysis import MIN_JUDGED, chunk_count, count_judged, excerpt_share
from refiner.run_document import SpanDict
from refiner.timeline import sequential_ms

MAX_TOKENS = 1.3  # times those of a single call
MIN_SAVED_S = 1.0  # less is not worth the tokens
_HINDERED = 0.5  # of what as many calls could write if none waited for another
MIN_WRITTEN_MS = 100.0  # a shorter answer says nothing of a rate


@dataclass(frozen=True, slots=True)
class Speed:
    """Of a provider's answers: seconds to the first token, tokens a second from there on.

    `total_rate` is that of all concurrent calls together: infinite if none slows another down,
    `rate` if they are answered one at a time.
    """

    first_token_s: float
    rate: float
    total_rate: float = inf

    def seconds(self, tokens: float, parts: int = 1) -> float:
        """Until so many tokens are written, in so many concurrent calls."""
        return self.first_token_s + tokens / min(parts * self.rate, self.total_rate)


ASSUMED = Speed(0.5, 80.0)  # of OpenAI until it is measured: 2,760 tokens in 35.3 s


def known_speed(settings: Settings, runs: Iterable[Sequence[SpanDict]] = ()) -> Speed | None:
    """What `auto` may expect of the provider; None if parts must not be tried.

    `runs` are the spans of earlier runs of the same model. A server of one's own may answer one
    call at a time, so it is measured first; the local analyst only computes.
    """
    if settings.chosen_provider == "local":
        return None
    assumed = None if settings.base_url else ASSUMED
    if settings.chosen_provider == "simulated":
        return ASSUMED
    calls = [[span for span in run if _was_answered(span)] for run in runs]
    written = [span for run in calls for span in run if span["name"] == "analysis"]
    written = [span for span in written if not span.get("part")] or written
    rates = [rate for span in written if (rate := _rate(span)) is not None]
    if not rates:
        return assumed
    first_s = median(_first_token_ms(span) - span["start_ms"] for span in written) / 1000
    rate = median(rates)
    together = [found for run in calls if (found := _total_rate(run, first_s, rate)) is not None]
    overlaps = [found for run in calls if (found := _overlap(run)) is not None]
    if together:
        return Speed(first_s, rate, median(together))
    is_concurrent = 2 * sum(overlaps) > len(overlaps) if overlaps else assumed is not None
    return Speed(first_s, rate, inf if is_concurrent else rate)


def choose_part_count(
    transcript: Transcript, words: Sequence[ListedWord], speed: Speed | None
) -> int:
    """How many chunks the verdicts are asked for in; 1 for a single call.

    A transcript too long for one call has no choice.
    """
    judged = count_judged(words)
    if speed is None or judged < 2 * MIN_JUDGED:
        return 1
    tokens, most = _verdict_tokens(judged), MAX_TOKENS * _tokens(transcript, judged, 1)
    counts = range(1, chunk_count(judged, transcript.words) + 1)
    affordable = [n for n in counts if n == 1 or _tokens(transcript, judged, n) < most]
    fastest = min(affordable, key=lambda count: speed.seconds(tokens, count))
    saved_s = speed.seconds(tokens) - speed.seconds(tokens, fastest)
    return fastest if saved_s >= MIN_SAVED_S else 1


def _verdict_tokens(judged: int) -> int:
    return judged * VERDICT_TOKENS


def _tokens(transcript: Transcript, judged: int, count: int) -> float:
    """Of the whole analysis, sent and written."""
    sent, reasons = len(transcript.text), min(MAX_REASONS, judged // 5)
    if count == 1:
        sent += len(ANALYSIS)
    else:
        sent += len(QUALITY) + count * len(VERDICTS)
        sent += round(excerpt_share(transcript.words) * len(transcript.text))
        reasons = min(count * MAX_REASONS, judged // 5)
    written = _verdict_tokens(judged) + reasons * REASON_TOKENS + QUALITY_TOKENS
    return sent / CHARS_PER_TOKEN + written


def _was_answered(span: SpanDict) -> bool:
    known = span.get("first_token_ms") is not None and span.get("completion_tokens")
    return bool(span["status"] == "done" and not span.get("cached") and known)


def _first_token_ms(span: SpanDict) -> float:
    return span.get("first_token_ms") or span["start_ms"]


def _rate(span: SpanDict) -> float | None:
    """Tokens a second from the first token on; None of an answer too short to tell."""
    took_ms = sequential_ms([(_first_token_ms(span), span["end_ms"])])
    tokens = span.get("completion_tokens") or 0
    return 1000 * tokens / took_ms if took_ms >= MIN_WRITTEN_MS else None


def _total_rate(run: Sequence[SpanDict], first_s: float, rate: float) -> float | None:
    """The rate of a run's concurrent parts together, waiting for each other included.

    Infinite if they hardly slowed each other down: parts are never of the same length.
    """
    parts = [span for span in run if (span.get("part") or "").startswith("verdicts")]
    if len(parts) < 2:
        return None
    began = min(span["start_ms"] for span in parts)
    took_s = max(span["end_ms"] or began for span in parts) / 1000 - began / 1000 - first_s
    tokens = sum(span.get("completion_tokens") or 0 for span in parts)
    if took_s <= 0:
        return None
    return inf if tokens / took_s > _HINDERED * len(parts) * rate else tokens / took_s


def _overlap(run: Sequence[SpanDict]) -> bool | None:
    """Whether analysis and first advice were written at the same time; None if not both were."""
    named = {span["name"]: span for span in run if not span.get("part")}
    calls = [named[name] for name in ("analysis", "coaching") if name in named]
    if len(calls) < 2 or calls[1]["start_ms"] >= (calls[0]["end_ms"] or 0):
        return None
    first = max(_first_token_ms(span) for span in calls)
    return first < min(span["end_ms"] or first for span in calls)
