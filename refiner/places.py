"""Where the program's own files are, and where it keeps what it writes."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_workbench"  # where the wheel puts app.py, pages/ and data/
IS_INSTALLED = _INSTALLED.is_dir()
PROGRAM_FOLDER = _INSTALLED if IS_INSTALLED else _PACKAGE.parent
DATA_FOLDER = PROGRAM_FOLDER / "data"


def state_folder() -> Path:
    """The folder of run log and log file: `data` in a clone, else the user's data folder."""
    return user_data_path("speech-refiner", appauthor=False) if IS_INSTALLED else Path("data")


def install_command(extra: str) -> str:
    """How to get the packages of an extra: `audio`, `server` or `dask`.

    A clone is no package that pip knows; an index may have another one of its name.
    """
    if IS_INSTALLED:
        return f'pip install "speech-refiner[{extra}]"'
    return f".venv/bin/pip install -r requirements-{extra}.txt"
