"""The samples show what they say they show, with the real rules and the real analyst."""

from __future__ import annotations

import re

import pytest

from refiner.analyst.answers import answer
from refiner.decision import Comparison
from refiner.detection.lexicon import load_lexicon
from refiner.errors import InputError
from refiner.llm.prompts import analysis_request
from refiner.llm.schemas import read_item
from refiner.model import AnalystMode, Source, Transcript
from refiner.run.verdicts import Verdicts, list_words
from refiner.transcripts.samples import SAMPLES, SAMPLES_FOLDER, load_sample

THRESHOLD, CONFIDENCE = 0.20, 0.5  # the defaults of a run


def comparison(name: str, mode: AnalystMode = "full") -> Comparison:
    text = load_sample(name)
    words = list_words(text, load_lexicon())
    talk = Transcript(text, Source(None, "text", "0" * 64))
    answered = answer(analysis_request(talk, words, "m"), mode)
    merged = Verdicts(text, words, CONFIDENCE, load_lexicon())
    for index, verdict in enumerate(answered["verdicts"]):
        merged.add(read_item("speech_analysis", "verdicts", index, verdict))
    merged.add_missed(answered["missed_fillers"])
    fillers = merged.fillers()
    assert not merged.dropped
    return Comparison(sum(f.rule for f in fillers), sum(f.ai for f in fillers))


def test_every_file_is_a_sample_and_every_sample_a_file() -> None:
    assert {path.stem for path in SAMPLES_FOLDER.glob("*.txt")} == {s.name for s in SAMPLES}
    assert all(s.title and s.shows and s.speaker for s in SAMPLES)


def test_an_unknown_sample_names_those_there_are() -> None:
    with pytest.raises(InputError, match=r"sample: unknown: '\.\./x'; there are polished, casual"):
        load_sample("../x")


def test_the_polished_speech_keeps_its_coaching() -> None:
    counts = comparison("polished")
    assert counts.rule >= 3
    assert counts.difference <= THRESHOLD


def test_the_casual_talk_has_its_coaching_regenerated() -> None:
    counts = comparison("casual")
    assert counts.rule >= 8
    assert counts.difference > THRESHOLD


def test_the_fast_analyst_rejects_no_meant_like_of_the_casual_talk() -> None:
    """As docs/accuracy.md says."""
    assert comparison("casual", "fast") == Comparison(27, 27)
    assert comparison("casual") == Comparison(27, 15)


def test_the_clean_talk_has_no_fillers_for_rules_and_analysis_alike() -> None:
    assert comparison("clean") == Comparison(0, 0)


def test_the_long_talk_lasts_about_twenty_minutes() -> None:
    words = Transcript(load_sample("long"), Source(None, "text", "0" * 64)).words
    assert 2_800 <= words <= 3_400
    assert comparison("long").ai >= 30


def test_the_interview_has_two_speakers() -> None:
    lines = [line for line in load_sample("interview").splitlines() if line]
    assert {re.split(r": ", line, maxsplit=1)[0] for line in lines} == {"Ada", "Ben"}
