"""A job of OpenAI's Batch API: its inputs, requests and files, kept in one JSON file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from refiner.batch.inputs import Input
from refiner.batch.reading import ReadingOptions
from refiner.errors import InputError
from refiner.formatting import count, money
from refiner.llm.models import describe_reasoning_cost
from refiner.llm.prices import cost_usd, likely_run_usd, price_source, total_usd
from refiner.private_files import make_private_file
from refiner.store.connection import utc_now

JOB_FILE = "job.json"
UPLOADS = "uploads"
BATCH_DISCOUNT = 0.5  # OpenAI's guide to the Batch API
STATE_WORDS = {
    "": "not submitted",
    "creating": "not known to be submitted; submit the job to find out",
    "validating": "submitted, the requests are being checked",
    "in_progress": "in progress",
    "finalizing": "the answers are being written",
    "completed": "ended",
    "failed": "not accepted",
    "expired": "ended after 24 hours",
    "cancelling": "being cancelled",
    "cancelled": "cancelled",
}


@dataclass(slots=True)
class JobInput:
    """`state`: asked (waits for answers), done (in the run log) or failed.

    `words` of its transcripts, for the likely cost.
    """

    path: str
    member: str | None = None
    state: str = "asked"
    why: str = ""
    words: int = 0
    run_ids: list[int] = field(default_factory=list)

    @property
    def input(self) -> Input:
        return Input(Path(self.path), self.member)


@dataclass(slots=True)
class JobRequest:
    """`state`: asked, answered or failed; the tokens are those that the answer reports.

    `tries`: how often it was written into a file.
    """

    model: str
    call: str
    file: str
    state: str = "asked"
    tries: int = 1
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(slots=True)
class JobFile:
    """A request file and, once it was submitted, its batch.

    `state`: empty until it is submitted, `creating` while that is not known to have succeeded,
    then the server's own word; `answered` and `refused` are its counts. `was_read`: the answers
    of the ended batch are in the cache. `copies`: the files on the server, then to be deleted.
    """

    name: str
    model: str
    round: int
    requests: int
    file_id: str = ""
    batch_id: str = ""
    state: str = ""
    answered: int = 0
    refused: int = 0
    why: str = ""
    was_read: bool = False
    copies: list[str] = field(default_factory=list)

    @property
    def is_unsent(self) -> bool:
        return self.state in ("", "creating", "failed") and not self.was_read

    @property
    def is_running(self) -> bool:
        return bool(self.batch_id) and not self.was_read and self.state != "failed"

    def describe(self) -> str:
        """The state in words: `in progress, 5 of 12 answered`."""
        words = STATE_WORDS.get(self.state, self.state)
        if self.state == "failed":
            return f"{words} ({self.why or 'no reason given'}); submit the job to try again"
        if self.state in ("", "creating"):
            return words
        refused = f", {self.refused} refused" if self.refused else ""
        return f"{words}, {self.answered} of {self.requests} answered{refused}"


@dataclass(slots=True)
class Job:
    """Inputs, requests by the cache key of their answer, files written, answers that failed.

    `reading` holds the values of `ReadingOptions`; `has_uploads`: the talks are copies in the
    job's own folder. `waits_for`: the folders of jobs that have asked for the same.
    """

    folder: Path
    settings: dict[str, Any]
    reading: dict[str, Any]
    created_at: str = field(default_factory=utc_now)
    round: int = 0
    entries: list[JobInput] = field(default_factory=list)
    requests: dict[str, JobRequest] = field(default_factory=dict)
    files: list[JobFile] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    user: str = ""
    has_uploads: bool = False
    waits_for: list[str] = field(default_factory=list)
    id: str = field(default_factory=lambda: uuid4().hex)

    def save(self) -> None:
        """Write to a temporary file, then rename, so that the file is never incomplete."""
        temporary = self.folder / f"{JOB_FILE}.new"
        text = json.dumps(self.values(), ensure_ascii=False, indent=1)
        make_private_file(temporary)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(self.folder / JOB_FILE)

    def delete_texts(self) -> None:
        """Requests, answers and uploaded talks; what was said is then in the run log alone."""
        for file in self.files:
            for name in (file.name, *(f"answers-{n}-{file.name}" for n in (1, 2))):
                (self.folder / name).unlink(missing_ok=True)
        if self.has_uploads:
            shutil.rmtree(self.folder / UPLOADS, ignore_errors=True)

    def values(self) -> dict[str, Any]:
        """The job as plain JSON values, without its folder."""
        values = asdict(self)
        del values["folder"]
        return values

    @property
    def unsent(self) -> list[JobFile]:
        """The files that are to be submitted; none of a job that needs no more answers."""
        waits = {one.file for one in self.requests.values() if one.state == "asked"}
        return [file for file in self.files if file.is_unsent and file.name in waits]

    @property
    def running(self) -> list[JobFile]:
        return [file for file in self.files if file.is_running]

    @property
    def likely_usd(self) -> float | None:
        """What the inputs that wait will likely cost at most; None if a price is unknown."""
        models = self.settings["model_analysis"], self.settings["model_coaching"]
        words = [entry.words for entry in self.entries if entry.state == "asked"]
        total = total_usd([likely_run_usd(*models, number) for number in words])
        return None if total is None else total * BATCH_DISCOUNT

    def describe_likely_cost(self) -> str:
        cost = self.likely_usd
        models = dict.fromkeys([self.settings["model_analysis"], self.settings["model_coaching"]])
        note = describe_reasoning_cost(models, self.settings.get("reasoning"))
        price = "unknown" if cost is None else f"{money(cost)}, half the standard price{note}"
        return f"likely cost: {price} ({' and '.join(models)}, {price_source()})"

    @property
    def reading_options(self) -> ReadingOptions:
        return ReadingOptions(**{**self.reading, "only": tuple(self.reading["only"])})

    def is_about(self, inputs: Sequence[Input], options: ReadingOptions) -> bool:
        """Whether it is of these inputs, read with these options."""
        wanted = [(str(one.path.absolute()), one.member) for one in inputs]
        is_same = wanted == [(entry.path, entry.member) for entry in self.entries]
        return is_same and options == self.reading_options

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
        values.setdefault("id", values["created_at"])
        values["files"] = [JobFile(**file) for file in values["files"]]
        values["requests"] = {key: JobRequest(**one) for key, one in values["requests"].items()}
        return Job(folder, **values)
    except FileNotFoundError:
        why = "there is no job here; begin one with: openai-batch write, or submit"
        raise InputError(str(path), why) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(str(path), f"cannot be read ({type(error).__name__})") from None


def format_job(job: Job) -> str:
    """The state of a job, and the next step, for a terminal."""
    done, asked, failed = (job.count(state) for state in ("done", "asked", "failed"))
    lines = [
        f"{count(len(job.entries), 'talk')}: {done} done, {asked} waiting for answers, "
        f"{failed} failed"
    ]
    lines += [f"failed: {e.why or e.input.name}" for e in job.entries if e.state == "failed"]
    for file in job.files:
        states = [one.state for one in job.requests.values() if one.file == file.name]
        answered, refused = states.count("answered"), states.count("failed")
        state = f"; {file.describe()}" if file.state and not file.was_read else ""
        lines.append(
            f"{job.folder / file.name}: {count(file.requests, 'request')} to {file.model}, "
            f"{answered} answered, {refused} failed{state}"
        )
    lines += [f"waiting for the same requests of another job: {one}" for one in job.waits_for]
    lines += [f"asked again: {why}" for why in job.failures]
    if job.cost_usd:
        lines.append(f"cost so far: {money(job.cost_usd)}, at half the standard price")
    if job.unsent:
        lines.append("next: openai-batch submit; or upload the files that were not submitted")
    elif asked:
        lines.append("next: openai-batch read, once the answers are there")
    return "\n".join(lines)
