"""What becomes of a recording that is given with its transcript."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from refiner.store import Store
from tests.pages.test_refine import db, finish, open_page, run_of, words
from tests.support.recordings import timed_talk, tones

__all__ = ["db"]  # the fixture
SOUND = tones(1.0)


def uploaded(*files: tuple[str, bytes, str]) -> AppTest:
    at = open_page()
    at.segmented_control(key="refine_source").set_value("Upload").run()
    return at.file_uploader(key="refine_upload").set_value(list(files)).run()


def uploaded_both() -> AppTest:
    return uploaded(
        ("lamp.json", timed_talk(), "application/json"), ("lamp.wav", SOUND, "audio/wav")
    )


@pytest.fixture
def both(db: Path) -> AppTest:
    return uploaded_both()


def kept(path: Path, run_id: int) -> bytes | None:
    found = Store(path).recordings.find(run_id)
    return None if found is None else found.read_bytes()


def test_where_it_goes_is_said_before_it_goes_and_nothing_is_kept_unasked(
    db: Path, both: AppTest
) -> None:
    assert "The recording stays on this computer" in words(both)
    assert not both.checkbox(key="refine_keep_recording").value
    both.button(key="refine_go").click().run()
    at = finish(both, run_of(both))
    assert not at.exception
    assert kept(db, run_of(at)) is None


def test_it_is_kept_if_that_is_ticked(db: Path, both: AppTest) -> None:
    both.checkbox(key="refine_keep_recording").check().run()
    both.button(key="refine_go").click().run()
    at = finish(both, run_of(both))
    assert kept(db, run_of(at)) == SOUND
    assert Store(db).runs.rows()[0]["title"] == "lamp", "the transcript gives the title"


def test_where_no_text_is_kept_no_sound_can_be(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFINER_KEEP_TEXT", "false")
    at = uploaded(("lamp.json", timed_talk(), "application/json"), ("lamp.wav", SOUND, "audio/wav"))
    assert [box.key for box in at.checkbox if box.key == "refine_keep_recording"] == []


def test_two_talks_are_not_taken_for_one(db: Path) -> None:
    at = uploaded(("one.txt", b"Um, one.", "text/plain"), ("two.txt", b"Um, two.", "text/plain"))
    assert "One talk at a time" in at.warning[0].value
