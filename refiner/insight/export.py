"""Files for other programs: their names, and CSV in which no cell acts as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from refiner.patterns import compile_later
from refiner.run_document import RunDocument

# OWASP, "CSV Injection": what spreadsheets read as the start of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_CONTROL = compile_later("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def remove_control(text: str) -> str:
    """Without the characters that XML forbids and other programs stop at; line ends stay."""
    return _CONTROL.sub("", text)


def escape_formula(cell: Any) -> Any:
    """Text that a spreadsheet would compute, with an apostrophe before it; else `cell`."""
    if not isinstance(cell, str):
        return cell
    text = remove_control(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], header: bool = True) -> str:
    """`columns` of `rows` as CSV; an unknown value is an empty cell."""
    table = ([row.get(name) for name in columns] for row in rows)
    return csv_table(chain([columns] if header else [], table))


def csv_table(rows: Iterable[Sequence[Any]]) -> str:
    """Rows of cells as CSV (RFC 4180), the heading among them."""
    out = io.StringIO()
    csv.writer(out).writerows([escape_formula(cell) for cell in row] for row in rows)
    return out.getvalue()


def name_file(document: RunDocument) -> str:
    """The name of a run's file without its ending, safe on every system."""
    title = re.sub(r"[^\w]+", "-", document["title"].lower()).strip("-")[:40]
    return f"{title or 'talk'}-run-{document['run_id']}"
