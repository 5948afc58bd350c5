"""A page of the workbench in a browser: when it stands still, and a click on what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Locator, Page, Position
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

Place = TypeVar("Place")

PATIENCE_MS = 60_000  # how long a page may take on a busy machine
_QUIET_MS = 150
_FIRST_ROW_PX: Position = {"x": 20, "y": 52}  # the first row's box, from the table's corner
_AGAIN_MS = 10_000
_NOTE_CHANGES = """() => {
  if (!window.srChanged) {
    const note = () => { window.srChanged = performance.now(); };
    new MutationObserver(note).observe(document.documentElement,
      { subtree: true, childList: true, attributes: true, characterData: true });
  }
  window.srChanged = performance.now();
}"""
_IS_STILL = """(quiet) => {
  const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
  return state === "notRunning" && performance.now() - window.srChanged > quiet;
}"""


def wait_until_still(page: Page, quiet_ms: int = _QUIET_MS) -> None:
    """The script has ended, and nothing of the page has changed for so long."""
    page.wait_for_load_state("domcontentloaded")
    page.evaluate(_NOTE_CHANGES)
    page.wait_for_function(_IS_STILL, arg=quiet_ms, polling=30, timeout=PATIENCE_MS)


def wait_for_place(page: Page, find: Callable[[], Place | None]) -> Place:
    """What `find` says of a place in the window, once it says the same twice."""
    before: Place | None = None
    for _ in range(PATIENCE_MS // 100):
        now = find()
        if now is not None and now == before:
            return now
        before = now
        page.wait_for_timeout(100)
    raise AssertionError("it is nowhere, or does not stand still")


def click_first_row(table: Locator, leads_to: Locator) -> None:
    """Click the first row of a table until that is seen: a table may be drawn before it listens."""
    for _ in range(PATIENCE_MS // _AGAIN_MS):
        table.click(position=_FIRST_ROW_PX)
        try:
            leads_to.wait_for(timeout=_AGAIN_MS)
        except PlaywrightTimeoutError:
            continue
        return
    raise AssertionError("the row does not answer")
