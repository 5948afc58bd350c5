"""The providers without a network: what they stream, when, and what they do on command."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest

from refiner.analyst.answers import answer
from refiner.analyst.backend import LocalBackend
from refiner.analyst.simulated import PROFILES, SimulatedBackend
from refiner.detection.detector import detect
from refiner.errors import Busy, Incomplete, SettingsError
from refiner.llm.backends import Backend, Finish, Piece, Text, Usage
from refiner.llm.backends.scripted import Scene, ScriptedBackend
from refiner.llm.prompts import Request, analysis_request, coaching_request
from refiner.model import FillerCounts, Source, Transcript
from refiner.transcripts.samples import load_sample
from tests.support.virtual_time import run_timed, run_virtual

TALK = Transcript(load_sample("casual"), Source(None, "text", "0" * 64))
ANALYSIS = analysis_request(TALK, detect(TALK.text), "gpt-4o")


def coaching(call: str = "coaching", model: str = "gpt-4o-mini") -> Request:
    counts = FillerCounts("rule", {"like": 9, "um": 2}, 2, TALK.words, TALK.length_s)
    return coaching_request(call, TALK, counts, [], None, model)


async def pieces(backend: Backend, request: Request) -> list[tuple[float, Piece]]:
    """Every piece with the moment it came."""
    now = asyncio.get_running_loop().time
    async with aclosing(backend.stream(request)) as stream:
        return [(now(), piece) async for piece in stream]


def text_of(timed: list[tuple[float, Piece]]) -> str:
    return "".join(piece.text for _, piece in timed if isinstance(piece, Text))


def heard(backend: Backend, request: Request) -> list[Piece]:
    return [piece for _, piece in run_virtual(pieces(backend, request))]


# -- local ------------------------------------------------------------------------------


@pytest.mark.parametrize("request_", [ANALYSIS, coaching()])
def test_local_streams_the_analysts_answer_and_bills_nothing(request_: Request) -> None:
    timed, seconds = run_timed(pieces(LocalBackend(), request_))
    assert json.loads(text_of(timed)) == answer(request_)
    assert [piece for _, piece in timed[-2:]] == [Finish("stop"), Usage(0, 0)]
    assert seconds == 0


def test_local_leaves_the_event_loop_free_while_it_computes() -> None:
    long = Transcript(TALK.text * 40, TALK.source)
    request = analysis_request(long, detect(long.text), "gpt-4o")

    async def ticks() -> int:
        work = asyncio.create_task(pieces(LocalBackend(), request))
        passed = 0
        while not work.done():
            await asyncio.sleep(0)
            passed += 1
        return passed

    # On the loop's own thread it would pass a handful of times: once for each piece.
    assert asyncio.run(ticks()) > 100


# -- simulated --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "seconds"),
    [
        (ANALYSIS, 35.3),
        (coaching(), 3.0),
        (coaching(model="gpt-4o"), 20.2),
        (coaching("regeneration"), 2.84),
        (coaching("regeneration", "gpt-4o"), 20.2 * 2.84 / 3.0),
        (coaching(model="some-other-model"), 20.2),
    ],
)
@pytest.mark.parametrize("speed", [1.0, 50.0])
def test_simulated_calls_take_exactly_the_reports_seconds(
    request_: Request, seconds: float, speed: float
) -> None:
    timed, took = run_timed(pieces(SimulatedBackend(speed=speed), request_))
    assert took == pytest.approx(seconds / speed, abs=1e-9)
    assert json.loads(text_of(timed)) == answer(request_)


def test_simulated_answers_come_at_an_even_rate() -> None:
    timed = run_virtual(pieces(SimulatedBackend(), ANALYSIS))
    moments = [moment for moment, piece in timed if isinstance(piece, Text)]
    gaps = [after - before for before, after in zip([0.0, *moments], moments, strict=False)]
    assert len(moments) > 50
    assert gaps == pytest.approx([35.3 / len(moments)] * len(moments))


def test_simulated_calls_beside_each_other_take_as_long_as_the_longest() -> None:
    async def both() -> None:
        backend = SimulatedBackend()
        async with asyncio.TaskGroup() as group:
            group.create_task(pieces(backend, ANALYSIS))
            group.create_task(pieces(backend, coaching()))

    assert run_timed(both())[1] == pytest.approx(35.3, abs=1e-9)


def test_simulated_usage_is_estimated_from_the_texts() -> None:
    usage = heard(SimulatedBackend(), ANALYSIS)[-1]
    assert isinstance(usage, Usage)
    sent = len(ANALYSIS.system) + len(ANALYSIS.user_message)
    assert usage.prompt_tokens == pytest.approx(sent / 4, abs=1)
    assert usage.completion_tokens > 100


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(SettingsError, match=f"profile: .*{', '.join(PROFILES)}"):
        SimulatedBackend("warp")


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_a_speed_that_is_no_speed_is_refused(speed: float) -> None:
    with pytest.raises(SettingsError, match="speed"):
        SimulatedBackend(speed=speed)


# -- scripted ---------------------------------------------------------------------------


def scripted(*answers: Any) -> ScriptedBackend:
    return ScriptedBackend({"coaching": list(answers)})


def test_a_script_answers_by_call_name_and_keeps_the_requests() -> None:
    backend = ScriptedBackend({"analysis": {"a": 1}, "coaching": "raw text"})
    assert heard(backend, ANALYSIS) == [Text('{"a": 1}'), Finish("stop")]
    assert heard(backend, coaching()) == [Text("raw text"), Finish("stop")]
    assert backend.requests == [ANALYSIS, coaching()]


def test_a_list_is_played_one_answer_a_request_and_its_last_again() -> None:
    backend = scripted(Busy("busy", retry_after_s=2.0), "then", "at last")
    with pytest.raises(Busy):
        heard(backend, coaching())
    said = [heard(backend, coaching())[0] for _ in range(3)]
    assert said == [Text("then"), Text("at last"), Text("at last")]


def test_a_function_is_asked_with_the_request() -> None:
    backend = ScriptedBackend({"analysis": answer})
    assert json.loads(text_of(run_virtual(pieces(backend, ANALYSIS)))) == answer(ANALYSIS)


async def listen(backend: Backend, said: list[Piece]) -> None:
    async with asyncio.timeout(120), aclosing(backend.stream(coaching())) as stream:
        async for piece in stream:
            said.append(piece)


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
    said: list[Piece] = []
    with pytest.raises(Incomplete, match="reset"):
        run_virtual(listen(scripted(replace(scene, error=Incomplete("reset"))), said))
    assert said == before


def test_a_stream_can_trickle_hang_and_be_left() -> None:
    backend = scripted(Scene("abc", piece_chars=1, first_s=20, pause_s=10, hangs=True))
    said: list[Piece] = []
    with pytest.raises(TimeoutError):
        run_virtual(listen(backend, said))
    assert said == [Text("a"), Text("b"), Text("c")]
    assert backend.left_early == backend.requests


@pytest.mark.parametrize(
    ("scene", "heard_"),
    [
        (Scene("abc", finish=None), [Text("abc")]),
        (Scene("abc", stop_after=2, finish="length"), [Text("ab"), Finish("length")]),
        (Scene("", finish="content_filter"), [Finish("content_filter")]),
        (Scene("abc", usage=Usage(7, 3)), [Text("abc"), Finish("stop"), Usage(7, 3)]),
        (Scene(["a", "bc"]), [Text("a"), Text("bc"), Finish("stop")]),
    ],
)
def test_a_scene_ends_as_it_says(scene: Scene, heard_: list[Piece]) -> None:
    backend = scripted(scene)
    assert heard(backend, coaching()) == heard_
    assert backend.left_early == []


def test_a_call_that_is_not_in_the_script_is_a_mistake_in_the_script() -> None:
    with pytest.raises(LookupError, match="analysis"):
        heard(scripted("only coaching"), ANALYSIS)
