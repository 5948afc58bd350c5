"""Files of ours are their owner's alone; what is no file of ours keeps its rights."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from refiner.private_files import make_private_file


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_file_and_its_folders_are_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        make_private_file(tmp_path / "a" / "b" / "runs.db")
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "a" / "b" / "runs.db") == 0o600
    assert mode_of(tmp_path / "a" / "b") == mode_of(tmp_path / "a") == 0o700


def test_an_open_file_is_closed_to_others_and_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    path.write_text("kept")
    path.chmod(0o644)
    make_private_file(path)
    assert (mode_of(path), path.read_text()) == (0o600, "kept")


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="the system has no /dev/null")
def test_a_device_stays_everybodys() -> None:
    before = mode_of(Path("/dev/null"))
    make_private_file(Path("/dev/null"))
    assert mode_of(Path("/dev/null")) == before
