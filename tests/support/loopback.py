"""A server on this machine that speaks OpenAI's chat completions, with every fault on demand.

Real HTTP/1.1 and server-sent events over a socket, in a thread with a loop of its own, so
that what it sees is not what the client believes. Times are `time.monotonic()` seconds.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, Self

TOKEN_CHARS = 4
Break = Literal["reset", "end", "hang", "garbage", "error_event"]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it is played.

    `answer` is a document or raw text. The first token comes `first_s` after the request,
    the others at `tokens_per_s`, `together` in one piece; `tokens` are the answer's, by default
    four characters each. After `break_after` characters it breaks off as `breaks`
    says. `finish` None sends no finish reason, `usage` None none. With a `status` other than
    200, or a `body`, nothing is streamed. `silent` sends not even headers. Nothing of an answer
    is sent before the event `after` is set.
    """

    answer: Mapping[str, Any] | str = ""
    first_s: float = 0.0
    tokens_per_s: float = 5000.0
    break_after: int | None = None
    breaks: Break = "end"
    finish: str | None = "stop"
    usage: tuple[int, int] | None = (1000, 200)
    refusal: str = ""
    status: int = 200
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    tokens: Sequence[str] = ()
    together: int = 1
    after: threading.Event | None = None

    @property
    def text(self) -> str:
        if isinstance(self.answer, str):
            return self.answer
        return json.dumps(self.answer, ensure_ascii=False)


def error(status: int, code: str = "", message: str = "no", **headers: str) -> Reply:
    """An error as OpenAI words it; `retry_after="2"` is the header retry-after."""
    body = json.dumps({"error": {"message": message, "type": "t", "param": None, "code": code}})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, body=body, headers=named)


Answer = Reply | Callable[[dict[str, Any]], Reply]
Script = Mapping[str, Answer | Sequence[Answer]]


@dataclass(slots=True)
class Exchange:
    """One request: what it asked, when it came, when the last byte of its answer went out."""

    call: str
    body: dict[str, Any]
    headers: dict[str, str]
    path: str
    arrived: float
    ended: float | None = None
    hung_up: float | None = None

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body["messages"][-1]["content"])
        return document


def call_of(body: dict[str, Any]) -> str:
    """Which call a request is: analysis, coaching, regeneration (coaching on "ai" counts).

    Or "sentences": some of the advice that are to be written again.
    """
    document = json.loads(body["messages"][-1]["content"])
    if "transcript" in document:
        return "analysis"
    if "sentences" in document:
        return "sentences"
    return "regeneration" if document["fillers"]["source"] == "ai" else "coaching"


class Loopback:
    """Answers by call; a list is played one answer a request, its last one for all further.

    A call that the script does not name is answered as "coaching" is, sentences with none.
    """

    def __init__(self, script: Script, models: Sequence[str] = ("gpt-4o", "gpt-4o-mini")) -> None:
        self.exchanges: list[Exchange] = []
        self._script = script
        self._models = models
        self._asked: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def calls(self) -> list[str]:
        return [exchange.call for exchange in self.exchanges]

    def wait_for_calls(self, number: int, seconds: float = 60.0) -> None:
        """Until so many requests have come."""
        until = time.monotonic() + seconds
        while len(self.exchanges) < number and time.monotonic() < until:
            time.sleep(0.005)

    def wait_idle(self, seconds: float = 2.0) -> None:
        """Until every answer is over or its client gone."""
        until = time.monotonic() + seconds
        while any(e.ended is None for e in self.exchanges) and time.monotonic() < until:
            time.sleep(0.005)

    def __enter__(self) -> Self:
        self._thread.start()
        self._up.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._up.set()
        await self._stop.wait()
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path, headers = _parse(head)
                content = await reader.readexactly(int(headers.get("content-length", 0)))
                if path.partition("?")[0].endswith("/models"):
                    listed = [{"id": m, "object": "model", "created": 0} for m in self._models]
                    _send(writer, Reply(body=json.dumps({"object": "list", "data": listed})))
                    continue
                await self._answer(reader, writer, path, headers, json.loads(content))
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        path: str,
        headers: dict[str, str],
        body: dict[str, Any],
    ) -> None:
        exchange = Exchange(call_of(body), body, headers, path, time.monotonic())
        self.exchanges.append(exchange)
        gone = asyncio.create_task(reader.read(1))
        playing = asyncio.create_task(self._play(writer, self._reply(exchange), exchange.arrived))
        try:
            await asyncio.wait({gone, playing}, return_when=asyncio.FIRST_COMPLETED)
            if not playing.done():
                exchange.hung_up = time.monotonic()
                raise ConnectionResetError
            playing.result()
        finally:
            exchange.ended = time.monotonic()
            playing.cancel()
            gone.cancel()
            await asyncio.gather(gone, playing, return_exceptions=True)

    def _reply(self, exchange: Exchange) -> Reply:
        if exchange.call == "sentences" and "sentences" not in self._script:
            return Reply({"sentences": []})
        call = exchange.call if exchange.call in self._script else "coaching"
        answer = self._script[call]
        if isinstance(answer, Sequence):
            answer = answer[min(self._asked[call], len(answer) - 1)]
        self._asked[call] += 1
        return answer if isinstance(answer, Reply) else answer(exchange.body)

    async def _play(self, writer: asyncio.StreamWriter, reply: Reply, arrived: float) -> None:
        if reply.silent:
            await asyncio.Event().wait()
        if reply.after is not None:
            await asyncio.to_thread(reply.after.wait)
        if reply.status != 200 or reply.body is not None:
            _send(writer, reply)
            return
        _send_head(writer, reply, {"transfer-encoding": "chunked"}, "text/event-stream")
        _event(writer, _chunk({"role": "assistant", "content": ""}))
        text = reply.text[: reply.break_after]
        tokens = reply.tokens or [
            text[at : at + TOKEN_CHARS] for at in range(0, len(text), TOKEN_CHARS)
        ]
        for number in range(0, len(tokens), reply.together):
            piece = tokens[number : number + reply.together]
            due = arrived + reply.first_s + (number + len(piece) - 1) / reply.tokens_per_s
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            _event(writer, _chunk({"content": "".join(piece)}))
            await writer.drain()
        if reply.break_after is not None:
            await _break(writer, reply.breaks)
        else:
            _send_end(writer, reply)
        await writer.drain()


def _send_end(writer: asyncio.StreamWriter, reply: Reply) -> None:
    if reply.refusal:
        _event(writer, _chunk({"refusal": reply.refusal}))
    if reply.finish:
        _event(writer, _chunk({}, reply.finish))
    if reply.usage:
        prompt, completion = reply.usage
        total = {"prompt_tokens": prompt, "completion_tokens": completion}
        _event(
            writer, _base() | {"choices": [], "usage": total | {"total_tokens": sum(reply.usage)}}
        )
    _piece(writer, b"data: [DONE]\n\n")
    writer.write(b"0\r\n\r\n")


async def _break(writer: asyncio.StreamWriter, how: Break) -> None:
    match how:
        case "reset":
            await writer.drain()
            writer.transport.abort()
            raise ConnectionResetError
        case "hang":
            await asyncio.Event().wait()
        case "garbage":
            _piece(writer, b'data: {"choices": [{"delta": \n\n')
        case "error_event":
            _event(writer, {"error": {"message": "overloaded", "type": "server_error"}})
    writer.write(b"0\r\n\r\n")


def _base() -> dict[str, Any]:
    return {"id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "m"}


def _chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return _base() | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def _event(writer: asyncio.StreamWriter, value: dict[str, Any]) -> None:
    _piece(writer, b"data: " + json.dumps(value).encode() + b"\n\n")


def _piece(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def _send(writer: asyncio.StreamWriter, reply: Reply) -> None:
    body = (reply.body or "").encode()
    _send_head(writer, reply, {"content-length": str(len(body))}, "application/json")
    writer.write(body)


def _send_head(
    writer: asyncio.StreamWriter, reply: Reply, framing: Mapping[str, str], kind: str
) -> None:
    headers = {"content-type": kind, "x-request-id": "req_1", **framing, **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} X", *(f"{k}: {v}" for k, v in headers.items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))


def _parse(head: str) -> tuple[str, dict[str, str]]:
    first, *rest = head.strip().split("\r\n")
    pairs = (line.split(":", 1) for line in rest)
    return first.split()[1], {name.lower(): value.strip() for name, value in pairs}


@contextmanager
def serving(script: Script, **options: Any) -> Iterator[Loopback]:
    """A server for the time of a `with`."""
    with Loopback(script, **options) as server:
        yield server
