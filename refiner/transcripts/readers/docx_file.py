"""Word files (.docx): Teams' transcripts, Word's own, Meet's, a colleague's text.

The document's XML is read as it is: text inserted with Track Changes counts, deleted text does
not; content controls and text boxes are looked into. The sizes in the table of contents are
checked before anything is unpacked.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, ParseError

from refiner.errors import InputError
from refiner.transcripts.readers.table import read_rows
from refiner.transcripts.readers.text import read_plain, read_spoken_text
from refiner.transcripts.readers.xml_tree import iterate_xml
from refiner.transcripts.recording import Recording

_MAX_BYTES = 200 * 1024 * 1024  # of all parts, pictures included, unpacked
_MAX_XML = 60 * 1024 * 1024  # of the part that is parsed
_MAX_PARTS = 5000
_MAX_RATIO = 300  # of unpacked to packed bytes of the document itself, beyond a megabyte
_BODY = "word/document.xml"
ZIP = b"PK\x03\x04"
# What reading a damaged, encrypted or unusual archive raises; bz2 raises an OSError.
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(ValueError, EOFError, RuntimeError, KeyError),
)
_GONE = frozenset(
    {"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "Fallback", "delInstrText"}
)
_OTHERS = (
    ("xl/workbook.xml", "an Excel file; save the sheet as .csv"),
    ("ppt/presentation.xml", "a PowerPoint file, not a transcript"),
    ("META-INF/container.xml", "an e-book (EPUB), not a transcript"),
    ("AndroidManifest.xml", "a program, not a transcript"),
)


@dataclass(slots=True)
class _Block:
    """A paragraph, or a table with its rows of cells."""

    text: str = ""
    cells: list[list[list[str]]] = field(default_factory=list)  # rows of cells of paragraphs

    @property
    def rows(self) -> list[list[str]]:
        return [["\n".join(paragraphs) for paragraphs in row] for row in self.cells]


def read_zipped(data: bytes, what: str) -> Recording | None:
    """A .docx or .odt; None if the bytes are no zip. InputError for every other archive."""
    if not data.startswith(b"PK") or not data.startswith((ZIP, b"PK\x05\x06", b"PK\x07\x08")):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {part.filename for part in archive.infolist()}
            if _BODY in names:
                return _read_word(_part(archive, _BODY, what), what)
            if "content.xml" in names:
                from refiner.transcripts.readers.markup import read_open_document

                return read_open_document(_part(archive, "content.xml", what), what)
    except ZIP_ERRORS as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        if "encrypted" in reason or "password" in reason:
            why = "this is an encrypted .docx or zip; save it without a password"
            raise InputError(what, why) from None
        why = f"this is a binary file: a damaged .docx or zip ({reason[:120]})"
        raise InputError(what, why) from None
    kind = next((kind for name, kind in _OTHERS if name in names), None)
    if kind:
        raise InputError(what, f"this is {kind}")
    raise InputError(what, "this is a zip file but no Word document; give it to batch, unpacked")


def _part(archive: zipfile.ZipFile, name: str, what: str) -> bytes:
    """One part, if the table of contents is sound: a part unpacks to no more than it says."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    info = archive.getinfo(name)
    bomb = info.file_size > 1 << 20 and info.file_size > _MAX_RATIO * max(1, info.compress_size)
    if len(parts) > _MAX_PARTS or total > _MAX_BYTES or info.file_size > _MAX_XML or bomb:
        size = max(total, info.file_size) / 1024 / 1024
        raise InputError(what, f"this file unpacks to {size:.0f} MB, too large for a transcript")
    with archive.open(info) as part:
        return part.read(_MAX_XML + 1)


def _read_word(data: bytes, what: str) -> Recording:
    try:
        blocks = list(_blocks(data))
    except (ParseError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        raise InputError(what, f"this Word file (.docx) is damaged: {reason}") from None
    outside = sum(len(block.text.split()) for block in blocks)
    lines: list[str] = []
    for block in blocks:
        rows = block.rows
        found = read_rows(rows, "docx", what)
        if found is not None and sum(len(s.text.split()) for s in found.segments) > outside:
            return replace(found, format="docx")
        lines += [block.text] if not rows else ["\t".join(row) for row in rows]
    text = "\n".join(lines)
    return replace(read_spoken_text(text, what) or read_plain(text), format="docx")


def _blocks(data: bytes) -> Iterator[_Block]:
    """Paragraphs and tables in order; those inside a content control or text box too."""
    table: _Block | None = None
    depth = gone = boxes = 0
    parts: list[str] = []
    outer: list[list[str]] = []
    for event, element in iterate_xml(data):
        tag = _local(element)
        if event == "start":
            gone += tag in _GONE
            if gone:  # its end is passed over as well: nothing in it opens anything
                pass
            elif tag == "tbl":
                depth += 1
                table = table or _Block()
            elif tag == "tr" and depth == 1 and table is not None:
                table.cells.append([])
            elif tag == "tc" and depth == 1 and table is not None and table.cells:
                table.cells[-1].append([])
            elif tag == "txbxContent":
                boxes += 1
                outer.append(parts)
                parts = []
            continue
        if tag in _GONE:
            gone -= 1
        elif gone:
            pass
        elif tag == "t":
            parts.append(element.text or "")
        elif tag == "tab":
            parts.append("\t")
        elif tag in ("br", "cr"):
            parts.append("\n")
        elif tag == "noBreakHyphen":
            parts.append("-")
        elif tag == "txbxContent":
            inside = "".join(parts)
            parts = outer.pop()
            parts.append(f"\n{inside}\n")
        elif tag == "p":
            text = "".join(parts).strip("\n")
            parts = []
            if outer:
                parts = [text, "\n"]
            elif table is None:
                yield _Block(text)
            elif table.cells and table.cells[-1] and text:
                table.cells[-1][-1].append(text)
        elif tag == "tbl":
            depth -= 1
            if depth == 0 and table is not None:
                yield table
                table = None
        if tag in ("p", "tbl", "tr"):
            element.clear()


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
