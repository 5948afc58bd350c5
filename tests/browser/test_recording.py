"""A talk and its recording: a click plays the place that was clicked."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from refiner.store import Store
from tests.browser.test_craft import SHIFTS, violations
from tests.support.drawn_page import PATIENCE_MS, wait_for_place, wait_until_still
from tests.support.recordings import TALK, TEXT, second_of, timed_talk, tones
from tests.support.runs import copy_run

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("recording"),  # one page and its recording, deleted by the last of them
]
FILES = [
    FilePayload(name="lamp.json", mimeType="application/json", buffer=timed_talk()),
    FilePayload(name="lamp.wav", mimeType="audio/wav", buffer=tones()),
]


# What the player does: each seek and pause, with its second.
NOTE_PLAYER = """a => {
  if (!window.noted) {
    for (const kind of ["seeking", "pause"]) {
      a.addEventListener(kind, () => window.noted.push([kind, a.currentTime]));
    }
  }
  window.noted = [];
}"""
LAST = "window.noted.findLast(([kind]) => kind === '{}')?.[1]"
# The middle of that letter, if nothing lies over it.
FIND_LETTER = """word => {
  const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean);
  const text = roots.map((root) => root.querySelector("div.text")).find(Boolean);
  text.scrollIntoView({ block: "center" });
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const n = walker.currentNode.data.indexOf(word);
    if (n < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, n + 2);
    range.setEnd(walker.currentNode, n + 3);
    const box = range.getBoundingClientRect();
    const at = [box.x + box.width / 2, box.y + box.height / 2];
    return text.contains(text.getRootNode().elementFromPoint(...at)) ? at : null;
  }
}"""
SLOWLY, FAST = 0.0625, 4  # a passage lasts half a minute, or half a second: no test races it


@pytest.fixture(scope="module")
def recording_page(browser: Browser, server: str) -> Iterator[Page]:
    """The page of a run whose recording was given and kept."""
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.add_init_script(SHIFTS)
    page.goto(server)
    page.locator(".st-key-refine_source").get_by_text("Upload").click()
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(FILES)
    page.get_by_text("Keep the recording with the run").click()
    wait_until_still(page)
    page.locator(".st-key-refine_go button").click()
    expect(page.get_by_text("How this was computed")).to_be_visible()
    wait_until_still(page)
    yield page
    page.close()


@pytest.fixture
def page(recording_page: Page) -> Page:
    """The player paused at the beginning, so slow that no passage ends; no card open."""
    recording_page.locator(".player audio").evaluate("a => { a.pause(); a.currentTime = 0; }")
    recording_page.keyboard.press("Escape")
    recording_page.mouse.move(0, 0)  # on a mark it would open the card again
    expect(recording_page.locator(".card")).to_be_hidden()
    play_at(recording_page, SLOWLY)
    wait_for_player(recording_page, "a.paused && !a.seeking")
    recording_page.locator(".player audio").evaluate(NOTE_PLAYER)
    return recording_page


def second(page: Page) -> float:
    return float(page.locator(".player audio").evaluate("a => a.currentTime"))


def play_at(page: Page, speed: float) -> None:
    page.locator(".player audio").evaluate("(a, speed) => { a.playbackRate = speed; }", speed)


def wait_for_player(page: Page, state: str) -> None:
    """Until that holds of the audio element `a` and of what was noted; else it says what was."""
    audio = page.locator(".player audio").element_handle()
    try:
        page.wait_for_function(f"a => {state}", arg=audio, timeout=PATIENCE_MS)
    except PlaywrightTimeoutError:
        seen = page.evaluate("a => [window.noted, a.paused, a.currentTime, a.readyState]", audio)
        card = page.locator(".card").is_visible()
        pytest.fail(f"not {state}: noted, paused, second, state {seen}; a card is open: {card}")


def click_in(page: Page, word: str) -> None:
    """Click the third letter of an unmarked word of the talk, once it can be clicked."""
    at = wait_for_place(page, lambda: page.evaluate(FIND_LETTER, word))
    page.mouse.click(*at)


def expect_heard(page: Page, word: int, off: float = 0.0) -> None:
    """It plays, from a second before the middle of that word on."""
    begin = max(0.0, second_of(word) + 0.2 + off - 1)
    wait_for_player(page, f"!a.paused && Math.abs({LAST.format('seeking')} - {begin}) < 0.06")


def expect_end(page: Page, end: float) -> None:
    """It pauses there by itself, not before; if it was late, it was put back."""
    play_at(page, FAST)
    wait_for_player(page, f"a.paused && !a.seeking && {LAST.format('pause')} > {end - 0.01}")
    assert second(page) == pytest.approx(end, abs=0.11)


def test_a_click_on_a_marked_word_plays_two_seconds_around_it(page: Page) -> None:
    page.locator(".text .mk", has_text="uh").first.click()
    expect_heard(page, 8)
    expect(page.locator(".card")).to_be_visible()
    end = second_of(8) + 0.2 + 1
    expect_end(page, end)
    page.locator(".player audio").evaluate("a => a.play()")  # as its own button does
    wait_for_player(page, f"a.currentTime > {end + 1}")


def test_a_click_on_any_word_is_heard_too(page: Page) -> None:
    click_in(page, "school")
    expect_heard(page, 26)


def test_a_row_of_the_table_plays_the_first_of_its_word(page: Page) -> None:
    page.locator("button.word", has_text=re.compile("^uh$")).click()
    expect_heard(page, 8)
    page.locator(".chip[data-kind=all]").click()


def test_a_point_of_the_timeline_is_heard(page: Page) -> None:
    chart = page.locator(".st-key-refine_timeline .js-plotly-plot")
    chart.scroll_into_view_if_needed()
    wait_until_still(page)
    box = wait_for_place(page, chart.locator(".scatterlayer path.point").last.bounding_box)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 2)
    expect(chart.locator(".hoverlayer .hovertext").first).to_be_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 2)
    expect_heard(page, 21, off=-0.2)
    expect_end(page, second_of(21) + 1)


def test_keys_go_to_the_next_filler_and_play_and_pause(page: Page) -> None:
    page.locator("div.text").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect_heard(page, 8)
    page.keyboard.press("ArrowLeft")
    expect_heard(page, 0)
    page.keyboard.press("Space")
    wait_for_player(page, "a.paused")
    page.keyboard.press("Space")
    play_at(page, FAST)
    wait_for_player(page, "a.currentTime > 3")  # what a person starts plays on


def test_the_word_that_is_spoken_is_lit(page: Page) -> None:
    page.locator(".player button", has_text="Next filler").click()
    page.locator(".player audio").evaluate(
        f"a => {{ a.pause(); a.currentTime = {second_of(26) + 0.1}; }}"
    )
    wait_for_player(page, "[...(CSS.highlights.get('sr-spoken') ?? [])].join() === 'school'")


def test_a_correction_leaves_the_player_where_it_is(page: Page) -> None:
    page.locator(".text .mk").nth(1).click()
    expect_heard(page, 8)
    page.locator(".card button", has_text="Not a filler").click()
    expect(page.locator(".text .mk.judged")).to_have_count(1)
    wait_until_still(page)
    assert second(page) > second_of(8) - 1
    page.locator(".text .mk.judged").click()
    page.locator(".card button", has_text="Undo my verdict").click()
    expect(page.locator(".text .mk.judged")).to_have_count(0)


def with_hesitation(folder: Path, url: str) -> int:
    """The same run once more, with a voiced sound before "nobody" that was not transcribed."""
    store = Store(folder / "runs.db")
    found = re.search(r"run=(\d+)", url)
    assert found
    start_s = second_of(TALK.index("nobody")) - 0.1
    one: Any = {"start_s": start_s, "end_s": start_s + 0.1, "offset": TEXT.index("nobody")}
    run_id = copy_run(store, int(found[1]), possible_hesitations=[one])
    store.recordings.keep(run_id, "lamp.wav", io.BytesIO(FILES[1]["buffer"]))
    return run_id


def test_a_possible_hesitation_is_heard_and_counts_with_one_click(
    page: Page, server: str, folder: Path
) -> None:
    first = page.url
    page.goto(f"{server}/?run={with_hesitation(folder, first)}")
    expect(page.get_by_text("How this was computed")).to_be_visible()
    wait_until_still(page)
    before = int(re.split(r"\D", page.locator(".sr-verdict").first.inner_text())[0])
    play_at(page, SLOWLY)
    page.locator(".player audio").evaluate(NOTE_PLAYER)
    page.locator(".text .mk.possible").click()
    expect_heard(page, TALK.index("nobody"), off=-0.25)
    expect(page.locator(".card .meaning")).to_have_text("Possible hesitation, not transcribed")
    page.locator(".card button", has_text="Count as a filler").click()
    expect(page.locator(".text .mk.gap.judged")).to_have_count(1)
    expect(page.locator(".sr-verdict").first).to_contain_text(f"{before + 1} fillers")
    expect(page.locator("button.word", has_text="hesitation")).to_be_visible()
    page.goto(first)
    expect(page.get_by_text("How this was computed")).to_be_visible()
    wait_until_still(page)


def test_a_kept_recording_is_heard_after_a_reload_and_axe_finds_nothing(page: Page) -> None:
    assert violations(page) == []
    page.reload()
    expect(page.get_by_text("How this was computed")).to_be_visible()
    player = page.locator(".player audio")
    expect(player).to_be_visible()  # kept: a new session has it too
    wait_until_still(page)


def test_it_is_deleted_with_its_run_and_no_log_line_names_it(page: Page, folder: Path) -> None:
    store = Store(folder / "runs.db")
    found = re.search(r"run=(\d+)", page.url)
    assert found
    kept = store.recordings.find(int(found[1]))
    assert kept is not None
    assert kept.read_bytes() == FILES[1]["buffer"]
    lines = (folder / "r.log").read_text() + (folder / "server.txt").read_text()
    assert "lamp" not in lines
    assert kept.name not in lines
    store.runs.delete([int(found[1])])
    assert not kept.exists()
