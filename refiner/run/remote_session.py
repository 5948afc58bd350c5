"""A run that another process performs: this process owns its row, its end and its view."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from refiner.config.settings import Settings
from refiner.config.viewers import EVERYONE, Viewer
from refiner.model import Transcript
from refiner.run.session import Session
from refiner.run.session_log import set_log_level, show_reading_progress, shown_log_level
from refiner.run.view import RunView
from refiner.store import Store

_OWN_FIELDS = {"run_id", "status", "transcript", "document", "error", "not_saved"}
_LIVE_FIELDS = [field.name for field in fields(RunView) if field.name not in _OWN_FIELDS]


@dataclass(frozen=True, slots=True)
class RunJob:
    """What the other process needs; `submitted_s` on the machine's monotonic clock.

    `not_saved`: why the run log does not have the run, so that nothing is read from it either.
    """

    transcript: Transcript
    settings: Settings
    log: Path | None
    viewer: Viewer
    row: tuple[int, str]
    parse_ms: float
    submitted_s: float
    echo: bool
    history: bool
    not_saved: str | None
    log_level: str


class RemoteSession(Session):
    """Its view is what the other process reported last."""

    _progress: Mapping[str, Any] | None = None
    _reported_s = 0.0

    def _job(self) -> RunJob:
        return RunJob(
            self.transcript,
            self.settings,
            self._store.path if self._store else None,
            self._store.viewer if self._store else EVERYONE,
            (self.run_id, self.created_at),
            self._parse_ms,
            time.monotonic(),
            self._echo,
            self._with_history,
            self.not_saved,
            shown_log_level(),
        )

    def _note_progress(self, progress: Mapping[str, Any]) -> None:
        self._progress = {**(self._progress or {}), **progress}
        self._reported_s = time.monotonic()

    def view(self) -> RunView:
        view = super().view()
        if self._progress is None:
            return view
        since_ms = (time.monotonic() - self._reported_s) * 1000 if self.status == "running" else 0
        live = replace(view, **self._progress)
        return replace(live, elapsed_ms=live.elapsed_ms + since_ms)


class JobSession(Session):
    """The run of a job, in the process that performs it."""

    def __init__(self, job: RunJob) -> None:
        super().__init__(
            job.transcript,
            job.settings,
            Store(job.log, job.viewer) if job.log else None,
            job.parse_ms,
            echo=job.echo,
            history=job.history,
            row=job.row,
            waited_ms=(time.monotonic() - job.submitted_s) * 1000,
        )
        self.not_saved = job.not_saved
        set_log_level(job.log_level)
        if job.echo:
            show_reading_progress()

    def live_fields(self) -> dict[str, Any]:
        """What is to be reported of the view."""
        view = self.view()
        return {name: getattr(view, name) for name in _LIVE_FIELDS}
