"""OpenAI, and any server that speaks its chat completions.

Nothing is retried here but the form of a request, and the only time limit here is the
connection's: the run's deadline bounds the rest. Whether an answer is complete is decided by
its reader, not by what the server says of its end.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from typing import Any

import httpx2
import openai

from refiner.errors import BackendError, Denied, Incomplete, ServerFault, Unreachable, Unusable
from refiner.llm.backends import Finish, Piece, Text
from refiner.llm.backends.addresses import (
    OPENAI_URL,
    create_client,
    find_redirect,
    note_slash,
    parse_address,
    parse_key,
)
from refiner.llm.backends.answer_pieces import AnswerPieces, BlankFlood
from refiner.llm.backends.events import EventReader
from refiner.llm.backends.faults import (
    Refusal,
    RefusedError,
    build_error,
    read_refusal,
    read_request_id,
)
from refiner.llm.backends.interfaces import name_interface
from refiner.llm.backends.request_form import form_for
from refiner.llm.prompts import Request

CHECK_SECONDS = 10.0
MAX_REDIRECTS = 3  # of one call; none of them is followed to an address it has asked before
HUNG_UP = "hung_up"
_ONLY_REASONED = "the answer was cut, since the model kept reasoning and gave no answer"
_OPENAI_SERVER = "api.openai.com"
_moved: dict[str, httpx2.URL] = {}  # addresses that were redirected on their own server


class OpenAIBackend:
    """One client, bound to the event loop that first uses it; close it with `aclose`.

    Raises SettingsError for an invalid key or address.
    """

    name = "openai"

    def __init__(
        self, api_key: str | None, base_url: str | None = None, reasoning: str | None = None
    ) -> None:
        """`reasoning`: the effort to ask for; None for the least that a model takes."""
        self._reasoning = reasoning
        url = parse_address(base_url or OPENAI_URL)
        self.server = url.netloc.decode("ascii")
        self._address = str(url)
        self._key = parse_key(api_key)
        self._client = create_client(url, self._key)
        self._client.base_url = _moved.get(self._address, self._client.base_url)
        # the first access imports half the SDK: here it does not count as time of a run
        self._completions = self._client.chat.completions.with_streaming_response

    async def aclose(self) -> None:
        await self._client.close()

    async def check(self) -> list[str]:
        """The ids of the models that the server offers. Raises BackendError."""
        try:
            with plain_errors(self.server):
                models = await self._client.models.list(timeout=CHECK_SECONDS)
                return sorted(str(model.id) for model in models.data)
        except RefusedError as refused:
            raise self._build_error(refused.refusal, "the list of models") from None
        return []

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        """The answer as it is written; usage, if reported, comes before the finish.

        Leaving the generator closes the connection, so the server stops writing.
        """
        form = form_for(self._address, request.model, self._reasoning)
        form.is_proven |= self.server == _OPENAI_SERVER
        answer = AnswerPieces(request.keys, form)
        asked: list[httpx2.URL] = []
        while True:
            version = form.version
            asked.append(self._client.base_url)
            try:
                with plain_errors(self.server, answer):
                    async with aclosing(self._send(form.body(request), answer)) as pieces:
                        async for piece in pieces:
                            yield piece
            except RefusedError as refused:
                changed = version != form.version  # a concurrent call has found out
                may_work = (
                    changed
                    or self._follow(refused.refusal, asked)
                    or form.simplify(refused.refusal, request.label, was_accepted=answer.is_visible)
                )
                if answer.is_visible or not may_work:
                    error = self._build_error(refused.refusal, request.model)
                    error.form_changed = answer.is_visible and may_work
                    raise error from None
            except BlankFlood as flood:
                flood.form_changed = version != form.version or form.next_format()
                raise
            except Unreachable as error:
                if error.code == HUNG_UP:
                    form.note_fault(request.label)
                raise
            else:
                if answer.is_empty:
                    was_first = form.is_proven and len(asked) == 1  # a server may fail once
                    may_work = form.avoid_empty(version) or was_first
                elif answer.is_all_thought:
                    may_work = version != form.version or form.make_room()
                    if not may_work:
                        raise Unusable(_ONLY_REASONED, "set a lower REFINER_REASONING")
                else:
                    may_work = answer.is_off_the_point and form.next_format()
                if not may_work:
                    break
            answer.restart()
        for text in answer.release():
            yield Text(text)
        yield Finish(answer.finish)

    async def _send(
        self, body: dict[str, Any], answer: AnswerPieces
    ) -> AsyncGenerator[Piece, None]:
        """One request and the pieces of its answer."""
        events = EventReader(self.server)
        # As `extra_body` it is sent as it is: the SDK copies its own parameters field by field.
        call = self._completions.create(
            model=body["model"], messages=(), stream=body["stream"], extra_body=body
        )
        async with call as response:
            answer.request_id = read_request_id(response.headers, self._key)
            async for data in response.iter_bytes():
                for event in events.feed(data):
                    for piece in self._read(event, answer):
                        yield piece
                if answer.is_hidden_flood:
                    return
                if answer.is_thought_flood:
                    raise Unusable(_ONLY_REASONED)
        for event in events.finish():
            for piece in self._read(event, answer):
                yield piece
        if not answer.has_events and events.begins_with and not events.is_done:
            raise self._explain_no_answer(events)

    def _read(self, event: Any, answer: AnswerPieces) -> Iterator[Piece]:
        if interface := name_interface(event):
            raise Denied(
                f"{self.server} answers in another interface than chat completions ({interface})",
                "check OPENAI_BASE_URL, or choose a server that has chat completions",
            )
        yield from answer.read(event)

    def _explain_no_answer(self, events: EventReader) -> BackendError:
        if events.begins_with == "<":
            return Denied(
                f"{self.server} answered with a web page",
                "check OPENAI_BASE_URL, or whether a login page is in between",
                code="text/html",
            )
        return Unusable(
            f"{self.server} answered with something that is not a model's answer",
            "check OPENAI_BASE_URL",
        )

    def _follow(self, refusal: Refusal, asked: Sequence[httpx2.URL]) -> bool:
        """Take over the server's new address for its calls, if it is on the same server.

        `asked`: the addresses that the call was sent to so far, the last one redirected it.
        """
        if refusal.status is None or not 300 <= refusal.status < 400:
            return False
        call = httpx2.URL(str(asked[-1]).rstrip("/") + "/chat/completions")
        if note_slash(call, refusal.headers) and asked.count(asked[-1]) == 1:
            return True
        new = find_redirect(call, refusal.headers)
        if new is None or new in asked or len(set(asked)) > MAX_REDIRECTS:
            return False
        self._client.base_url = _moved[self._address] = new
        return True

    def _build_error(self, refusal: Refusal, model: str) -> BackendError:
        error = build_error(refusal, model, self.server)
        error.request_id = read_request_id(refusal.headers, self._key)
        return error


@contextmanager
def plain_errors(server: str, answer: AnswerPieces | None = None) -> Iterator[None]:
    """Turn every failure into a BackendError, or RefusedError if the server refused.

    A failure after the model reported its end does not affect the `answer`.
    """
    try:
        try:
            yield
        except openai.APIStatusError as error:
            body = error.body if isinstance(error.body, dict | list) else error.response.text
            headers = {name.lower(): value for name, value in error.response.headers.items()}
            refusal = read_refusal(body, error.status_code, headers)
            raise RefusedError(refusal or Refusal(error.status_code)) from None
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise _explain_broken_connection(server, error, answer) from None
        except (openai.OpenAIError, ValueError, TypeError, LookupError, AttributeError) as e:
            raise ServerFault(
                f"{server} sent something that is not an answer",
                "check OPENAI_BASE_URL",
                code=type(e).__name__,
            ) from None
    except BackendError as error:
        if answer is None or not answer.finish:
            error.request_id = error.request_id or (answer.request_id if answer else None)
            raise


def _explain_broken_connection(
    server: str, error: Exception, answer: AnswerPieces | None
) -> BackendError:
    if answer and answer.has_text:
        return Incomplete(f"{server} closed the connection in the middle of its answer")
    if isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Unreachable(f"{server} cannot be reached")
    return Unreachable(f"{server} closed the connection before its answer", code=HUNG_UP)
