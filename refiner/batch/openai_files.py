"""OpenAI's Batch API by files: half the price, an answer within a day.

Nothing is sent from here. Requests are written to files, answers are read from files into the
cache of the run log, and a run is done as soon as every answer that it needs is cached.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from refiner.batch.inputs import Input
from refiner.batch.openai_job import JOB_FILE, Job, JobInput, JobRequest
from refiner.batch.reading import ReadingOptions, read_transcripts
from refiner.config.settings import Settings
from refiner.errors import Denied, InputError, RefinerError, Unusable
from refiner.llm.backends import Piece
from refiner.llm.prompts import Request
from refiner.model import Transcript
from refiner.private_files import make_private_folder
from refiner.run.cache import CachedBackend
from refiner.run.session import Session
from refiner.store import Store

MAX_REQUESTS = 50_000  # in one file; this and the next: OpenAI's guide to the Batch API
MAX_FILE_BYTES = 200 * 1024 * 1024
ENDPOINT = "/v1/chat/completions"
_JOB_SETTINGS = (
    *("strategy", "policy", "threshold", "confidence", "parallel"),
    *("model_analysis", "model_coaching", "base_url"),
)


class CapturingBackend:
    """Captures the requests of a run, and answers none."""

    name = "openai"

    def __init__(self) -> None:
        self.requests: list[Request] = []

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        self.requests.append(request)
        raise Denied("not sent: it goes into a file for the Batch API", code="batch")
        yield  # makes this a generator

    async def aclose(self) -> None:
        pass


def begin_job(
    folder: Path,
    inputs: Iterable[Input],
    settings: Settings,
    options: ReadingOptions,
    store: Store,
) -> Job:
    """A new job in an empty or new folder, with its first request files."""
    if (folder / JOB_FILE).exists():
        why = "there is a job here already; read its answers, or choose another folder"
        raise InputError(str(folder), why)
    make_private_folder(folder)
    job = Job(folder, {name: getattr(settings, name) for name in _JOB_SETTINGS}, asdict(options))
    job.entries = [JobInput(str(one.path), one.member) for one in inputs]
    _advance(job, settings, store)
    return job


def read_answers(job: Job, results: Iterable[Path], settings: Settings, store: Store) -> int:
    """Cache the answers, finish complete runs, write requests for the rest.

    `results` are the provider's output and error files, in any order, complete or in part.
    Returns how many of their lines belong to another job.
    """
    settings = settings.with_changes(provider="openai", **job.settings)
    waiting: dict[str, tuple[Request, CachedBackend]] = {}
    for entry in job.entries:
        if entry.state == "asked":
            for transcript, missing in _missing_requests(job, entry, settings, store):
                cache = _cache(CapturingBackend(), transcript, settings, store)
                waiting |= {key: (request, cache) for key, request in missing.items()}
    unknown = 0
    for path in results:
        for line in _read_lines(path):
            key = line.get("custom_id")
            if not isinstance(key, str) or key not in job.requests:
                unknown += 1
            elif key in waiting:
                _cache_answer(job, key, line, *waiting[key])
    _advance(job, settings, store)
    return unknown


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, text in enumerate(file, 1):
                if not text.strip():
                    continue
                try:
                    line = json.loads(text)
                except (ValueError, RecursionError):
                    line = None
                if not isinstance(line, dict):
                    raise InputError(
                        f"{path}:{number}", "expected a line of the Batch API's output (JSON)"
                    )
                yield line
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({type(error).__name__})") from None


def _cache_answer(
    job: Job, key: str, line: dict[str, Any], request: Request, cache: CachedBackend
) -> None:
    """Cache a good answer; of any other, note the reason."""

    def as_object(value: Any) -> dict[str, Any]:
        return value if isinstance(value, dict) else {}

    def as_count(value: Any) -> int | None:
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    noted = job.requests[key]
    response = as_object(line.get("response"))
    body = as_object(response.get("body"))
    usage = as_object(body.get("usage"))
    try:
        cache.keep(key, _answer_text(line, body, response.get("status_code")), request)
    except Unusable as error:
        noted.state = "failed"
        job.failures.append(f"{noted.call} ({noted.file}): {error}")
    else:
        noted.state = "answered"
    noted.prompt_tokens = as_count(usage.get("prompt_tokens"))
    noted.completion_tokens = as_count(usage.get("completion_tokens"))


def _answer_text(line: dict[str, Any], body: dict[str, Any], status: Any) -> str:
    error = line.get("error") or body.get("error")
    if error or status != 200:
        code = error.get("code") or error.get("type") if isinstance(error, dict) else None
        raise Unusable(f"refused with {code or f'status {status}'}")
    try:
        choice = body["choices"][0]
        content = choice["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise Unusable("an answer without a message") from None
    if choice.get("finish_reason") != "stop" or not isinstance(content, str):
        raise Unusable(f"the answer is incomplete ({choice.get('finish_reason')})")
    return content


def _advance(job: Job, settings: Settings, store: Store) -> None:
    """Finish every input whose answers are all cached; write files of new requests."""
    settings = settings.with_changes(provider="openai", cache=True)
    new: dict[str, Request] = {}
    for entry in job.entries:
        if entry.state != "asked":
            continue
        transcripts = list(_missing_requests(job, entry, settings, store))
        missing = {key: request for _, keys in transcripts for key, request in keys.items()}
        if transcripts and not missing:
            _finish(entry, [transcript for transcript, _ in transcripts], settings, store)
        new |= {
            key: request
            for key, request in missing.items()
            if key not in job.requests or job.requests[key].state == "failed"
        }
    if new:
        job.round += 1
        _write_requests(job, new)
    job.save()


def _missing_requests(
    job: Job, entry: JobInput, settings: Settings, store: Store
) -> Iterator[tuple[Transcript, dict[str, Request]]]:
    """An input's transcripts, and the requests of each that have no cached answer."""
    try:
        options = ReadingOptions(**{**job.reading, "only": tuple(job.reading["only"])})
        transcripts = read_transcripts(entry.input.read(), entry.input.name, options)
    except InputError as error:
        entry.state, entry.why = "failed", str(error)
        return
    for transcript in transcripts:
        yield transcript, _capture_requests(transcript, settings, store)


def _capture_requests(
    transcript: Transcript, settings: Settings, store: Store
) -> dict[str, Request]:
    """The requests that a run would send now, by the cache key of their answer."""
    capturing = CapturingBackend()
    cache = _cache(capturing, transcript, settings, store)
    session = Session(transcript, settings, None, echo=False)
    asyncio.run(session.run(lambda _: cache))
    requests = {cache.key(request): request for request in capturing.requests}
    analysis = {key: one for key, one in requests.items() if one.call == "analysis"}
    if settings.chosen_strategy == "sequential" and analysis:
        return analysis  # advice is written once, from the refined counts
    return requests


def _cache(
    inner: CapturingBackend, transcript: Transcript, settings: Settings, store: Store
) -> CachedBackend:
    return CachedBackend(inner, store, settings.base_url or "", transcript.text)


def _finish(
    entry: JobInput, transcripts: list[Transcript], settings: Settings, store: Store
) -> None:
    for transcript in transcripts:
        session = Session(transcript, settings, store, echo=False, history=False)
        asyncio.run(session.run(lambda _: CapturingBackend()))
        if session.document is None or session.not_saved:
            entry.state = "failed"
            entry.why = session.error or session.not_saved or ""
            return
        entry.run_ids.append(session.run_id)
    entry.state = "done"


def _write_requests(job: Job, requests: dict[str, Request]) -> None:
    """Files of requests, one model in each, none over the provider's limits."""
    for model in dict.fromkeys(request.model for request in requests.values()):
        lines = [
            (key, request, _request_line(key, request))
            for key, request in requests.items()
            if request.model == model
        ]
        while lines:
            count, size = 0, 0
            for _, _, line in lines[:MAX_REQUESTS]:
                if count and size + len(line) > MAX_FILE_BYTES:
                    break
                count, size = count + 1, size + len(line)
            _write_file(job, model, lines[:count])
            lines = lines[count:]


def _write_file(job: Job, model: str, lines: list[tuple[str, Request, bytes]]) -> None:
    safe = "".join(char if char.isalnum() or char in "-." else "_" for char in model)
    name = f"requests-{len(job.files) + 1:03}-{safe}.jsonl"
    try:
        (job.folder / name).write_bytes(b"".join(line for _, _, line in lines))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise RefinerError(f"{job.folder / name}: {why}") from None
    job.files.append({"name": name, "model": model, "round": job.round, "requests": len(lines)})
    for key, request, _ in lines:
        job.requests[key] = JobRequest(model, request.call, name)


def _request_line(key: str, request: Request) -> bytes:
    schema = {"name": request.schema_name, "strict": True, "schema": dict(request.schema)}
    body = {
        "model": request.model,
        "messages": [
            {"role": "system", "content": request.system},
            {"role": "user", "content": request.user_message},
        ],
        "response_format": {"type": "json_schema", "json_schema": schema},
    }
    line = {"custom_id": key, "method": "POST", "url": ENDPOINT, "body": body}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"
