"""A job of OpenAI's Batch API: its inputs, requests and files, kept in one JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from refiner.batch.inputs import Input
from refiner.errors import InputError
from refiner.llm.prices import cost_usd, total_usd
from refiner.private_files import make_private_file
from refiner.store.connection import utc_now

JOB_FILE = "job.json"
BATCH_DISCOUNT = 0.5  # OpenAI's guide to the Batch API


@dataclass(slots=True)
class JobInput:
    """`state`: asked (waits for answers), done (in the run log) or failed."""

    path: str
    member: str | None = None
    state: str = "asked"
    why: str = ""
    run_ids: list[int] = field(default_factory=list)

    @property
    def input(self) -> Input:
        return Input(Path(self.path), self.member)


@dataclass(slots=True)
class JobRequest:
    """`state`: asked, answered or failed; the tokens are those that the answer reports."""

    model: str
    call: str
    file: str
    state: str = "asked"
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(slots=True)
class Job:
    """Inputs, requests by the cache key of their answer, files written, answers that failed.

    `reading` holds the values of `ReadingOptions`.
    """

    folder: Path
    settings: dict[str, Any]
    reading: dict[str, Any]
    created_at: str = field(default_factory=utc_now)
    round: int = 0
    entries: list[JobInput] = field(default_factory=list)
    requests: dict[str, JobRequest] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def save(self) -> None:
        """Write to a temporary file, then rename, so that the file is never incomplete."""
        temporary = self.folder / f"{JOB_FILE}.new"
        text = json.dumps(self.values(), ensure_ascii=False, indent=1)
        make_private_file(temporary)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(self.folder / JOB_FILE)

    def values(self) -> dict[str, Any]:
        """The job as plain JSON values, without its folder."""
        values = asdict(self)
        del values["folder"]
        return values

    def count(self, state: str) -> int:
        return sum(entry.state == state for entry in self.entries)

    @property
    def cost_usd(self) -> float | None:
        """The price of the answered requests; None if one price is unknown."""
        costs = [
            cost_usd(one.model, one.prompt_tokens, one.completion_tokens)
            for one in self.requests.values()
            if one.prompt_tokens is not None and one.completion_tokens is not None
        ]
        total = total_usd(costs)
        return None if total is None else total * BATCH_DISCOUNT


def load_job(folder: Path) -> Job:
    """Raises InputError if there is no job, or its file is damaged."""
    path = folder / JOB_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if "wish" in values:  # jobs of earlier versions
            values["reading"] = values.pop("wish")
        values["entries"] = [JobInput(**entry) for entry in values["entries"]]
        values["requests"] = {key: JobRequest(**one) for key, one in values["requests"].items()}
        return Job(folder, **values)
    except FileNotFoundError:
        why = "there is no job here; begin one with: openai-batch write"
        raise InputError(str(path), why) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(str(path), f"cannot be read ({type(error).__name__})") from None


def format_job(job: Job) -> str:
    """The state of a job, and the next step, for a terminal."""
    done, asked, failed = (job.count(state) for state in ("done", "asked", "failed"))
    lines = [
        f"{len(job.entries)} transcripts: {done} done, {asked} waiting for answers, {failed} failed"
    ]
    lines += [f"failed: {e.why or e.input.name}" for e in job.entries if e.state == "failed"]
    for file in job.files:
        states = [one.state for one in job.requests.values() if one.file == file["name"]]
        answered, refused = states.count("answered"), states.count("failed")
        lines.append(
            f"{job.folder / file['name']}: {file['requests']} requests to {file['model']}, "
            f"{answered} answered, {refused} failed"
        )
    lines += [f"asked again: {why}" for why in job.failures]
    if job.cost_usd:
        lines.append(f"cost ${job.cost_usd:.4f}, at half the standard price")
    if asked:
        lines.append("next: upload the files without answers, then: openai-batch read")
    return "\n".join(lines)
