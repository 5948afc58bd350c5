"""OpenAI, and any server that speaks its chat completions.

An answer is complete or an error is raised. Nothing is retried here, and the only time limit
here is the connection's: the run's deadline bounds the rest.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
from openai import AsyncOpenAI, AsyncStream, DefaultAsyncHttpx2Client
from openai.types.chat import ChatCompletionChunk

from refiner.errors import (
    BackendError,
    Incomplete,
    ServerFault,
    SettingsError,
    Unreachable,
    Unusable,
    Withheld,
)
from refiner.llm.backends import Finish, Piece, Text, Usage
from refiner.llm.backends.faults import Refusal, build_error
from refiner.llm.prompts import Request

OPENAI_URL = "https://api.openai.com/v1"
CONNECT_SECONDS = 5.0
CHECK_SECONDS = 10.0
NO_KEY = "none"  # servers without keys need a header all the same
_FORMATS = ("json_schema", "json_object", "none")  # best first; some server refuses each


class OpenAIBackend:
    """One client, bound to the event loop that first uses it; close it with `aclose`.

    Raises SettingsError for an invalid key or address. What a server refuses (`json_schema`,
    `stream_options`) is remembered and not sent to it again.
    """

    name = "openai"

    def __init__(self, api_key: str | None, base_url: str | None = None) -> None:
        url = _parse_address(base_url or OPENAI_URL)
        self.server = url.netloc.decode("ascii")
        self._format = _FORMATS[0]
        self._usage_refused = False
        self._client = AsyncOpenAI(
            api_key=_usable_key(api_key) or NO_KEY,
            base_url=url,
            max_retries=0,
            timeout=httpx2.Timeout(None, connect=CONNECT_SECONDS),
            # a proxy cannot reach this machine
            http_client=DefaultAsyncHttpx2Client(trust_env=not _is_loopback(url.host)),
        )
        # the first access imports half the SDK: here it does not count as time of a run
        self._completions = self._client.chat.completions

    async def aclose(self) -> None:
        await self._client.close()

    async def check(self) -> list[str]:
        """The ids of the models that the server offers. Raises BackendError."""
        with self._plain_errors("the list of models"):
            models = await self._client.models.list(timeout=CHECK_SECONDS)
            return sorted(str(model.id) for model in models.data)

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        """The answer as it is written; usage, if reported, comes before a bad finish is raised.

        Leaving the generator closes the connection, so the server stops writing.
        """
        answer = _Answer()
        try:
            with self._plain_errors(request.model, answer):
                async with await self._open(request) as chunks:
                    answer.request_id = chunks.response.headers.get("x-request-id")
                    _require_stream(chunks)
                    async for chunk in chunks:
                        for piece in answer.read_chunk(chunk):
                            yield piece
        except BackendError as error:
            if not answer.is_finished:
                error.request_id = error.request_id or answer.request_id
                raise
        yield Finish(answer.finish())

    async def _open(self, request: Request) -> AsyncStream[ChatCompletionChunk]:
        """Send the request; if the server refuses its form, send it again in a simpler one."""
        while True:
            form = (self._format, self._usage_refused)
            try:
                chunks: AsyncStream[ChatCompletionChunk] = await self._completions.create(
                    **self._body(request)
                )
                return chunks
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if form != (self._format, self._usage_refused):
                    continue  # a concurrent call has found out in the meantime
                if not self._simplify(f"{error.message} {error.param} {error.body}".lower()):
                    raise

    def _simplify(self, complaint: str) -> bool:
        if "stream_options" in complaint and not self._usage_refused:
            self._usage_refused = True
            return True
        about_format = any(
            w in complaint for w in ("response_format", "json_schema", "json_object")
        )
        if about_format and self._format != _FORMATS[-1]:
            self._format = _FORMATS[_FORMATS.index(self._format) + 1]
            return True
        return False

    def _body(self, request: Request) -> dict[str, Any]:
        schema, system = dict(request.schema), request.system
        if self._format != "json_schema":
            text = json.dumps(schema, ensure_ascii=False)
            system += (
                f"\n\nAnswer with one JSON object and nothing else, as this schema says: {text}"
            )
        body: dict[str, Any] = {
            "model": request.model,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": request.user_message},
            ],
            "stream": True,
        }
        if not self._usage_refused:
            body["stream_options"] = {"include_usage": True}
        if self._format == "json_schema":
            named = {"name": request.schema_name, "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self._format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    @contextmanager
    def _plain_errors(self, model: str, answer: _Answer | None = None) -> Iterator[None]:
        """Turn every failure of a call into one of our errors."""
        try:
            yield
        except BackendError:
            raise
        except openai.APIStatusError as error:
            raise build_error(_refusal(error), model, self.server) from None
        except openai.APIConnectionError:
            if answer and answer.has_begun:
                why = f"{self.server} broke off in the middle of its answer"
                raise Incomplete(why) from None
            why = f"{self.server} cannot be reached, or hung up before it answered"
            raise Unreachable(why) from None
        except openai.APIError as error:  # an error event in the stream
            refusal = Refusal(None, error.code or error.type or "", error.message)
            raise build_error(refusal, model, self.server) from None
        except (openai.OpenAIError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise ServerFault(
                f"{self.server} sent something that is not an answer", code=type(error).__name__
            ) from None


class _Answer:
    """One answer while its chunks arrive, and how it ended."""

    def __init__(self) -> None:
        self.has_begun = False
        self.request_id: str | None = None
        self._reason: str | None = None
        self._refusal = ""
        self._chunks = 0

    @property
    def is_finished(self) -> bool:
        """True once the model reported its end; a later failure does not affect the answer."""
        return self._reason is not None

    def read_chunk(self, chunk: ChatCompletionChunk) -> Iterator[Piece]:
        self._chunks += 1
        for choice in (chunk.choices or [])[:1]:
            delta = choice.delta
            if delta and delta.content:
                self.has_begun = True
                yield Text(str(delta.content))
            if delta and delta.refusal:
                self._refusal += str(delta.refusal)
            self._reason = choice.finish_reason or self._reason
        usage = chunk.usage
        if usage and usage.prompt_tokens is not None and usage.completion_tokens is not None:
            yield Usage(int(usage.prompt_tokens), int(usage.completion_tokens))

    def finish(self) -> str:
        """The reason of a good end; raises BackendError for a bad one."""
        reason = "refusal" if self._refusal else self._reason if self._chunks else "nothing"
        if reason in _BAD_ENDS:
            kind, why = _BAD_ENDS[reason]
            raise kind(why, code=reason, request_id=self.request_id)
        return str(reason)


_BAD_ENDS: dict[str | None, tuple[type[BackendError], str]] = {
    None: (Incomplete, "the answer is incomplete: it ended without a finish reason"),
    "length": (Incomplete, "the answer was cut at the model's limit"),
    "abort": (Incomplete, "the server gave up in the middle of its answer"),
    "error": (Incomplete, "the server gave up in the middle of its answer"),
    "content_filter": (Withheld, "the answer was withheld: content filter"),
    "refusal": (Withheld, "the model refused to answer"),
    "tool_calls": (Unusable, "the model called a tool instead of answering"),
    "function_call": (Unusable, "the model called a tool instead of answering"),
    "nothing": (Unusable, "the server answered with something that is not a stream"),
}


def _require_stream(chunks: AsyncStream[ChatCompletionChunk]) -> None:
    kind = chunks.response.headers.get("content-type", "").lower()
    if kind.startswith(("application/json", "text/html")):
        raise Unusable(
            "the server answered with something that is not a stream", code=kind.split(";")[0]
        )


def _refusal(error: openai.APIStatusError) -> Refusal:
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    message = error.message if isinstance(error.body, dict) else str(error.body or "")
    return Refusal(error.status_code, error.code or error.type or "", message, headers=headers)


def _usable_key(key: str | None) -> str | None:
    key = (key or "").strip()
    if not (key.isascii() and key.isprintable()):
        raise SettingsError("OPENAI_API_KEY", "contains characters that a key cannot have")
    return key or None


def _parse_address(url: str) -> httpx2.URL:
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        if usable:
            return httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError):
        pass
    raise SettingsError("OPENAI_BASE_URL", "must be an http or https address")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
