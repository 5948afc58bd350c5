"""A server on this machine with an endpoint for transcriptions, which reads what is posted."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Posted:
    """One request: its path and form fields, the name and content of its file."""

    path: str
    fields: Mapping[str, list[str]]
    file_name: str
    content: bytes

    def field(self, name: str) -> str:
        return self.fields.get(name, [""])[0]


@dataclass(frozen=True, slots=True)
class Answered:
    body: Any  # JSON unless text
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def refuse(status: int, message: str, **headers: str) -> Answered:
    return Answered({"error": {"message": message, "code": ""}}, status, headers)


class TranscriptionServer:
    """`answer` makes each answer; `posted` are the requests in order."""

    def __init__(self, answer: Callable[[Posted], Answered]) -> None:
        self.posted: list[Posted] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["content-length"]))
                request = _parse(self.path, self.headers["content-type"], content)
                server.posted.append(request)
                answered = answer(request)
                is_text = isinstance(answered.body, str)
                body = (answered.body if is_text else json.dumps(answered.body)).encode()
                self.send_response(answered.status)
                for name, value in answered.headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", "text/plain" if is_text else "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def _parse(path: str, kind: str, content: bytes) -> Posted:
    message = message_from_bytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + content)
    fields: dict[str, list[str]] = {}
    file_name, file_content = "", b""
    for part in message.get_payload():
        assert not isinstance(part, str)
        name = str(part.get_param("name", header="content-disposition"))
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        if part.get_filename():
            file_name, file_content = str(part.get_filename()), data
        else:
            fields.setdefault(name.removesuffix("[]"), []).append(data.decode())
    return Posted(path, fields, file_name, file_content)


@contextmanager
def transcribing(answer: Callable[[Posted], Answered]) -> Iterator[TranscriptionServer]:
    server = TranscriptionServer(answer)
    server.start()
    try:
        yield server
    finally:
        server.stop()
