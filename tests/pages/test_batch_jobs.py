"""Jobs of the Batch API on the page: price first, states in words, results, a restart between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from refiner.batch.openai_jobs import find_jobs, find_own_jobs, jobs_folder
from refiner.config.viewers import Viewer
from refiner.store import Store
from tests.support.batch_server import BatchServer, batch_server

pytestmark = pytest.mark.slow

TALK = b"Um, so it was, like, a good day. We, you know, went home, and I like it there."


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchServer]:
    with batch_server() as server:
        for name, value in {
            "OPENAI_API_KEY": "sk-secret",
            "OPENAI_BASE_URL": server.url,
            "REFINER_PROVIDER": "openai",
            "REFINER_POLICY": "never",
            "AI_MODEL_COACH": "gpt-4o",
            "AI_MODEL_COACHING": "gpt-4o-mini",
            "REFINER_DB": str(tmp_path / "runs.db"),
            "REFINER_LOG": str(tmp_path / "refiner.log"),
        }.items():
            monkeypatch.setenv(name, value)
        yield server
        st.cache_resource.clear()


def opened() -> AppTest:
    at = AppTest.from_file("../../app.py", default_timeout=20).run()
    return at.switch_page("pages/batch.py").run()


def prepared() -> AppTest:
    at = opened()
    files = [("a.txt", TALK, "text/plain"), ("b.txt", TALK + b" Um.", "text/plain")]
    at.file_uploader(key="batch_files").set_value(files).run()
    at.radio(key="batch_when").set_value("job").run()
    assert at.button(key="batch_go").label == "Prepare 2 talks"
    at.button(key="batch_go").click().run()
    assert not at.exception
    return at


def press(at: AppTest, label: str) -> AppTest:
    (button,) = [one for one in at.button if one.label == label]
    button.click().run()
    assert not at.exception
    return at


def shown(at: AppTest) -> str:
    texts = [one.value for one in [*at.markdown, *at.caption, *at.error]]
    return " ".join(texts).replace("\\", "")


def test_a_job_is_priced_submitted_and_read_after_a_restart(
    server: BatchServer, tmp_path: Path
) -> None:
    at = prepared()
    assert "2 waiting" in shown(at)
    assert "half the standard price (gpt-4o and gpt-4o-mini" in shown(at)
    assert server.batches == {}  # nothing is sent before the price was seen
    at = press(at, "Submit")
    assert "2 requests to gpt-4o: submitted, the requests are being checked" in shown(at)

    st.cache_resource.clear()  # another server process
    at = opened()
    for words in ("submitted, the requests", "in progress", "the answers are being written"):
        at = press(at, "Check and read results")
        assert f"{words}" in shown(at)
    at = press(at, "Check and read results")
    assert "2 done" in shown(at)
    assert "Cost so far: $" in shown(at)
    assert set(server.paid.values()) == {1}
    store = Store(tmp_path / "runs.db")
    assert [row["status"] for row in store.runs.rows()] == ["done"] * 2
    assert list(at.dataframe[0].value["File"]) == ["a.txt", "b.txt"]
    kept = [path for path in jobs_folder(store.path).rglob("*") if path.is_file()]
    assert not [path for path in kept if b"good day" in path.read_bytes()]
    press(at, "Remove from this list")
    assert find_jobs(store.path) == []


def test_a_job_that_runs_can_be_cancelled(server: BatchServer) -> None:
    at = press(press(prepared(), "Submit"), "Cancel")
    assert "being cancelled" in shown(at)
    assert "Cancel" not in [button.label for button in at.button]
    at = press(at, "Check and read results")
    assert {batch["status"] for batch in server.batches.values()} == {"cancelled"}
    assert "Discard" in [button.label for button in at.button] or "2 done" in shown(at)


def test_a_server_without_batches_is_one_line_and_the_job_can_be_discarded(
    server: BatchServer, tmp_path: Path
) -> None:
    at = prepared()
    server.has_batches = False
    at = press(at, "Submit")
    assert "has no Batch API" in shown(at)
    at = press(at, "Discard")
    assert find_jobs(tmp_path / "runs.db") == []
    assert b"good day" not in b"".join(p.read_bytes() for p in tmp_path.rglob("*.txt"))


def test_with_a_login_each_sees_their_own_jobs(server: BatchServer, tmp_path: Path) -> None:
    prepared()
    (job,) = find_jobs(tmp_path / "runs.db")
    job.user = "ben@example.com"
    job.save()
    seen = {
        user: len(find_own_jobs(Store(tmp_path / "runs.db", Viewer(user))))
        for user in ("", "ben@example.com", "ann@example.com")
    }
    assert seen == {"": 1, "ben@example.com": 1, "ann@example.com": 0}
