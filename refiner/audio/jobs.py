"""Recordings that are being transcribed, each in a thread; pages ask for their progress.

A recording is in a file that only this person can read, and deleted with the job's end.
"""

from __future__ import annotations

import secrets
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from refiner.audio.files import make_temporary
from refiner.audio.progress import IsCancelled, ReportProgress
from refiner.errors import CancelledByUser, RefinerError, describe_unexpected
from refiner.model import Transcript

KEPT_S = 900.0  # how long an ended job can still be found


class Prepare(Protocol):
    """Makes the transcript of the recording in a file; blocks, and raises RefinerError."""

    def __call__(
        self,
        path: Path,
        *,
        report_progress: ReportProgress,
        is_cancelled: IsCancelled,
    ) -> Transcript: ...


OnReady = Callable[[Transcript], tuple[int, str]]


class RecordingJob:
    """`progress`: from 0 to 1. At its end there is a `run_id`, or an `error` in one line.

    A job that was cancelled has neither. `trouble` is a line about what else went wrong.
    `doing` names the present step, `user` the owner of the recording.
    """

    def __init__(
        self,
        name: str,
        data: bytes,
        prepare: Prepare,
        on_ready: OnReady,
        doing: str = "Transcribing",
        user: str = "",
    ) -> None:
        """Starts it. `on_ready` starts the transcript's run; returns its number and trouble."""
        self.name, self.data, self.doing, self.user = name, data, doing, user
        self.progress = 0.0
        self.transcript: Transcript | None = None
        self.run_id: int | None = None
        self.error: str | None = None
        self.trouble = ""
        self._cancelled = threading.Event()
        self._thread = threading.Thread(
            target=self._work, args=(prepare, on_ready), name="refiner-recording", daemon=True
        )
        self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Ask it to stop, which takes a second; no effect on one that has ended."""
        self._cancelled.set()

    def wait(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _work(self, prepare: Prepare, on_ready: OnReady) -> None:
        file = make_temporary("recording", Path(self.name).suffix[:6])
        delete_file = weakref.finalize(self, file.unlink, missing_ok=True)  # at exit, too
        try:
            file.write_bytes(self.data)
            transcript = prepare(
                file, report_progress=self._note, is_cancelled=self._cancelled.is_set
            )
            if not self._cancelled.is_set():
                self.transcript = transcript
                self.run_id, self.trouble = on_ready(transcript)
        except CancelledByUser:
            pass
        except RefinerError as error:
            self.error = str(error)
        except Exception as error:
            self.error = describe_unexpected(error)
        finally:
            delete_file()

    def _note(self, share: float) -> None:
        self.progress = min(1.0, max(self.progress, share))


class RecordingJobs:
    """The jobs of one server, each under a name that cannot be guessed: for a page's address.

    An ended one, and with it the recording, is dropped after `KEPT_S`.
    """

    def __init__(self) -> None:
        self._jobs: dict[str, RecordingJob] = {}

    def add(self, job: RecordingJob) -> str:
        token = secrets.token_urlsafe(9)
        self._jobs[token] = job
        threading.Thread(target=self._drop_later, args=(token, job), daemon=True).start()
        return token

    def find(self, token: str, user: str) -> RecordingJob | None:
        """None for one that is not known, was dropped, or is another user's."""
        job = self._jobs.get(token)
        return job if job is not None and job.user == user else None

    def _drop_later(self, token: str, job: RecordingJob) -> None:
        job.wait(threading.TIMEOUT_MAX)
        time.sleep(KEPT_S)
        self._jobs.pop(token, None)
