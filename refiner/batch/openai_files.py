"""OpenAI's Batch API by files: half the price, an answer within a day.

One rule: nothing is sent from here. Requests are written to files, answers are read from
files into the run log, and a run is done as soon as the log holds every answer it asks for.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from refiner.batch.inputs import Input
from refiner.batch.talks import Wish, read_talks
from refiner.config.settings import Settings
from refiner.errors import Denied, InputError, RefinerError, Unusable
from refiner.llm.backends import Piece
from refiner.llm.prices import cost_usd
from refiner.llm.prompts import Request
from refiner.model import Transcript
from refiner.run.cache import CachedBackend
from refiner.run.session import Session
from refiner.store import Store
from refiner.store.connection import utc_now

MOST_REQUESTS = 50_000  # in one file; this and the next: OpenAI's guide to the Batch API
MOST_BYTES = 200 * 1024 * 1024
ENDPOINT = "/v1/chat/completions"
JOB_FILE = "job.json"
_KEPT_SETTINGS = (
    *("strategy", "policy", "threshold", "confidence", "parallel"),
    *("model_analysis", "model_coaching", "base_url"),
)


class NotingBackend:
    """Notes what a run would ask, and answers nothing."""

    name = "openai"

    def __init__(self) -> None:
        self.wanted: list[Request] = []

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        self.wanted.append(request)
        raise Denied("not asked: it goes into a file for the Batch API", code="batch")
        yield  # what makes a generator of this

    async def aclose(self) -> None:
        pass


@dataclass(slots=True)
class Entry:
    """An input of a job. `state`: asked (waits for answers), done (in the run log), failed."""

    path: str
    member: str | None = None
    state: str = "asked"
    why: str = ""
    run_ids: list[int] = field(default_factory=list)

    @property
    def input(self) -> Input:
        return Input(Path(self.path), self.member)


@dataclass(slots=True)
class Asked:
    """A request of a job. `state`: asked, answered, failed; tokens as the answer tells them."""

    model: str
    call: str
    file: str
    state: str = "asked"
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(slots=True)
class Job:
    """Inputs, requests by the key of their answer, files written and answers that failed."""

    folder: Path
    settings: dict[str, Any]
    wish: dict[str, Any]
    created_at: str = field(default_factory=utc_now)
    round: int = 0
    entries: list[Entry] = field(default_factory=list)
    requests: dict[str, Asked] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def save(self) -> None:
        """Written whole or not at all: a new file takes the old one's place."""
        fresh = self.folder / f"{JOB_FILE}.new"
        fresh.write_text(json.dumps(self.values(), ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(self.folder / JOB_FILE)

    def values(self) -> dict[str, Any]:
        """All of it but the folder, as plain JSON values."""
        values = asdict(self)
        del values["folder"]
        return values

    def count(self, state: str) -> int:
        return sum(entry.state == state for entry in self.entries)

    @property
    def cost_usd(self) -> float | None:
        """Half the standard price of what was answered; None where a price is not known."""
        total = 0.0
        for asked in self.requests.values():
            if asked.prompt_tokens is not None and asked.completion_tokens is not None:
                cost = cost_usd(asked.model, asked.prompt_tokens, asked.completion_tokens)
                if cost is None:
                    return None
                total += cost / 2
        return total


def begin_job(
    folder: Path, inputs: Iterable[Input], settings: Settings, wish: Wish, store: Store
) -> Job:
    """A new job in an empty or new folder, with its first files of requests."""
    if (folder / JOB_FILE).exists():
        raise InputError(
            str(folder), "there is a job here already; read its answers, or take another"
        )
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: getattr(settings, name) for name in _KEPT_SETTINGS}
    job = Job(folder, kept, asdict(wish))
    job.entries = [Entry(str(one.path), one.member) for one in inputs]
    _advance(job, settings, store)
    return job


def load_job(folder: Path) -> Job:
    """Raises InputError where there is no job, or its file is not as it was written."""
    path = folder / JOB_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        values["entries"] = [Entry(**entry) for entry in values["entries"]]
        values["requests"] = {key: Asked(**one) for key, one in values["requests"].items()}
        return Job(folder, **values)
    except FileNotFoundError:
        raise InputError(
            str(path), "there is no job here; begin one with: openai-batch write"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(str(path), f"cannot be read ({type(error).__name__})") from None


def read_answers(job: Job, results: Iterable[Path], settings: Settings, store: Store) -> int:
    """Take answers into the run log, finish what is whole, ask the rest; unknown lines counted.

    `results` are the provider's output and error files, in any order, whole or in part.
    """
    settings = settings.with_changes(provider="openai", **job.settings)
    drafts: dict[str, tuple[Request, CachedBackend]] = {}
    for entry in job.entries:
        if entry.state == "asked":
            for talk, wanted in _drafts(job, entry, settings, store):
                cached = _cached(NotingBackend(), talk, settings, store)
                drafts |= {key: (request, cached) for key, request in wanted.items()}
    unknown = 0
    for path in results:
        for line in _lines(path):
            key = line.get("custom_id")
            if not isinstance(key, str) or key not in job.requests:
                unknown += 1
            elif key in drafts:
                _take(job, key, line, *drafts[key])
    _advance(job, settings, store)
    return unknown


def _lines(path: Path) -> Iterator[dict[str, Any]]:
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


def _take(
    job: Job, key: str, line: dict[str, Any], request: Request, backend: CachedBackend
) -> None:
    """Keep a good answer; of any other, the reason."""
    asked = job.requests[key]
    response = _object(line.get("response"))
    body = _object(response.get("body"))
    usage = _object(body.get("usage"))
    try:
        backend.keep(key, _answer(line, body, response.get("status_code")), request)
    except Unusable as error:
        asked.state = "failed"
        job.failures.append(f"{asked.call} ({asked.file}): {error}")
    else:
        asked.state = "answered"
    asked.prompt_tokens = _count(usage.get("prompt_tokens"))
    asked.completion_tokens = _count(usage.get("completion_tokens"))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _answer(line: dict[str, Any], body: dict[str, Any], status: Any) -> str:
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
        raise Unusable(f"the answer is not whole ({choice.get('finish_reason')})")
    return content


def _advance(job: Job, settings: Settings, store: Store) -> None:
    """Finish every input whose answers are all there; write files for what was not asked yet."""
    settings = settings.with_changes(provider="openai", cache=True)
    new: dict[str, Request] = {}
    for entry in job.entries:
        if entry.state != "asked":
            continue
        talks = list(_drafts(job, entry, settings, store))
        wanted = {key: request for _, keys in talks for key, request in keys.items()}
        if talks and not wanted:
            _finish(entry, [talk for talk, _ in talks], settings, store)
        new |= {
            key: request
            for key, request in wanted.items()
            if key not in job.requests or job.requests[key].state == "failed"
        }
    if new:
        job.round += 1
        _write(job, new)
    job.save()


def _drafts(
    job: Job, entry: Entry, settings: Settings, store: Store
) -> Iterator[tuple[Transcript, dict[str, Request]]]:
    """An input's talks, and the requests of each that the run log has no answer to."""
    try:
        wish = Wish(**{**job.wish, "only": tuple(job.wish["only"])})
        talks = read_talks(entry.input.read(), entry.input.name, wish)
    except InputError as error:
        entry.state, entry.why = "failed", str(error)
        return
    for talk in talks:
        yield talk, _wanted(talk, settings, store)


def _wanted(talk: Transcript, settings: Settings, store: Store) -> dict[str, Request]:
    noting = NotingBackend()
    backend = _cached(noting, talk, settings, store)
    session = Session(talk, settings, None, echo=False)
    asyncio.run(session.run(lambda _: backend))
    wanted = {backend.key(request): request for request in noting.wanted}
    analysis = {key: one for key, one in wanted.items() if one.call == "analysis"}
    if settings.chosen_strategy == "sequential" and analysis:
        return analysis  # advice is written once, from the refined counts
    return wanted


def _cached(
    inner: NotingBackend, talk: Transcript, settings: Settings, store: Store
) -> CachedBackend:
    return CachedBackend(inner, store, settings.base_url or "", talk.text)


def _finish(entry: Entry, talks: list[Transcript], settings: Settings, store: Store) -> None:
    for talk in talks:
        session = Session(talk, settings, store, echo=False, history=False)
        asyncio.run(session.run(lambda _: NotingBackend()))
        if session.document is None or session.not_saved:
            entry.state, entry.why = "failed", session.error or session.not_saved or ""
            return
        entry.run_ids.append(session.run_id)
    entry.state = "done"


def _write(job: Job, requests: dict[str, Request]) -> None:
    """Files of requests, one model in each, none over the provider's limits."""
    for model in dict.fromkeys(request.model for request in requests.values()):
        mine = [(key, request) for key, request in requests.items() if request.model == model]
        lines = [(key, request, _line(key, request)) for key, request in mine]
        while lines:
            count, size = 0, 0
            for _, _, line in lines[:MOST_REQUESTS]:
                if count and size + len(line) > MOST_BYTES:
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
        raise RefinerError(
            f"{job.folder / name}: {(error.strerror or str(error)).lower()}"
        ) from None
    job.files.append({"name": name, "model": model, "round": job.round, "requests": len(lines)})
    for key, request, _ in lines:
        job.requests[key] = Asked(model, request.call, name)


def _line(key: str, request: Request) -> bytes:
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


def job_text(job: Job) -> str:
    """What state a job is in, and what is to be done next, for a terminal."""
    done, asked, failed = (job.count(state) for state in ("done", "asked", "failed"))
    lines = [
        f"{len(job.entries)} transcripts: {done} done, {asked} waiting for answers, {failed} failed"
    ]
    lines += [f"failed: {e.why or e.input.name}" for e in job.entries if e.state == "failed"]
    for one in job.files:
        states = [asked.state for asked in job.requests.values() if asked.file == one["name"]]
        answered, refused = states.count("answered"), states.count("failed")
        lines.append(
            f"{job.folder / one['name']}: {one['requests']} requests to {one['model']}, "
            f"{answered} answered, {refused} failed"
        )
    lines += [f"asked again: {why}" for why in job.failures]
    if job.cost_usd:
        lines.append(f"cost ${job.cost_usd:.4f}, at half the standard price")
    if asked:
        lines.append("next: upload the files without answers, then: openai-batch read")
    return "\n".join(lines)
