"""A recording on its way to a run, in a thread of its own; a page asks how far it is.

The recording is in a file that only this person can read, and deleted with the job's end.
"""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from refiner.audio.files import RECORDING_PREFIX
from refiner.errors import CancelledByUser, RefinerError, describe_unexpected
from refiner.model import Transcript


class Prepare(Protocol):
    """Makes the transcript of the recording in a file; blocks, and raises RefinerError."""

    def __call__(
        self,
        path: Path,
        *,
        report_progress: Callable[[float], None],
        is_cancelled: Callable[[], bool],
    ) -> Transcript: ...


class RecordingJob:
    """`progress`: from 0 to 1. At its end there is a `run_id`, or an `error` in one line.

    A job that was cancelled has neither.
    """

    def __init__(
        self, name: str, data: bytes, prepare: Prepare, on_ready: Callable[[Transcript], int]
    ) -> None:
        """Starts it. `on_ready` starts the run of the transcript and returns its number."""
        self.name = name
        self.progress = 0.0
        self.transcript: Transcript | None = None
        self.run_id: int | None = None
        self.error: str | None = None
        self._cancelled = threading.Event()
        self._thread = threading.Thread(
            target=self._work, args=(data, prepare, on_ready), name="refiner-recording", daemon=True
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

    def _work(self, data: bytes, prepare: Prepare, on_ready: Callable[[Transcript], int]) -> None:
        handle, file = tempfile.mkstemp(prefix=RECORDING_PREFIX, suffix=Path(self.name).suffix[:6])
        delete_file = weakref.finalize(self, Path(file).unlink, missing_ok=True)  # at exit, too
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            transcript = prepare(
                Path(file), report_progress=self._note, is_cancelled=self._cancelled.is_set
            )
            if not self._cancelled.is_set():
                self.transcript, self.run_id = transcript, on_ready(transcript)
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
