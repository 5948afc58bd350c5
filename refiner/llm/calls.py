"""One model call: asked, retried where that can help, read while it is written, checked.

This is the only layer that retries. It does so only before the first piece of an answer:
what has begun to arrive has been paid for.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_random_exponential

from refiner.errors import BackendError, Incomplete, Unusable
from refiner.llm.backends import Backend, Finish, FromCache, Text, Usage
from refiner.llm.json_stream import Item, Section, SectionReader
from refiner.llm.prompts import Request
from refiner.timeline import CallSpan

ATTEMPTS = 4
HEAD_CHARS = 80
_backoff = wait_random_exponential(multiplier=0.5, max=8)

Take = Callable[[Item | Section], None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that failed and will be asked again in `seconds`."""

    call: str
    error: BackendError
    seconds: float


async def ask(
    request: Request,
    backend: Backend,
    span: CallSpan,
    deadline: float,
    *,
    now_ms: Callable[[], float],
    take: Take,
    on_text: Callable[[str], None] = lambda _: None,
    on_wait: Callable[[Waiting], None] = lambda _: None,
) -> None:
    """Ask until there is a whole answer; its sections go to `take` as they close.

    `deadline` is on the event loop's clock. Raises BackendError; sections taken before it
    are whole and may be used.
    """

    def begun() -> bool:
        return span.first_token_ms is not None

    def before_sleep(state: RetryCallState) -> None:
        error, seconds = _error(state), state.upcoming_sleep
        span.attempts.append(_failed_attempt(error, now_ms(), seconds))
        on_wait(Waiting(request.call, error, seconds))

    def out_of_time(state: RetryCallState) -> bool:
        return asyncio.get_running_loop().time() + state.upcoming_sleep >= deadline

    retrying = AsyncRetrying(
        retry=retry_if_exception(
            lambda e: isinstance(e, BackendError) and e.transient and not begun()
        ),
        wait=_wait,
        stop=lambda state: stop_after_attempt(ATTEMPTS)(state) or out_of_time(state),
        before_sleep=before_sleep,
        reraise=True,
    )
    try:
        async for attempt in retrying:
            with attempt:
                await _attempt(request, backend, span, now_ms, take, on_text)
    except BackendError as error:
        span.error, span.error_kind, span.request_id = str(error), error.kind, error.request_id
        span.attempts.append(_failed_attempt(error, now_ms(), None))
        raise


async def _attempt(
    request: Request,
    backend: Backend,
    span: CallSpan,
    now_ms: Callable[[], float],
    take: Take,
    on_text: Callable[[str], None],
) -> None:
    reader = SectionReader(request.schema["required"])
    head = ""
    try:
        async with aclosing(backend.stream(request)) as pieces:
            async for piece in pieces:
                match piece:
                    case Text(text):
                        if span.first_token_ms is None:
                            span.first_token_ms = now_ms()
                        head += text[: HEAD_CHARS - len(head)]
                        on_text(text)
                        for event in reader.feed(text):
                            take(event)
                    case Usage(prompt, completion):
                        span.prompt_tokens, span.completion_tokens = prompt, completion
                    case FromCache():
                        span.cached = True
                    case Finish():
                        pass
        _require_whole(reader, request.schema)
    except Unusable:
        span.answer_head = _redacted(head)
        raise


def _require_whole(reader: SectionReader, schema: Mapping[str, Any]) -> None:
    outcome = reader.close()
    if not outcome.complete:
        raise Incomplete("the answer ended before it was whole")
    absent = [key for key in schema["required"] if key not in outcome.sections]
    if absent:
        raise Unusable(f"unusable answer: {', '.join(absent)} missing")


def _redacted(head: str) -> str:
    """The shape of an answer's beginning: its marks as they are, no letter and no figure."""
    return re.sub(r"\d", "0", re.sub(r"[^\W\d_]", "x", head))


def _wait(state: RetryCallState) -> float:
    """At least what the server asked for, else exponential with jitter; seconds."""
    asked = _error(state).retry_after_s
    return asked if asked is not None else float(_backoff(state))


def _error(state: RetryCallState) -> BackendError:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, BackendError) else Incomplete("no answer")


def _failed_attempt(error: BackendError, at_ms: float, waited_s: float | None) -> dict[str, Any]:
    return {
        "error": error.kind,
        "status": error.status,
        "code": error.code,
        "request_id": error.request_id,
        "asked_wait_s": error.retry_after_s,
        "waited_s": waited_s,
        "at_ms": round(at_ms, 1),
    }
