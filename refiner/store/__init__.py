"""The run log: every SQL statement of the program is in this package, plain rows come out.

Each change is a single statement, so that several processes can write at the same time.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from refiner.config.viewers import EVERYONE, Viewer
from refiner.errors import InputError, StoreError
from refiner.store.answers import Answers
from refiner.store.backup import back_up, restore
from refiner.store.connection import Connection
from refiner.store.labels import Labels
from refiner.store.recordings import Recordings
from refiner.store.runs import Runs
from refiner.store.speaker_plans import SpeakerPlans
from refiner.store.switches import Switches


class Store:
    """The run log in one SQLite file. Every method raises StoreError, with a one-line message."""

    def __init__(self, path: Path, viewer: Viewer = EVERYONE) -> None:
        """`viewer`: whose runs are found and may be changed."""
        self.path = path
        self.viewer = viewer
        connection = self._connection = Connection(path, viewer)
        self.check = connection.check
        self.keep_open = connection.keep_open
        self.version_token = connection.version_token
        self.runs = Runs(connection)
        self.labels = Labels(connection)
        self.recordings = Recordings(connection)
        self.answers = Answers(connection)
        self.switches = Switches(connection)
        self.plans = SpeakerPlans(connection)

    def seen_by(self, viewer: Viewer) -> Store:
        """The same log, as `viewer` may see it."""
        return self if viewer == self.viewer else Store(self.path, viewer)

    @property
    def source(self) -> str:
        """Differs by file and by viewer, for caches of what was read."""
        return str(self.path) if self.viewer.sees_all else f"{self.path} {self.viewer}"

    def back_up(self, target: Path) -> int:
        """Copy the log to the new file `target` while it is in use; the number of its runs."""
        return back_up(self._connection, target)

    def restore(self, source: Path) -> tuple[int, Path | None]:
        """Replace the log by a backup; its number of runs, and where the old log is now.

        Raises InputError for a file that is no sound backup, and while runs are in progress.
        """
        with suppress(StoreError):
            if self.runs.rows(status="running"):
                raise InputError(f"run log {self.path}", "runs are in progress; try again later")
        return restore(self._connection, source)
