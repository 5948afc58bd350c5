"""Explains a provider's refusal in plain words.

Every message is written here, for a coach. Of the server's own text only numbers and machine
codes are used, so neither a key nor a transcript can be repeated in one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from refiner.errors import BackendError, Busy, Denied, ServerFault, TooLong, Withheld

_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_TOO_LONG = frozenset(
    {"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"}
)
_WITHHELD = frozenset({"content_filter", "content_policy_violation"})
_TOO_LONG_TEXT = re.compile(
    r"context (?:length|size|window)|maximum context|request too large|too many tokens", re.I
)
_LIMIT = re.compile(
    r"(?:context (?:length|size|window)(?: is| of)?|limit:?) \(?(\d[\d,]*)", re.IGNORECASE
)
_SIZE = re.compile(
    r"(?:resulted in|requested|contains?(?: at least)?|request \(|has) ?:? ?(\d[\d,]*)", re.I
)
_CODE = re.compile(r"[\w.\-]{1,64}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as the server sent it. `status` is None for an error inside a stream."""

    status: int | None
    code: str = ""
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def machine_code(self) -> str | None:
        """The code, unless it is a sentence."""
        return self.code if _CODE.fullmatch(self.code) else None


def build_error(refusal: Refusal, model: str, server: str) -> BackendError:
    """Our error for `refusal`; `server` is the host that refused."""
    kind, why = _explain(refusal, model, server)
    return kind(
        why,
        status=refusal.status,
        code=refusal.machine_code,
        request_id=refusal.headers.get("x-request-id"),
        retry_after_s=retry_after_s(refusal.headers),
    )


def _explain(refusal: Refusal, model: str, server: str) -> tuple[type[BackendError], str]:
    status, code = refusal.status, refusal.code
    if code in _NO_MONEY:
        return Denied, f"the quota at {server} is used up: check the plan and the billing there"
    if code in _TOO_LONG or status == 413 or _TOO_LONG_TEXT.search(refusal.message):
        return TooLong, _too_long(refusal, model)
    if code in _WITHHELD:
        return Withheld, f"{server} withheld an answer: content filter"
    if status == 401 or code == "invalid_api_key":
        return Denied, f"{server} did not accept the key: check OPENAI_API_KEY"
    if status == 403:
        return Denied, f"{server} gives this key no access to {model}"
    if status == 404:
        if code == "model_not_found" or "model" in refusal.message.lower():
            return Denied, f"{server} does not know the model {model}"
        return Denied, f"{server} has nothing at that address: check OPENAI_BASE_URL"
    if status == 429 or code == "rate_limit_exceeded":
        seconds = retry_after_s(refusal.headers)
        wait = f"; it asks to wait {seconds:g} s" if seconds else ""
        return Busy, f"{server} is busy: too many requests{wait}"
    if status in (408, 409):
        return ServerFault, f"{server} gave up on the request (status {status})"
    if status is None:
        return ServerFault, f"{server} failed while it was answering"
    if status >= 500:
        return ServerFault, f"{server} failed (status {status})"
    return Denied, f"{server} refused the request (status {status})"


def _too_long(refusal: Refusal, model: str) -> str:
    size, limit = _SIZE.search(refusal.message), _LIMIT.search(refusal.message)
    parts = [f"it takes {size[1]} tokens"] if size else []
    parts += [f"the limit is {limit[1]}"] if limit else []
    numbers = f" ({', '.join(parts)})" if parts else ""
    return (
        f"the transcript is too long for {model}{numbers}: "
        "split it, or choose a model with a larger context"
    )


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait: `retry-after-ms`, or `retry-after` in seconds
    or as an HTTP date (RFC 9110, 10.2.3). None if it asks for no wait or the value is invalid."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or not value:
        return seconds
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _number(text: str | None) -> float | None:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*", text or "")
    return float(match[1]) if match else None
