"""CSV for other programs: no cell may act as a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# OWASP, "CSV Injection": what spreadsheets read as the start of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def escape_formula(cell: Any) -> Any:
    """Text that a spreadsheet would compute, with an apostrophe before it; else `cell`."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """`columns` of `rows` as CSV with a header (RFC 4180); an unknown value is an empty cell."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(columns)
    for row in rows:
        write([escape_formula(row.get(name)) for name in columns])
    return out.getvalue()
