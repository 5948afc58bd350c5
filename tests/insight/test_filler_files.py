"""The filler list, read back by the libraries of the tools that it is written for."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import parselmouth
import praatio.textgrid
import pympi
import pytest
import srt

from refiner.analyst.backend import LocalBackend
from refiner.errors import InputError
from refiner.insight.export import name_file, remove_control
from refiner.insight.filler_files import (
    FILLER_SUFFIXES,
    format_fillers,
    has_times,
    list_fillers,
)
from refiner.transcripts import read_transcript
from tests.support.runs import document_of

MEETING = """\
1
00:00:01,000 --> 00:00:05,000
Ada: Um, so the, uh, "lamp" is in the hall.

2
00:00:04,000 --> 00:00:09,000
Bo: Er, and nobody, um, nobody could read there.
"""


def run(data: bytes, name: str | None = None) -> Any:
    transcript = read_transcript(data, name=name)
    return asyncio.run(document_of(transcript, LocalBackend("fast")))


@pytest.fixture(scope="module")
def words() -> Any:
    """A talk whose words have times of their own."""
    path = Path(__file__).parents[1] / "files" / "deepgram-utterances.json"
    return run(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def meeting() -> Any:
    """Two speakers at the same time, in captions."""
    return run(MEETING.encode())


def written(document: Any, name: str, folder: Path) -> str:
    path = folder / f"fillers{FILLER_SUFFIXES[name]}"
    path.write_text(format_fillers(document, name), encoding="utf-8", newline="")
    return str(path)


def timed(document: Any) -> list[tuple[float, float, str]]:
    found = [(f.start_s, f.end_s, f.text) for f in list_fillers(document)]
    assert all(None not in row for row in found)
    return sorted(found)  # type: ignore[arg-type]


def test_a_filler_begins_and_ends_with_its_own_word(words: Any) -> None:
    first = list_fillers(words)[0]
    assert (first.text, first.start_s, first.end_s) == ("Um", 3.0, 3.44)


def test_a_hesitation_that_whisper_gives_no_length_gets_one(tmp_path: Path) -> None:
    spoken = [("Um", 1.0, 1.0), ("um", 1.02, 1.02), ("yes", 1.6, 2.0), ("uh", 2.4, 2.4)]
    words = [{"word": word, "start": start, "end": end} for word, start, end in spoken]
    text = "Um um yes uh"
    segment = {"id": 0, "start": 1.0, "end": 2.4, "text": text, "words": words}
    document = run(json.dumps({"text": text, "segments": [segment]}).encode())
    assert [(s, e) for s, e, _ in timed(document)] == [(1.0, 1.05), (1.02, 1.32), (2.4, 2.7)]
    tier = pympi.Elan.Eaf(written(document, "eaf", tmp_path))
    spans = tier.get_annotation_data_for_tier(tier.get_tier_names().__iter__().__next__())
    assert [(start, end) for start, end, *_ in sorted(spans)] == [
        (1000, 1050), (1050, 1320), (2400, 2700),
    ]  # fmt: skip


def test_csv_has_every_filler_with_its_place_and_needs_no_times(words: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(format_fillers(words, "csv"))))
    assert len(rows) == words["counts"]["ai"]
    assert [words["text"][int(r["start"]) : int(r["end"])] for r in rows] == [
        r["text"] for r in rows
    ]
    plain = run(b"Um, so we, uh, moved the lamp to the hall.")
    rows = list(csv.DictReader(io.StringIO(format_fillers(plain, "csv"))))
    assert next((r["text"], r["start_s"]) for r in rows) == ("Um", "")


@pytest.mark.parametrize("talk", ["words", "meeting"])
def test_srt_is_read_by_a_library_of_its_own(talk: str, request: Any) -> None:
    document = request.getfixturevalue(talk)
    subtitles = list(srt.parse(format_fillers(document, "srt")))
    read = [(s.start.total_seconds(), s.end.total_seconds(), s.content) for s in subtitles]
    assert read == timed(document)


@pytest.mark.parametrize("talk", ["words", "meeting"])
def test_audacity_labels_are_three_columns_in_order_of_time(talk: str, request: Any) -> None:
    document = request.getfixturevalue(talk)
    lines = [line.split("\t") for line in format_fillers(document, "audacity").splitlines()]
    assert [(float(a), float(b), text) for a, b, text in lines] == timed(document)


@pytest.mark.parametrize("talk", ["words", "meeting"])
def test_praat_reads_a_tier_for_each_speaker(talk: str, request: Any, tmp_path: Path) -> None:
    document = request.getfixturevalue(talk)
    path = written(document, "textgrid", tmp_path)
    grid = praatio.textgrid.openTextgrid(path, includeEmptyIntervals=False)
    read = [tuple(entry) for tier in grid.tiers for entry in tier.entries]
    assert sorted(read) == timed(document)
    speakers = {f.speaker for f in list_fillers(document)}
    assert sorted(grid.tierNames) == sorted(f"fillers {name}".strip() for name in speakers)
    full = praatio.textgrid.openTextgrid(path, includeEmptyIntervals=True)
    assert all(tier.entries[0].start == 0 for tier in full.tiers)
    assert {tier.entries[-1].end for tier in full.tiers} == {full.maxTimestamp}


@pytest.mark.parametrize("talk", ["words", "meeting"])
def test_elan_reads_a_tier_for_each_speaker(talk: str, request: Any, tmp_path: Path) -> None:
    document = request.getfixturevalue(talk)
    annotations = pympi.Elan.Eaf(written(document, "eaf", tmp_path))
    read = [
        (start / 1000, end / 1000, text)
        for tier in annotations.get_tier_names()
        for start, end, text in annotations.get_annotation_data_for_tier(tier)
    ]
    assert sorted(read) == timed(document)


def test_fillers_of_one_moment_never_overlap_in_a_tier(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:01,002\nUm, uh, er, so.\n"
    document = run(text.encode())
    assert document["counts"]["ai"] >= 3
    grid = praatio.textgrid.openTextgrid(
        written(document, "textgrid", tmp_path), includeEmptyIntervals=False
    )
    assert [entry.label for entry in grid.tiers[0].entries][:3] == ["Um", "uh", "er"]


@pytest.mark.parametrize("name", sorted(set(FILLER_SUFFIXES) - {"csv"}))
def test_a_talk_without_times_is_one_line_that_says_what_needs_them(name: str) -> None:
    document = run(b"Um, so we, uh, moved the lamp to the hall.")
    assert not has_times(document)
    with pytest.raises(InputError, match=r"no times are known.*CSV does not"):
        format_fillers(document, name)


ODD = [  # a speaker, and what is said there
    'Ann "The Um" O\'Hara',
    "Ada/Bo\\C: <b>&amp;",
    "=cmd|' /C calc'!A0",
    "Zoë\x00\x1b[31m \x0b李",
]


@pytest.fixture(scope="module", params=ODD)
def odd(request: Any) -> Any:
    """A speaker with a strange name, 105 hours into a recording."""
    text = re.sub(r"00:00:", "105:00:", MEETING).replace("Bo:", "Ada:")
    document = run(text.encode())
    return json.loads(json.dumps(document).replace('"Ada"', json.dumps(request.param))) | {
        "title": request.param
    }


def test_strange_names_and_long_recordings_are_read_by_every_tool(odd: Any, tmp_path: Path) -> None:
    times = [(f.start_s, f.text) for f in list_fillers(odd)]
    (name,) = {f.speaker for f in list_fillers(odd)}
    assert times[0][0] is not None
    assert times[0][0] > 378_000
    tier = f"fillers {' '.join(remove_control(name).split())}"

    path = written(odd, "textgrid", tmp_path)
    assert praatio.textgrid.openTextgrid(path, False).tierNames == (tier,)
    grid = parselmouth.read(path)  # Praat itself
    assert parselmouth.praat.call(grid, "Get tier name...", 1) == tier
    assert parselmouth.praat.call(grid, "Get number of intervals...", 1) > len(times)

    annotations = pympi.Elan.Eaf(written(odd, "eaf", tmp_path))
    assert list(annotations.get_tier_names()) == [tier]
    subtitles = format_fillers(odd, "srt")
    assert [s.start.total_seconds() for s in srt.parse(subtitles)] == [t for t, _ in times]
    rows = list(csv.DictReader(io.StringIO(format_fillers(odd, "csv"))))
    assert not {r["speaker"][:1] for r in rows} & set("=+-@")
    assert (tmp_path / f"{name_file(odd)}.csv").parent == tmp_path


def test_a_talk_without_fillers_is_an_empty_list(tmp_path: Path) -> None:
    document = run(b"1\n00:00:01,000 --> 00:00:05,000\nThe lamp is in the hall.\n")
    grid = praatio.textgrid.openTextgrid(written(document, "textgrid", tmp_path), False)
    assert grid.tierNames == ("fillers",)
    assert pympi.Elan.Eaf(written(document, "eaf", tmp_path)).get_tier_names()
    assert format_fillers(document, "srt") == ""
