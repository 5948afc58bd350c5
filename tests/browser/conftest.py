"""A server of its own and a real browser, once for all tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright import sync_api

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


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server of these tests keeps its run log."""
    return tmp_path_factory.mktemp("workbench")


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    """The workbench's address."""
    with running_workbench(folder) as workbench:
        yield workbench.url


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: sync_api.Browser, server: str) -> Iterator[sync_api.Page]:
    """A fresh session; fails where the page asked for anything outside its own server."""
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    page = context.new_page()
    outside: list[str] = []

    def note(request: sync_api.Request) -> None:
        if not request.url.startswith((server, server.replace("http", "ws"), "data:", "blob:")):
            outside.append(request.url)

    page.on("request", note)
    page.goto(server)
    yield page
    context.close()
    assert outside == []
