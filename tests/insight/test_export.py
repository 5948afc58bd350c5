"""A spreadsheet shows what was written and computes nothing of it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from refiner.insight.export import csv_text, escape_formula


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("a = b", "a = b"),
        ("", ""),
        (-2.5, -2.5),
        (None, None),
    ],
)
def test_text_that_would_be_a_formula_is_shown_as_text(cell: Any, shown: Any) -> None:
    assert escape_formula(cell) == shown


def test_rows_come_back_as_they_went_out() -> None:
    rows: list[dict[str, Any]] = [
        {"title": 'So, "um"\nyes', "words": 7},
        {"title": "=cmd()", "words": None},
    ]
    back = list(csv.DictReader(io.StringIO(csv_text(rows, ["title", "words"]))))
    assert back == [{"title": 'So, "um"\nyes', "words": "7"}, {"title": "'=cmd()", "words": ""}]
