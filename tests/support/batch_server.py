"""A server on this machine with OpenAI's Files and Batch API, as the SDK calls them.

Real HTTP over a socket. A batch goes through the statuses that a test gives, one each time it is
asked for; the local analyst writes the answers.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from refiner.analyst.backend import LocalBackend
from refiner.llm.backends import Text
from refiner.llm.prompts import Request

DONE = ("validating", "in_progress", "finalizing", "completed")


def write_answer_of(line: dict[str, Any]) -> str:
    """What the local analyst answers to a line of a request file."""
    body = line["body"]
    form = body["response_format"]["json_schema"]
    call = "analysis" if form["name"] == "speech_analysis" else "coaching"
    request = Request(
        call, form["name"], body["model"], body["messages"][0]["content"],
        json.loads(body["messages"][1]["content"]),
    )  # fmt: skip

    async def whole() -> str:
        pieces = [piece async for piece in LocalBackend("fast").stream(request)]
        return "".join(piece.text for piece in pieces if isinstance(piece, Text))

    return asyncio.run(whole())


def answered(
    line: dict[str, Any], content: str | None = None, reason: str = "stop"
) -> dict[str, Any]:
    """The line of an output file for a line of a request file."""
    message = {"role": "assistant", "content": content or write_answer_of(line), "refusal": None}
    body = {
        "object": "chat.completion", "model": line["body"]["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1_000_000, "completion_tokens": 100_000},
    }  # fmt: skip
    return {
        "id": "batch_req_1", "custom_id": line["custom_id"], "error": None,
        "response": {"status_code": 200, "request_id": "r", "body": body},
    }  # fmt: skip


class BatchServer:
    """`statuses` of the next batches; `spoil` and `leave_out`: lines that fail, or have no answer.

    `hang_up_on` is a path whose next request is performed, and then gets no answer.
    """

    def __init__(self) -> None:
        self.statuses: list[Sequence[str]] = []
        self.spoil: Any = lambda line: False
        self.leave_out: Any = lambda line: False
        self.codes: Sequence[str] = ()
        self.hang_up_on = ""
        self.has_batches = True
        self.ends_before_cancel = False
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.calls: Counter[str] = Counter()
        self.keys: set[str] = set()
        self.paid: Counter[str] = Counter()
        self.url = ""

    def perform(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        parts = path.split("?")[0].removeprefix("/v1/").split("/")
        self.calls[f"{method} {parts[0]}"] += 1
        if not self.has_batches:
            return 404, {"error": {"message": "Not Found", "code": None}}
        match method, *parts:
            case "POST", "files":
                return 200, self._keep(_uploaded(body))
            case "GET", "files", file_id, "content":
                return 200, self.files[file_id]
            case "DELETE", "files", file_id:
                del self.files[file_id]
                return 200, {"id": file_id, "object": "file", "deleted": True}
            case "POST", "batches":
                return 200, self._create(json.loads(body))
            case "GET", "batches":
                newest = list(reversed(self.batches.values()))
                return 200, {"object": "list", "data": newest, "has_more": False}
            case "POST", "batches", batch_id, "cancel":
                if self.ends_before_cancel:
                    self.batches[batch_id]["_next"] = ["completed"]
                    return 409, {"error": {"message": "it has ended", "code": "conflict"}}
                self.batches[batch_id] |= {"status": "cancelling", "_next": ["cancelled"]}
                return 200, self.batches[batch_id]
            case "GET", "batches", batch_id:
                return 200, self._next(self.batches[batch_id])
        return 404, {"error": {"message": "no such address"}}

    def _keep(self, data: bytes) -> dict[str, Any]:
        file_id = f"file-{self.calls.total()}-{len(self.files)}"
        self.files[file_id] = data
        return {"id": file_id, "object": "file", "bytes": len(data), "created_at": 1,
                "filename": "f", "purpose": "batch", "status": "processed"}  # fmt: skip

    def _create(self, asked: dict[str, Any]) -> dict[str, Any]:
        lines = [json.loads(line) for line in self.files[asked["input_file_id"]].splitlines()]
        batch = {
            "id": f"batch_{len(self.batches) + 1}", "object": "batch",
            "created_at": int(time.time()), "status": "validating",
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0}, **asked,
        }  # fmt: skip
        self.batches[batch["id"]] = batch
        batch["_next"] = list(self.statuses.pop(0) if self.statuses else DONE)
        batch["_lines"] = lines
        return batch

    def _next(self, batch: dict[str, Any]) -> dict[str, Any]:
        if batch["_next"]:
            batch["status"] = batch["_next"].pop(0)
            if batch["status"] in ("completed", "expired", "cancelled"):
                self._answer(batch)
            if batch["status"] == "failed":
                batch["errors"] = {"data": [{"code": code, "message": "m"} for code in self.codes]}
        return batch

    def _answer(self, batch: dict[str, Any]) -> None:
        out, err = [], []
        for line in batch["_lines"]:
            if self.spoil(line):
                error = {"error": {"code": "server_error", "message": "no"}}
                err.append({"custom_id": line["custom_id"], "response":
                            {"status_code": 500, "body": error}, "error": None})  # fmt: skip
            elif not self.leave_out(line):
                self.paid[line["custom_id"]] += 1
                out.append(answered(line))
        for name, rows in (("output_file_id", out), ("error_file_id", err)):
            if rows:
                text = "".join(json.dumps(row) + "\n" for row in rows)
                batch[name] = self._keep(text.encode())["id"]
        batch["request_counts"] |= {"completed": len(out), "failed": len(err)}


def _uploaded(body: bytes) -> bytes:
    """The file in a multipart body."""
    found = re.search(rb'name="file".*?\r\n\r\n(.*?)\r\n--', body, re.S)
    assert found is not None
    return found[1]


@contextmanager
def batch_server() -> Iterator[BatchServer]:
    server = BatchServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            server.keys.add(self.headers.get("authorization", ""))
            status, answer = server.perform(self.command, self.path, body)
            if server.hang_up_on and f"{self.command} {self.path}".startswith(server.hang_up_on):
                server.hang_up_on = ""
                self.close_connection = True
                return
            if isinstance(answer, dict):
                shown = {k: v for k, v in answer.items() if not k.startswith("_")}
                if "data" in shown and self.path.startswith("/v1/batches"):
                    shown["data"] = [
                        {k: v for k, v in one.items() if not k.startswith("_")}
                        for one in answer["data"]
                    ]
                answer = json.dumps(shown).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_DELETE = _handle

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
