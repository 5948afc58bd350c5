"""Files and archives as inputs."""

import io
import zipfile

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


def test_a_damaged_archive_is_said_in_one_line(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "um hello " * 2000)
    data = bytearray(packed.getvalue())
    data[60:90] = bytes(30)
    (tmp_path / "bad.zip").write_bytes(data)
    (one,) = find_inputs([tmp_path / "bad.zip"])
    with pytest.raises(InputError, match="cannot be unpacked"):
        one.read()
