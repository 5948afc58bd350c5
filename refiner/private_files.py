"""Files and folders that only their owner can read, whatever the process's umask."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700


def make_private_folder(folder: Path) -> None:
    """Create `folder` and its missing parents for the owner alone; others stay as they are."""
    if not folder.is_dir():
        make_private_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=_FOLDER)


def make_private_file(path: Path) -> None:
    """Create an empty file for the owner alone, or take the rights of others from one of ours."""
    make_private_folder(path.parent)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE))
    with suppress(OSError):  # another person's file, or a read-only file system
        mode = path.stat().st_mode
        if stat.S_ISREG(mode) and mode & 0o077:  # a device is everybody's
            path.chmod(_FILE)
