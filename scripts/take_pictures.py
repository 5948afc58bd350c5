"""Take the README's pictures again, of a workbench that runs: `... take_pictures [ADDRESS]`.

A story is run in a browser, in both themes; needs Chromium and the browser tests' packages.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 1000}
_RUN_MS = 90_000  # the longest wait for the story, on a busy machine
_SETTLE_MS = 2_000
_LOADING_MS = 10_000  # a server just started still loads what the story needs


def take_picture(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    """The Refine page after the second story, in the theme `scheme`."""
    context = browser.new_context(viewport=SIZE, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    story = page.locator(".st-key-refine_watch_regenerated button")
    story.wait_for()
    page.wait_for_timeout(_LOADING_MS)
    story.click()
    page.get_by_text("How this was computed").wait_for(timeout=_RUN_MS)
    page.mouse.move(0, 0)  # nothing is pointed at
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=IMAGES / f"refine-{scheme}.png")
    context.close()


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8501"
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_picture(browser, address, "light")
        take_picture(browser, address, "dark")
        browser.close()


if __name__ == "__main__":
    main()
