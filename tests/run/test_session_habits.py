"""Every habit of real servers, through whole runs: what the model gave is used.

For each: counts and advice from the model, at most three requests more than needed for the
first run at a server, none for the next; or one sentence that says what to do.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from refiner.config.settings import Settings
from refiner.llm.backends.addresses import create_client, parse_address
from refiner.llm.backends.request_form import forget_forms
from refiner.llm.numbering import read_numbered
from refiner.run.session import Session
from refiner.store import Store
from tests.support.habits import FAILURES, HABITS, NOT_VALID
from tests.support.loopback import Loopback, Reply, Script, error, serving
from tests.support.server_answers import STREAM, has_schema, stream_of
from tests.support.talks import advice, analysis_answer, scripted_talk, talk_with

pytestmark = pytest.mark.slow

RULE, AI = 15, 7
NEEDED = {"analysis": 1, "coaching": 1, "regeneration": 1}
TEXTS = {"analysis": json.dumps(analysis_answer(RULE, AI)), "coaching": json.dumps(advice())}
KEY = "sk-secret-0123456789"


@pytest.fixture(autouse=True)
def _first_contact(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("refiner.llm.calls._backoff", lambda _: 0.01)
    forget_forms()
    yield
    forget_forms()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        provider="openai", api_key=KEY, cache=False, strategy="hybrid", timeout_s=20.0,
        db=tmp_path / "runs.db", log=tmp_path / "refiner.log",
    )  # fmt: skip


def refine(server: Loopback, settings: Settings) -> tuple[dict[str, Any], Counter[str]]:
    """One run: its document, and the requests that the server saw."""
    before = len(server.exchanges)
    settings = settings.with_changes(base_url=server.url)
    session = Session(scripted_talk(RULE, AI), settings, Store(settings.db or Path()))
    asyncio.run(session.run())
    server.wait_idle()
    assert session.document is not None
    document: dict[str, Any] = dict(session.document)
    return document, Counter(exchange.call for exchange in server.exchanges[before:])


@pytest.mark.parametrize("name", HABITS)
def test_what_the_model_gave_is_used_whatever_the_server_does(
    name: str, settings: Settings
) -> None:
    habit = HABITS[name]
    script = {call: (lambda ask, text=text: habit(text, ask)) for call, text in TEXTS.items()}
    with serving(script) as server:
        document, calls = refine(server, settings)
        assert document["error"] is None, document["error"]
        assert document["counts"]["refined_by"] == "analysis"
        assert document["counts"]["ai"] == AI
        assert document["coaching"]["source"] == "regenerated"
        assert not document["fallback_mode"]
        assert document["warnings"] == []
        first_contact = calls - Counter(NEEDED)
        assert first_contact["analysis"] <= 3
        assert first_contact["coaching"] + first_contact["regeneration"] <= 3
        ask = server.exchanges[0].body
        if all(habit(text, ask) == habit(text, {"messages": []}) for text in TEXTS.values()):
            return  # it takes no notice of the request: a second run would be the same
        document, calls = refine(server, settings)
        assert document["counts"]["ai"] == AI
        assert calls == NEEDED


@pytest.mark.parametrize("name", FAILURES)
def test_a_server_that_cannot_answer_is_given_up_in_words_that_say_what_to_do(
    name: str, settings: Settings
) -> None:
    reply, words = FAILURES[name]
    with serving({"analysis": reply, "coaching": reply}) as server:
        document, calls = refine(server, settings)
    assert words in document["error"]["message"]
    assert "\n" not in document["error"]["message"]
    assert re.search(r"\b(?:check|choose|split|try|add)\b", document["error"]["message"])
    assert document["counts"]["ai"] == document["counts"]["rule"] == RULE
    assert document["coaching"]["source"] == "template"
    assert max(calls.values()) <= 4


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_server_is_not_followed(status: int, settings: Settings) -> None:
    """Neither the key nor a word of the talk goes where the person did not send it."""
    with serving({"coaching": Reply(advice())}) as other:
        headers = {"location": f"{other.url}/chat/completions"}
        away = Reply(status=status, body="", headers=headers)
        with serving({"coaching": away, "analysis": away}) as server:
            document, _ = refine(server, settings)
        assert other.connections == 0
    assert "redirects" in document["error"]["message"]


def test_a_redirect_on_the_same_server_is_followed_once(settings: Settings) -> None:
    away = Reply(status=308, body="", headers={"location": "/v2/chat/completions"})
    script: Script = {
        "analysis": [away, Reply(TEXTS["analysis"])],
        "coaching": Reply(TEXTS["coaching"]),
    }
    settings = settings.with_changes(strategy="sequential")
    with serving(script) as server:
        document, calls = refine(server, settings)
        assert document["error"] is None
        assert calls["analysis"] == 2
        assert {exchange.path for exchange in server.exchanges[1:]} == {"/v2/chat/completions"}
        _, calls = refine(server, settings)
        assert calls["analysis"] == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_slash_that_a_server_wants_at_the_end_is_sent(scheme: str, settings: Settings) -> None:
    """Behind a proxy its redirect may name another scheme; the address stays as it was given."""
    away = Reply(
        status=307, body="", headers={"location": f"{scheme}://127.0.0.1/v1/chat/completions/"}
    )
    script: Script = {call: [away, Reply(text)] for call, text in TEXTS.items()}
    with serving({**script, "regeneration": Reply(TEXTS["coaching"])}) as server:
        document, calls = refine(server, settings)
        assert document["error"] is None
        assert max(calls.values()) == 2
        assert server.exchanges[-1].path == "/v1/chat/completions/"
        _, calls = refine(server, settings)
        assert calls == NEEDED


@pytest.mark.parametrize(
    ("places", "requests"),
    [
        (["/v2/chat/completions", "/v1/chat/completions"] * 30, 2),
        ([f"/v{n}/chat/completions" for n in range(2, 40)], 4),
    ],
)
def test_redirects_without_end_are_given_up(
    places: list[str], requests: int, settings: Settings
) -> None:
    away = [Reply(status=307, body="", headers={"location": place}) for place in places]
    settings = settings.with_changes(strategy="sequential")
    with serving({"analysis": list(away), "coaching": Reply(TEXTS["coaching"])}) as server:
        document, calls = refine(server, settings)
    assert calls["analysis"] == requests
    assert "redirects" in document["error"]["message"]


def test_a_format_that_fails_in_the_middle_of_an_answer_is_not_asked_for_again(
    settings: Settings,
) -> None:
    text = TEXTS["analysis"]
    half = stream_of(text[: text.index("speech_quality")], finish=None, done=False)

    def answer(ask: dict[str, Any]) -> Reply:
        body = half + NOT_VALID if has_schema(ask) else stream_of(text)
        return Reply(body=body, headers=STREAM)

    with serving({"analysis": answer, "coaching": Reply(TEXTS["coaching"])}) as server:
        document, _ = refine(server, settings)
        assert document["counts"]["ai"] == AI
        document, calls = refine(server, settings)
    assert document["error"] is None
    assert calls == NEEDED


@pytest.mark.parametrize("request_id", ["um um um, my talk", f"x{KEY}", "<b>", "a" * 500])
def test_a_request_id_is_taken_only_if_it_looks_like_one(
    request_id: str, settings: Settings
) -> None:
    reply = Reply(status=401, body="", headers={"x-request-id": request_id})
    with serving({"analysis": reply, "coaching": reply}) as server:
        document, _ = refine(server, settings)
    assert document["error"]["request_id"] is None
    assert request_id not in json.dumps(document)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "/openai/deployments/gpt-6.1-terra/chat/completions?api-version=2024-06-01"),
        ("/openai", "/openai/deployments/gpt-6.1-terra/chat/completions?api-version=2024-06-01"),
        (
            "/openai/deployments/mine",
            "/openai/deployments/mine/chat/completions?api-version=2024-06-01",
        ),
        (
            "/openai/deployments/mine/chat/completions",
            "/openai/deployments/mine/chat/completions?api-version=2024-06-01",
        ),
        ("/models", "/models/chat/completions?api-version=2024-06-01"),
        ("/models/chat/completions", "/models/chat/completions?api-version=2024-06-01"),
    ],
)
def test_azures_addresses_are_called_as_azure_wants(
    address: str, path: str, settings: Settings
) -> None:
    with serving({call: Reply(text) for call, text in TEXTS.items()}) as server:
        host = server.url.removesuffix("/v1")
        settings = settings.with_changes(base_url=f"{host}{address}?api-version=2024-06-01")
        session = Session(scripted_talk(RULE, AI), settings, Store(settings.db or Path()))
        asyncio.run(session.run())
        assert session.document is not None
        assert session.document["error"] is None
        first = server.exchanges[0]
    assert path in {exchange.path for exchange in server.exchanges}
    assert first.headers["api-key"] == KEY
    assert "authorization" not in first.headers


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://r.openai.azure.us", "https://r.openai.azure.us/openai/"),
        ("https://r.services.ai.azure.com/", "https://r.services.ai.azure.com/openai/"),
        ("https://r.services.ai.azure.com/models", "https://r.services.ai.azure.com/models/"),
        (
            "https://r.services.ai.azure.com/api/projects/p",
            "https://r.services.ai.azure.com/api/projects/p/openai/v1/",
        ),
        ("https://r.openai.azure.com/openai/v1", "https://r.openai.azure.com/openai/v1/"),
    ],
)
def test_azures_hosts_are_known(address: str, base: str) -> None:
    assert str(create_client(parse_address(address), KEY).base_url) == base


@pytest.mark.parametrize(
    "loading",
    [
        error(503, "unavailable_error", "Loading model"),
        error(404, "", "The model is loading"),
        error(429, "", "Model is loading, try again"),
        error(425),
        Reply(body='{"error": "the model is still loading"}'),
    ],
)
def test_a_server_that_loads_its_model_first_is_waited_for(
    loading: Reply, settings: Settings
) -> None:
    script: Script = {call: [loading] * 10 + [Reply(text)] for call, text in TEXTS.items()}
    with serving(script) as server:
        document, _ = refine(server, settings)
    assert document["error"] is None
    assert (document["counts"]["refined_by"], document["counts"]["ai"]) == ("analysis", AI)
    assert document["coaching"]["source"] == "regenerated"
    assert not document["fallback_mode"]


def test_a_server_that_cuts_the_talk_silently_is_asked_for_the_rest(settings: Settings) -> None:
    """Its model sees the beginning alone, so that verdicts are missing from a point on."""
    talk = talk_with(100, filler="You know")

    def judge_the_beginning(ask: dict[str, Any]) -> Reply:
        _, numbered = read_numbered(json.loads(ask["messages"][-1]["content"])["transcript"])
        verdicts = [[number, 90] for number in numbered][:40]
        return Reply(json.dumps(analysis_answer(0, 0) | {"verdicts": verdicts}))

    script: Script = {"analysis": judge_the_beginning, "coaching": Reply(TEXTS["coaching"])}
    with serving(script) as server:
        session = Session(talk, settings.with_changes(base_url=server.url), None)
        asyncio.run(session.run())
        server.wait_idle()
        calls = Counter(exchange.call for exchange in server.exchanges)
    document = session.document
    assert document is not None
    assert sum(filler["probability"] is not None for filler in document["fillers"]) == 100
    assert document["counts"]["ai"] == 100
    assert not any("left out" in warning for warning in document["warnings"])
    assert calls["analysis"] <= 4  # three times forty words


def cut_verdicts(ask: dict[str, Any], end: str, count: int) -> str:
    """An answer whose verdicts go on with `end` after `count` of them."""
    _, numbered = read_numbered(json.loads(ask["messages"][-1]["content"])["transcript"])
    verdicts = [[number, 90] for number in numbered][:count]
    whole = json.dumps(analysis_answer(0, 0) | {"verdicts": verdicts})
    if len(verdicts) < count:
        return whole
    return whole[: whole.index("]]") + 1] + end


@pytest.mark.parametrize(
    ("end", "finish", "words"),
    [(", [1, 90]" * 60_000, "stop", "without end"), ("", "length", "limit")],
)
def test_verdicts_that_were_read_are_kept_when_their_answer_is_cut(
    end: str, finish: str, words: str, settings: Settings
) -> None:
    talk = talk_with(60, filler="You know")

    def answer(ask: dict[str, Any]) -> Reply:
        text = cut_verdicts(ask, end, 40)
        return Reply(text, finish=finish, tokens_per_s=10**6, together=100)

    with serving({"analysis": answer, "coaching": Reply(TEXTS["coaching"])}) as server:
        session = Session(talk, settings.with_changes(base_url=server.url), None)
        asyncio.run(session.run())
        server.wait_idle()
        calls = Counter(exchange.call for exchange in server.exchanges)
    assert session.document is not None
    document = session.document
    assert (document["counts"]["refined_by"], document["counts"]["ai"]) == ("analysis", 60)
    assert document["error"] is not None
    assert words in document["error"]["message"]
    assert calls["analysis"] == 2  # the second asks for what the first left out


@pytest.mark.parametrize(("section", "value"), [("summary", 5), ("reasons", 5), ("issues", 5)])
def test_a_section_that_cannot_be_read_costs_no_other_and_is_counted_in_one_warning(
    section: str, value: object, settings: Settings
) -> None:
    answer = json.loads(TEXTS["analysis"]) | {section: value}
    script: Script = {"analysis": Reply(answer), "coaching": Reply(TEXTS["coaching"])}
    with serving(script) as server:
        document, calls = refine(server, settings)
    assert document["error"] is None
    assert document["counts"]["ai"] == AI
    assert document["speech_quality"] == answer["speech_quality"]
    assert document["warnings"] == [
        f"parts of the analysis could not be used: 1 {section} that cannot be read"
    ]
    assert calls == NEEDED


def test_verdicts_whose_figure_cannot_be_read_are_counted_in_a_warning(settings: Settings) -> None:
    answer = json.loads(TEXTS["analysis"])
    answer["verdicts"] = [[number, "high"] for number, _ in answer["verdicts"]]
    script: Script = {"analysis": Reply(answer), "coaching": Reply(TEXTS["coaching"])}
    with serving(script) as server:
        document, _ = refine(server, settings)
    assert len(document["warnings"]) == 1
    assert "without a probability" in document["warnings"][0]


def test_entries_of_the_advice_that_cannot_be_read_cost_no_other(settings: Settings) -> None:
    written = advice()
    written["focus_areas"].append({"skill": "Pauses"})
    written["strengths"] = 5
    script: Script = {"analysis": Reply(TEXTS["analysis"]), "coaching": Reply(written)}
    with serving(script) as server:
        document, calls = refine(server, settings)
    assert document["coaching"]["source"] == "regenerated"
    assert len(document["coaching"]["advice"]["focus_areas"]) == 1
    assert document["warnings"] == [
        "parts of the advice could not be used: 1 invalid entries of focus_areas, "
        "1 strengths that cannot be read"
    ]
    assert calls == NEEDED


LOADING = "loads its model first"


def test_every_line_of_the_page_about_servers_names_habits_that_are_tested() -> None:
    page = Path(__file__).parents[2] / "docs" / "servers.md"
    rows = [line for line in page.read_text().splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 13
    for row in rows:
        habits = set(re.findall(r"`([^`]+)`", row.split("|")[5])) - {
            "tests/run/test_session_habits.py",
            "tests/run/test_session_real_servers.py",
        }
        assert habits, row
        assert habits <= {*HABITS, *FAILURES, LOADING}, row
