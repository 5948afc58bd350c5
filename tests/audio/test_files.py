"""A recording is what its bytes say, and what killed processes left is deleted."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from pathlib import Path

import pytest

from refiner.audio.files import delete_left_over, format_of, make_temporary

MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(40)
WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40)
EBML = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84"


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("talk.mp3", WAVE, "wav"),
        ("talk.wav", MP4, "mp4"),
        ("talk.m4a", MP4, "m4a"),
        ("talk", MP4, "mp4"),
        ("talk.wav", b"ID3\x04\x00" + bytes(100), "mp3"),
        ("talk.wav", b"OggS\x00\x02" + bytes(60), "ogg"),
        ("talk.opus", b"OggS\x00\x02" + bytes(60), "opus"),
        ("talk.mp4", EBML + b"webm" + bytes(60), "webm"),
        ("talk.webm", EBML + b"matroska" + bytes(60), "mkv"),
        ("talk.wav", b"\xff\xe3\x18\xc4" + bytes(60), "mp3"),
        ("talk.3gp", b"?\xfe\x00" * 9, "3gp"),
        ("talk.bin", b"?\xfe\x00" * 9, "sound"),
    ],
)
def test_the_bytes_tell_the_format_and_the_name_only_where_they_cannot(name, head, expected):
    assert format_of(name, head) == expected


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_killed_processes_left_is_deleted_and_what_is_in_use_stays(folder):
    used = make_temporary("sound")
    host = used.name.split("-")[2]
    old_s = time.time() - 3 * 24 * 3600
    left = folder / f"refiner-recording-{host}-999999999@1-abc.mp3"
    others = folder / f"refiner-sound-{host}x-1@1-abc"
    ancient = folder / f"refiner-sound-{host}x-2@1-abc"
    strange = folder / "refiner-notes-of-mine-abc"
    for file in (left, others, ancient, strange):
        file.write_bytes(b"sound")
    os.utime(ancient, (old_s, old_s))
    os.utime(strange, (old_s, old_s))
    delete_left_over()
    assert sorted(folder.iterdir()) == sorted([used, others, strange])


def test_a_temporary_file_is_its_owners_alone(folder):
    file = make_temporary("recording", ".mp3")
    assert (file.stat().st_mode & 0o777, file.suffix) == (0o600, ".mp3")
    assert socket.gethostname().split(".")[0].replace("-", "")[:5] in file.name
