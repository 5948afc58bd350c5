"""A server for a team, with an identity provider on this machine: who sees what."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from refiner.store import Store
from tests.support.drawn_page import wait_until_still
from tests.support.workbench import ROOT, free_port, running_workbench

pytest.importorskip("oidc_provider_mock")
import oidc_provider_mock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("login"),  # one server for all of them
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),  # the provider's own
]

TALK = "Um, so it was, like, a good day. We, you know, went home early. I like it there. " * 3
RUNS_ON_HEALTH = ".sr-health tbody tr:first-child td:last-child"
PEOPLE = ("ann", "ben", "cleo", "dora")
ROLES = """
[roles]
admins = ["dora@talks.example"]
coaches = { "cleo@talks.example" = ["Ada"] }
"""


@dataclass(frozen=True)
class Team:
    url: str
    store: Store
    log_in: Callable[[str], Page]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of an identity provider that knows four people."""
    users = [
        oidc_provider_mock.User(sub=name, claims={"email": f"{name}@talks.example"})
        for name in PEOPLE
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def team(
    provider: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Team]:
    folder, port = tmp_path_factory.mktemp("team"), free_port()
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        f"""
        [auth]
        redirect_uri = "http://localhost:{port}/oauth2callback"
        cookie_secret = "a secret of this test"
        client_id = "workbench"
        client_secret = "another"
        server_metadata_url = "{provider}/.well-known/openid-configuration"
        {ROLES}"""
    )
    command = (sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"))
    environment = {"REFINER_ANALYST": "fast", "NO_PROXY": "localhost,127.0.0.1"}
    contexts: dict[str, BrowserContext] = {}

    with running_workbench(
        folder, environment, "--server.headless=true", command=command, cwd=folder, port=port
    ):
        url = f"http://localhost:{port}"

        def log_in(name: str) -> Page:
            if name not in contexts:
                contexts[name] = browser.new_context(viewport={"width": 1200, "height": 1000})
                page = contexts[name].new_page()
                page.goto(f"{url}/runs")
                page.locator(".st-key-login_ button").click()
                page.locator(f"button[value={name}]").click()
                expect(page.get_by_text(f"{name}@talks.example")).to_be_visible()
                return page
            return contexts[name].new_page()

        yield Team(url, Store(folder / "runs.db"), log_in)
        for context in contexts.values():
            context.close()


@pytest.fixture(scope="module")
def run_of_ann(team: Team) -> int:
    """A talk of the speaker Ada, refined by Ann on the page."""
    page = team.log_in("ann")
    page.goto(team.url)
    page.locator(".st-key-refine_text textarea").fill(TALK)
    page.keyboard.press("Control+Enter")
    page.locator(".st-key-refine_speaker input").fill("Ada")
    page.keyboard.press("Tab")
    page.locator(".st-key-refine_go button").click()
    expect(page.get_by_text("How this was computed")).to_be_visible()
    found = re.search(r"run=(\d+)", page.url)
    assert found
    return int(found[1])


def test_nothing_is_seen_before_the_login_whatever_the_address(
    team: Team, run_of_ann: int, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    for address in (f"/?run={run_of_ann}", "/trends"):
        page.goto(f"{team.url}{address}")
        expect(page.locator(".st-key-login_ button")).to_be_visible()
        expect(page.get_by_text("good day")).to_have_count(0)
    context.close()


def test_a_run_is_its_users_own(team: Team, run_of_ann: int) -> None:
    row = team.store.runs.row(run_of_ann)
    assert row is not None
    assert (row["user"], row["speaker"]) == ("ann@talks.example", "Ada")
    page = team.log_in("ann")
    page.goto(f"{team.url}/?run={run_of_ann}")
    expect(page.get_by_text("How this was computed")).to_be_visible()


def test_another_persons_address_answers_not_yours(team: Team, run_of_ann: int) -> None:
    page = team.log_in("ben")
    page.goto(f"{team.url}/?run={run_of_ann}")
    expect(page.get_by_role("heading", name="Not yours")).to_be_visible()
    expect(page.get_by_text("good day")).to_have_count(0)
    page.goto(f"{team.url}/health")
    expect(page.get_by_text("Admins of this server set them")).to_be_visible()
    expect(page.get_by_text("There are no runs yet")).to_be_visible()
    expect(page.locator(RUNS_ON_HEALTH)).to_have_count(0)


def test_no_page_shows_another_person_anything_of_a_run(team: Team, run_of_ann: int) -> None:
    page = team.log_in("ben")
    empty = {
        "trends": "Explore with sample data",
        "lab": "Explore with sample data",
        "strategies": "Compare strategies",
        "batch": "Refine a folder of talks",
        "runs": "This page lists every run",
    }
    for name, shown in empty.items():
        page.goto(f"{team.url}/{name}")
        expect(page.get_by_text(shown).first).to_be_visible()
        wait_until_still(page)
        body = page.locator("body").inner_text()
        assert [words for words in ("Ada", "good day", f"#{run_of_ann}") if words in body] == []
    expect(page.locator("[data-testid=stDownloadButton]")).to_have_count(0)  # nothing to export


def test_a_coach_sees_the_talks_of_their_speakers_and_judges_under_the_login_alone(
    team: Team, run_of_ann: int
) -> None:
    page = team.log_in("cleo")
    page.goto(f"{team.url}/?run={run_of_ann}")
    expect(page.get_by_text("How this was computed")).to_be_visible()
    page.locator(".text .mk.both").first.click()
    page.locator(".card").get_by_role("button", name="This is a filler").click()
    expect(page.locator(".text .mk[data-mine]")).to_have_count(1)
    expect(page.get_by_text("kept as those of cleo@talks.example")).to_be_visible()
    expect(page.locator(".st-key-refine_labeller")).to_have_count(0)
    labels = team.store.labels.rows(run_of_ann)
    assert [(row["labeller"], row["filler"]) for row in labels] == [("cleo@talks.example", 1)]


def test_an_admin_sees_the_teams_figures_and_no_talk(team: Team, run_of_ann: int) -> None:
    page = team.log_in("dora")
    page.goto(f"{team.url}/?run={run_of_ann}")
    expect(page.get_by_role("heading", name="Not yours")).to_be_visible()
    page.goto(f"{team.url}/health")
    expect(page.locator(RUNS_ON_HEALTH)).to_have_text("1")
    expect(page.get_by_text("Admins of this server set them")).to_have_count(0)


def test_after_logging_out_nothing_is_seen(team: Team, run_of_ann: int) -> None:
    page = team.log_in("ben")
    page.goto(team.url)
    page.locator(".st-key-account_logout button").click()
    page.get_by_role("button", name="End session").click()  # at the provider
    page.goto(f"{team.url}/?run={run_of_ann}")
    expect(page.locator(".st-key-login_ button")).to_be_visible()
