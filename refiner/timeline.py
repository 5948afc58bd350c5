"""Timeline of a run: one span per step; every call is timed by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

MODEL_CALLS = ("analysis", "coaching", "regeneration")


def sequential_ms(spans: Iterable[tuple[float, float | None]]) -> float:
    """What steps that began and ended at these times would take one after another; ms.

    A step without an end counts as 0.
    """
    return sum(end - start for start, end in spans if end is not None)


@dataclass(slots=True)
class CallSpan:
    """One step; times in milliseconds since the run began, on one monotonic clock.

    `part` tells several calls of one step apart. `status`: running, done, failed, cancelled or
    deadline. `attempts` holds every failed try of a model call with the seconds waited after
    it. `answer_head` is the redacted beginning of an unusable answer. Tokens are None if not
    reported, and so are `served_model` and `response_id`, as the server names its model and its
    answer, and `finish_reason`, why it stopped writing. `is_revised`: the answer was
    written a second time and says something else.
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
    served_model: str | None = None
    response_id: str | None = None
    finish_reason: str | None = None
    answer_head: str | None = None
    is_revised: bool = False
    attempts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def duration_ms(self) -> float:
        return sequential_ms([(self.start_ms, self.end_ms)])


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
        """Add a step that was timed elsewhere."""
        self.spans.append(CallSpan(name, start_ms, end_ms, "done"))

    def last_span(self, name: str) -> CallSpan | None:
        """The last span of that name: the one that counts."""
        return next((s for s in reversed(self.spans) if s.name == name), None)

    def step_ms(self, name: str) -> float | None:
        """From the first start to the last end of a step's parts; None if it did not happen.

        Of a part that was requested twice, the last time counts.
        """
        parts = {s.part: s for s in self.spans if s.name == name}.values()
        if not parts:
            return None
        return max(s.end_ms or s.start_ms for s in parts) - min(s.start_ms for s in parts)
