"""The workbench as a person uses it, in a real browser."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from refiner.insight.report import report_headline
from refiner.run_document import is_counted
from refiner.store import Store
from tests.browser.conftest import HeldProvider, fresh_page
from tests.support.drawn_page import click_first_row, wait_for_place, wait_until_still
from tests.support.runs import copy_run

pytestmark = pytest.mark.browser

TALK = (
    "Um, so it was, like, a good day. We, you know, went home early. "
    "I like it there, and uh, the well is deep.\n"
) * 3


def finished(page: Page) -> None:
    expect(page.get_by_text("How this was computed")).to_be_visible()
    wait_until_still(page)


def paste(page: Page, text: str = TALK) -> None:
    page.locator(".st-key-refine_text textarea").fill(text)
    page.keyboard.press("Control+Enter")
    wait_until_still(page)
    page.locator(".st-key-refine_go button").click()


def run_of(page: Page) -> int:
    found = re.search(r"run=(\d+)", page.url)
    assert found, page.url
    return int(found[1])


def download(page: Page, key: str) -> str:
    with page.expect_download() as caught:
        page.locator(f".st-key-{key} button").first.click()
    return Path(caught.value.path()).read_text(encoding="utf-8")


def fillers_said(page: Page) -> int:
    """The count in the sentence that answers."""
    found = re.match(r"(\d+) fillers?", verdict(page).inner_text())
    assert found, verdict(page).inner_text()
    return int(found[1])


def verdict(page: Page) -> Locator:
    return page.locator(".sr-verdict").first


@pytest.fixture(scope="session")
def store(folder: Path) -> Store:
    return Store(folder / "runs.db")


@pytest.fixture(scope="module")
def talk_page(browser: Browser, server: str) -> Iterator[Page]:
    """The result of a talk that was pasted, for tests that change nothing of the run."""
    with fresh_page(browser, server) as page:
        page.goto(server)
        paste(page)
        finished(page)
        yield page


@pytest.fixture
def result(talk_page: Page) -> Page:
    """That page with no card open and no word chosen."""
    talk_page.mouse.move(5, 5)
    talk_page.keyboard.press("Escape")
    talk_page.locator(".chip", has_text="All").click()
    return talk_page


@pytest.fixture
def own_result(talk_page: Page, browser: Browser, server: str, store: Store) -> Iterator[Page]:
    """The result of the same run once more, for a test that judges its words."""
    run_id = copy_run(store, run_of(talk_page))
    with fresh_page(browser, server) as page:
        page.goto(f"{server}/?run={run_id}")
        finished(page)
        expect(page.locator(".text")).to_be_visible()
        yield page


def test_a_story_tells_itself_with_one_click(page: Page, store: Store) -> None:
    page.locator(".st-key-refine_watch_early button").click()
    finished(page)
    expect(page.locator(".st-key-refine_reason button")).to_contain_text("Rewritten")
    (row,) = store.runs.rows(run_id=run_of(page))
    assert row["status"] == "done"
    assert (row["processing_time_ms"] or 0) > 2_000, "it lasts long enough to be watched"


def test_a_pasted_talk_gives_counts_that_equal_its_marks(result: Page, store: Store) -> None:
    page = result
    made = store.runs.document(run_of(page))
    assert made is not None
    marks = page.locator(".text .mk")
    expect(marks).to_have_count(len(made["fillers"]))
    both = page.locator(".text .mk.both").count()
    found = page.locator(".text .mk.found").count()
    assert both + found == made["counts"]["ai"]
    shown = page.locator(".text").inner_text()
    assert shown.strip() == made["text"].strip()


def test_a_mark_explains_itself_on_hover_and_by_keyboard(result: Page) -> None:
    page = result
    card = page.locator(".card")
    page.locator(".text .mk").nth(2).hover()
    expect(card).to_be_visible()
    expect(card.locator(".meaning")).not_to_be_empty()
    page.mouse.move(5, 5)
    page.locator(".text .mk").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(card.get_by_role("button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator(".text .mk").nth(1)).to_be_focused()


def test_a_click_on_a_word_shows_its_occurrences(result: Page) -> None:
    page = result
    page.locator(".word", has_text="um").first.click()
    lit = page.locator(".text .mk:not(.dim)")
    words = {text.lower() for text in lit.all_inner_texts()}
    assert words == {"um"}
    page.locator(".chip", has_text="All").click()
    expect(page.locator(".text .mk.dim")).to_have_count(0)


def test_a_person_overrules_a_verdict_and_takes_it_back(own_result: Page, store: Store) -> None:
    page = own_result
    before = fillers_said(page)
    name = page.locator(".st-key-refine_labeller input")
    name.fill("Ann")
    page.locator(".text .mk.both").first.click()
    page.locator(".card").get_by_role("button", name="Not a filler").click()
    expect(verdict(page)).to_contain_text(f"{before - 1} fillers")
    expect(page.locator(".text .mk.judged")).to_have_count(1)
    assert [row["labeller"] for row in store.labels.rows(run_of(page))] == ["Ann"]
    page.reload()
    finished(page)
    expect(verdict(page)).to_contain_text(f"{before - 1} fillers")
    name.fill("Ann")
    name.press("Enter")
    mark = page.locator(".text .mk[data-mine]")
    expect(mark).to_have_count(1)
    mark.click()
    page.locator(".card").get_by_role("button", name="Undo my verdict").click()
    expect(verdict(page)).to_contain_text(f"{before} fillers")
    assert store.labels.rows(run_of(page)) == []


def test_a_verdict_is_given_again_after_another_person_has_said_the_opposite(
    own_result: Page, store: Store
) -> None:
    page = own_result
    before, run_id = fillers_said(page), run_of(page)
    made = store.runs.document(run_id)
    assert made is not None
    at = next(f for f in made["fillers"] if f["rule"] and f["ai"])
    for name, verdict_of in (("", False), ("Ben", True)):
        store.labels.set(run_id, at["start"], at["end"], verdict_of, name)
    page.reload()
    finished(page)
    page.locator(".text .mk[data-mine]").click()
    page.locator(".card").get_by_role("button", name="Not a filler").click()
    expect(verdict(page)).to_contain_text(f"{before - 1} fillers")


def word_box(page: Page, word: str) -> dict[str, float] | None:
    """Where the first `word` of the transcript without a mark is drawn."""
    box: dict[str, float] | None = page.locator(".text").evaluate(
        """(text, word) => {
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const at = node.data.indexOf(word);
            if (at < 0 || node.parentElement.closest(".mk")) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            node.parentElement.scrollIntoView({ block: "center" });
            const box = range.getBoundingClientRect();
            return { x: box.x, y: box.y, width: box.width, height: box.height };
          }
        }""",
        word,
    )
    return box


def test_an_unmarked_word_is_marked_by_mouse_and_by_keyboard(
    own_result: Page, store: Store
) -> None:
    page = own_result
    before = fillers_said(page)
    box = wait_for_place(page, lambda: word_box(page, "early"))
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".card").get_by_role("button", name="This is a filler").click()
    expect(verdict(page)).to_contain_text(f"{before + 1} fillers")
    wait_until_still(page)
    page.keyboard.press("Escape")
    page.locator(".text").focus()
    for key in ("w", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".card .meaning")).to_contain_text("“it”: not marked")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_contain_text(f"{before + 2} fillers")
    labels = store.labels.rows(run_of(page))
    assert {TALK[label["start"] : label["end"]] for label in labels} == {"early", "it"}


def test_a_quotation_and_a_word_lead_to_their_place(result: Page) -> None:
    page = result
    page.locator(".sr-words [data-word=um]").click()
    lit = page.locator(".text .mk:not(.dim)")
    expect(page.locator(".text .mk.dim").first).to_be_attached()
    assert {text.lower() for text in lit.all_inner_texts()} == {"um"}
    page.locator(".sr-advice .quote").first.click()
    expect(page.locator(".text .mk.dim")).to_have_count(0)


def test_the_browser_remembers_the_name_that_verdicts_are_kept_under(page: Page) -> None:
    paste(page)
    finished(page)
    name = page.locator(".st-key-refine_labeller input")
    name.fill("Ann")
    name.press("Enter")
    page.wait_for_function("localStorage.getItem('speech-refiner-labeller') === 'Ann'")
    page.reload()
    expect(name).to_have_value("Ann")
    name.fill("")
    name.press("Enter")
    page.wait_for_function("localStorage.getItem('speech-refiner-labeller') === null")


def test_a_dialog_of_the_edit_menu_closes_at_the_first_escape(result: Page) -> None:
    page = result
    page.locator(".st-key-refine_edit button").first.click()
    page.get_by_role("menuitem", name="Title").click()
    dialog = page.get_by_role("dialog", name="Title, speaker and day")
    expect(dialog.get_by_label("Title")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_cancel_ends_the_run_and_keeps_the_talk(
    page: Page, store: Store, held_provider: HeldProvider
) -> None:
    run_id = held_provider.start_run(page)
    page.locator(".st-key-refine_cancel button").click()
    expect(page.get_by_text("You cancelled this run")).to_be_visible()
    assert store.runs.rows(run_id=run_id)[0]["status"] == "cancelled"
    page.locator(".st-key-refine_edit button").first.click()
    page.get_by_role("menuitem", name="Change the text").click()
    expect(page.locator(".st-key-refine_text textarea")).not_to_have_value("")


def test_a_run_lives_on_through_a_reload_and_other_pages(
    page: Page, store: Store, held_provider: HeldProvider
) -> None:
    run_id = held_provider.start_run(page)
    cancel = page.locator(".st-key-refine_cancel button")
    page.reload()
    expect(cancel).to_be_visible()
    assert run_of(page) == run_id
    page.get_by_role("link", name="Trends").click()
    expect(page.get_by_role("heading", name="Trends")).to_be_visible()
    page.get_by_role("link", name="Refine").click()
    expect(cancel).to_be_visible()
    held_provider.may_answer.set()
    finished(page)
    assert run_of(page) == run_id
    assert store.runs.rows(run_id=run_id)[0]["status"] == "done"


def test_back_leads_from_a_run_to_the_form_and_forward_to_the_run(page: Page) -> None:
    paste(page)
    finished(page)
    run_id = run_of(page)
    page.go_back()
    expect(page.locator(".st-key-refine_go button")).to_be_visible()
    page.go_forward()
    finished(page)
    assert run_of(page) == run_id


def test_two_concurrent_sessions_and_one_leaves(
    page: Page, browser: Browser, server: str, store: Store, held_provider: HeldProvider
) -> None:
    other = browser.new_page()
    other.goto(server)
    left, stays = held_provider.start_run(other), held_provider.start_run(page)
    assert stays != left
    other.close()
    held_provider.may_answer.set()
    finished(page)
    assert run_of(page) == stays
    until = time.monotonic() + 60
    while store.runs.rows(run_id=left)[0]["status"] == "running" and time.monotonic() < until:
        time.sleep(0.1)
    assert {store.runs.rows(run_id=r)[0]["status"] for r in (left, stays)} == {"done"}


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def test_text_options_and_file_survive_other_pages_and_back_leads_to_the_form(page: Page) -> None:
    """Another page is opened once the server has answered what was entered."""
    page.locator(".st-key-refine_provider").get_by_text("OpenAI").click()
    expect(page.get_by_text("This sends the transcript to the server")).to_be_visible()
    page.locator(".st-key-refine_text textarea").fill("Um, it was a good day.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("for a talk of 6 words")).to_be_visible()
    go_to(page, "Trends")
    expect(page.get_by_role("heading", name="Trends")).to_be_visible()
    go_to(page, "Refine")
    expect(page.locator(".st-key-refine_text textarea")).to_have_value("Um, it was a good day.")
    expect(page.get_by_text("This sends the transcript to the server")).to_be_visible()
    page.locator(".st-key-refine_source").get_by_text("Upload").click()
    file = FilePayload(name="a.txt", mimeType="text/plain", buffer=b"Um, it was, like, a long day.")
    page.locator(".st-key-refine_upload input[type=file]").set_input_files(file)
    expect(page.get_by_text("a.txt")).to_be_visible()
    expect(page.locator("[data-testid=stFileUploader] [role=progressbar]")).to_have_count(0)
    page.locator(".st-key-refine_provider").get_by_text("Local analyst").click()
    expect(page.get_by_text("the local analyst needs no network")).to_be_visible()
    go_to(page, "Runs")
    expect(page.get_by_role("heading", name="Runs")).to_be_visible()
    go_to(page, "Refine")
    expect(page.get_by_text("Chosen before: a.txt")).to_be_visible()
    page.locator(".st-key-refine_go button").click()
    finished(page)
    expect(page.locator(".text")).to_contain_text("Um, it was, like, a long day.")
    page.go_back()
    expect(page.get_by_text("Chosen before: a.txt")).to_be_visible()
    page.locator(".st-key-refine_upload_remove button").click()
    expect(page.get_by_text("Chosen before: a.txt")).to_be_hidden()


def test_exports_are_read_back(result: Page, store: Store) -> None:
    page = result
    made = store.runs.document(run_of(page))
    assert made is not None
    assert is_counted(made)
    markdown = download(page, "refine_report_markdown")
    assert f"{made['counts']['ai']} fillers" in markdown
    report = download(page, "refine_report_html")
    page.locator(".st-key-refine_copy button").first.click()
    advice = page.locator(".st-key-refine_copy, [data-testid=stPopoverBody]").locator("code")
    expect(advice.first).to_contain_text(made["coaching"]["advice"]["headline"])
    page.keyboard.press("Escape")
    page.locator(".st-key-refine_share button").first.click()
    run = json.loads(download(page, "refine_json"))
    assert run["counts"] == made["counts"]
    assert run["text"] == made["text"]
    page.keyboard.press("Escape")
    written = page.context.new_page()
    written.set_content(report)
    expect(written.locator(".answer")).to_contain_text(report_headline(made))
    written.close()


def test_hostile_names_and_talks_stay_text(page: Page) -> None:
    evil = '<img src=x onerror="document.title=1">'
    page.locator(".st-key-refine_title input").fill(evil)
    page.locator(".st-key-refine_speaker input").fill(f"![x](http://127.0.0.1:1/y) {evil}")
    paste(page, f"{evil} um, like, [a](javascript:alert(1)) {{{{fillers.total}}}} um.")
    finished(page)
    expect(page.locator(".text img, .sr-talk img, .sr-advice img")).to_have_count(0)
    expect(page.locator(".text")).to_contain_text(evil)
    assert page.title() == "Speech Refiner"


def test_trends_open_a_run_and_their_own_address_works_first(
    talk_page: Page, server: str, page: Page, store: Store
) -> None:
    run_id = copy_run(store, run_of(talk_page), speaker="Zoe")
    page.goto(f"{server}/trends?trends_speaker=Zoe")
    expect(page.get_by_role("link", name="Refine")).to_be_visible()
    table = page.locator(".st-key-trends_table [data-testid=stDataFrame]")
    click_first_row(table, page.get_by_text("How this was computed"))
    finished(page)
    assert run_of(page) == run_id


def wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    script = "e => e.scrollWidth - e.clientWidth"
    return int(page.locator("[data-testid=stMain]").evaluate(script))


WIDTHS = (390, 768, 1600)


def too_wide(page: Page) -> dict[int, int]:
    """The widths of a window than which the page is wider, and by how many pixels."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until_still(page)
        found[width] = wide(page)
    return {width: by for width, by in found.items() if by > 0}


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    expect(page.locator(".st-key-refine_go button")).to_be_visible()
    assert too_wide(page) == {}
    page.locator(".st-key-refine_title input").fill("A week with my neighbour's bees")
    page.locator(".st-key-refine_speaker input").fill("Samantha Featherstonehaugh")
    paste(page)
    finished(page)
    page.get_by_text("How this was computed").click()
    assert too_wide(page) == {}


def frames(page: Page, scroll: Callable[[Page], Any]) -> list[float]:
    """Times between frames, in ms, while `scroll` is done."""
    page.evaluate(
        "() => { window.t = []; let last = performance.now(); const tick = now => {"
        " window.t.push(now - last); last = now; window.f = requestAnimationFrame(tick) };"
        " window.f = requestAnimationFrame(tick) }"
    )
    scroll(page)
    return list(page.evaluate("() => { cancelAnimationFrame(window.f); return window.t.slice(2) }"))


@pytest.mark.timed
def test_five_hundred_marks_in_ten_thousand_words_scroll_smoothly(page: Page) -> None:
    sentence = "Um, we went to the river and then over the bridge to see all of the old town. "
    paste(page, sentence * 600)
    finished(page)
    assert page.locator(".text .mk").count() >= 500
    page.locator(".text").scroll_into_view_if_needed()
    page.locator(".text").hover(position={"x": 5, "y": 200})

    def wheel(page: Page) -> None:
        for _ in range(40):
            page.mouse.wheel(0, 400)
            page.wait_for_timeout(16)

    took = sorted(frames(page, wheel))
    assert page.locator(".text").evaluate("e => e.scrollTop") > 2_000
    assert took[len(took) // 2] < 40
    assert took[int(len(took) * 0.95)] < 120
