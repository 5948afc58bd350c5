"""OpenAI's Batch API by files: half the price, an answer within a day.

Requests are written to files (`openai_submit` sends them, or a person), answers are read from
files into the cache of the run log, and a run is done as soon as all its answers are cached.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from refiner.batch.inputs import Input
from refiner.batch.openai_job import JOB_FILE, UPLOADS, Job, JobFile, JobInput, JobRequest
from refiner.batch.openai_jobs import add_to_jobs, find_asking_jobs, jobs_folder
from refiner.batch.reading import ReadingOptions, read_transcripts
from refiner.config.settings import Settings
from refiner.errors import Denied, InputError, RefinerError, Unusable, describe_os_error, short_code
from refiner.llm.backends import Piece
from refiner.llm.backends.answer_pieces import read_content
from refiner.llm.backends.openai_batches import ENDPOINT
from refiner.llm.backends.request_form import RequestForm
from refiner.llm.backends.token_usage import read_usage
from refiner.llm.calls import explain_finish
from refiner.llm.prompts import Request
from refiner.model import Transcript
from refiner.private_files import make_private_file, make_private_folder
from refiner.run.cache import CachedBackend
from refiner.run.session import Session
from refiner.store import Store
from refiner.store.connection import utc_now

MAX_REQUESTS = 50_000  # in one file; this and the next: OpenAI's guide to the Batch API
MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_TRIES = 3  # of a request whose answer cannot be used
SAVE_EVERY_S = 1.0
_JOB_SETTINGS = (
    *("strategy", "policy", "threshold", "confidence", "parallel"),
    *("model_analysis", "model_coaching", "base_url", "reasoning"),
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
    if not settings.keep_text:
        why = "a batch keeps the talks until they are answered; REFINER_KEEP_TEXT=false forbids it"
        raise InputError("openai-batch", why)
    if (folder / JOB_FILE).exists():
        why = "there is a job here already; read its answers, or choose another folder"
        raise InputError(str(folder), why)
    if settings.strategy == "auto":  # a job is not waited for, so parts would only cost more
        settings = settings.with_changes(strategy="early")
    make_private_folder(folder)
    job = Job(folder, {name: getattr(settings, name) for name in _JOB_SETTINGS}, asdict(options))
    job.entries = [JobInput(str(one.path.absolute()), one.member) for one in inputs]
    job.user = settings.user or ""
    add_to_jobs(folder, store.path)
    _advance(job, settings, store)
    return job


def begin_job_of_uploads(
    inputs: Iterable[Input], settings: Settings, options: ReadingOptions, store: Store
) -> Job:
    """A new job in a folder next to the run log, which keeps the uploaded talks meanwhile."""
    folder = jobs_folder(store.path) / f"{utc_now()[:19].replace(':', '')}-{uuid4().hex[:6]}"
    kept = []
    for number, one in enumerate(inputs, 1):
        path = folder / UPLOADS / f"{number:05}" / Path(one.member or one.path).name
        make_private_file(path)
        path.write_bytes(one.read())
        kept.append(Input(path))
    job = begin_job(folder, kept, settings, options, store)
    job.has_uploads = True
    job.save()
    return job


def read_answers(
    job: Job,
    results: Iterable[Path],
    settings: Settings,
    store: Store,
    ended: Iterable[JobFile] = (),
) -> int:
    """Cache the answers, finish complete runs, write requests for the rest.

    `results` are the provider's output and error files, in any order, complete or in part.
    `ended`: files whose batch has ended, so that what has no answer by now will have none.
    Returns how many of their lines belong to another job.
    """
    settings = settings_of(job, settings)
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
    for file in ended:
        _note_unanswered(job, file)
    _advance(job, settings, store)
    if not job.count("asked"):
        job.delete_texts()
    return unknown


def settings_of(job: Job, settings: Settings) -> Settings:
    """The settings of the job's runs, with the key, log and user of `settings`."""
    return replace(settings, provider="openai", **job.settings)


def _note_unanswered(job: Job, file: JobFile) -> None:
    for noted in job.requests.values():
        if noted.file == file.name and noted.state == "asked":
            noted.state = "failed"
            job.failures.append(f"{noted.call} ({file.name}): no answer, {file.describe()}")
    file.was_read = True


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

    noted = job.requests[key]
    response = as_object(line.get("response"))
    body = as_object(response.get("body"))
    finish = ""
    try:
        text, finish = _answer_text(line, body, response.get("status_code"))
        cache.keep(key, text, request)
    except Unusable as error:
        noted.state = "failed"
        why = explain_finish(finish, error)
        job.failures.append(f"{noted.call} ({noted.file}): {why}")
    else:
        noted.state = "answered"
    if usage := read_usage(body):
        noted.prompt_tokens, noted.completion_tokens = usage.prompt_tokens, usage.completion_tokens


def _answer_text(line: dict[str, Any], body: dict[str, Any], status: Any) -> tuple[str, str]:
    """The answer, and the finish reason; Unusable for a refusal."""
    error = line.get("error") or body.get("error")
    if error or status != 200:
        code = error.get("code") or error.get("type") if isinstance(error, dict) else None
        raise Unusable(f"refused with {short_code(code) or f'status {status}'}")
    try:
        choice = body["choices"][0]
        return read_content(choice["message"]["content"]), str(choice.get("finish_reason") or "")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Unusable("an answer without a message") from None


def _advance(job: Job, settings: Settings, store: Store) -> None:
    """Finish every input whose answers are all cached; write files of new requests.

    What another job has asked for is not asked again: its answer is cached for both.
    """
    settings = settings.with_changes(provider="openai", cache=True)
    elsewhere = find_asking_jobs(job, store.path)
    job.waits_for = []
    new: dict[str, Request] = {}
    saved_s = time.monotonic()
    for entry in job.entries:
        if entry.state != "asked":
            continue
        missing = _advance_input(job, entry, settings, store)
        if not missing and time.monotonic() - saved_s > SAVE_EVERY_S:
            job.save()  # so that after a kill few are finished twice
            saved_s = time.monotonic()
        others = [key for key in missing if key in elsewhere and key not in job.requests]
        job.waits_for += [elsewhere[key] for key in others]
        new |= {
            key: request
            for key, request in missing.items()
            if key not in elsewhere
            and (key not in job.requests or job.requests[key].state == "failed")
        }
    job.waits_for = sorted(set(job.waits_for))
    if new:
        job.round += 1
        _write_requests(job, new, settings.reasoning)
    job.save()


def _advance_input(
    job: Job, entry: JobInput, settings: Settings, store: Store
) -> dict[str, Request]:
    """Finish an input whose answers are all cached; else its requests, none if it has failed."""
    transcripts = list(_missing_requests(job, entry, settings, store))
    missing = {key: request for _, keys in transcripts for key, request in keys.items()}
    entry.words = sum(transcript.words for transcript, _ in transcripts)
    if transcripts and not missing:
        _finish(entry, [transcript for transcript, _ in transcripts], settings, store)
    if given_up := [key for key in missing if _is_given_up(job.requests.get(key))]:
        call = job.requests[given_up[0]].call
        entry.state, entry.why = "failed", f"{entry.input.name}: no usable {call}"
        return {}
    return missing


def _is_given_up(noted: JobRequest | None) -> bool:
    return noted is not None and noted.state == "failed" and noted.tries >= MAX_TRIES


def _missing_requests(
    job: Job, entry: JobInput, settings: Settings, store: Store
) -> Iterator[tuple[Transcript, dict[str, Request]]]:
    """An input's transcripts, and the requests of each that have no cached answer."""
    try:
        source = entry.input
        transcripts = read_transcripts(source.read(), source.name, job.reading_options)
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
    return CachedBackend(inner, store, settings.base_url or "", transcript.text, settings.reasoning)


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


def _write_requests(job: Job, requests: dict[str, Request], reasoning: str | None) -> None:
    """Files of requests, one model in each, none over the provider's limits."""
    for model in dict.fromkeys(request.model for request in requests.values()):
        lines = [
            (key, request, _request_line(key, request, reasoning))
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
        make_private_file(job.folder / name)
        (job.folder / name).write_bytes(b"".join(line for _, _, line in lines))
    except OSError as error:
        why = describe_os_error(error)
        raise RefinerError(f"{job.folder / name}: {why}") from None
    job.files.append(JobFile(name, model, job.round, len(lines)))
    for key, request, _ in lines:
        tries = job.requests[key].tries + 1 if key in job.requests else 1
        job.requests[key] = JobRequest(model, request.call, name, tries=tries)


def _request_line(key: str, request: Request, reasoning: str | None) -> bytes:
    """A request as a run sends it, but for the stream, which a batch has not."""
    body = RequestForm(reasoning=reasoning, left_out={"stream"}).body(request)
    del body["stream"]
    line = {"custom_id": key, "method": "POST", "url": ENDPOINT, "body": body}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"
