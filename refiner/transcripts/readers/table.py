"""Tables: CSV, TSV, Markdown's and Word's, a row for each turn, caption or label.

The heading says which column is which; without a known one the columns are recognised by what is in
them: times, names that come back, words. A table in which no words are found is none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from itertools import pairwise

from refiner.errors import InputError
from refiner.patterns import compile_later
from refiner.transcripts.readers.names import fold_name, is_machine_name, is_name
from refiner.transcripts.recording import (
    BETWEEN_TIMES,
    Recording,
    Segment,
    build_segment,
    check_size,
    is_too_slow,
    skipped_warning,
    to_seconds,
)
from refiner.transcripts.word_lists import listed

_COLUMNS = {
    "text": (
        *listed("text transcript utterance content sentence caption words dialogue dialog speech"),
        *listed("message spoken subtitle said line transcription remark wortlaut aussage"),
        *listed("texte texto testo tekst inhalt transkript"),
        *("spoken text", "transcript text", "what was said"),
    ),
    "speaker": (
        *listed("speaker name who participant character person user author actor sprecher"),
        *listed(
            "sender attendee role locuteur interlocuteur hablante orador falante parlante talare"
        ),
        *("speaker name", "speaker label", "speaker id", "participant name", "display name"),
    ),
    "start": (
        *listed("start time timestamp begin from in offset timecode tc onset minutes timespan"),
        *listed(
            "zeit startzeit von beginn anfang début inicio início inizio tiempo tempo temps tid"
        ),
        *(
            "start time",
            "time code",
            "in time",
            "tc in",
            "start timestamp",
            "begin time",
            "time in",
            "time span",
            "time range",
        ),
    ),
    "end": (
        *listed("end stop to until out bis ende endzeit fin fine fim slut"),
        *("end time", "out time", "tc out", "end timestamp", "time out"),
    ),
}
_FORMATS = {",": "csv", "\t": "tsv", ";": "csv", "|": "csv"}
_UNITS = {"ms": 0.001, "milliseconds": 0.001, "millis": 0.001, "s": 1.0, "sec": 1.0,
          "secs": 1.0, "seconds": 1.0, "hh:mm:ss": 1.0}  # fmt: skip
_SEP = compile_later(r"\s*\"?sep=(.)\"?[ \t]*\r?\n")
_CHAT = compile_later(r"From\s+[^:]{1,60}:")  # Zoom's chat, which is no table
_TO = compile_later(BETWEEN_TIMES)
# Of seconds, where the columns are parted by ;
_DECIMAL_COMMA = compile_later(r"^(\d{1,6}),(\d{1,6})$")
_PART_OF_DAY = compile_later(r"0(?:\.\d{1,18})?|\d(?:\.\d{1,18})?[eE]-\d{1,2}")
_DAY_S = 86_400.0
_RULER = compile_later(r"[\s|:\-]+")
_LETTERS = compile_later(r"[^\W\d_]")
_LINE_END = compile_later(r"[\r\n]")
_CAMEL = compile_later(r"(?<=[a-z])(?=[A-Z])")
_TEXT_ALONE = ("text", "utterance", "sentence", "caption")
_OPEN_QUOTE = "a quote in the table is not closed; it was read line by line"
_MAX_COLUMNS = 200

_Columns = dict[str, tuple[int, float]]


def read_table(text: str, what: str) -> Recording | None:
    """None if no columns of words and of a speaker or a time are known or found."""
    body = text.lstrip("\ufeff \r\n")  # a tab is an empty cell
    separator = _SEP.match(body)
    delimiters = [separator[1]] if separator and separator[1] in _FORMATS else list(_FORMATS)
    if separator:
        body = body[separator.end() :].lstrip()
    if body.startswith("|"):
        return _read_markdown(body, what)
    heading = _LINE_END.split(body, 1)[0]
    if (rows := _single_column(heading, body)) is not None:
        return _read(rows, "csv", {"text": (0, 1.0)}, what, "")
    for delimiter in delimiters:
        if heading.count(delimiter) and len(heading) < 5000:
            cells = next(csv.reader([heading], delimiter=delimiter), [])
            columns = _named_columns(cells)
            if columns is not None:
                rows, broken = _rows(body, delimiter)
                return _read(rows[1:], _FORMATS[delimiter], columns, what, broken)
    for delimiter in ("\t", ";", ","):
        if body[:2000].count(delimiter) > 1:
            rows, broken = _rows(body, delimiter)
            if (apart := _with_speakers_apart(rows)) is not rows:
                return read_rows(apart, _FORMATS[delimiter], what)
            least = 3 if delimiter == "," else 2
            columns = _found_columns(rows, least)
            below = _found_columns(rows[1:], least)
            if len(below or ()) > len(columns or ()):  # below a heading in words that are not known
                rows, columns = rows[1:], below
            if columns is not None:
                return _read(rows, _FORMATS[delimiter], columns, what, broken)
    return None


def read_rows(rows: Sequence[Sequence[str]], format: str, what: str) -> Recording | None:
    """A table whose cells are known already, with or without a heading."""
    full = [list(row) for row in rows if any(cell.strip() for cell in row)]
    if not full:
        return None
    columns = _named_columns(full[0])
    if columns is not None:
        return _read(full[1:], format, columns, what, "")
    columns = _found_columns(full, 2)
    return None if columns is None else _read(full, format, columns, what, "")


def _with_speakers_apart(rows: list[list[str]]) -> list[list[str]]:
    """Rows of one words column in place of a column for each speaker, whose name heads it.

    Each row has the words of one of them; other rows are unchanged.
    """
    if len(rows) < 3 or not 2 <= len(rows[0]) <= _MAX_COLUMNS:
        return rows
    heading, *body = rows
    width = len(heading)
    full = [[n for n in range(width) if n < len(row) and row[n].strip()] for row in body]
    shared = [n for n in range(width) if all(n in places for places in full)]
    own = [n for n in range(width) if n not in shared]
    if len(own) < 2 or any(len(places) != len(shared) + 1 for places in full):
        return rows
    spoken = {n for places in full for n in places if n in own}
    if len(spoken) < len(own) or not all(is_name(heading[n]) for n in own):
        return rows
    times = [n for n in shared if _are_times([row[n].strip() for row in body])]
    apart = [["start", "speaker", "text"] if times else ["speaker", "text"]]
    for row, places in zip(body, full, strict=True):
        place = next(n for n in places if n in own)
        apart.append([*(row[n] for n in times[:1]), heading[place].strip(), row[place]])
    return apart


def _read_markdown(body: str, what: str) -> Recording | None:
    lines = [line.strip() for line in body.splitlines()]
    table = [line for line in lines if line.startswith("|")]
    if len(table) < 3 or not _RULER.fullmatch(table[1]):
        return None
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return read_rows([rows[0], *rows[2:]], "markdown table", what)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], str]:
    """The rows that are not empty; and what is wrong, if the table is cut off."""
    if _has_open_quote(text, delimiter):
        lines = [next(csv.reader([line], delimiter=delimiter), []) for line in text.splitlines()]
        return [row for row in lines if any(cell.strip() for cell in row)], _OPEN_QUOTE
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(row for row in reader if any(cell.strip() for cell in row))
    except csv.Error as error:  # the rows before it are read
        return rows, f"the table breaks off at line {reader.line_num}: {error}"
    return rows, ""


def _single_column(heading: str, body: str) -> list[list[str]] | None:
    """The cells of a table that has a column of words alone; None if it is none."""
    lines = [line for line in body.splitlines() if line.strip()]
    if heading.strip().strip('"').casefold() not in _TEXT_ALONE or len(lines) < 3:
        return None
    if not any(line.startswith('"') for line in lines[1:]):
        return [[line] for line in lines[1:]]
    return _rows(body, ",")[0][1:]


def _has_open_quote(text: str, delimiter: str) -> bool:
    """Whether a cell swallows the rows below it, because the quote that it begins with is open."""
    if '"' not in text:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        lines = [line for line in text.splitlines() if line.strip()]
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            return sum(1 for row in rows if row) < len(lines)
        except csv.Error:
            return False
    return False


def _named_columns(cells: Sequence[str]) -> _Columns | None:
    """Which column is which, and what a plain number in it counts, in seconds."""
    known: _Columns = {}
    for place, cell in enumerate(cells[:_MAX_COLUMNS]):
        role, unit = role_of(cell)
        if role:
            known.setdefault(role, (place, unit))
    return known if "text" in known and len(known) > 1 else None


def role_of(heading: str) -> tuple[str, float]:
    """The role of a column by its heading ("speaker", "text", "start", "end"), and its unit.

    The role is empty if the heading is not known; the unit is in seconds.
    """
    name = _CAMEL.sub(" ", heading.strip().strip('"*').strip()).casefold()
    name, unit = _unit(" ".join(name.replace("_", " ").split()))
    return next((role for role, names in _COLUMNS.items() if name in names), ""), unit


def _unit(name: str) -> tuple[str, float]:
    name = re.sub(r"[()\[\]]", " ", name)
    stem, _, last = " ".join(name.split()).rpartition(" ")
    return (stem, _UNITS[last]) if stem and last in _UNITS else (name.strip(), 1.0)


def _found_columns(rows: Sequence[Sequence[str]], least: int) -> _Columns | None:
    """Columns by their cells, in a table without a known heading; None if it is no table."""
    if len(rows) < least:
        return None
    sample = rows[:500]
    width = len(sample[-1])
    alike = sum(len(row) == width for row in sample)
    if width < 2 or width > 20 or alike < 0.9 * len(sample):
        return None
    cells = [[row[n].strip() for row in sample if len(row) == width] for n in range(width)]
    times = [n for n, column in enumerate(cells) if _are_times(column)]
    names = [n for n, column in enumerate(cells) if n not in times and _are_names(column)]
    words = {n: sum(len(c.split()) for c in cells[n]) for n in range(width) if n not in times}
    if not words or (not times and not names):
        return None
    text = max(words, key=lambda n: words[n])
    chat = sum(_CHAT.match(cell) is not None for cell in cells[text])
    if words[text] < 1.5 * len(sample) or text in names or chat > 0.5 * len(sample):
        return None
    if not _are_words(cells[text]):
        return None
    if not times and width != 2 and (not names or words[text] < 3 * len(sample)):
        return None
    columns: _Columns = {"text": (text, 1.0)}
    if names and names[0] != text:
        columns["speaker"] = (names[0], 1.0)
    if times:
        columns["start"] = (times[0], 1.0)
    if len(times) > 1:
        columns["end"] = (times[1], 1.0)
    return columns


def _are_times(column: Sequence[str]) -> bool:
    seconds = [_range(cell)[0] for cell in column]
    known = [second for second in seconds if second is not None]
    if len(known) < 0.8 * len(column) or len(known) < 1:
        return False
    if len(known) > 2 and all(cell.isdigit() for cell in column if cell):
        counted = sum(b - a == 1 for a, b in pairwise(known))
        if counted == len(known) - 1:  # the numbers of the rows
            return False
    return all(a <= b for a, b in pairwise(known))


def _are_words(column: Sequence[str]) -> bool:
    """Whether most of what is parted by blanks in it has letters and no digits."""
    tokens = " ".join(column).split()
    plain = sum(not any(map(str.isdigit, token)) for token in tokens if _LETTERS.search(token))
    return 2 * plain > len(tokens)


def _are_names(column: Sequence[str]) -> bool:
    filled = [cell.rstrip(":").strip() for cell in column if cell]
    if not filled or any(len(cell) > 60 for cell in filled):
        return False
    different = {fold_name(cell) for cell in filled}
    fit = sum(is_name(cell) or is_machine_name(cell) for cell in filled)
    return fit >= 0.8 * len(filled) and (len(different) < len(filled) or len(filled) <= 3)


def _read(
    body: Sequence[Sequence[str]], format: str, columns: _Columns, what: str, broken: str
) -> Recording:
    check_size(len(body), what)
    columns = _in_days(_in_milliseconds(columns, body), body)
    segments = tuple(found for row in body if (found := _segment(row, columns)).text)
    if not segments:
        raise InputError(
            what, f"a table ({format}) without a row that has words in its text column"
        )
    warnings = skipped_warning(len(body) - len(segments), "rows")
    return Recording(format, segments, "\n", (*warnings, broken) if broken else warnings)


def _in_milliseconds(columns: _Columns, body: Sequence[Sequence[str]]) -> _Columns:
    """Whole numbers that would make a talk far too slow in seconds count milliseconds."""
    if "start" not in columns or columns["start"][1] != 1.0:
        return columns
    start, text = columns["start"][0], columns["text"][0]
    rows = [row for row in body if len(row) > max(start, text)]
    if not rows or not all(row[start].strip().isdigit() for row in rows):
        return columns
    place = columns.get("end", columns["start"])[0]
    last = max(
        (int(row[place]) for row in rows if len(row) > place and row[place].strip().isdecimal()),
        default=0,
    )
    words = sum(len(row[text].split()) for row in rows)
    if not is_too_slow(words, last):
        return columns
    return {r: (n, 0.001 if r in ("start", "end") else unit) for r, (n, unit) in columns.items()}


def _in_days(columns: _Columns, body: Sequence[Sequence[str]]) -> _Columns:
    """Times below one second in all, with many digits, are a spreadsheet's parts of a day."""
    if "start" not in columns or columns["start"][1] != 1.0:
        return columns
    start = columns["start"][0]
    times = [row[start].strip().replace(",", ".") for row in body if len(row) > start]
    if len(times) < 2 or not all(_PART_OF_DAY.fullmatch(time) for time in times):
        return columns
    if not any(float(time) for time in times) or sum(len(time) > 7 for time in times) < 2:
        return columns
    return {r: (n, _DAY_S if r in ("start", "end") else unit) for r, (n, unit) in columns.items()}


def _segment(row: Sequence[str], columns: _Columns) -> Segment:
    def cell(role: str) -> str:
        place = columns[role][0] if role in columns else len(row)
        return row[place] if place < len(row) else ""

    def time(role: str) -> float | None:
        text = _DECIMAL_COMMA.sub(r"\1.\2", cell(role).strip())
        return to_seconds(text, columns[role][1]) if role in columns else None

    start_s, end_s = time("start"), time("end")
    if start_s is None and end_s is None:
        start_s, end_s = _range(cell("start"))
    return build_segment(cell("text"), cell("speaker").strip().rstrip(":"), start_s, end_s)


def _range(cell: str) -> tuple[float | None, float | None]:
    """The times of a cell: a start, or a start and an end (`0:03.2 - 0:06.0`)."""
    begin, *end = _TO.split(cell.strip(), maxsplit=1)
    times = to_seconds(begin), to_seconds(end[0]) if end else None
    return times if times[1] is not None or not end else (None, None)
