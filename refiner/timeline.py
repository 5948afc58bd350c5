"""What each step of a run took: every call is timed by itself, and nothing overwrites anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

MODEL_CALLS = ("analysis", "coaching", "regeneration")


@dataclass(slots=True)
class CallSpan:
    """One step; times in milliseconds since the run began, on one monotonic clock.

    `part` tells several calls of one step apart.
    `status`: running, done, failed, cancelled or deadline. `attempts` holds every failed try
    of a model call with the seconds waited after it. `answer_head` is the redacted beginning of
    an answer that could not be used. Tokens are None where nobody told.
    """

    name: str
    start_ms: float
    end_ms: float | None = None
    status: str = "running"
    part: str = ""
    model: str | None = None
    first_token_ms: float | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached: bool = False
    error: str | None = None
    error_kind: str | None = None
    request_id: str | None = None
    answer_head: str | None = None
    attempts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def duration_ms(self) -> float:
        return (self.end_ms or self.start_ms) - self.start_ms


class Timeline:
    """The spans of one run, in the order they began; `now` gives seconds, monotonic."""

    def __init__(self, now: Callable[[], float], began: float) -> None:
        self._now = now
        self._began = began
        self.spans: list[CallSpan] = []

    @property
    def elapsed_ms(self) -> float:
        return (self._now() - self._began) * 1000

    @contextmanager
    def span(self, name: str, model: str | None = None, part: str = "") -> Iterator[CallSpan]:
        """Time a step; an exception passes through and leaves it failed or cancelled."""
        span = CallSpan(name, self.elapsed_ms, model=model, part=part)
        self.spans.append(span)
        try:
            yield span
        except Exception:
            span.status = "failed"
            raise
        except BaseException:
            span.status = "cancelled"
            raise
        else:
            span.status = "done"
        finally:
            span.end_ms = self.elapsed_ms

    def record(self, name: str, start_ms: float, end_ms: float) -> None:
        """A step that was timed elsewhere."""
        self.spans.append(CallSpan(name, start_ms, end_ms, "done"))

    def named(self, name: str) -> CallSpan | None:
        """The last span of that name: the one whose result stands."""
        return next((s for s in reversed(self.spans) if s.name == name), None)

    def duration_ms(self, name: str) -> float | None:
        """From the first start to the last end of a step's parts; None where it did not happen.

        Of a part that was asked for twice, the last time counts.
        """
        parts = {s.part: s for s in self.spans if s.name == name}.values()
        if not parts:
            return None
        return max(s.end_ms or s.start_ms for s in parts) - min(s.start_ms for s in parts)
