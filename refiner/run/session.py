"""One logged run: a row before any work, its end logged whatever happens.

Storage that fails never costs a result: it is shown with the reason why it was not saved.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from refiner.advice.history import summarise_history
from refiner.config.settings import Settings
from refiner.errors import RefinerError, StoreError
from refiner.llm.backends import Backend
from refiner.model import Candidate, Decision, Filler, Transcript
from refiner.run.cache import CachedBackend
from refiner.run.document import build_document
from refiner.run.fallbacks import run, start_work
from refiner.run.providers import open_backend
from refiner.run.session_log import session_log
from refiner.run.state import Work
from refiner.run_document import RunDocument, RunStatus
from refiner.store import Store
from refiner.store.connection import utc_now
from refiner.timeline import CallSpan

OpenBackend = Callable[[Settings], Backend]


@dataclass(frozen=True, slots=True)
class RunView:
    """What can be seen of a run now. `judged`: candidates that have their verdict.

    `status`: running, done, failed, cancelled or interrupted; `document` only when done;
    `not_saved` tells why the run log has no trace of it.
    """

    run_id: int
    status: RunStatus
    talk: Transcript
    elapsed_ms: float
    candidates: tuple[Candidate, ...] = ()
    fillers: tuple[Filler, ...] = ()
    judged: int = 0
    spans: tuple[CallSpan, ...] = ()
    decision: Decision | None = None
    notes: tuple[str, ...] = ()
    coaching_text: str = ""
    document: RunDocument | None = None
    error: str | None = None
    not_saved: str | None = None


class Session:
    """A run and its row. Create it anywhere; `go` belongs to one event loop."""

    def __init__(
        self,
        talk: Transcript,
        settings: Settings,
        store: Store | None,
        parse_ms: float = 0.0,
        *,
        echo: bool = True,
        history: bool = True,
    ) -> None:
        """Logs the row as running; without a store nothing is written, the log file neither.

        `echo`: its log lines go to standard error too. `history`: the coach is told how the
        speaker's earlier talks went, so that the same request is not always the same.
        """
        self.talk = talk
        self.settings = settings
        self.status: RunStatus = "running"
        self.document: RunDocument | None = None
        self.error: str | None = None
        self.not_saved: str | None = None
        self._store = store
        self._parse_ms = parse_ms
        self._with_history = history
        self._work: Work | None = None
        self.run_id, self.created_at = self._open()
        self._say = session_log(self.run_id, settings.log if store else None, echo)

    def _open(self) -> tuple[int, str]:
        """A row's number; without a row, one from the clock that no row will have."""
        if self._store is not None:
            try:
                return self._store.runs.start(
                    self.talk, self.settings, self.settings.chosen_provider
                )
            except StoreError as error:
                self._lose(error)
        return time.time_ns() // 1000, utc_now()

    async def go(self, open_backend: OpenBackend = open_backend) -> None:
        """Do the run; afterwards `status` and `document` or `error` tell how it ended."""
        try:
            await self._go(open_backend)
        except asyncio.CancelledError:
            self._end("cancelled", None)
            raise
        except RefinerError as error:
            self._end("failed", str(error))
        except Exception as error:
            self._end("failed", f"unexpected {type(error).__name__}")
            raise

    async def _go(self, open_backend: OpenBackend) -> None:
        backend = self._cached(open_backend(self.settings))
        try:
            work = self._work = start_work(
                self.talk,
                self.settings,
                backend,
                say=self._say,
                parse_ms=self._parse_ms,
                history=self._history(),
            )
            ending = await run(work)
            answered = not (work.failures("coaching") or work.failures("regeneration"))
            refused = answered and ending.source == "template" and work.misstated
            if isinstance(backend, CachedBackend) and refused:
                backend.forget_advice()  # its numbers were wrong, and nothing of it was shown
            built = build_document(self.run_id, self.created_at, work, ending)
            document = cast(RunDocument, built)
            self._save(document)
            self.document, self.status = document, "done"
        finally:
            await backend.aclose()

    def _cached(self, backend: Backend) -> Backend:
        """Answers that cost money are kept, where there is a log to keep them in."""
        paid = self.settings.chosen_provider == "openai"
        if not (paid and self.settings.cache and self._store and not self.not_saved):
            return backend
        return CachedBackend(backend, self._store, self.settings.base_url or "", self.talk.text)

    def _history(self) -> dict[str, Any] | None:
        if self._store is None or self.not_saved or not self._with_history:
            return None
        try:
            return summarise_history(self._store.runs.refined_rates(self.talk.speaker))
        except StoreError as error:
            self._say(f"No history of the speaker: {error}")
            return None

    def _save(self, document: RunDocument) -> None:
        if self._store is None or self.not_saved:
            return
        try:
            self._store.runs.finish(document)
        except StoreError as error:
            self._lose(error)

    def _lose(self, error: StoreError) -> None:
        self.not_saved = str(error)

    def abandon(self) -> None:
        """Log a run that nobody does any more as cancelled; one that has ended stays as it is."""
        if self.status == "running":
            self._end("cancelled", None)

    def _end(self, status: RunStatus, error: str | None) -> None:
        """Log an end without a result, with the tokens known so far."""
        self._say(f"Run {status}" + (f": {error}" if error else ""))
        spans = self._work.timeline.spans if self._work else []
        if self._store is not None and not self.not_saved:
            try:
                self._store.runs.end(
                    self.run_id,
                    status,
                    error=json.dumps({"message": error}) if error else None,
                    regenerate=int(any(s.name == "regeneration" for s in spans)),
                    timings=json.dumps([asdict(s) for s in spans]),
                )
            except StoreError as lost:
                self._lose(lost)
        self.error, self.status = error, status

    def view(self) -> RunView:
        """A snapshot; safe from any thread, since it copies what only the run changes."""
        view = RunView(
            self.run_id,
            self.status,
            self.talk,
            0.0,
            document=self.document,
            error=self.error,
            not_saved=self.not_saved,
        )
        work = self._work
        if work is None:
            return view
        return replace(
            view,
            elapsed_ms=work.timeline.elapsed_ms,
            candidates=work.candidates,
            fillers=work.fillers,
            judged=work.judged,
            spans=tuple(replace(span) for span in tuple(work.timeline.spans)),
            decision=work.decision,
            notes=tuple(work.notes),
            coaching_text=work.coaching_text,
        )
