"""Files and archives as inputs."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest

from refiner.batch.inputs import find_inputs
from refiner.errors import InputError


def test_a_word_file_is_one_transcript_though_it_is_a_zip(tmp_path):
    made = docx.Document()
    made.add_paragraph("Um, hello.")
    made.save(tmp_path / "a.docx")
    (one,) = find_inputs([tmp_path / "a.docx"])
    assert (one.member, one.read()[:2]) == (None, b"PK")


def test_a_damaged_archive_gets_one_line(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "um hello " * 2000)
    data = bytearray(packed.getvalue())
    data[60:90] = bytes(30)
    (tmp_path / "bad.zip").write_bytes(data)
    (one,) = find_inputs([tmp_path / "bad.zip"])
    with pytest.raises(InputError, match="cannot be unpacked"):
        one.read()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_content_of_any_compression_gets_one_line(tmp_path, method):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.txt", "um hello there " * 2000)
    data = bytearray(packed.getvalue())
    data[40:60] = bytes(byte ^ 0x5A for byte in data[40:60])
    (tmp_path / "bad.zip").write_bytes(data)
    (one,) = find_inputs([tmp_path / "bad.zip"])
    for read in (one.read, one.is_recording):
        with pytest.raises(InputError, match=r"bad\.zip"):
            read()


def test_an_archive_of_many_members_is_opened_once(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for n in range(300):
            archive.writestr(f"{n}.txt", f"um {n}")
    opened = []
    plain = zipfile.ZipFile

    def noted(*arguments):
        opened.append(arguments)
        return plain(*arguments)

    monkeypatch.setattr(zipfile, "ZipFile", noted)
    inputs = list(find_inputs([tmp_path / "many.zip"]))
    assert sorted(one.read().decode() for one in inputs) == sorted(f"um {n}" for n in range(300))
    assert len(opened) == 1


def test_a_member_whose_name_leads_out_of_the_archive_is_named_and_not_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../x.txt", "um")
        archive.writestr("b.txt", "um")
    out, plain = find_inputs([tmp_path / "a.zip"])
    assert plain.read() == b"um"
    with pytest.raises(InputError, match=r"\.\./x\.txt: its name leads out of the archive"):
        out.read()


def test_pipes_and_devices_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        (one,) = find_inputs([path])
        with pytest.raises(InputError, match="a pipe or a device"):
            one.read()


def test_links_and_pipes_in_a_folder_are_named_and_hidden_folders_left_out(tmp_path):
    folder = tmp_path / "talks"
    (folder / ".trash").mkdir(parents=True)
    (folder / ".trash" / "old.txt").write_text("um")
    (folder / "a.txt").write_text("um")
    (folder / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    (folder / "more").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    plain, *others = find_inputs([folder])
    assert plain.read() == b"um"
    for one, why in zip(others, ("no such file", "a folder", "a pipe"), strict=True):
        with pytest.raises(InputError, match=f"{one.path.name}: .*{why}"):
            one.read()
