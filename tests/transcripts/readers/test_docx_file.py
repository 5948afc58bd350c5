"""Word files made to harm: whatever a table claims, reading costs what the file holds."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from refiner.errors import InputError
from refiner.transcripts import read_transcript

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(body: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return made.getvalue()


def cell(text: str, properties: str = "") -> str:
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"


def seconds_of(data: bytes) -> float:
    began = time.process_time()
    assert "like it" in read_transcript(data).text
    return time.process_time() - began


def test_a_cell_that_claims_a_hundred_million_columns_is_one_cell() -> None:
    span = '<w:gridSpan w:val="99999999"/>'
    assert seconds_of(word_file(f"<w:tbl><w:tr>{cell('Um, we like it', span)}</w:tr></w:tbl>")) < 1


def test_merged_rows_cost_what_rows_cost() -> None:
    rows = "".join(
        f"<w:tr>{cell(f'Um so {n}', '<w:vMerge/>')}{cell('we like it')}</w:tr>" for n in range(2000)
    )
    assert seconds_of(word_file(f"<w:tbl>{rows}</w:tbl>")) < 5


def test_a_text_box_is_read_once_and_what_follows_it_too() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>seen</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    box = "<w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent>"
    compatible = (
        '<m:AlternateContent xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<m:Choice>{box}</m:Choice><m:Fallback>{box}{table}</m:Fallback></m:AlternateContent>"
    )
    after = "".join(f"<w:p><w:r><w:t>after {n}</w:t></w:r></w:p>" for n in range(3))
    body = f"<w:p><w:r><w:t>before</w:t>{compatible}<w:t>beside</w:t></w:r></w:p>{after}"
    text = read_transcript(word_file(body)).text
    assert " ".join(text.split()) == "before in a box beside after 0 after 1 after 2"


@pytest.mark.parametrize(
    "data",
    [
        word_file("<w:p><w:r><w:t>Um, so"),
        word_file("<w:p><w:r><w:t>Um, so</w:t></w:r></w:p>" * 50)[:300],
        word_file("<!DOCTYPE a [<!ENTITY b 'c'>]><w:p>&b;</w:p>"),
        b"PK\x03\x04" + b"\x00" * 500,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 40,
    ],
    ids=["open", "cut", "entities", "empty", "encrypted"],
)
def test_a_damaged_or_encrypted_file_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_transcript(data, name="talk.docx")
    assert "\n" not in str(caught.value)
    assert "unexpected" not in str(caught.value)


def test_bytes_changed_inside_the_archive_are_noticed() -> None:
    data = bytearray(word_file("<w:p><w:r><w:t>Um, so</w:t></w:r></w:p>" * 50))
    place = data.index(b"word/document.xml") + 30
    data[place : place + 8] = bytes(8)
    with pytest.raises(InputError, match="damaged") as caught:
        read_transcript(bytes(data), name="talk.docx")
    assert "\n" not in str(caught.value)


def test_an_archive_with_a_password_is_named_as_one() -> None:
    data = bytearray(word_file("<w:p><w:r><w:t>Um, so</w:t></w:r></w:p>"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit of encryption
        for place in (n for n in range(len(data)) if data.startswith(signature, n)):
            data[place + offset] |= 1
    with pytest.raises(InputError, match="encrypted"):
        read_transcript(bytes(data), name="talk.docx")


def open_document(body: str) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:t="{names}:text:1.0">'
            f"<o:body><o:text>{body}</o:text></o:body></o:document-content>",
        )
    return made.getvalue()


@pytest.mark.parametrize(
    "empty",
    [
        word_file(""),
        word_file("<w:p/>"),
        word_file("<w:p><w:r><w:t> </w:t></w:r></w:p>"),
        open_document(""),
        open_document("<t:p/>"),
    ],
    ids=["docx", "docx paragraph", "docx blank", "odt", "odt paragraph"],
)
def test_a_document_without_speech_or_without_its_end_is_refused(empty: bytes) -> None:
    for data in (empty, empty[: len(empty) // 2], empty[:-30]):
        with pytest.raises(InputError) as caught:
            read_transcript(data, name="file")
        assert len(str(caught.value).splitlines()) == 1


def test_an_open_document_is_read() -> None:
    assert read_transcript(open_document("<t:p>Um, we like it.</t:p>")).text == "Um, we like it."
