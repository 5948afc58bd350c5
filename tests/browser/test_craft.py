"""Nothing jumps, nothing is out of reach, nothing fails in silence: on every page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.support.drawn_page import wait_until_still

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "": "Refine",
    "trends": "Trends",
    "runs": "Runs",
    "batch": "Batch",
    "lab": "Threshold lab",
    "strategies": "Strategies",
    "health": "Health",
}
TITLES = {"Refine": "Speech Refiner", "Strategies": "Strategies side by side"}
# The background of each theme, as .streamlit/config.toml says it.
SCHEMES: dict[Literal["light", "dark"], str] = {
    "light": "rgb(251, 250, 247)",
    "dark": "rgb(18, 24, 27)",
}
COLOUR_RULES = ("color-contrast", "link-in-text-block")
MAX_SHIFT = 0.05
LATE_MS = 500  # charts, fonts and the frames of components come after the script has ended
# Streamlit's own markup, which a page cannot change: the rule, and how the element begins.
OF_STREAMLIT = (
    (
        "presentation-role-conflict",  # the drop zone can be focused by script
        '<section role="presentation" tabindex="-1" data-testid="stFileUploaderDropzone"',
    ),
    ("scrollable-region-focusable", '<pre class="st-emotion'),  # st.code with a height
)
# Streamlit's client looks for its server below the address of a page before it looks at the root
# (its issue 7074): of a page that is opened by its address, both answer 404.
CLIENT_PROBES = {
    f"/{name}/_stcore/{probe}" for name in PAGES if name for probe in ("health", "host-config")
}
SHIFTS = """
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(params=[1440, 390], ids=["wide", "narrow"])
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh session of one width, which fails with every error of its console."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    errors = collect_errors(page)
    yield page
    context.close()
    assert errors == []


def collect_errors(page: Page) -> list[str]:
    """The errors of the page's console, as they come, but for Streamlit's own."""
    errors: list[str] = []

    def note(line: ConsoleMessage) -> None:
        address = str(line.location["url"])
        if line.type == "error" and urlsplit(address).path not in CLIENT_PROBES:
            errors.append(f"{line.text} {address}")

    page.on("console", note)
    return errors


def violations_in_both_themes(page: Page) -> list[str]:
    """What axe-core finds in our own markup; in the dark theme by the rules that know colours."""
    found = []
    for scheme, background in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", background)
        wait_until_still(page)
        rules = COLOUR_RULES if scheme == "dark" else None
        found += [f"{scheme}: {one}" for one in violations(page, rules)]
    return found


def violations(page: Page, rules: Sequence[str] | None = None) -> list[str]:
    """What axe-core finds in our own markup, by all or those rules: rule and element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules is not None:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    results: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    found = []
    for violation in results["violations"]:
        for node in violation["nodes"]:
            rule, element = violation["id"], node["html"]
            if not any(rule == one and element.startswith(part) for one, part in OF_STREAMLIT):
                found.append(f"{rule}: {node['target']} {element[:160]}")
    return found


def explore(page: Page, server: str) -> None:
    """Sample data on every page, so that none is empty."""
    page.goto(server)
    page.locator(".st-key-refine_explore button").click()
    expect(page.get_by_text("Leave the sample data")).to_be_visible()
    wait_until_still(page)


def test_axe_finds_nothing_of_ours_on_any_page(screen: Page, server: str) -> None:
    explore(screen, server)
    found = {}
    for name in PAGES.values():
        screen.get_by_role("link", name=name, exact=True).click()
        title = screen.get_by_role("heading", name=TITLES.get(name, name), exact=True, level=1)
        expect(title).to_be_visible()
        wait_until_still(screen, LATE_MS)
        found[name] = violations_in_both_themes(screen)
    assert found == {name: [] for name in PAGES.values()}


def test_axe_finds_nothing_of_ours_on_a_run(screen: Page, server: str) -> None:
    screen.goto(server)
    screen.locator(".st-key-refine_source").get_by_text("Sample").click()
    wait_until_still(screen)
    screen.locator(".st-key-refine_go button").click()
    expect(screen.get_by_text("How this was computed")).to_be_visible()
    wait_until_still(screen)
    screen.get_by_text("How this was computed").click()
    wait_until_still(screen)
    assert violations_in_both_themes(screen) == []
    screen.locator(".st-key-refine_reason button").first.click()
    expect(screen.locator("[data-testid=stPopoverBody]")).to_be_visible()
    assert violations_in_both_themes(screen) == []


def lowest_shift(browser: Browser, visit: Callable[[Page], None]) -> float:
    """The least of three visits: on a busy machine a page's parts come late and apart."""
    lowest = math.inf
    for _ in range(3):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(SHIFTS)
        errors = collect_errors(page)
        visit(page)
        wait_until_still(page, 2 * LATE_MS)  # what comes late moves what stands
        lowest = min(lowest, float(page.evaluate("window.shift")))
        page.close()
        assert errors == []
        if lowest < MAX_SHIFT:
            break
    return lowest


@pytest.mark.timed
@pytest.mark.parametrize("name", PAGES)
def test_nothing_jumps_while_a_page_opens(browser: Browser, server: str, name: str) -> None:
    def visit(page: Page) -> None:
        page.goto(f"{server}/{name}")
        # What Streamlit draws before the first message of the script is not the page's.
        link = page.get_by_role("link", name=PAGES[name], exact=True)
        expect(link).to_be_visible()
        page.evaluate("window.shift = 0")

    assert lowest_shift(browser, visit) < MAX_SHIFT


@pytest.mark.timed
def test_nothing_jumps_during_a_story(browser: Browser, server: str) -> None:
    def visit(page: Page) -> None:
        page.goto(server)
        wait_until_still(page)
        page.evaluate("window.shift = 0")
        page.locator(".st-key-refine_watch_early button").click()
        expect(page.get_by_text("How this was computed")).to_be_visible()

    assert lowest_shift(browser, visit) < MAX_SHIFT
