"""Times survive the run document and the run log, so that a talk can be run again with them."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.insight.labels import relabelled
from refiner.model import Source, Transcript
from refiner.run.session import Session
from refiner.store import Store
from refiner.transcripts import read_transcript
from refiner.transcripts.from_document import transcript_of
from refiner.transcripts.word_times import times_from_json, times_to_json
from tests.support.sample_document import label_row

FILES = sorted((Path(__file__).parents[1] / "files").iterdir())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_times_come_back_from_json_as_they_went(file):
    talk = read_transcript(file.read_bytes())
    back = times_from_json(json.loads(json.dumps(times_to_json(talk))))
    assert back == (talk.stretches, talk.timed_words)


def test_plain_text_has_none():
    assert times_to_json(Transcript("Um, hello.", Source(None, "text", "0" * 64))) is None
    assert times_from_json(None) == ((), ())


def test_a_talk_from_the_log_has_its_times_and_gives_the_same_pace(tmp_path):
    file = next(f for f in FILES if f.name == "whisperx.json")
    settings = Settings(provider="local", db=tmp_path / "runs.db", log=None)
    store = Store(tmp_path / "runs.db")

    def run(talk):
        session = Session(talk, settings, store, echo=False)
        asyncio.run(session.run())
        return session.document

    first = run(read_transcript(file.read_bytes(), name=file.name, speakers=["SPEAKER_00"]))
    logged = store.runs.transcript(first["run_id"])
    assert logged is not None
    again = run(logged)
    assert first["pace"]["times"] == "words"
    assert (again["pace"], again["fillers"]) == (first["pace"], first["fillers"])
    label = label_row(4, 6, True)  # "so", which a person hears as a filler
    labelled: Any = relabelled(first, [label])
    added = next(f for f in labelled["fillers"] if f["start"] == 4)
    assert 3 < added["at_s"] < 4
    counted = [sum(w["fillers"] for w in d["pace"]["windows"]) for d in (first, labelled)]
    assert counted[1] - counted[0] == labelled["counts"]["ai"] - first["counts"]["ai"]
    assert transcript_of(first).timed_words == logged.timed_words
