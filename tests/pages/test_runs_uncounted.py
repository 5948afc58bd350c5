"""Every page and export with runs in other languages: one not counted, one counted by rule."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from refiner.cli.parser import main
from refiner.cli.text import format_summary
from refiner.config.settings import Settings
from refiner.insight.corrections import find_corrected
from refiner.run.session import Session
from refiner.run_document import CoachingDict, RunDocument
from refiner.store import Store
from refiner.store.rows import without_text
from refiner.store.speaker_plans import SpeakerPlan
from refiner.transcripts import read_transcript

SWEDISH = "Alltså, öh, i dag ska jag berätta om det nya huset och det som hände i går. "
GERMAN = "Also, ähm, heute will ich von dem neuen Haus erzählen, und äh, was dann passiert ist. "


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    opened = Store(tmp_path / "runs.db")
    settings = Settings(provider="local", db=tmp_path / "runs.db", log=None)
    for text, speaker in ((SWEDISH, "Ana"), (SWEDISH, "Ana"), (GERMAN, "Eva"), (GERMAN, "Eva")):
        transcript = read_transcript(3 * text.encode(), speaker=speaker)
        session = Session(transcript, settings, opened)
        asyncio.run(session.run())
        assert session.status == "done", session.error
    return opened


def texts(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


@pytest.mark.parametrize("page", ["runs", "trends", "health", "lab", "strategies", "batch"])
def test_pages_do_not_count_what_the_rules_could_not(store: Store, page: str) -> None:
    at = AppTest.from_file("../../app.py", default_timeout=30).run()
    at = at.switch_page(f"pages/{page}.py").run()
    assert not at.exception


def test_the_run_page_shows_the_text_and_says_why_there_is_no_count(store: Store) -> None:
    at = AppTest.from_file("../../app.py", default_timeout=30)
    at.query_params["run"] = "2"
    at = at.run()
    assert not at.exception
    assert "in Swedish" in texts(at)
    assert "per 100 words" not in texts(at)


def test_words_to_watch_are_counted_in_any_language(store: Store) -> None:
    store.plans.set("Ana", SpeakerPlan(("alltså", "huset")))
    at = AppTest.from_file("../../app.py", default_timeout=30)
    at.query_params["run"] = "2"
    at = at.run()
    assert not at.exception
    assert "“alltså” 3 (" in texts(at)


def test_a_language_with_a_list_is_shown_with_its_counts_and_what_they_are(store: Store) -> None:
    at = AppTest.from_file("../../app.py", default_timeout=30)
    at.query_params["run"] = "3"
    at = at.run()
    assert not at.exception
    shown = texts(at)
    assert "6 filled pauses by rule" in shown
    assert "This talk is in German" in shown
    assert "has not been measured" in shown
    assert "the average is" not in shown  # the scale is of English speech
    store.labels.set(3, 6, 9, False)
    document = find_corrected(store, 3)
    assert document is not None
    assert document["counts"]["ai"] == 5
    assert document["coaching"] is not None
    assert "“ähm” 2 now" in document["coaching"]["markdown"]


def test_a_report_in_another_language_says_what_was_counted(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "3", "--format", "markdown"]) == 0
    report = capsys.readouterr().out
    assert "this talk is in German" in report
    assert "Harvard" not in report


def test_the_log_and_the_terminal_have_no_count(store: Store) -> None:
    document = find_corrected(store, 2)
    assert document is not None
    assert document["coaching"] is None
    assert "Swedish" in format_summary(document)
    assert store.runs.refined_rates("Ana") == []


def test_a_log_without_texts_keeps_it_too(store: Store) -> None:
    document = store.runs.document(2)
    assert document is not None
    kept = without_text(document)
    assert (kept["coaching"], kept["text"], kept["words"]) == (None, "", document["words"])


def test_the_report_is_refused_in_one_line(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "2", "--format", "markdown"]) == 2
    assert "no counts to report" in capsys.readouterr().err


def test_the_terminal_shows_what_a_model_found_and_advised(store: Store) -> None:
    document = store.runs.document(2)
    assert document is not None
    coaching: CoachingDict = {
        "source": "preliminary",
        "written_from": "ai",
        "markdown": "Let the pauses work.",
        "advice": {
            "headline": "",
            "focus_areas": [],
            "strengths": [],
            "weekly_goals": [],
            "motivation": "",
        },
    }
    found: RunDocument = {
        **document,
        "counts": {**document["counts"], "ai": 3},
        "rates": {"per_100_words": 6.25, "per_minute": 9.0},
        "coaching": coaching,
    }
    shown = format_summary(found)
    assert "3 fillers found by the model, 6.2 per 100 words." in shown
    assert "Let the pauses work." in shown
