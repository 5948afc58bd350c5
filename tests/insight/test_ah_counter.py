"""The Ah-Counter sheet: persons by sounds, whatever the runs are that it is made of."""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Any

from refiner.analyst.backend import LocalBackend
from refiner.batch.reading import ReadingOptions, read_transcripts
from refiner.insight.ah_counter import (
    AhCounterSheet,
    SheetRow,
    build_sheet,
    format_sheet,
    sheet_csv,
)
from refiner.insight.filler_files import list_fillers
from refiner.insight.labels import relabelled
from refiner.transcripts import read_transcript
from tests.support.runs import document_of
from tests.support.sample_document import label_row

MEETING = """\
Ada: Um, so the, uh, lamp is in the hall, um, at last.
Bo: Er, and nobody could read there.
Cy: The lamp is new.
"""


def run(transcript: Any) -> Any:
    return asyncio.run(document_of(transcript, LocalBackend("fast")))


def counted(sheet: Any) -> dict[str, tuple[dict[str, int], int]]:
    return {row.person: (dict(row.counts), row.words) for row in sheet.rows}


EXPECTED = {
    "Ada": ({"um": 2, "uh": 1}, 12),
    "Bo": ({"er": 1}, 6),
    "Cy": ({}, 4),
}


def test_one_run_of_a_meeting_and_a_run_for_each_speaker_give_the_same_sheet() -> None:
    together = build_sheet([run(read_transcript(MEETING.encode()))])
    each = read_transcripts(MEETING.encode(), "meeting.txt", ReadingOptions(each=True))
    apart = build_sheet([run(transcript) for transcript in each])
    for sheet in (together, apart):
        found = counted(sheet)
        pauses = {
            name: ({w: n for w, n in counts.items() if w in ("um", "uh", "er")}, words)
            for name, (counts, words) in found.items()
        }
        assert pauses == EXPECTED
        assert sheet.total == sum(row.total for row in sheet.rows)


def test_totals_and_fines_add_up_on_paper_and_in_a_spreadsheet() -> None:
    sheet = build_sheet([run(read_transcript(MEETING.encode()))])
    lines = format_sheet(sheet, 0.25).splitlines()
    assert lines[0].split()[-3:] == ["total", "words", "fine"]
    assert lines[-1].split()[-1] == f"{0.25 * sheet.total:.2f}"
    assert "fine" not in format_sheet(sheet)
    rows = list(csv.DictReader(io.StringIO(sheet_csv(sheet, 0.25))))
    assert [row["person"] for row in rows] == ["Ada", "Bo", "Cy", "all"]
    assert sum(int(row["total"]) for row in rows[:-1]) == int(rows[-1]["total"])


def test_a_word_that_is_named_as_a_column_keeps_its_count_and_numbers_are_plain() -> None:
    row = SheetRow("=Ada", {"total": 2, "words": 1, "fine": 4}, 1234)
    sheet = AhCounterSheet(("fine", "total", "words"), (row,))
    head, *rows = csv.reader(io.StringIO(sheet_csv(sheet, 0.5)))
    assert head == ["person", "fine", "total", "words", "total", "words", "fine"]
    assert rows == [
        ["'=Ada", "4", "2", "1", "7", "1234", "3.50"],
        ["all", "4", "2", "1", "7", "1234", "3.50"],
    ]


def test_a_persons_correction_is_on_the_sheet() -> None:
    document = run(read_transcript(MEETING.encode()))
    um = document["fillers"][0]
    before = build_sheet([document]).total
    changed = relabelled(document, [label_row(um["start"], um["end"], False)])
    assert build_sheet([changed]).total == before - 1


def test_fillers_that_only_a_model_counted_are_on_the_sheet_as_on_their_list() -> None:
    document = run(read_transcript(MEETING.encode()))
    document["counts"] |= {"rule": None, "difference": None}
    sheet = build_sheet([document])
    assert sheet.total == len(list_fillers(document)) > 3
    document["counts"]["ai"] = None
    assert build_sheet([document]).rows == ()


def test_a_talk_without_a_speaker_has_one_row() -> None:
    sheet = build_sheet([run(read_transcript(b"Um, the lamp is new."))])
    assert counted(sheet) == {"Speaker not given": ({"um": 1}, 5)}
