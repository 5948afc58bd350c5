"""Corrections of a speaker teach the local analyst that speaker's words, if that is wanted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from refiner.config.settings import Settings
from refiner.insight.certainty import describe_bias
from refiner.insight.corrections import correct_span
from refiner.model import Source, Transcript
from refiner.run.session import Session
from refiner.run_document import RunDocument
from refiner.store import Store

FIRST = "So we went to the harbour and, like, waited for the boat. " * 24
SECOND = "The boat was late, and, like, nobody minded. I like boats."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs.db")


def run(store: Store, text: str, speaker: str, **changes: object) -> RunDocument:
    settings = Settings(provider="local", analyst="fast", log=None).with_changes(**changes)
    transcript = Transcript(text, Source(None, "text", "0" * 64), "A talk", speaker)
    session = Session(transcript, settings, store, echo=False)
    asyncio.run(session.run())
    assert session.document is not None, session.error
    return session.document


def likes(document: RunDocument) -> list[tuple[float | None, bool]]:
    return [(f["probability"], f["ai"]) for f in document["fillers"] if f["word"] == "like"]


def teach(store: Store, speaker: str) -> None:
    first = run(store, FIRST, speaker)
    marked = [f for f in first["fillers"] if f["word"] == "like"]
    assert len(marked) >= 20
    for filler in marked:
        correct_span(store, first["run_id"], filler["start"], filler["end"], False)


def test_what_a_person_corrected_moves_the_word_in_the_speakers_next_talk(store: Store) -> None:
    before = run(store, SECOND, "Ada")
    teach(store, "Ada")
    after = run(store, SECOND, "Ada")
    assert after["speaker_bias"]["like"] < 0
    assert likes(after)[0][0] < likes(before)[0][0]  # type: ignore[operator]
    assert "“like” less often" in describe_bias(after)
    assert describe_bias(before) == ""


def test_where_people_differ_it_learns_from_the_newest_verdict(store: Store) -> None:
    teach(store, "Ada")
    for label in store.labels.rows():
        span = (label["start"], label["end"])
        correct_span(store, label["run_id"], *span, True, "Ann")
    assert run(store, SECOND, "Ada")["speaker_bias"]["like"] > 0
    assert len(store.labels.corrections("Ada", "local")) == len(store.labels.rows()) / 2


def test_it_moves_no_other_speakers_words_and_nothing_once_it_is_switched_off(store: Store) -> None:
    before = run(store, SECOND, "Ben")
    teach(store, "Ada")
    for document in (run(store, SECOND, "Ben"), run(store, SECOND, "Ada", speaker_bias=False)):
        assert "speaker_bias" not in document
        assert likes(document) == likes(before)


def test_it_does_not_learn_its_own_effect_again(store: Store) -> None:
    teach(store, "Ada")
    once = run(store, SECOND, "Ada")["speaker_bias"]["like"]
    biased = run(store, FIRST, "Ada")
    for filler in biased["fillers"]:
        if filler["word"] == "like":
            correct_span(store, biased["run_id"], filler["start"], filler["end"], False)
    twice = run(store, SECOND, "Ada")["speaker_bias"]["like"]
    assert once - 1.5 < twice < once
