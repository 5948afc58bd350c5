"""The batch page: files in, runs out, a table that opens each."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.components.batch.progress import describe_results
from refiner.batch.running import BatchRow, as_columns
from refiner.store import Store
from tests.support.recordings import tones

TALK = b"Um, so it was, like, a good day. We, you know, went home, and I like it there."
FILES = Path(__file__).parents[1] / "files"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "REFINER_PROVIDER", "REFINER_STRATEGY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.setenv("REFINER_LOG", str(tmp_path / "refiner.log"))
    yield Store(tmp_path / "runs.db")
    st.cache_resource.clear()


def opened() -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    return at.switch_page("pages/batch.py").run()


def words(at: AppTest) -> str:
    return " ".join(block.proto.body for block in at.get("html"))


def packed(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.txt", data)
    return made.getvalue()


def ran(at: AppTest, button: str = "batch_go") -> AppTest:
    """The page when the batch is over."""
    at.button(key=button).click().run()
    deadline = time.monotonic() + 30
    while not [one for one in at.button if one.key == "batch_another"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
        at.run()
    assert not at.exception
    return at


def test_nothing_can_be_sent_before_there_is_a_file(store: Store) -> None:
    at = opened()
    assert not at.exception
    assert at.button(key="batch_go").disabled
    assert "does not stop the others" in words(at)


def test_files_and_archives_become_runs_and_a_bad_one_is_reported(store: Store) -> None:
    at = opened()
    at.file_uploader(key="batch_files").set_value(
        [
            ("a.txt", TALK, "text/plain"),
            ("b.zip", packed(c=TALK, empty=b""), "application/zip"),
        ]
    ).run()
    assert at.button(key="batch_go").label == "Refine 3 talks"
    at = ran(at)
    assert sorted(row["title"] for row in store.runs.rows(status="done")) == ["a", "c"]
    table = at.dataframe[0].value
    assert sorted(table["Title"]) == ["a", "b.zip/empty.txt", "c"]
    assert "b.zip/empty.txt: it is empty" in list(table["State"])
    assert "2 refined, 1 could not be read: empty.txt is empty." in words(at)


def test_what_failed_is_tried_again_and_what_was_refined_stays_in_the_list(store: Store) -> None:
    at = opened()
    files = [("a.txt", TALK, "text/plain"), ("b.zip", packed(empty=b""), "application/zip")]
    at.file_uploader(key="batch_files").set_value(files).run()
    at = ran(at)
    at = ran(at, "batch_retry")
    assert "1 refined, 1 could not be read: empty.txt is empty." in words(at)
    assert len(store.runs.rows()) == 1


def test_the_address_of_a_batch_leads_back_to_it_after_a_reload(store: Store) -> None:
    at = opened()
    files = [("a.txt", TALK, "text/plain"), ("b.zip", packed(empty=b""), "application/zip")]
    at.file_uploader(key="batch_files").set_value(files).run()
    token = ran(at).query_params["batch"]
    reloaded = AppTest.from_file("../../app.py", default_timeout=20).run()
    reloaded.switch_page("pages/batch.py")
    reloaded.query_params["batch"] = token
    reloaded.run()
    assert "1 refined, 1 could not be read" in words(reloaded)
    keys = [button.key for button in reloaded.button]
    assert "batch_retry" not in keys  # the options, which may hold a key, were the session's
    reloaded.button(key="batch_another").click().run()
    assert "batch" not in reloaded.query_params
    assert reloaded.button(key="batch_go").disabled


def test_each_speaker_gets_a_run_and_a_second_batch_asks_nothing(store: Store) -> None:
    file = ("teams.vtt", (FILES / "teams.vtt").read_bytes(), "text/vtt")
    for summary in ("2 refined.", "2 refined (2 before)."):
        at = opened()
        at.file_uploader(key="batch_files").set_value([file]).run()
        at.segmented_control(key="batch_whose").set_value("each").run()
        assert summary in words(ran(at))
        assert {row["speaker"] for row in store.runs.rows()} == {"Ada Byron", "Ben Okoro"}
        assert len(store.runs.rows()) == 2


def test_a_speaker_who_is_not_there_is_a_row_that_says_so(store: Store) -> None:
    at = opened()
    file = ("teams.vtt", (FILES / "teams.vtt").read_bytes(), "text/vtt")
    at.file_uploader(key="batch_files").set_value([file]).run()
    at.segmented_control(key="batch_whose").set_value("only").run()
    at.text_input(key="batch_only").set_value("Zoe").run()
    table = ran(at).dataframe[0].value
    assert "found Ada Byron, Ben Okoro" in table["State"][0]


def test_what_is_rarely_changed_is_under_one_heading(store: Store) -> None:
    at = opened()
    (options,) = at.expander
    inside = {widget.key for kind in ("slider", "checkbox") for widget in options.get(kind)}
    assert {"batch_jobs", "batch_again", "refine_threshold"} <= inside
    assert options.label.startswith("Options (")


def test_the_form_says_where_recordings_go(store: Store) -> None:
    at = opened()
    at.file_uploader(key="batch_files").set_value(
        [("a.wav", tones(1.0), "audio/wav"), ("b.wav", tones(1.0), "audio/wav")]
    ).run()
    notes = [caption.value for caption in at.caption]
    assert any("recordings are transcribed on this computer" in note for note in notes), notes


def test_warnings_of_talks_are_counted_and_stand_in_the_table() -> None:
    """A talk in an unknown language, or with several speakers, is not just "done"."""
    rows = [
        BatchRow("a.txt", "done", 1, warnings="this talk is in Russian"),
        BatchRow("b.txt", "done before", 2),
        BatchRow("c.txt", "c.txt: it is empty", unread=True),
    ]
    assert describe_results(rows) == (
        "2 refined (1 before; 1 with warnings, see the table), 1 could not be read: c.txt is empty."
    )
    assert [row["Warnings"] for row in as_columns(rows)] == ["this talk is in Russian", "", ""]
