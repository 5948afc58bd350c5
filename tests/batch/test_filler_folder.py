"""The filler lists of a batch: one file a talk, or one table of all."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import praatio.textgrid
import pytest

from refiner.analyst.backend import LocalBackend
from refiner.batch.filler_folder import FillerFolder
from refiner.cli.parser import main
from refiner.errors import InputError
from refiner.insight.filler_files import format_fillers
from refiner.transcripts import read_transcript
from tests.support.runs import document_of

CAPTIONS = "1\n00:00:01,000 --> 00:00:03,000\nUm, we, uh, start {n}.\n"


@pytest.fixture
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two talks of one name with times, and one without."""
    monkeypatch.setenv("REFINER_ANALYST", "fast")
    monkeypatch.setenv("REFINER_PROVIDER", "local")
    for folder in ("a", "b"):
        (tmp_path / "talks" / folder).mkdir(parents=True)
        (tmp_path / "talks" / folder / "plan.srt").write_text(CAPTIONS.format(n=folder))
    (tmp_path / "talks" / "text.txt").write_text("Er, the plan is, um, ready.")
    return tmp_path / "talks"


def run_batch_with(kind: str, folder: Path, talks: Path) -> int:
    return main(["batch", str(talks), "--no-log", "--jobs", "1", "--fillers", kind, str(folder)])


@pytest.mark.slow
def test_a_csv_file_holds_the_fillers_of_every_talk(talks: Path, tmp_path: Path) -> None:
    assert run_batch_with("csv", tmp_path / "out", talks) == 0
    with (tmp_path / "out" / "fillers.csv").open(encoding="utf-8") as file:
        rows = [(row["talk"], row["text"]) for row in csv.DictReader(file)]
    assert sorted(rows) == [
        *[("plan", "Um"), ("plan", "Um"), ("plan", "uh"), ("plan", "uh")],
        *[("text", "Er"), ("text", "um")],
    ]


def test_each_talk_with_times_has_its_file_and_the_others_are_counted(tmp_path: Path) -> None:
    texts = [*(CAPTIONS.format(n=n).encode() for n in "ab"), b"Er, the plan is, um, ready."]
    folder = FillerFolder("textgrid", tmp_path / "out")
    for text in texts:
        transcript = read_transcript(text, title="plan")
        folder.add(asyncio.run(document_of(transcript, LocalBackend("fast"))))
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 2
    for file in files:
        (tier,) = praatio.textgrid.openTextgrid(str(file), False).tiers
        assert [entry.label for entry in tier.entries] == ["Um", "uh"]
    (line,) = folder.summary()
    assert line.startswith("fillers: no file for 1 talk: no times are known")


@pytest.mark.parametrize("where", ["talks", "talks/out", "talks/a/../out", "talks/a/plan.srt"])
def test_a_folder_among_the_talks_is_refused_before_anything_is_written(
    talks: Path, tmp_path: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    read, folder = talks, tmp_path / where
    if folder.is_file():
        read, folder = folder, folder.parent
    before = sorted(talks.rglob("*"))
    assert run_batch_with("csv", folder, read) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "read as talks the next time: choose another folder" in line
    assert sorted(talks.rglob("*")) == before


@pytest.mark.parametrize("kind", ["csv", "textgrid", "eaf"])
def test_a_list_that_is_read_after_all_is_not_a_talk(kind: str) -> None:
    transcript = read_transcript(CAPTIONS.format(n="x").encode())
    document = asyncio.run(document_of(transcript, LocalBackend("fast")))
    with pytest.raises(InputError, match=r"a list of fillers|without any words"):
        read_transcript(format_fillers(document, kind).encode())


def test_an_unknown_format_or_an_unusable_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="csv, srt, audacity, textgrid, eaf"):
        FillerFolder("docx", tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"exists|not a directory"):
        FillerFolder("csv", tmp_path / "file")
