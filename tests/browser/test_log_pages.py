"""The pages of the run log as a person uses them: find, send, switch back, compare, download."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from refiner.config.rollback import LevelChange
from refiner.store import Store
from tests.support.drawn_page import click_first_row, wait_until_still
from tests.support.seed import seed

pytestmark = pytest.mark.browser

TALK = "Um, so it was, like, a good day. We, you know, went home early. " * 3


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The server's run log with a few random runs in it; switches are undone afterwards."""
    store = Store(folder / "runs.db")
    if "Ada" not in store.runs.distinct("speaker"):
        seed(store, 40, until=datetime.now(UTC), spacing=timedelta(hours=2))
    yield store
    for name in store.switches.current():
        store.switches.set(LevelChange(name, None, "the test is over"))


def key(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-{name}")


def visit(page: Page, server: str, path: str) -> None:
    page.goto(f"{server}/{path}")
    expect(page.locator("h1")).to_be_visible()
    wait_until_still(page)


def refine(page: Page, server: str) -> int:
    """A local run from the first page; its number."""
    visit(page, server, "")
    key(page, "refine_text").locator("textarea").fill(TALK)
    page.keyboard.press("Control+Enter")
    wait_until_still(page)
    key(page, "refine_go").locator("button").click()
    expect(page.get_by_text("How this was computed")).to_be_visible()
    wait_until_still(page)
    found = re.search(r"run=(\d+)", page.url)
    assert found, page.url
    return int(found[1])


def test_the_next_run_follows_a_rollback_level_and_its_undoing(
    page: Page, server: str, store: Store
) -> None:
    visit(page, server, "health")
    key(page, "health_reason").locator("input").fill("the server is slow")
    key(page, "health_parallel").locator("button").click()
    expect(page.get_by_text("off, set here")).to_be_visible()
    assert store.switches.current() == {"parallel": False}
    slow = store.runs.row(refine(page, server))
    assert slow is not None
    assert slow["strategy"] == "sequential"
    visit(page, server, "health")
    expect(page.get_by_text("the server is slow")).to_be_visible()
    key(page, "health_reason").locator("input").fill("well again")
    key(page, "health_parallel_back").locator("button").click()
    expect(page.get_by_text("off, set here")).to_have_count(0)
    fast = store.runs.row(refine(page, server))
    assert fast is not None
    assert fast["strategy"] == "early"


def test_a_search_can_be_sent_and_its_first_run_opened(
    page: Page, server: str, store: Store
) -> None:
    visit(page, server, "runs")
    key(page, "runs_text").locator("input").fill("garden harb")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("garden"))
    expect(page.get_by_text("found, newest first")).to_be_visible()
    sent = page.url
    other = page.context.new_page()
    other.goto(sent)
    expect(other.get_by_text("found, newest first")).to_be_visible()
    expect(key(other, "runs_text").locator("input")).to_have_value("garden harb")
    open_run = key(other, "runs_open").locator("button")
    click_first_row(other.locator("[data-testid=stDataFrame]"), open_run)
    open_run.click()
    expect(other).to_have_url(re.compile(r"run=\d+"))


def test_what_was_found_is_downloaded_as_a_table(page: Page, server: str, store: Store) -> None:
    visit(page, server, "runs?runs_speaker=Ada")
    with page.expect_download() as caught:
        key(page, "runs_csv").locator("button").first.click()
    text = Path(caught.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert {row["speaker"] for row in rows} == {"Ada"}


def test_the_lab_shows_a_threshold_that_was_sent(page: Page, server: str, store: Store) -> None:
    visit(page, server, "lab?lab_threshold=50")
    expect(page.get_by_text("advice is rewritten in").first).to_contain_text("At 50")
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    key(page, "lab_threshold").locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("advice is rewritten in").first).to_contain_text("At 51")


def test_all_strategies_run_concurrently_and_a_reload_finds_them_again(
    page: Page, server: str, store: Store
) -> None:
    visit(page, server, "strategies")
    key(page, "side_go").locator("button").click()
    expect(page.get_by_role("button", name="Open run").first).to_be_visible()
    assert "side=" in page.url
    page.reload()
    expect(page.get_by_role("button", name="Open run").first).to_be_visible()
