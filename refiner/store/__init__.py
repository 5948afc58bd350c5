"""The run log: every SQL statement of the program is in this package, plain rows come out.

Each change is a single statement, so that several processes can write at the same time.
"""

from __future__ import annotations

from pathlib import Path

from refiner.store.answers import Answers
from refiner.store.connection import Connection
from refiner.store.labels import Labels
from refiner.store.runs import Runs
from refiner.store.switches import Switches


class Store:
    """The run log in one SQLite file. Every method raises StoreError, with a one-line message."""

    def __init__(self, path: Path) -> None:
        self.path = path
        connection = Connection(path)
        self.check = connection.check
        self.keep_open = connection.keep_open
        self.version_token = connection.version_token
        self.runs = Runs(connection)
        self.labels = Labels(connection)
        self.answers = Answers(connection)
        self.switches = Switches(connection)
