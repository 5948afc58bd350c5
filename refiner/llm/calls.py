"""One model call: sends the request, retries, streams the answer and validates it.

This is the only layer that retries, and only before the first piece of an answer: output
already streamed is billed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
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

MAX_ATTEMPTS = 4
HEAD_CHARS = 80
_backoff = wait_random_exponential(multiplier=0.5, max=8)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that failed and will be sent again in `seconds`."""

    call: str
    error: BackendError
    seconds: float


async def call_model(
    request: Request,
    backend: Backend,
    span: CallSpan,
    deadline: float,
    *,
    now_ms: Callable[[], float],
    on_event: Callable[[Item | Section], None],
    on_text: Callable[[str], None] = lambda _: None,
    on_wait: Callable[[Waiting], None] = lambda _: None,
) -> None:
    """Read one complete answer; `on_event` receives its items and sections as they close.

    `deadline` is on the event loop's clock. Raises BackendError; sections received before it
    are complete and may be used.
    """

    def may_retry(error: BaseException) -> bool:
        has_begun = span.first_token_ms is not None
        return isinstance(error, BackendError) and error.transient and not has_begun

    def before_sleep(state: RetryCallState) -> None:
        error, seconds = _error_of(state), state.upcoming_sleep
        span.attempts.append(_attempt_record(error, now_ms(), seconds))
        on_wait(Waiting(request.call, error, seconds))

    def out_of_time(state: RetryCallState) -> bool:
        return asyncio.get_running_loop().time() + state.upcoming_sleep >= deadline

    retrying = AsyncRetrying(
        retry=retry_if_exception(may_retry),
        wait=_seconds_to_wait,
        stop=lambda state: stop_after_attempt(MAX_ATTEMPTS)(state) or out_of_time(state),
        before_sleep=before_sleep,
        reraise=True,
    )
    try:
        async for attempt in retrying:
            with attempt:
                await _attempt(request, backend, span, now_ms, on_event, on_text)
    except BackendError as error:
        span.error, span.error_kind, span.request_id = str(error), error.kind, error.request_id
        span.attempts.append(_attempt_record(error, now_ms(), None))
        raise


async def _attempt(
    request: Request,
    backend: Backend,
    span: CallSpan,
    now_ms: Callable[[], float],
    on_event: Callable[[Item | Section], None],
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
                            on_event(event)
                    case Usage(prompt, completion):
                        span.prompt_tokens, span.completion_tokens = prompt, completion
                    case FromCache():
                        span.cached = True
                    case Finish():
                        pass
        _require_complete(reader, request.schema["required"])
    except Unusable:
        span.answer_head = _redact(head)
        raise


def _require_complete(reader: SectionReader, keys: list[str]) -> None:
    answer = reader.close()
    if not answer.complete:
        raise Incomplete("the response was truncated")
    absent = [key for key in keys if key not in answer.sections]
    if absent:
        raise Unusable(f"unusable answer: {', '.join(absent)} missing")


def _redact(head: str) -> str:
    """The shape of an answer's beginning: punctuation as it is, letters and digits replaced."""
    return re.sub(r"\d", "0", re.sub(r"[^\W\d_]", "x", head))


def _seconds_to_wait(state: RetryCallState) -> float:
    """The time that the server asked for, else exponential with jitter."""
    requested_s = _error_of(state).retry_after_s
    return requested_s if requested_s is not None else float(_backoff(state))


def _error_of(state: RetryCallState) -> BackendError:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, BackendError) else Incomplete("no answer")


def _attempt_record(error: BackendError, at_ms: float, waited_s: float | None) -> dict[str, Any]:
    return {
        "error": error.kind,
        "status": error.status,
        "code": error.code,
        "request_id": error.request_id,
        "asked_wait_s": error.retry_after_s,
        "waited_s": waited_s,
        "at_ms": round(at_ms, 1),
    }
