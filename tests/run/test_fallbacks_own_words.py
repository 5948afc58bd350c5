"""A speaker with a list of their own in the lexicon is counted by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from refiner.analyst.backend import LocalBackend
from refiner.detection import lexicon
from refiner.transcripts import read_transcript
from tests.support.runs import document_of

OWN_LIST = '\n[speaker."Jane Doe".crutch_phrase]\n"at pace" = { count = "always" }\n'
TALK = read_transcript(b"Um, we shipped at pace, and we will ship at pace again this year.")


@pytest.mark.parametrize(
    ("speaker", "counted"), [(" jane doe", {"um": 1, "at pace": 2}), ("Ann", {"um": 1})]
)
async def test_a_speakers_own_words_count_in_their_runs_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speaker: str, counted: dict[str, int]
) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text(lexicon.LEXICON_PATH.read_text(encoding="utf-8") + OWN_LIST, encoding="utf-8")
    monkeypatch.setattr(lexicon, "LEXICON_PATH", path)
    document = await document_of(replace(TALK, speaker=speaker), LocalBackend("fast"))
    by_word = document["counts"]["by_word"]
    assert {word: number["rule"] for word, number in by_word.items()} == counted
