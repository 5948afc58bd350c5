"""Batches that outlive a page, each in its own thread; other threads only query it.

Of an ended batch, its figures and a row for each transcript are kept, nothing larger.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.batch.inputs import Input
from refiner.batch.progress import BatchTotal
from refiner.batch.tasks import BatchOptions, BatchResult
from refiner.batch.workers import run_batch
from refiner.config.settings import Settings

MAX_ENDED_BATCHES = 20  # kept in memory, to be viewed again


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One transcript's result; `run_id` None if there is no run document.

    `unread`: it could not even be read as a transcript.
    """

    name: str
    state: str
    run_id: int | None = None
    title: str = ""
    speaker: str = ""
    words: int | None = None
    rules: int | None = None
    refined: int | None = None
    per_100_words: float | None = None
    advice: str = ""
    seconds: float | None = None
    cost_usd: float | None = None
    unread: bool = False
    warnings: str = ""


def build_row(result: BatchResult) -> BatchRow:
    document = result.document
    if document is None:
        unread = result.status == 2
        return BatchRow(result.name, result.error or "failed", unread=unread)
    state = "done before" if result.reused else "done"
    if result.not_saved:
        state = f"done, not saved: {result.not_saved}"
    advice = "rewritten" if document["coaching_regenerated"] else "kept"
    if document["coaching"] is None:
        advice = ""  # of a language without a word list
    return BatchRow(
        result.name,
        state,
        document["run_id"],
        document["title"],
        document["speaker"],
        document["words"],
        document["counts"]["rule"],
        document["counts"]["ai"],
        document["rates"]["per_100_words"],
        "degraded" if document["fallback_mode"] else advice,
        document["timings"]["processing_time_ms"] / 1000,
        document["usage"]["cost_usd"],
        warnings="; ".join(document["warnings"]),
    )


class RunningBatch:
    """A batch in a thread; `total` and `rows` grow, `ended_s` is set when it is over.

    `before`: rows of an earlier batch, of which this one is the retry. What failed is kept.
    """

    def __init__(
        self,
        inputs: Sequence[Input],
        options: BatchOptions,
        jobs: int,
        before: Sequence[BatchRow] = (),
    ) -> None:
        self._user, self._log = options.settings.user, options.settings.db
        self.total = BatchTotal(len(inputs), time.monotonic())
        self.rows: list[BatchRow] = list(before)
        self._without_result: dict[str, Input] = {}
        self.ended_s: float | None = None
        self.error: str | None = None
        self._stopped = threading.Event()
        arguments = (list(inputs), options, jobs)
        self._thread = threading.Thread(target=self._run, args=arguments, daemon=True)
        self._thread.start()

    def _run(self, inputs: list[Input], options: BatchOptions, jobs: int) -> None:
        pending = self._pending_inputs(inputs)
        try:
            run_batch(pending, options, jobs, self._on_result, processes=False)
        except Exception as error:
            self.error = f"the batch failed: {error or type(error).__name__}"
        finally:
            self.ended_s = time.monotonic()

    def _pending_inputs(self, inputs: list[Input]) -> Iterator[Input]:
        """The inputs, until the batch is stopped; each is dropped from memory with its result."""
        inputs.reverse()
        while inputs and not self._stopped.is_set():
            one = inputs.pop()
            self._without_result[one.name] = one
            yield one

    def _on_result(self, result: BatchResult) -> None:
        self.total.add(result)
        self.rows.append(build_row(result))
        if result.document is not None:
            self._without_result.pop(result.name, None)

    def stop(self) -> None:
        """Start no more runs; those in progress continue to their end."""
        self._stopped.set()

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    @property
    def failed_inputs(self) -> list[Input]:
        """What ended without a result, to be tried again."""
        return list(self._without_result.values())

    def belongs_to(self, settings: Settings) -> bool:
        """Whether it was started by the user of `settings`, into the same run log."""
        return (self._user, self._log) == (settings.user, settings.db)

    def wait(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)


class Batches:
    """The batches of one server, by a name that cannot be guessed, the oldest first."""

    def __init__(self) -> None:
        self._batches: dict[str, RunningBatch] = {}
        self._lock = threading.Lock()

    def start(
        self,
        inputs: Sequence[Input],
        options: BatchOptions,
        jobs: int,
        before: Sequence[BatchRow] = (),
    ) -> str:
        token = secrets.token_urlsafe(9)
        with self._lock:
            ended = [name for name, batch in self._batches.items() if batch.ended_s is not None]
            for old in ended[:-MAX_ENDED_BATCHES]:
                del self._batches[old]
            self._batches[token] = RunningBatch(inputs, options, jobs, before)
        return token

    def find(self, token: str, settings: Settings) -> RunningBatch | None:
        """None for one that is not known, was forgotten, or is of another user or run log."""
        batch = self._batches.get(token)
        return batch if batch is not None and batch.belongs_to(settings) else None


def as_columns(rows: Sequence[BatchRow]) -> list[dict[str, Any]]:
    """Rows as a table shows them."""
    return [
        {
            "Run": row.run_id, "Title": row.title or row.name, "Speaker": row.speaker,
            "Words": row.words, "Rules": row.rules, "In context": row.refined,
            "Per 100 words": row.per_100_words, "Advice": row.advice, "Seconds": row.seconds,
            "Cost in $": row.cost_usd, "State": row.state, "Warnings": row.warnings,
            "File": row.name,
        }
        for row in rows
    ]  # fmt: skip
