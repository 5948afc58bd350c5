"""A server without a login shows nothing on an address that other machines reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest


@pytest.fixture
def listen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server's address is every address of the machine."""
    monkeypatch.setenv("REFINER_DB", str(tmp_path / "runs.db"))
    monkeypatch.delenv("REFINER_LISTEN", raising=False)
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    yield
    config.set_option("server.address", before)


def opened(auth: Mapping[str, str] | None = None) -> AppTest:
    at = AppTest.from_file("../../../app.py", default_timeout=20)
    if auth is not None:
        at.secrets["auth"] = auth
    return at.run()


def test_every_page_is_refused_and_says_what_to_do(listen: None) -> None:
    at = opened()
    assert [title.value for title in at.title] == ["Not open to other machines"]
    assert "anyone could read every talk" in at.error[0].value
    assert not at.text_area


def test_a_person_can_say_that_it_is_meant(listen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFINER_LISTEN", "true")
    at = opened()
    assert not at.exception
    assert [title.value for title in at.title] == ["Speech Refiner"]


def test_a_login_that_cannot_work_says_what_it_lacks(listen: None) -> None:
    at = opened({"client_id": "workbench"})
    assert [title.value for title in at.title] == ["No one can log in"]
    assert "lacks redirect_uri in [auth], cookie_secret in [auth]" in at.error[0].value
    assert not at.text_area
