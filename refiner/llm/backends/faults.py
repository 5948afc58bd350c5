"""Explains a provider's refusal in plain words that say what to do.

Every message is written here, for a coach. Of the server's own text only numbers and machine
codes are used, so neither a key nor a transcript can be repeated in one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from refiner.errors import (
    BackendError,
    Busy,
    Denied,
    Loading,
    ServerFault,
    TooLong,
    Withheld,
    short_code,
)
from refiner.formatting import length

_NO_MONEY = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "budget_exceeded"}
)
_TOO_LONG = frozenset(
    {"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"}
)
_WITHHELD = frozenset({"content_filter", "content_policy_violation", "data_inspection_failed"})
_BAD_KEY = frozenset({"invalid_api_key", "authentication_error"})
_NO_MODEL = frozenset(
    {"model_not_found", "model_not_available", "DeploymentNotFound", "invalid_model"}
)

_NO_MONEY_TEXT = re.compile(
    r"insufficient (?:\w+ )?(?:balance|credit|quota|fund)|credit balance|payment required"
    r"|(?:out of|no|used all|more|add|purchase|buy)\b.{0,20}\bcredits?\b"
    r"|credits?\b.{0,20}\b(?:exhaust|deplet)"
    r"|spending limit|exceeded (?:\w+ )?budget|budget\b.{0,20}\bexceeded|余额不足|欠费",
    re.I,
)
_NO_QUOTA_TEXT = re.compile(
    r"\bbilling\b|suspended|deactivated|quota|(?:\bper[- ]|\b)(?:day|daily|month|monthly)\b", re.I
)
_TOO_LONG_TEXT = re.compile(
    r"context (?:length|size|window)|maximum context|(?:prompt|input) is too long|too many tokens"
    r"|request too large|input token count|maximum prompt length|reduce the length of"
    r"|must have less than \d+ tokens",
    re.I,
)
_BAD_KEY_TEXT = re.compile(
    r"(?:api[ _-]?key|authorization|credentials?|access token).{0,20}"
    r"(?:not valid|invalid|incorrect|missing|required|expired|not provided)"
    r"|(?:invalid|incorrect|missing|no|valid) (?:api[ _-]?key|authorization|credentials)"
    r"|not authenticated|unauthenticated|unauthori[sz]ed|authentication (?:failed|required|error)",
    re.I,
)
_NO_MODEL_TEXT = re.compile(
    r"(?:models?|deployment)\b.{0,80}?(?:not found|does not exist|not exist|unknown"
    r"|is not available|not loaded|isn't loaded|no access to it|decommissioned"
    r"|no longer (?:available|supported)|not supported by any provider)"
    r"|(?:invalid|unknown|no such|not a valid) model|no models? (?:is |are )?loaded"
    r"|pulling it first|unable to access model|no endpoints found for|\Amodel: \S+\Z",
    re.I | re.S,
)
_WITHHELD_TEXT = re.compile(
    r"requires moderation|\bflagged (?:as|for|by)\b|content management policy"
    r"|inappropriate content|敏感内容",
    re.I,
)
_PRIVACY_TEXT = re.compile(r"data policy|guardrail restrictions", re.I)
_LOADING_TEXT = re.compile(
    r"(?<!error )(?<!failed )\bloading|warming|starting up|initiali[sz]ing|cold start|waking"
    r"|not (?:yet )?ready",
    re.I,
)
_LIMIT = re.compile(
    r"(?:context (?:length|size|window)(?: is| of)?(?: only)?|limit:?|tokens allowed"
    r"|prompt length is|tokens >|less than) \(?(\d[\d,]*)|(\d[\d,]*) maximum",
    re.I,
)
_SIZE = re.compile(
    r"(?:resulted in|requested|contains?(?: at least)?|request \(|has|too long|token count"
    r"|keep the first|given) ?:? ?\(?(\d[\d,]*)",
    re.I,
)
_NO_ADDRESS_TEXT = re.compile(
    r"unexpected endpoint|no route|could not route|https (?:port|server)|unknown request url"
    r"|not a chat model|\Anot found\Z",
    re.I,
)
_NO_COUNTRY = re.compile(
    r"unsupported_country|(?:country|region|location)\W.{0,40}not supported", re.I
)
_NO_MEMORY_TEXT = re.compile(
    r"more (?:system )?memory|out of memory|insufficient (?:memory|system resources)"
    r"|resource limitations",
    re.I,
)
_UNIT_SECONDS = {"ms": 0.001, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_TIME = r"(\d{1,9}(?:\.\d{1,9})?) ?(ms|min|sec|[smhd])(?:ute|ond|our|ay)?s?(?![a-z])"
_WAIT = re.compile(
    rf"(?:(?:retry|again) (?:in|after) |please wait |retryDelay\W{{1,9}})((?:{_TIME} ?){{1,4}})",
    re.I,
)
_MAY_BE_LOADING = (None, 404, 409, 429, 500, 502, 503, 504)
_REQUEST_ID = re.compile(r"(?!sk-)[A-Za-z0-9][\w.:\-]{0,99}")
_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "apim-request-id")


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
        return short_code(self.code)


class RefusedError(Exception):
    """A server refused a request; what that means depends on the request."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__("refused")
        self.refusal = refusal


def read_refusal(
    body: Any, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Refusal | None:
    """The error in a response's body or in an event of a stream; None if there is none.

    With a `status` there is one, whatever the body is.
    """
    if isinstance(body, list) and body:
        body = body[0]  # as Google answers
    fields = body if isinstance(body, Mapping) else {}
    error = fields.get("error") or fields.get("errors")
    if not error and (status or fields.get("object") == "error" or "choices" not in fields):
        error = fields if fields.keys() & {"message", "detail", "msg"} else None
        if isinstance(fields.get("message"), Mapping):
            error = None  # an answer, not an error
    if not error and status is None:
        return None
    if not isinstance(error, Mapping):
        return Refusal(status, "", str(error or body or ""), headers or {})
    codes = [error.get(name) for name in ("code", "type", "status")]
    if status is None and error.get("code") in (0, "0"):
        return None  # "success", beside an answer
    for number in codes:
        if status is None and isinstance(number, int) and 400 <= number < 600:
            status = number
    code = next((c for c in codes if isinstance(c, str) and c and not c.isdigit()), "")
    message = error.get("message") or error.get("detail") or error.get("msg")
    parts = (message, error.get("metadata"), error.get("details"), error.get("param"))
    return Refusal(status, code, " ".join(str(part) for part in parts if part), headers or {})


def build_error(refusal: Refusal, model: str, server: str) -> BackendError:
    """Our error for `refusal`; `server` is the host that refused."""
    kind, why = _cause(refusal, model, server) or _by_status(refusal, server)
    return kind(
        why,
        status=refusal.status,
        code=refusal.machine_code,
        request_id=read_request_id(refusal.headers),
        retry_after_s=_seconds_to_wait(refusal),
    )


def is_explained(refusal: Refusal) -> bool:
    """True if the cause is known, so that another form of the request would not help."""
    return _cause(refusal, "", "") is not None


def names_unknown_model(refusal: Refusal) -> bool:
    """Whether the server does not have the model that it was asked for."""
    may_name = refusal.status in (400, 404, 410, 422)
    return refusal.code in _NO_MODEL or bool(may_name and _NO_MODEL_TEXT.search(refusal.message))


def names_no_address(refusal: Refusal) -> bool:
    """Whether the server says, by a page or in words, that it has no such endpoint."""
    is_page = refusal.status == 400 and refusal.message.lstrip().startswith("<")
    return is_page or _NO_ADDRESS_TEXT.search(refusal.message) is not None


def read_request_id(headers: Mapping[str, str], key: str | None = None) -> str | None:
    """The provider's own number for the call, if it looks like one and does not hold the key."""
    ids = (headers.get(name, "") for name in _REQUEST_ID_HEADERS)
    return next((i for i in ids if _REQUEST_ID.fullmatch(i) and not (key and key in i)), None)


def _cause(refusal: Refusal, model: str, server: str) -> tuple[type[BackendError], str] | None:
    status, code, message = refusal.status, refusal.code, refusal.message
    may_be_input = status in (None, 400, 403, 404, 413, 422, 429) or (status or 0) >= 500
    if denied := _by_account(refusal, server):
        return Denied, denied
    if code in _TOO_LONG or status == 413 or (may_be_input and _TOO_LONG_TEXT.search(message)):
        return TooLong, _too_long(refusal, model)
    if code in _WITHHELD or (status in (None, 400, 403) and _WITHHELD_TEXT.search(message)):
        return Withheld, f"a content filter at {server} withheld the answer"
    if status != 429 and _NO_MEMORY_TEXT.search(message):
        return Denied, (
            f"{server} has too little memory for the model {model}: "
            "choose a smaller model, or a smaller context"
        )
    if status == 425 or (status in _MAY_BE_LOADING and _LOADING_TEXT.search(message)):
        return Loading, f"{server} is still loading the model {model}"
    if names_unknown_model(refusal):
        return (
            Denied,
            f"{server} does not know the model {model}: choose or load one that it offers",
        )
    if status == 429 or code == "rate_limit_exceeded":
        seconds = _seconds_to_wait(refusal)
        wait = f"; it asks to wait {length(max(1, seconds))}" if seconds else ""
        return Busy, f"{server} is busy, with too many requests{wait}"
    return _by_address(refusal, model, server)


def _by_account(refusal: Refusal, server: str) -> str | None:
    """What is wrong with the key or its account, so that waiting cannot help."""
    status, code, message = refusal.status, refusal.code, refusal.message
    passes = status == 429 and _seconds_to_wait(refusal) is not None
    no_quota = status in (403, 429) and not passes and _NO_QUOTA_TEXT.search(f"{code} {message}")
    if status == 402 or (not passes and _NO_MONEY_TEXT.search(message)):
        return f"{server} has no credit left for this key: add credit to the account there"
    if code in _NO_MONEY or no_quota:
        return f"the quota at {server} is used up: check the plan and the billing there"
    if status == 401 or code in _BAD_KEY or (status != 429 and _BAD_KEY_TEXT.search(message)):
        return f"{server} did not accept the key: check OPENAI_API_KEY"
    return None


def _by_address(refusal: Refusal, model: str, server: str) -> tuple[type[BackendError], str] | None:
    status = refusal.status or 0
    if _NO_COUNTRY.search(f"{refusal.code} {refusal.message}"):
        return Denied, f"{server} is not offered in this country or region: choose another server"
    if names_no_address(refusal):
        return Denied, f"{server} has no chat endpoint at that address: check OPENAI_BASE_URL"
    if 300 <= status < 400:
        host = re.match(r"https?://([\w.\-]{1,100})", refusal.headers.get("location", ""))
        target = f"to {host[1]}" if host and host[1] != server.split(":")[0] else "elsewhere"
        return Denied, (
            f"{server} redirects {target}, where nothing was sent: "
            "check OPENAI_BASE_URL, or whether a login page is in between"
        )
    if _PRIVACY_TEXT.search(refusal.message):
        return Denied, (
            f"the privacy settings of the account at {server} allow no provider of {model}: "
            "change them there, or choose another model"
        )
    if status == 403 and refusal.message.lstrip().startswith("<"):
        return Denied, (
            f"{server} answered with a web page that forbids the request: "
            "check OPENAI_BASE_URL, or whether a login page or a firewall is in between"
        )
    if status == 403:
        return Denied, (
            f"{server} gives this key no access to {model}: "
            "choose another model, or check what the key may do"
        )
    if status in (404, 405):
        return Denied, f"{server} has nothing at that address: check OPENAI_BASE_URL"
    if status == 407:
        return Denied, "the proxy on the way wants a login: check HTTPS_PROXY"
    return None


def _by_status(refusal: Refusal, server: str) -> tuple[type[BackendError], str]:
    status = refusal.status
    if status in (408, 409, 499):
        return ServerFault, f"{server} gave up on the request (status {status})"
    if status is None:
        return ServerFault, f"{server} failed while it was answering"
    if status in (503, 529):
        return ServerFault, f"{server} is overloaded or not ready (status {status})"
    if status >= 500:
        return ServerFault, f"{server} failed (status {status})"
    return Denied, (
        f"{server} refused the request (status {status}): check the model, or try another server"
    )


def _too_long(refusal: Refusal, model: str) -> str:
    size, limit = _SIZE.search(refusal.message), _LIMIT.search(refusal.message)
    parts = [f"it takes {size[1]} tokens"] if size else []
    parts += [f"the limit is {limit[1] or limit[2]}"] if limit else []
    numbers = f" ({', '.join(parts)})" if parts else ""
    return (
        f"the transcript is too long for {model}{numbers}: "
        "split it, or choose a model with a larger context"
    )


def _seconds_to_wait(refusal: Refusal) -> float | None:
    """What the server asks for in its headers, else in its words ("try again in 1m20s")."""
    seconds = retry_after_s(refusal.headers)
    if seconds is None and (match := _WAIT.search(refusal.message)):
        times = re.findall(_TIME, match[1].lower())
        seconds = sum(float(number) * _UNIT_SECONDS[unit] for number, unit in times)
    return seconds


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
