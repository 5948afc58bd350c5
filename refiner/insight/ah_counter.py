"""The Ah-Counter sheet of a meeting: each person's sounds and words, totals, a fine for each.

Fillers are those that count in context, with a person's corrections.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from refiner.insight.conversation import words_by_person
from refiner.insight.export import csv_table
from refiner.run_document import RunDocument, has_judged_fillers
from refiner.transcripts.from_document import transcript_of
from refiner.transcripts.pace import Clock

UNNAMED = "Speaker not given"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One person: how often each sound came, and how many words they said."""

    person: str
    counts: Mapping[str, int]
    words: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class AhCounterSheet:
    """Persons by sounds; `sounds` with the most frequent first."""

    sounds: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    def sum_of(self, sound: str) -> int:
        return sum(row.counts.get(sound, 0) for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


def build_sheet(documents: Iterable[RunDocument]) -> AhCounterSheet:
    """The sheet of one meeting: of a run with several speakers, or of a run for each.

    Without those whose fillers were not counted.
    """
    counts: dict[str, Counter[str]] = {}
    words: Counter[str] = Counter()
    for document in filter(has_judged_fillers, documents):
        alone = document["speaker"] or UNNAMED
        for name, said in (words_by_person(document) or {alone: document["words"]}).items():
            words[name or alone] += said
            counts.setdefault(name or alone, Counter())
        clock = Clock(transcript_of(document))
        for filler in document["fillers"]:
            if filler["ai"]:
                person = clock.speaker_at(filler["start"]) or alone
                counts.setdefault(person, Counter())[filler["word"]] += 1
    sounds = sum(counts.values(), Counter[str]())
    rows = tuple(SheetRow(person, found, words[person]) for person, found in counts.items())
    order = sorted(sounds, key=lambda sound: (-sounds[sound], sound))
    return AhCounterSheet(tuple(order), rows)


def format_sheet(sheet: AhCounterSheet, fine: float | None = None) -> str:
    """The sheet as text for a terminal; `fine` is the price of one filler."""
    table = sheet_table(sheet, fine)
    widths = [max(len(row[n]) for row in table) for n in range(len(table[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]
    return "\n".join(lines)


def sheet_table(sheet: AhCounterSheet, fine: float | None = None) -> list[list[str]]:
    """Heading, a row a person, totals: as every form of the sheet shows them."""
    head = ["person", *sheet.sounds, "total", "words", *(["fine"] if fine else [])]
    total = SheetRow("all", {s: sheet.sum_of(s) for s in sheet.sounds}, 0)
    words = sum(row.words for row in sheet.rows)
    rows = [head]
    for row, said in [*((row, row.words) for row in sheet.rows), (total, words)]:
        counted = [str(row.counts.get(sound, 0)) for sound in sheet.sounds]
        paid = [f"{fine * row.total:.2f}"] if fine else []
        rows.append([row.person, *counted, str(row.total), f"{said:,}", *paid])
    return rows


def sheet_csv(sheet: AhCounterSheet, fine: float | None = None) -> str:
    """The sheet for a spreadsheet."""
    head, *rows = sheet_table(sheet, fine)
    return csv_table([head, *([row[0], *(n.replace(",", "") for n in row[1:])] for row in rows)])
