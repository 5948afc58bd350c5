"""A server of its own and a real browser, once for all tests of this folder."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright import sync_api
from playwright.sync_api import expect

from tests.support.drawn_page import PATIENCE_MS
from tests.support.loopback import Loopback, Reply, serving
from tests.support.talks import advice, analysis_answer
from tests.support.workbench import running_workbench

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class HeldProvider:
    """A provider that answers when the test says so: a run lasts as long as the test needs it."""

    loopback: Loopback
    may_answer: threading.Event

    def start_run(self, page: sync_api.Page) -> int:
        """From the form to the page of a run whose analysis is awaited; its number."""
        page.locator(".st-key-refine_provider").get_by_text("OpenAI").click()
        expect(page.get_by_text("This sends the transcript to the server")).to_be_visible()
        # An answer that is known already would not be asked for: no two talks are the same.
        talk = f"Um, point {next(NUMBERS)} of the plan is ready. The team knows it."
        page.locator(".st-key-refine_text textarea").fill(talk)
        page.locator(".st-key-refine_go button").click()
        expect(page.locator(".st-key-refine_cancel button")).to_be_visible()
        expect(page.locator(".bar").first).to_be_visible()
        expect(page.locator(".text .mk")).to_have_count(1)
        found = re.search(r"run=(\d+)", page.url)
        assert found, page.url
        return int(found[1])


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """How long a page may take on a busy machine."""
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server of these tests keeps its run log."""
    return tmp_path_factory.mktemp("workbench")


@pytest.fixture(scope="session")
def provider_in_wait() -> Iterator[HeldProvider]:
    may_answer = threading.Event()
    script = {
        "analysis": Reply(analysis_answer(1, 1), after=may_answer),
        "coaching": Reply(advice()),
    }
    with serving(script) as loopback:
        yield HeldProvider(loopback, may_answer)


@pytest.fixture
def held_provider(provider_in_wait: HeldProvider) -> Iterator[HeldProvider]:
    """It answers nothing until the test sets `may_answer`."""
    provider_in_wait.may_answer.clear()
    yield provider_in_wait
    provider_in_wait.may_answer.set()


@pytest.fixture(scope="session")
def server(folder: Path, provider_in_wait: HeldProvider) -> Iterator[str]:
    """The workbench's address; it runs by itself unless a test chooses the held provider."""
    settings = {
        "OPENAI_BASE_URL": provider_in_wait.loopback.url,
        "REFINER_PROVIDER": "local",
    }
    with running_workbench(folder, settings) as workbench:
        yield workbench.url


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@contextmanager
def fresh_page(browser: sync_api.Browser, server: str) -> Iterator[sync_api.Page]:
    """A session of its own; fails where the page asked for anything outside its own server."""
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    outside: list[str] = []

    def note(request: sync_api.Request) -> None:
        if not request.url.startswith((server, server.replace("http", "ws"), "data:", "blob:")):
            outside.append(request.url)

    page.on("request", note)
    yield page
    context.close()
    assert outside == []


@pytest.fixture
def page(browser: sync_api.Browser, server: str) -> Iterator[sync_api.Page]:
    """A fresh session at the form."""
    with fresh_page(browser, server) as page:
        page.goto(server)
        yield page
