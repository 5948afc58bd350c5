"""Every page and export with a run in a language that has no word list."""

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
from refiner.transcripts import read_transcript

SPANISH = "Bueno, eh, hoy quiero hablar de la casa nueva, pues, y de lo que pasó ayer. "


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    opened = Store(tmp_path / "runs.db")
    transcript = read_transcript(3 * SPANISH.encode(), speaker="Ana")
    settings = Settings(provider="local", db=tmp_path / "runs.db", log=None)
    for _ in range(2):
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
    assert "in Spanish" in texts(at)
    assert "per 100 words" not in texts(at)


def test_the_log_and_the_terminal_have_no_count(store: Store) -> None:
    document = find_corrected(store, 2)
    assert document is not None
    assert document["coaching"] is None
    assert "Spanish" in format_summary(document)
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
