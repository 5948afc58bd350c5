"""Rows for other programs: nothing in a cell may act as a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# OWASP, "CSV Injection": what spreadsheets take for the beginning of a formula.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(cell: Any) -> Any:
    """Text that a spreadsheet would compute gets an apostrophe, which it shows as text."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_ACTIVE):
        return f"'{cell}"
    return cell


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """`columns` of `rows` as CSV with a header (RFC 4180); an unknown value is an empty cell."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(columns)
    for row in rows:
        write([neutral(row.get(name)) for name in columns])
    return out.getvalue()
