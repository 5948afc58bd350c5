"""Answers that were paid for, kept in a real run log."""

import pytest

from refiner.errors import ServerFault
from refiner.llm.backends import FromCache, Text
from refiner.llm.backends.scripted import Scene, ScriptedBackend
from refiner.llm.prompts import analysis_request
from refiner.run.cache import CachedBackend
from refiner.store import Store
from tests.support.talks import analysis_answer, talk_with

REQUEST = analysis_request(talk_with(0), (), "gpt-4o")
ANSWER = analysis_answer(0, 0)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "runs.db")


async def pieces_of(inner, store, request=REQUEST, server="", reasoning=None):
    backend = CachedBackend(inner, store, server, talk_with(0).text, reasoning)
    return [piece async for piece in backend.stream(request)]


def text_of(pieces):
    return "".join(piece.text for piece in pieces if isinstance(piece, Text))


async def test_the_same_request_is_paid_for_once_and_answered_alike(store):
    inner = ScriptedBackend({"analysis": ANSWER})
    paid, kept = [await pieces_of(inner, store) for _ in "ab"]
    assert len(inner.requests) == 1
    assert text_of(paid) == text_of(kept)
    assert not any(isinstance(piece, FromCache) for piece in paid)
    assert isinstance(kept[0], FromCache)


@pytest.mark.parametrize(
    ("request_", "server", "reasoning"),
    [
        (analysis_request(talk_with(0), (), "gpt-4o-mini"), "", None),
        (analysis_request(talk_with(1), (), "gpt-4o"), "", None),
        (REQUEST, "http://localhost:1/v1", None),
        (REQUEST, "", "high"),
    ],
    ids=["another model", "another talk", "another server", "another effort"],
)
async def test_anything_that_may_change_the_answer_is_asked_again(
    store, request_, server, reasoning
):
    inner = ScriptedBackend({"analysis": ANSWER})
    await pieces_of(inner, store)
    await pieces_of(inner, store, request_, server, reasoning)
    assert len(inner.requests) == 2


@pytest.mark.parametrize(
    "answer",
    [
        "not JSON at all",
        '{"summary": {}}',
        Scene(ANSWER, stop_after=20),
        {**ANSWER, "verdicts": 7},
    ],
    ids=["prose", "a part", "cut off", "of another shape"],
)
async def test_an_unusable_answer_is_not_kept(store, answer):
    inner = ScriptedBackend({"analysis": answer})
    for _ in "ab":
        await pieces_of(inner, store)
    assert len(inner.requests) == 2


async def test_a_fault_is_not_remembered(store):
    inner = ScriptedBackend({"analysis": [ServerFault("503"), ANSWER]})
    with pytest.raises(ServerFault):
        await pieces_of(inner, store)
    assert text_of(await pieces_of(inner, store))
    assert len(inner.requests) == 2


async def test_a_log_that_cannot_be_read_costs_the_cache_and_not_the_answer(tmp_path):
    (tmp_path / "file").write_text("")
    inner = ScriptedBackend({"analysis": ANSWER})
    assert text_of(await pieces_of(inner, Store(tmp_path / "file" / "runs.db")))
