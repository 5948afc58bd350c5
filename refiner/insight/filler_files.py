"""The filler list of a run as files of other tools: CSV, SRT, Audacity, Praat, ELAN.

A filler begins and ends with its own word's times, or else at its place in its turn or caption.
Fillers are those that count in context, with a person's corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace

from refiner.errors import InputError
from refiner.insight.annotation_formats import ANNOTATION_WRITERS, TimedFiller
from refiner.insight.export import csv_text, remove_control
from refiner.model import Kind
from refiner.run_document import RunDocument, has_judged_fillers
from refiner.transcripts.from_document import transcript_of
from refiner.transcripts.pace import MIN_WORD_S, Clock

FILLER_SUFFIXES = {
    "csv": ".csv",
    "srt": ".srt",
    "audacity": ".labels.txt",
    "textgrid": ".TextGrid",
    "eaf": ".eaf",
}
EXPORT_FORMATS = ("json", "markdown", "labels", *FILLER_SUFFIXES)
NOT_COUNTED = "fillers are not counted in the language of this talk"
NO_TIMES = "no times are known; SRT, Audacity, Praat and ELAN files need them, CSV does not"


@dataclass(frozen=True, slots=True)
class ListedFiller:
    """One filler of the list. Times in seconds of the recording, None without times."""

    run_id: int
    talk: str
    speaker: str
    start_s: float | None
    end_s: float | None
    word: str
    text: str
    kind: Kind
    probability: float | None
    start: int
    end: int


LIST_COLUMNS = tuple(field.name for field in fields(ListedFiller))


def list_fillers(document: RunDocument) -> list[ListedFiller]:
    """The fillers of a run, in the order of the text."""
    transcript = transcript_of(document)
    clock = Clock(transcript)
    ends = {one["offset"]: one["end_s"] for one in document.get("possible_hesitations", ())}
    found = []
    for filler in document["fillers"]:
        if not filler["ai"]:
            continue
        start, end = filler["start"], filler["end"]
        start_s, end_s = clock.rounded_second_at(start), clock.rounded_end_of(start, end)
        if start == end:  # a hesitation that was not transcribed
            start_s, end_s = filler.get("at_s"), ends.get(start)
        found.append(
            ListedFiller(
                document["run_id"],
                document["title"],
                clock.speaker_at(start) or document["speaker"],
                start_s,
                end_s,
                filler["word"],
                filler["text"] or filler["word"],
                filler["kind"],
                filler["probability"],
                start,
                end,
            )
        )
    return found


def has_times(document: RunDocument) -> bool:
    """Whether the fillers of this run have a place in the recording."""
    return document.get("pace") is not None


def format_fillers(document: RunDocument, name: str) -> str:
    """The filler list as the text of a file; `name` is one of `FILLER_SUFFIXES`.

    Raises InputError if the fillers were not counted, or the format needs times and the talk has
    none.
    """
    if not has_judged_fillers(document):
        raise InputError(f"run {document['run_id']}", NOT_COUNTED)
    fillers = list_fillers(document)
    if name == "csv":
        return fillers_csv(fillers)
    if not has_times(document):
        raise InputError(f"run {document['run_id']}", NO_TIMES)
    timed = _on_time_axis(fillers)
    return ANNOTATION_WRITERS[name](timed, _end_of_recording(document, timed))


def fillers_csv(fillers: Iterable[ListedFiller], header: bool = True) -> str:
    """The list as CSV; a probability has four decimals at most."""
    rows = (asdict(filler) for filler in fillers)
    rounded = (row | {"probability": _rounded(row["probability"])} for row in rows)
    return csv_text(rounded, LIST_COLUMNS, header)


def _rounded(probability: float | None) -> float | None:
    return None if probability is None else round(probability, 4)


def _on_one_line(text: str) -> str:
    return " ".join(remove_control(text).split())


def _on_time_axis(fillers: Sequence[ListedFiller]) -> list[TimedFiller]:
    """In the order of time, of each speaker none overlapping: a tier cannot show that."""
    timed = [
        TimedFiller(f.start_s, f.end_s or f.start_s, _on_one_line(f.text), _on_one_line(f.speaker))
        for f in fillers
        if f.start_s is not None
    ]
    placed: list[TimedFiller] = []
    last_end: dict[str, float] = {}
    for filler in sorted(timed, key=lambda f: f.start_s):
        start_s = max(filler.start_s, last_end.get(filler.speaker, 0.0))
        end_s = max(filler.end_s, round(start_s + MIN_WORD_S, 3))
        last_end[filler.speaker] = end_s
        placed.append(replace(filler, start_s=start_s, end_s=end_s))
    return placed


def _end_of_recording(document: RunDocument, timed: Sequence[TimedFiller]) -> float:
    pace = document["pace"]
    known = pace["end_s"] if pace else 0.0
    return round(max([known, MIN_WORD_S, *(filler.end_s for filler in timed)]), 3)
