"""One logged run: a row before any work, its end always logged.

If the run log fails, the result is still shown, with the reason why it was not saved.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace

from refiner.advice.history import SpeakerHistory, summarise_history
from refiner.analyst.backend import LocalBackend
from refiner.analyst.speaker_bias import Bias, Correction, learn_bias, without_bias
from refiner.config.settings import Settings
from refiner.errors import RefinerError, StoreError, describe_unexpected
from refiner.llm.backends import Backend
from refiner.model import Transcript
from refiner.run.auto_strategy import Speed, known_speed
from refiner.run.cache import CachedBackend
from refiner.run.document import build_document
from refiner.run.fallbacks import complete_run, start_run
from refiner.run.providers import open_backend
from refiner.run.session_log import RunLog
from refiner.run.state import RunState
from refiner.run.trace import describe_run
from refiner.run.turns import take_turn
from refiner.run.view import RunView, view_progress
from refiner.run_document import RunDocument, SpanDict
from refiner.store import Store
from refiner.store.connection import utc_now
from refiner.store.row_types import RunStatus
from refiner.store.threads import in_log_thread
from refiner.telemetry import is_traced, send_trace

OpenBackend = Callable[[Settings], Backend]


class Session:
    """A run and its row. Create it anywhere; `run` belongs to one event loop."""

    def __init__(
        self,
        transcript: Transcript,
        settings: Settings,
        store: Store | None,
        parse_ms: float = 0.0,
        *,
        echo: bool = True,
        history: bool = True,
        row: tuple[int, str] | None = None,
        waited_ms: float = 0.0,
    ) -> None:
        """Logs the row as running; without a store nothing is written, not even the log file.

        `echo`: its log lines are shown on standard error. `history`: the coach is given the
        speaker's trend, so the same transcript may give different requests over time.
        `row`: id and creation time of a run that is logged already, `waited_ms` since then.
        """
        self.transcript = transcript
        self.settings = settings
        self.status: RunStatus = "running"
        self.document: RunDocument | None = None
        self.error: str | None = None
        self.not_saved: str | None = None
        self._store = store
        self._parse_ms = parse_ms
        self._waited_ms = waited_ms
        self._echo = echo
        self._with_history = history
        self._state: RunState | None = None
        self._last_view: RunView | None = None
        self._kept_open = ExitStack()  # else every question to the log ends with a checkpoint
        self.run_id, self.created_at = row or self._open()
        self._log = RunLog(self.run_id, settings.log if store else None, echo=echo)

    def _open(self) -> tuple[int, str]:
        """A row's id; without a row, one from the clock that no row will have."""
        if self._store is not None:
            try:
                self._kept_open.enter_context(self._store.keep_open(checked=False))
                return self._store.runs.start(
                    self.transcript, self.settings, self.settings.chosen_provider
                )
            except StoreError as error:
                self._mark_unsaved(error)
        return time.time_ns() // 1000, utc_now()

    @property
    def _usable_store(self) -> Store | None:
        """The run log; None if there is none, or if it failed to save this run."""
        return None if self.not_saved else self._store

    async def run(self, open_backend: OpenBackend = open_backend) -> None:
        """Perform the run; sets `status` and `document` or `error`.

        Afterwards neither the key nor what the run worked with is kept.
        """
        try:
            document = await self.perform(open_backend)
            await in_log_thread(lambda: self._save(document))
            self.document, self.status = document, "done"
        except asyncio.CancelledError:
            await in_log_thread(lambda: self._end("cancelled", None))
            raise
        except RefinerError as error:
            reason = str(error)
            await in_log_thread(lambda: self._end("failed", reason))
        except Exception as error:
            reason = describe_unexpected(error)
            await in_log_thread(lambda: self._end("failed", reason))
        finally:
            trace = describe_run(self.view(), self.settings, self._state) if is_traced() else None
            self._forget_inputs()
            await in_log_thread(self._kept_open.close)
            if trace is not None and (warning := await asyncio.to_thread(send_trace, trace)):
                self._log.warning(warning)

    def _forget_inputs(self) -> None:
        self._last_view = self.view()
        self._state = None
        self.settings = self.settings.without_key()

    async def perform(self, open_backend: OpenBackend) -> RunDocument:
        """The run without its end in the log."""
        backend = self._cached(open_backend(self.settings))
        bias, history, speed = await in_log_thread(self._read_log)
        if isinstance(backend, LocalBackend):
            backend.bias = bias
        try:
            state = self._state = start_run(
                self.transcript,
                self.settings,
                backend,
                self._log,
                parse_ms=self._parse_ms,
                waited_ms=self._waited_ms,
                history=history,
                speed=speed,
                bias=bias,
            )
            result = await complete_run(state, self._note_candidates)
            self._note_end()
            await take_turn()
            answered = not (state.failures("coaching") or state.failures("regeneration"))
            draft = result.draft
            incomplete = draft is not None and not state.counts_are_correct(draft)
            rejected = answered and (
                incomplete or (result.source == "template" and state.has_wrong_counts)
            )
            if isinstance(backend, CachedBackend) and rejected:
                await in_log_thread(backend.forget_advice)
            return build_document(self.run_id, self.created_at, state, result)
        finally:
            await backend.aclose()

    def _note_candidates(self, state: RunState) -> None:
        """Called once the rules have counted."""

    def _note_end(self) -> None:
        """Called once the end of the run is in the log file."""

    def _cached(self, backend: Backend) -> Backend:
        """Paid answers are cached if there is a run log, or `answers_db`."""
        settings, store = self.settings, self._usable_store
        if self._store is None and settings.answers_db is not None:
            store = Store(settings.answers_db)
        cached = settings.cache and settings.keep_text and settings.chosen_provider == "openai"
        if store is None or not cached:
            return backend
        return CachedBackend(
            backend, store, settings.base_url or "", self.transcript.text, settings.reasoning
        )

    def _read_log(self) -> tuple[Bias, SpeakerHistory | None, Speed | None]:
        """What earlier runs say of the speaker and of the model."""
        return self._bias(), self._history(), self._speed()

    def _history(self) -> SpeakerHistory | None:
        store, speaker, day = self._usable_store, self.transcript.speaker, self.transcript.held_on
        if store is None or not self._with_history:
            return None
        try:
            rates, draft = (
                store.runs.refined_rates(speaker, day),
                store.runs.last_draft(speaker, day),
            )
            return summarise_history(rates, draft)
        except StoreError as error:
            self._log.warning("No history of the speaker: %s", error)
            return None

    def _bias(self) -> Bias:
        """What corrections of the speaker's earlier talks taught the local analyst."""
        settings, store = self.settings, self._usable_store
        is_wanted = settings.speaker_bias and self._with_history
        if store is None or not is_wanted or settings.chosen_provider != "local":
            return {}
        try:
            rows = store.labels.corrections(self.transcript.speaker, "local")
        except StoreError as error:
            self._log.warning("No corrections of the speaker: %s", error)
            return {}
        return learn_bias(
            Correction(row["word"], without_bias(row["probability"], row["bias"]), row["filler"])
            for row in rows
        )

    def _speed(self) -> Speed | None:
        """What `auto` decides by; measured on earlier runs of the same model."""
        settings, runs = self.settings, list[list[SpanDict]]()
        if settings.chosen_strategy != "auto":
            return None
        if self._store is not None and settings.chosen_provider == "openai":
            with suppress(StoreError):  # without the log, nothing was measured
                runs = self._store.runs.recent_spans("openai", settings.model_analysis)
        return known_speed(settings, runs)

    def _save(self, document: RunDocument) -> None:
        if self._usable_store is None:
            return
        try:
            self._usable_store.runs.finish(document, keep_text=self.settings.keep_text)
        except StoreError as error:
            self._mark_unsaved(error)

    def _mark_unsaved(self, error: StoreError) -> None:
        self.not_saved = str(error)

    def abandon(self) -> None:
        """Log an orphaned run as cancelled; no effect on one that has ended."""
        if self.status == "running":
            self._end("cancelled", None)
        self._kept_open.close()

    def _end(self, status: RunStatus, error: str | None) -> None:
        """Log an end without a result, with the tokens known so far."""
        self._log.error("Run %s", f"{status}: {error}" if error else status)
        spans = self.view().spans
        if self._usable_store is not None:
            try:
                self._usable_store.runs.end(
                    self.run_id,
                    status,
                    error=json.dumps({"message": error}) if error else None,
                    regenerate=int(any(s.name == "regeneration" for s in spans)),
                    timings=json.dumps([asdict(s) for s in spans]),
                )
            except StoreError as store_error:
                self._mark_unsaved(store_error)
        self.error, self.status = error, status

    def view(self) -> RunView:
        """A snapshot; safe from any thread, since it copies what the run changes."""
        if self._last_view is not None:
            return replace(self._last_view, status=self.status, error=self.error)
        state = self._state
        return RunView(
            self.run_id,
            self.status,
            self.transcript,
            document=self.document,
            error=self.error,
            not_saved=self.not_saved,
            **(view_progress(state) if state is not None else {}),
        )
