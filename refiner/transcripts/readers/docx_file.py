"""Word files (.docx): Teams' transcripts, Word's own, a colleague's text.

The sizes in the table of contents are checked before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import ParseError

from refiner.errors import InputError
from refiner.transcripts.readers.labelled import read_arrows, read_labelled
from refiner.transcripts.readers.plain import read_plain
from refiner.transcripts.recording import Recording

_MAX_BYTES = 60 * 1024 * 1024  # of all parts, pictures included, unpacked
_MAX_XML = 16 * 1024 * 1024  # of any one part that is parsed
_MAX_PARTS = 5000
_BODY = "word/document.xml"
ZIP = b"PK\x03\x04"


def read_word_file(data: bytes, what: str) -> Recording | None:
    """None where the bytes are no zip. Raises InputError: damaged, too large unpacked, no .docx."""
    if not data.startswith(ZIP):
        return None
    text = "\n".join(_lines(_checked(data, what), what))
    found = read_arrows(text) or read_labelled(text, what) or read_plain(text)
    return replace(found, format="docx")


def _checked(data: bytes, what: str) -> io.BytesIO:
    """The file, if its table of contents is sound: a part unpacks to no more than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise InputError(what, f"this is a binary file: a damaged .docx or zip ({error})") from None
    if _BODY not in {part.filename for part in parts}:
        raise InputError(
            what, "this is a zip file but no Word document; give it to batch, unpacked"
        )
    sizes = [part.file_size for part in parts]
    largest = max(p.file_size for p in parts if p.filename.endswith((".xml", ".rels")))
    if len(parts) > _MAX_PARTS or sum(sizes) > _MAX_BYTES or largest > _MAX_XML:
        size = sum(sizes) / 1024 / 1024
        raise InputError(
            what, f"this Word file unpacks to {size:.0f} MB, too large for a transcript"
        )
    return io.BytesIO(data)


def _lines(file: io.BytesIO, what: str) -> Iterator[str]:
    """Paragraphs and table rows in order; a row's cells are parted by tabs."""
    import docx  # a tenth of a second to import, and few transcripts need it
    from docx.table import Table

    try:
        for block in docx.Document(file).iter_inner_content():
            if isinstance(block, Table):
                for row in block.rows:
                    yield "\t".join(cell.text.replace("\n", " ") for cell in row.cells)
            else:
                yield block.text
    except (KeyError, ValueError, SyntaxError, ParseError, zipfile.BadZipFile, OSError) as error:
        reason = " ".join(str(error).split())[:120]
        raise InputError(what, f"this Word file (.docx) is damaged: {reason}") from None
