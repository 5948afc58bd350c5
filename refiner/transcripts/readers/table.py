"""Tables: CSV and TSV with a heading, a row for what was said in one go.

The heading says which column is which; without a known heading it is no table.
"""

from __future__ import annotations

import csv
import io

from refiner.errors import InputError
from refiner.transcripts.recording import (
    Recording,
    Segment,
    build_segment,
    check_size,
    skipped_warning,
    to_seconds,
)

_COLUMNS = {
    "text": ["text", "transcript", "utterance", "content", "sentence", "caption", "words"],
    "speaker": ["speaker", "speaker name", "name", "who", "participant", "speaker label"],
    "start": ["start", "start time", "time", "timestamp", "begin", "from", "in", "offset"],
    "end": ["end", "end time", "stop", "to", "until", "out"],
}
_FORMATS = {",": "csv", "\t": "tsv", ";": "csv", "|": "csv"}
_UNITS = {"ms": 0.001, "milliseconds": 0.001, "s": 1.0, "sec": 1.0, "seconds": 1.0}


def read_table(text: str, what: str) -> Recording | None:
    """None without a heading of known columns: words, and a speaker or a time.

    Times are seconds, clock times, or milliseconds where the heading says so (`start_ms`) or,
    as Whisper writes them, in a table of exactly start, end and text in whole numbers.
    """
    heading = text.lstrip().partition("\n")[0].rstrip("\r")
    for delimiter, format in _FORMATS.items():
        columns = _columns(heading.split(delimiter))
        if "text" in columns and len(columns) > 1:
            return _read(text.lstrip(), delimiter, format, columns, what)
    return None


def _columns(cells: list[str]) -> dict[str, tuple[int, float]]:
    """Which column is which, and what a plain number in it counts, in seconds."""
    known: dict[str, tuple[int, float]] = {}
    for place, cell in enumerate(cells):
        name, unit = _unit(cell.strip().strip('"').strip().casefold().replace("_", " "))
        for role, names in _COLUMNS.items():
            if name in names:
                known.setdefault(role, (place, unit))
    return known


def _unit(name: str) -> tuple[str, float]:
    name = name.replace("(", "").replace(")", "").replace("[", "").replace("]", "").strip()
    stem, _, last = name.rpartition(" ")
    return (stem, _UNITS[last]) if stem and last in _UNITS else (name, 1.0)


def _read(
    text: str, delimiter: str, format: str, columns: dict[str, tuple[int, float]], what: str
) -> Recording:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    body: list[list[str]] = []
    broken = ""
    try:
        next(rows)
        body.extend(row for row in rows if any(cell.strip() for cell in row))
    except csv.Error as error:  # what stands before it is read
        broken = f"the table breaks off at line {rows.line_num}: {error}"
    check_size(len(body), what)
    columns = _in_milliseconds(columns, body)
    segments = tuple(found for row in body if (found := _segment(row, columns)).text)
    if not segments:
        raise InputError(
            what, f"a table ({format}) without a row that has words in its text column"
        )
    warnings = skipped_warning(len(body) - len(segments), "rows")
    return Recording(format, segments, "\n", (*warnings, broken) if broken else warnings)


def _in_milliseconds(
    columns: dict[str, tuple[int, float]], body: list[list[str]]
) -> dict[str, tuple[int, float]]:
    """Whisper's .tsv counts milliseconds, and says so only by its three columns."""
    if list(columns) != ["start", "end", "text"]:
        return columns
    if not all(len(row) > 1 and row[0].isdigit() and row[1].isdigit() for row in body[:100]):
        return columns
    return {role: (place, 0.001) for role, (place, _) in columns.items()}


def _segment(row: list[str], columns: dict[str, tuple[int, float]]) -> Segment:
    def cell(role: str) -> str:
        place = columns[role][0] if role in columns else len(row)
        return row[place] if place < len(row) else ""

    def time(role: str) -> float | None:
        return to_seconds(cell(role), columns[role][1]) if role in columns else None

    return build_segment(cell("text"), cell("speaker"), time("start"), time("end"))
