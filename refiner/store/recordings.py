"""Recordings that a person chose to keep: files next to the run log, deleted with their runs.

A file's name begins with its run's number and time, so that after a restored backup no run is
taken for another that had its number. A backup of the log holds no recordings.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from refiner.errors import StoreError, describe_os_error
from refiner.private_files import make_private_file
from refiner.store.connection import StoreTable

_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


class Recordings(StoreTable):
    """At most one recording a run, which its owner alone can read."""

    def keep(self, run_id: int, name: str, sound: IO[bytes]) -> None:
        """Copy `sound` from where it is; `name` tells its format. Replaces an earlier one.

        Raises StoreError if there is no such run or the file cannot be written.
        """
        beginning = self._beginning(run_id)
        if beginning is None:
            raise self._connection.error(f"there is no run {run_id}")
        suffix = Path(name).suffix.lower()
        suffix = suffix if _SUFFIX.fullmatch(suffix) else ".audio"
        target = recordings_folder(self._connection.path) / f"{beginning}{suffix}"
        part = target.with_suffix(".part")
        try:
            make_private_file(part)
            with part.open("wb") as file:
                shutil.copyfileobj(sound, file)
            _delete_files(target.parent, run_id, spare=part)
            os.replace(part, target)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            why = describe_os_error(error)
            raise StoreError(f"recording {target}: {why}") from error

    def find(self, run_id: int) -> Path | None:
        """The run's recording; None if none was kept or the run is not the viewer's to see."""
        beginning = self._beginning(run_id)
        if beginning is None:
            return None
        found = recordings_folder(self._connection.path).glob(f"{beginning}.*")
        return next((path for path in found if path.suffix != ".part"), None)

    def _beginning(self, run_id: int) -> str | None:
        """How the name of the run's file begins; None if there is no such run."""
        with self._connection.read() as db:
            sql = "select created_at from runs where run_id = ?"
            row = db.execute(sql, [run_id]).fetchone()
        return None if row is None else f"{run_id}-{re.sub('[^0-9]', '', row[0][:23])}"


def recordings_folder(log: Path) -> Path:
    """Where the recordings of the run log `log` are; another log in its folder has its own."""
    return log.with_name(f"{log.stem}-recordings")


def delete_recordings(log: Path, run_ids: Iterable[int]) -> None:
    """Delete what was kept of these runs; raises StoreError, naming a file that is still there."""
    folder = recordings_folder(log)
    if not folder.is_dir():
        return
    for run_id in run_ids:
        try:
            _delete_files(folder, run_id)
        except OSError as error:
            why = describe_os_error(error)
            raise StoreError(f"{error.filename} was not deleted: {why}") from error


def _delete_files(folder: Path, run_id: int, spare: Path | None = None) -> None:
    for path in folder.glob(f"{run_id}-*"):
        if path != spare:
            path.unlink(missing_ok=True)
