"""What was advised last time, and how its figures changed since, with corrections counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from refiner.config.settings import Settings
from refiner.insight.corrections import correct_span, find_corrected
from refiner.insight.last_time import describe_last_time
from refiner.run.session import Session
from refiner.run_document import RunDocument
from refiner.store import Store
from refiner.transcripts import read_transcript
from tests.support.virtual_time import run_virtual

MANY = "Um, we went home, um, early. Um, the day was, um, long and we were glad of it. " * 5
FEW = "Um, we went home early. The day was long, and we were glad of it in the end. " * 12


def run(store: Store, text: str, day: str, speaker: str = "Ada") -> RunDocument:
    transcript = read_transcript(text.encode(), title="A day", speaker=speaker)
    transcript = replace(transcript, held_on=day)
    session = Session(transcript, Settings(provider="local", log=None), store, echo=False)
    run_virtual(session.run())
    assert session.document is not None
    return session.document


def test_the_first_advice_of_the_talk_before_and_its_words_then_and_now(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    first = run(store, MANY, "2026-10-16")
    assert describe_last_time(store, first) == ""
    sentences = describe_last_time(store, run(store, FEW, "2026-11-16"))
    assert sentences.startswith(
        "Last time (16 October 2026) the first advice was “Pause in silence”."
    )
    assert "“um”: down from 22.2 to 5.6 per 100 words." in sentences


def test_a_difference_within_chance_is_named_as_such(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    run(store, FEW, "2026-10-16")
    assert "now, within random variation." in describe_last_time(
        store, run(store, FEW, "2026-11-16")
    )


def test_the_day_of_the_talk_orders_talks_not_the_moment_of_the_run(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    later = run(store, FEW, "2026-11-16")
    earlier = run(store, MANY, "2026-10-16")
    assert describe_last_time(store, earlier) == ""
    assert "down from" in describe_last_time(store, later)


def test_corrections_count_and_other_speakers_do_not(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs.db")
    run(store, MANY, "2026-10-01", speaker="Ben")
    run(store, MANY, "2026-10-16")
    now = run(store, FEW, "2026-11-16")
    for filler in now["fillers"]:
        correct_span(store, now["run_id"], filler["start"], filler["end"], False)
    corrected = find_corrected(store, now["run_id"])
    assert corrected is not None
    assert "down from 22.2 to 0.0" in describe_last_time(store, corrected)
