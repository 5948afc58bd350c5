"""Batches that outlive a page: each in a thread of its own, and everyone else only looks.

One rule: of a batch that has ended its figures and a row for each talk stay, nothing larger.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from refiner.batch.inputs import Input
from refiner.batch.progress import Total
from refiner.batch.workers import Order, Outcome, run_batch

KEPT = 20  # batches that ended and can still be looked at


@dataclass(frozen=True, slots=True)
class Row:
    """One talk's result in a batch; `run_id` None where there is none."""

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


def row_of(outcome: Outcome) -> Row:
    document = outcome.document
    if document is None:
        return Row(outcome.name, outcome.error or "failed")
    fallback = document["fallback_mode"]
    regenerated = "regenerated" if document["coaching_regenerated"] else "kept"
    return Row(
        outcome.name,
        _state(outcome),
        document["run_id"],
        document["title"],
        document["speaker"],
        document["words"],
        document["counts"]["rule"],
        document["counts"]["ai"],
        document["rates"]["per_100_words"],
        "fallback" if fallback else regenerated,
        document["timings"]["processing_time_ms"] / 1000,
        document["usage"]["cost_usd"],
    )


def _state(outcome: Outcome) -> str:
    if outcome.not_saved:
        return f"done, not saved: {outcome.not_saved}"
    return "done before" if outcome.before else "done"


class RunningBatch:
    """A batch in a thread; `total` and `rows` grow, `ended_s` is set when it is over."""

    def __init__(self, inputs: Sequence[Input], order: Order, jobs: int) -> None:
        self.total = Total(len(inputs), time.monotonic())
        self.rows: list[Row] = []
        self.ended_s: float | None = None
        self.error: str | None = None
        self._stopped = threading.Event()
        work = (list(inputs), order, jobs)
        self._thread = threading.Thread(target=self._go, args=work, daemon=True)
        self._thread.start()

    def _go(self, inputs: list[Input], order: Order, jobs: int) -> None:
        try:
            run_batch(self._wanted(inputs), order, jobs, self._hear, processes=False)
        except Exception as error:
            self.error = f"the batch broke off: {error or type(error).__name__}"
        finally:
            self.ended_s = time.monotonic()

    def _wanted(self, inputs: list[Input]) -> Iterator[Input]:
        """Inputs until someone says stop; each is forgotten as it is given out."""
        inputs.reverse()
        while inputs and not self._stopped.is_set():
            yield inputs.pop()

    def _hear(self, outcome: Outcome) -> None:
        self.total.add(outcome)
        self.rows.append(row_of(outcome))

    def stop(self) -> None:
        """Begin no more; what runs goes on to its end."""
        self._stopped.set()

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def wait(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)


class Batches:
    """The batches of one server, by number."""

    def __init__(self) -> None:
        self._batches: dict[int, RunningBatch] = {}
        self._lock = threading.Lock()

    def start(self, inputs: Sequence[Input], order: Order, jobs: int) -> int:
        with self._lock:
            number = max(self._batches, default=0) + 1
            self._batches[number] = RunningBatch(inputs, order, jobs)
            over = [n for n, batch in self._batches.items() if batch.ended_s is not None]
            for old in over[:-KEPT]:
                del self._batches[old]
        return number

    def get(self, number: int) -> RunningBatch | None:
        return self._batches.get(number)


def as_columns(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows as a table shows them."""
    return [
        {
            "Run": row.run_id, "Title": row.title or row.name, "Speaker": row.speaker,
            "Words": row.words, "Rules": row.rules, "Refined": row.refined,
            "Per 100 words": row.per_100_words, "Advice": row.advice, "Seconds": row.seconds,
            "Cost in $": row.cost_usd, "State": row.state, "File": row.name,
        }
        for row in rows
    ]  # fmt: skip
