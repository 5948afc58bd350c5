"""The OpenAI backend against a real socket: every fault becomes a plain error."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from refiner.errors import (
    BackendError,
    Busy,
    Denied,
    Incomplete,
    ServerFault,
    SettingsError,
    TooLong,
    Unreachable,
    Unusable,
    Withheld,
)
from refiner.llm.backends import Finish, Piece, Text, Usage
from refiner.llm.backends.faults import Refusal, build_error, retry_after_s
from refiner.llm.backends.openai import OpenAIBackend
from refiner.llm.calls import call_model
from refiner.llm.json_stream import Item, Section
from refiner.llm.prompts import Request, analysis_request
from refiner.model import Source, Transcript
from refiner.timeline import CallSpan
from tests.support.loopback import Loopback, Reply, error, serving
from tests.support.server_answers import STREAM, events_of

pytestmark = pytest.mark.slow

KEY = "sk-secret-0123456789"
SPEECH = "Um, the confidential plan is ready."
TALK = Transcript(SPEECH, Source(None, "text", "0" * 64))
DOCUMENT = {"verdicts": [{"id": 1, "rationale": "naïve “quotes” and \U0001f600"}]}
HALF = '{"verdicts": [{"id": 1}, {"id"'


def request() -> Request:
    return analysis_request(TALK, (), "gpt-4o")


async def pieces_of(backend: OpenAIBackend) -> list[Piece]:
    async with aclosing(backend.stream(request())) as pieces:
        return [piece async for piece in pieces]


def ask(server: Loopback, key: str | None = KEY) -> list[Piece]:
    async def run() -> list[Piece]:
        backend = OpenAIBackend(key, server.url)
        try:
            return await pieces_of(backend)
        finally:
            await backend.aclose()

    return asyncio.run(run())


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if isinstance(piece, Text))


def call(server: Loopback) -> list[Item | Section]:
    """One whole call without time for a second attempt."""

    async def run() -> list[Item | Section]:
        backend = OpenAIBackend(KEY, server.url)
        events: list[Item | Section] = []
        now = asyncio.get_running_loop().time()
        span = CallSpan("analysis", 0.0)
        try:
            await call_model(
                request(), backend, span, now, now_ms=lambda: 0.0, on_event=events.append
            )
        finally:
            await backend.aclose()
        return events

    return asyncio.run(run())


def failure(reply: Reply, times: int = 1) -> BackendError:
    with serving({"analysis": reply}) as server:
        with pytest.raises(BackendError) as caught:
            call(server)
        assert server.calls == ["analysis"] * times
    message = str(caught.value)
    assert KEY not in message
    assert "confidential" not in message
    assert "\n" not in message
    return caught.value


def test_an_answer_comes_in_pieces_with_usage_and_finish() -> None:
    with serving({"analysis": Reply(DOCUMENT)}) as server:
        pieces = ask(server)
        assert json.loads(text_of(pieces)) == DOCUMENT
        assert len(pieces) > 10
        assert pieces[-2:] == [Usage(1000, 200), Finish("stop")]
        (exchange,) = server.exchanges
    assert exchange.headers["authorization"] == f"Bearer {KEY}"
    assert exchange.body["stream_options"] == {"include_usage": True}
    response_format = exchange.body["response_format"]
    assert response_format["type"] == "json_schema"
    assert response_format["json_schema"]["strict"] is True
    assert response_format["json_schema"]["name"] == "speech_analysis"
    assert exchange.body["messages"][0] == {"role": "system", "content": request().system}
    assert exchange.document == request().document


def test_thoughts_without_end_are_cut() -> None:
    thought = events_of([{"reasoning_content": "and so on " * 1000}], finish=None, done=False)
    caught = failure(Reply(body=thought * 60, headers=STREAM))
    assert type(caught) is Unusable
    assert "kept reasoning" in str(caught)


THOUGHTS = {
    "in a field of their own": events_of([{"reasoning_content": "Is it one?"}], finish="length"),
    "in the text": events_of([{"content": "<think>Is it one?"}], finish="length"),
    "not sent at all": events_of([], finish="length"),
}


@pytest.mark.parametrize("thoughts", THOUGHTS.values(), ids=THOUGHTS)
def test_an_answer_that_was_used_up_by_reasoning_is_asked_for_with_room(thoughts: str) -> None:
    replies = [Reply(body=thoughts, headers=STREAM), Reply(DOCUMENT)]
    with serving({"analysis": replies}) as server:
        assert json.loads(text_of(ask(server))) == DOCUMENT
        first, second = (e.body["max_completion_tokens"] for e in server.exchanges)
    assert second >= first + 20_000


def test_a_model_that_reasons_up_to_that_limit_too_is_named_as_the_reason() -> None:
    thoughts = Reply(body=THOUGHTS["in a field of their own"], headers=STREAM)
    caught = failure(thoughts, times=2)
    assert "kept reasoning" in str(caught)
    assert "REFINER_REASONING" in caught.what_to_do


def test_a_server_without_keys_is_used_without_one() -> None:
    with serving({"analysis": Reply(DOCUMENT)}) as server:
        assert text_of(ask(server, key=None))
        assert server.exchanges[0].headers["authorization"] == "Bearer none"


def test_missing_usage_is_no_usage() -> None:
    with serving({"analysis": Reply(DOCUMENT, usage=None)}) as server:
        assert not [p for p in ask(server) if isinstance(p, Usage)]


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving({"analysis": Reply(DOCUMENT)}) as server:
        assert text_of(ask(server))


def without_schema(body: dict[str, Any]) -> Reply:
    if body.get("response_format", {}).get("type") == "json_schema":
        message = "'response_format' of type 'json_schema' is not supported with this model"
        return error(400, "", message)
    return Reply(DOCUMENT)


def test_a_server_that_refuses_json_schema_is_asked_with_json_object_and_remembered() -> None:
    async def twice(server: Loopback) -> None:
        backend = OpenAIBackend(KEY, server.url)
        await pieces_of(backend)
        await pieces_of(backend)
        await backend.aclose()

    with serving({"analysis": without_schema}) as server:
        asyncio.run(twice(server))
        formats = [e.body["response_format"]["type"] for e in server.exchanges]
        system = server.exchanges[-1].body["messages"][0]["content"]
    assert formats == ["json_schema", "json_object", "json_object"]
    assert '"missed_fillers"' in system  # the schema is written into the instructions instead


def test_concurrent_calls_that_are_refused_are_all_sent_again_with_json_object() -> None:
    async def concurrently(server: Loopback) -> None:
        backend = OpenAIBackend(KEY, server.url)
        await asyncio.gather(*(pieces_of(backend) for _ in range(3)))
        await backend.aclose()

    with serving({"analysis": without_schema}) as server:
        asyncio.run(concurrently(server))
        formats = [e.body.get("response_format", {}).get("type") for e in server.exchanges]
    assert formats.count("json_object") == 3
    assert None not in formats


def plain_text_only(body: dict[str, Any]) -> Reply:
    for option in ("response_format", "stream_options"):
        if option in body:
            return error(422, "", f"unknown field: {option}")
    return Reply(DOCUMENT)


def test_a_server_without_formats_and_usage_still_answers() -> None:
    with serving({"analysis": plain_text_only}) as server:
        assert json.loads(text_of(ask(server))) == DOCUMENT
        assert len(server.exchanges) == 4


def test_a_refusal_in_unknown_words_is_answered_with_three_simpler_requests_once() -> None:
    async def twice(server: Loopback) -> None:
        backend = OpenAIBackend(KEY, server.url)
        for _ in range(2):
            with pytest.raises(Denied, match="refused the request"):
                await pieces_of(backend)
        await backend.aclose()

    with serving({"analysis": error(400, "invalid_value", "that is odd")}) as server:
        asyncio.run(twice(server))
        formats = [e.body.get("response_format", {}).get("type") for e in server.exchanges]
    assert formats == ["json_schema", "json_object", None, None, "json_schema"]


@pytest.mark.parametrize(
    ("reply", "kind", "why"),
    [
        (error(429, "rate_limit_exceeded", retry_after="2"), Busy, "is busy"),
        (error(429, "insufficient_quota"), Denied, "quota"),
        (error(401, "invalid_api_key", f"Incorrect API key: {KEY}"), Denied, "OPENAI_API_KEY"),
        (error(403, "", f"no {KEY}"), Denied, "no access to gpt-4o"),
        (error(404, "model_not_found"), Denied, "does not know the model gpt-4o"),
        (Reply(status=404, body="<h1>nothing</h1>"), Denied, "OPENAI_BASE_URL"),
        (error(500, "", f"oh no {SPEECH}"), ServerFault, "failed (status 500)"),
        (Reply(status=503, body=f"<html>{KEY}</html>"), ServerFault, "not ready (status 503)"),
        (error(400, "context_length_exceeded"), TooLong, "too long for gpt-4o"),
        (error(400, "content_filter", SPEECH), Withheld, "content filter"),
    ],
)
def test_a_refusal_says_what_it_means(reply: Reply, kind: type[BackendError], why: str) -> None:
    caught = failure(reply)
    assert type(caught) is kind
    assert why in str(caught)
    assert caught.status == reply.status
    assert caught.request_id == "req_1"


@pytest.mark.parametrize(
    ("reply", "kind", "why"),
    [
        (
            Reply(DOCUMENT, break_after=20, breaks="reset"),
            Incomplete,
            "closed the connection in the middle",
        ),
        (
            Reply(DOCUMENT, break_after=0, breaks="reset"),
            Unreachable,
            "closed the connection before",
        ),
        (Reply(DOCUMENT, break_after=20, breaks="end"), Incomplete, "without a finish reason"),
        (Reply(HALF, finish="length"), Incomplete, "cut at the model's limit"),
        (Reply(HALF, finish="content_filter"), Withheld, "content filter"),
        (Reply("", refusal=f"I cannot. {SPEECH}"), Withheld, "refused to answer"),
        (Reply(HALF, finish="tool_calls"), Unusable, "called a tool"),
        (Reply(DOCUMENT, break_after=20, breaks="garbage"), ServerFault, "not an answer"),
        (Reply(DOCUMENT, break_after=20, breaks="error_event"), ServerFault, "failed while"),
        (Reply(body='{"choice": []}'), Unusable, "a model's answer"),
        (
            Reply(body="hello", headers={"content-type": "text/plain"}),
            Unusable,
            "a model's answer",
        ),
        (Reply(body="<html>", headers={"content-type": "text/html"}), Denied, "a web page"),
    ],
)
def test_a_broken_stream_is_never_taken_for_an_answer(
    reply: Reply, kind: type[BackendError], why: str
) -> None:
    caught = failure(reply)
    assert type(caught) is kind
    assert why in str(caught)


@pytest.mark.parametrize(
    "data",
    [
        "5",
        "[]",
        "null",
        '"text"',
        "{}",
        "{broken",
        '{"choices": null}',
        '{"choices": {}}',
        '{"choices": 7}',
        '{"choices": [null]}',
        '{"choices": [{"delta": null}]}',
        '{"choices": [{"delta": 7}]}',
        '{"choices": [{"delta": {"content": {"a": 1}}}]}',
        '{"choices": [], "usage": "many"}',
        '{"choices": [], "usage": {"prompt_tokens": "many", "completion_tokens": []}}',
        '{"error": "overloaded"}',
        '{"error": {"code": 7, "message": null}}',
        '{"error": {"code": "insufficient_quota", "message": "no"}}',
    ],
)
def test_a_chunk_of_any_shape_is_at_worst_a_plain_error(data: str) -> None:
    reply = Reply(body=f"data: {data}\n\n", headers={"content-type": "text/event-stream"})
    with serving({"analysis": reply}) as server:
        with pytest.raises(BackendError) as caught:
            call(server)
        assert len(server.calls) <= 4  # an empty answer is requested in simpler forms
    assert caught.value.kind in ("server_fault", "incomplete", "unusable", "denied")


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_usage_is_reported_before_a_bad_finish(finish: str) -> None:
    async def run(server: Loopback) -> list[Piece]:
        backend, seen = OpenAIBackend(KEY, server.url), []
        async for piece in backend.stream(request()):
            seen.append(piece)
        await backend.aclose()
        return seen

    with serving({"analysis": Reply(HALF, finish=finish)}) as server:
        assert asyncio.run(run(server))[-2:] == [Usage(1000, 200), Finish(finish)]


def test_a_failure_after_the_finish_does_not_affect_the_answer() -> None:
    choice = {"index": 0, "delta": {"content": 'a "summary"'}, "finish_reason": "stop"}
    tail = f"data: {json.dumps({'choices': [choice]})}"
    reply = Reply(
        body=f"{tail}\n\ndata: {{broken\n\n", headers={"content-type": "text/event-stream"}
    )
    with serving({"analysis": reply}) as server:
        assert ask(server) == [Text('a "summary"'), Finish("stop")]


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with serving({}) as server:
        pass
    with pytest.raises(Unreachable, match="cannot be reached"):
        ask(server)


def test_leaving_an_answer_closes_the_servers_side_within_a_second() -> None:
    async def leave(server: Loopback) -> float:
        backend = OpenAIBackend(KEY, server.url)
        async with aclosing(backend.stream(request())) as pieces:
            async for piece in pieces:
                if isinstance(piece, Text):
                    break
        left = time.monotonic()
        await asyncio.sleep(0.3)
        await backend.aclose()
        return left

    with serving({"analysis": Reply('{"verdicts": "' + "x" * 4000, tokens_per_s=50)}) as server:
        left = asyncio.run(leave(server))
        server.wait_idle()
        (exchange,) = server.exchanges
    assert exchange.hung_up is not None
    assert exchange.hung_up - left < 1


def test_cancelling_the_task_closes_the_servers_side_too() -> None:
    async def cancel(server: Loopback) -> None:
        backend = OpenAIBackend(KEY, server.url)
        task = asyncio.create_task(pieces_of(backend))
        await asyncio.to_thread(server.wait_for_calls, 1)
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()
        await asyncio.sleep(0.2)
        await backend.aclose()

    with serving({"analysis": Reply('{"verdicts": "' + "x" * 4000, tokens_per_s=50)}) as server:
        asyncio.run(cancel(server))
        server.wait_idle()
        assert server.exchanges[0].hung_up is not None


def test_the_first_token_may_take_its_time() -> None:
    with serving({"analysis": Reply(DOCUMENT, first_s=1.0)}) as server:
        assert text_of(ask(server))


def test_a_connection_is_used_again_for_the_next_call() -> None:
    async def twice(server: Loopback) -> None:
        backend = OpenAIBackend(KEY, server.url)
        await pieces_of(backend)
        await pieces_of(backend)
        await backend.aclose()

    with serving({"analysis": Reply(DOCUMENT)}) as server:
        asyncio.run(twice(server))
        assert (len(server.exchanges), server.connections) == (2, 1)


def test_the_check_lists_the_models() -> None:
    async def check(url: str) -> list[str]:
        backend = OpenAIBackend(KEY, url)
        try:
            return await backend.check()
        finally:
            await backend.aclose()

    with serving({}, models=("b", "a")) as server:
        assert asyncio.run(check(server.url)) == ["a", "b"]
        url = server.url
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:\d+ cannot be reached"):
        asyncio.run(check(url))


@pytest.mark.parametrize("url", ["ftp://a.b", "no address", "http://", "http://[", "//host"])
def test_an_invalid_address_is_a_setting_to_correct(url: str) -> None:
    with pytest.raises(SettingsError, match="OPENAI_BASE_URL"):
        OpenAIBackend(KEY, url)


@pytest.mark.parametrize("key", ["sk-\n-1", "schlüssel", "a\x00b"])
def test_an_invalid_key_is_a_setting_to_correct(key: str) -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY") as caught:
        OpenAIBackend(key)
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        (
            "This model's maximum context length is 128000 tokens. However, your messages "
            "resulted in 140001 tokens.",
            "it takes 140001 tokens, the limit is 128000",
        ),
        (
            "This model's maximum context length is 4096 tokens. However, you requested 5000 "
            "tokens (4000 in the messages)",
            "it takes 5000 tokens, the limit is 4096",
        ),
        (
            "request (9000 tokens) exceeds the available context size (8192 tokens)",
            "it takes 9000 tokens, the limit is 8192",
        ),
        (
            "Request too large for gpt-4o in organization org-x on tokens per min (TPM): "
            "Limit 30000, Requested 52000.",
            "it takes 52000 tokens, the limit is 30000",
        ),
    ],
)
def test_a_transcript_too_long_says_by_how_much(message: str, numbers: str) -> None:
    error = build_error(Refusal(400, "context_length_exceeded", message), "gpt-4o", "host")
    assert isinstance(error, TooLong)
    assert numbers in str(error)
    assert "split it" in str(error)


def test_a_request_too_large_for_the_rate_limit_is_not_tried_again() -> None:
    message = "Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 52000"
    assert isinstance(
        build_error(Refusal(429, "rate_limit_exceeded", message), "gpt-4o", "h"), TooLong
    )


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "1", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    ],
)
def test_the_wait_a_server_asks_for_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds


def test_the_wait_may_be_given_as_a_date() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    seconds = retry_after_s({"retry-after": until})
    assert seconds is not None
    assert 57 < seconds <= 60
