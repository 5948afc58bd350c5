"""Files for other programs: their names, and CSV in which no cell acts as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from refiner.run_document import RunDocument

# OWASP, "CSV Injection": what spreadsheets read as the start of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def escape_formula(cell: Any) -> Any:
    """Text that a spreadsheet would compute, with an apostrophe before it; else `cell`."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], header: bool = True) -> str:
    """`columns` of `rows` as CSV (RFC 4180); an unknown value is an empty cell."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    if header:
        write(columns)
    for row in rows:
        write([escape_formula(row.get(name)) for name in columns])
    return out.getvalue()


def name_file(document: RunDocument) -> str:
    """The name of a run's file without its ending, safe on every system."""
    title = re.sub(r"[^\w]+", "-", document["title"].lower()).strip("-")[:40]
    return f"{title or 'talk'}-run-{document['run_id']}"
