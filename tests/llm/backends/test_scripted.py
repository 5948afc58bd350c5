"""The scripted backend: answers, faults and waits on command."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from refiner.analyst.answers import answer
from refiner.errors import Busy, Incomplete
from refiner.llm.backends import Backend, Finish, Piece, Text, Usage
from refiner.llm.backends.scripted import Scene, ScriptedBackend
from tests.support.streams import ANALYSIS, coaching, collect_pieces, pieces, text_of
from tests.support.virtual_time import run_virtual


def scripted(*answers: Any) -> ScriptedBackend:
    return ScriptedBackend({"coaching": list(answers)})


def test_a_script_answers_by_call_name_and_keeps_the_requests() -> None:
    backend = ScriptedBackend({"analysis": {"a": 1}, "coaching": "raw text"})
    assert collect_pieces(backend, ANALYSIS) == [Text('{"a": 1}'), Finish("stop")]
    assert collect_pieces(backend, coaching()) == [Text("raw text"), Finish("stop")]
    assert backend.requests == [ANALYSIS, coaching()]


def test_a_list_is_played_one_answer_a_request_and_its_last_again() -> None:
    backend = scripted(Busy("busy", retry_after_s=2.0), "then", "at last")
    with pytest.raises(Busy):
        collect_pieces(backend, coaching())
    received = [collect_pieces(backend, coaching())[0] for _ in range(3)]
    assert received == [Text("then"), Text("at last"), Text("at last")]


def test_a_function_is_asked_with_the_request() -> None:
    backend = ScriptedBackend({"analysis": answer})
    assert json.loads(text_of(run_virtual(pieces(backend, ANALYSIS)))) == answer(ANALYSIS)


async def listen(backend: Backend, received: list[Piece]) -> None:
    async with asyncio.timeout(120), aclosing(backend.stream(coaching())) as stream:
        async for piece in stream:
            received.append(piece)


@pytest.mark.parametrize(
    ("scene", "before"),
    [
        (Scene("abcdef", first_s=2), []),
        (Scene("abcdef", stop_after=4, piece_chars=3, pause_s=1.5), [Text("abc"), Text("d")]),
        (Scene("abcdef", stop_after=99), [Text("abcdef")]),
    ],
)
def test_an_error_can_come_before_the_first_piece_or_in_mid_stream(
    scene: Scene, before: list[Piece]
) -> None:
    received: list[Piece] = []
    with pytest.raises(Incomplete, match="reset"):
        run_virtual(listen(scripted(replace(scene, error=Incomplete("reset"))), received))
    assert received == before


def test_a_stream_can_trickle_hang_and_be_left() -> None:
    backend = scripted(Scene("abc", piece_chars=1, first_s=20, pause_s=10, hangs=True))
    received: list[Piece] = []
    with pytest.raises(TimeoutError):
        run_virtual(listen(backend, received))
    assert received == [Text("a"), Text("b"), Text("c")]
    assert backend.left_early == backend.requests


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        (Scene("abc", finish=None), [Text("abc")]),
        (Scene("abc", stop_after=2, finish="length"), [Text("ab"), Finish("length")]),
        (Scene("", finish="content_filter"), [Finish("content_filter")]),
        (Scene("abc", usage=Usage(7, 3)), [Text("abc"), Finish("stop"), Usage(7, 3)]),
        (Scene(["a", "bc"]), [Text("a"), Text("bc"), Finish("stop")]),
    ],
)
def test_a_scene_ends_as_it_says(scene: Scene, expected: list[Piece]) -> None:
    backend = scripted(scene)
    assert collect_pieces(backend, coaching()) == expected
    assert backend.left_early == []


def test_a_call_that_is_not_in_the_script_is_a_mistake_in_the_script() -> None:
    with pytest.raises(LookupError, match="analysis"):
        collect_pieces(scripted("only coaching"), ANALYSIS)
