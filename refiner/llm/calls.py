"""One model call: sends the request, retries, streams the answer and validates it.

This is the only layer that retries, and only before the first piece of an answer: output
already streamed is billed. An answer is complete when its document is, whatever happens to
the stream after that.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception
from tenacity.wait import wait_random_exponential

from refiner.errors import (
    BackendError,
    Busy,
    Incomplete,
    Loading,
    Unusable,
    Withheld,
)
from refiner.llm.answer_reader import AnswerReader
from refiner.llm.backends import (
    LIMIT_FINISHES,
    AnswerId,
    Backend,
    Finish,
    FromCache,
    ServedModel,
    Text,
    Usage,
)
from refiner.llm.json_stream import Item, Section
from refiner.llm.prompts import Request
from refiner.timeline import CallSpan

MAX_ATTEMPTS = 4  # at a server that fails or cannot be reached
MAX_UNAVAILABLE_ATTEMPTS = 16  # some 45 s: time for a gateway or a sleeping endpoint to recover
MAX_BUSY_ATTEMPTS = 60  # more than fit into the usual deadline
MIN_REQUESTED_S = 0.5  # a server that asks for less would be asked without a pause
AT_LIMIT = "length"  # the code of the error for an answer that ended at the model's limit
HEAD_CHARS = 80
MAX_CHARS_PER_TOKEN = 16  # of an answer, most of them blanks
_WITHHELD = (  # beginnings of what servers say when a filter ended an answer
    *("content_filter", "safety", "prohibited_content", "recitation", "blocklist", "spii"),
    *("guardrail", "sensitive"),
)
_UNAVAILABLE = (502, 503, 504, 529)
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
    on_restart: Callable[[], None] = lambda: None,
    is_enough: Callable[[], bool] = lambda: False,
) -> None:
    """Read one complete answer; `on_event` receives its items and sections as they close.

    `deadline` is on the event loop's clock. An answer that is cut in the middle is asked for
    again if that is done in another form, unless what was read `is_enough`; `on_restart`
    drops it. Raises BackendError; sections received before it are complete and may be used.
    """

    head = ""

    def note_text(text: str) -> None:
        nonlocal head
        head += text[: HEAD_CHARS - len(head)]
        on_text(text)

    def may_retry(error: BaseException) -> bool:
        if not isinstance(error, BackendError):
            return False
        if span.first_token_ms is None:
            return error.transient
        return error.form_changed and not is_enough()

    def before_sleep(state: RetryCallState) -> None:
        error, seconds = _error_of(state), state.upcoming_sleep
        span.attempts.append(_attempt_record(error, now_ms(), seconds))
        on_wait(Waiting(request.call, error, seconds))
        on_restart()

    try:
        async for attempt in retry_until(deadline, may_retry, before_sleep):
            with attempt:
                async with aclosing(_events(request, backend, span, now_ms, note_text)) as events:
                    async for event in events:
                        on_event(event)
    except BackendError as error:
        span.error, span.error_kind, span.request_id = str(error), error.kind, error.request_id
        span.attempts.append(_attempt_record(error, now_ms(), None))
        if isinstance(error, Unusable):
            span.answer_head = _redact(head)
        raise


def retry_until(
    deadline: float,
    may_retry: Callable[[BaseException], bool],
    before_sleep: Callable[[RetryCallState], None] = lambda _: None,
) -> AsyncRetrying:
    """Attempts, as long as the kind of fault and the `deadline` (on the loop's clock) allow."""

    def give_up(state: RetryCallState) -> bool:
        error = _error_of(state)
        resumes_at = asyncio.get_running_loop().time() + state.upcoming_sleep
        error.was_retried = resumes_at >= deadline or state.attempt_number >= _max_attempts(error)
        return error.was_retried

    return AsyncRetrying(
        retry=retry_if_exception(may_retry),
        wait=_seconds_to_wait,
        stop=give_up,
        before_sleep=before_sleep,
        reraise=True,
    )


async def _events(
    request: Request,
    backend: Backend,
    span: CallSpan,
    now_ms: Callable[[], float],
    on_text: Callable[[str], None],
) -> AsyncGenerator[Item | Section, None]:
    """What closes in one answer. At its end raises BackendError unless it is complete."""
    max_chars = MAX_CHARS_PER_TOKEN * request.max_answer_tokens
    reader = AnswerReader(request.keys, max_chars)
    finish = ""
    failure: BackendError | None = None
    try:
        async with aclosing(backend.stream(request)) as pieces:
            async for piece in pieces:
                match piece:
                    case Text(text):
                        if span.first_token_ms is None:
                            span.first_token_ms = now_ms()
                        on_text(text)
                        for event in reader.feed(text):
                            yield event
                        if reader.has_enough:
                            break
                    case Usage(prompt, completion):
                        span.prompt_tokens, span.completion_tokens = prompt, completion
                    case ServedModel(name):
                        span.served_model = name
                    case AnswerId(number):
                        span.response_id = number
                    case FromCache():
                        span.cached = True
                    case Finish(reason):
                        finish = reason
                        span.finish_reason = reason or None
    except BackendError as error:
        failure = error
    for event in reader.finish():
        yield event
    span.is_revised = reader.is_revised
    if unusable := reader.failure():
        raise failure or explain_finish(finish, unusable)


def explain_finish(reason: str, failure: BackendError) -> BackendError:
    """Why an answer whose document is not complete ended as it did; `failure` is the reader's."""
    match reason.lower():
        case ended if ended in LIMIT_FINISHES:
            return Incomplete(
                "the answer was cut at the model's limit",
                "split the transcript, or choose a model that may write more",
                code=AT_LIMIT,
            )
        case "abort" | "error" | "cancelled" | "network_error" | "insufficient_system_resource":
            return Incomplete("the server stopped in the middle of its answer", code=reason)
        case _ if reason.lower().startswith(_WITHHELD):
            return Withheld("a content filter withheld the answer", code="content_filter")
        case "refusal":
            return Withheld("the model refused to answer", code=reason)
        case "tool_calls" | "function_call":
            return Unusable("the model called a tool instead of answering", code=reason)
        case "" if isinstance(failure, Incomplete):
            return Incomplete("the answer is incomplete, and ended without a finish reason")
    return failure


def _redact(head: str) -> str:
    """The shape of an answer's beginning: punctuation as it is, letters and digits replaced."""
    return re.sub(r"\d", "0", re.sub(r"[^\W\d_]", "x", head))


def _max_attempts(error: BackendError) -> int:
    """A busy server, or one that is loading a model, is waited for up to the deadline."""
    if isinstance(error, Busy | Loading):
        return MAX_BUSY_ATTEMPTS
    if error.status in _UNAVAILABLE or error.retry_after_s is not None:
        return MAX_UNAVAILABLE_ATTEMPTS
    return MAX_ATTEMPTS


def _seconds_to_wait(state: RetryCallState) -> float:
    """The time that the server asked for, else exponential with jitter."""
    if _error_of(state).form_changed:
        return 0.0
    requested_s = _error_of(state).retry_after_s or 0.0
    return requested_s if requested_s >= MIN_REQUESTED_S else max(requested_s, _backoff(state))


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
