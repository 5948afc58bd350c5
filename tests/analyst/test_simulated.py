"""The implementation report's timings, reproduced by the simulated provider in virtual time."""

import asyncio
import json

import pytest

from refiner.analyst.answers import answer
from refiner.analyst.simulated import PROFILES, SimulatedBackend
from refiner.errors import SettingsError
from refiner.llm.backends import Text, Usage
from refiner.llm.prompts import Request
from refiner.transcripts import read_transcript
from refiner.transcripts.samples import load_sample
from tests.support.runs import document_of
from tests.support.streams import ANALYSIS, coaching, collect_pieces, pieces, text_of
from tests.support.virtual_time import run_timed, run_virtual


@pytest.mark.parametrize(
    ("sample", "strategy", "coaching_model", "seconds"),
    [
        ("polished", "hybrid", "gpt-4o-mini", 35.3),  # kept
        ("casual", "hybrid", "gpt-4o-mini", 35.3 + 2.84),  # regenerated: the report's 38.1
        ("casual", "early", "gpt-4o-mini", 35.3),  # regenerated, at no cost of waiting
        ("polished", "early", "gpt-4o-mini", 35.3),
        ("polished", "sequential", "gpt-4o", 35.3 + 20.2),  # the old system: 55.5
        ("polished", "sequential", "gpt-4o-mini", 35.3 + 3.0),
    ],
)
@pytest.mark.parametrize("speed", [1.0, 10.0])
def test_the_reports_scenarios_take_what_it_says_divided_by_the_speed(
    sample, strategy, coaching_model, seconds, speed
):
    talk = read_transcript(load_sample(sample).encode(), name=sample)
    backend = SimulatedBackend("report", speed, "full")
    document, took = run_timed(
        document_of(talk, backend, strategy=strategy, model_coaching=coaching_model)
    )
    assert took == pytest.approx(seconds / speed, abs=0.001)
    assert document["timings"]["processing_time_ms"] == round(1000 * seconds / speed)
    assert document["timings"]["analysis_duration_ms"] == round(35_300 / speed)
    assert document["usage"]["cost_usd"] > 0  # what a provider would have asked for it


@pytest.mark.parametrize(
    ("request_", "seconds"),
    [
        (ANALYSIS, 35.3),
        (coaching(), 3.0),
        (coaching(model="gpt-4o"), 20.2),
        (coaching("regeneration"), 2.84),
        (coaching("regeneration", "gpt-4o"), 20.2 * 2.84 / 3.0),
        (coaching(model="some-other-model"), 3.0),
    ],
)
@pytest.mark.parametrize("speed", [1.0, 50.0])
def test_simulated_calls_take_exactly_the_reports_seconds(
    request_: Request, seconds: float, speed: float
) -> None:
    timed, took = run_timed(pieces(SimulatedBackend(speed=speed), request_))
    assert took == pytest.approx(seconds / speed, abs=1e-9)
    written = json.loads(text_of(timed))
    assert list(written) == list(answer(request_))


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
    usage = collect_pieces(SimulatedBackend(), ANALYSIS)[-1]
    assert isinstance(usage, Usage)
    sent = len(ANALYSIS.system) + len(ANALYSIS.user_message)
    assert usage.prompt_tokens == pytest.approx(sent / 4, abs=1)
    assert usage.completion_tokens > 100


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(SettingsError, match=f"profile: .*{', '.join(PROFILES)}"):
        SimulatedBackend("warp")


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_a_speed_that_is_not_a_positive_number_is_refused(speed: float) -> None:
    with pytest.raises(SettingsError, match="speed"):
        SimulatedBackend(speed=speed)


def test_the_reports_profile_writes_a_rationale_for_every_verdict() -> None:
    timed = run_virtual(pieces(SimulatedBackend("report"), ANALYSIS))
    verdicts = json.loads(text_of(timed))["verdicts"]
    assert all(verdict["rationale"] and verdict["id"] for verdict in verdicts)


def test_the_lean_profile_writes_the_programs_own_messages_at_a_fixed_rate() -> None:
    timed, took = run_timed(pieces(SimulatedBackend("lean"), ANALYSIS))
    text = text_of(timed)
    assert json.loads(text) == answer(ANALYSIS)
    assert took == pytest.approx(0.5 + -(-len(text) // 4) / 80)


def test_both_profiles_count_the_same() -> None:
    talk = read_transcript(load_sample("casual").encode(), name="casual")
    report, lean = (
        run_virtual(document_of(talk, SimulatedBackend(profile))) for profile in ("report", "lean")
    )
    assert report["counts"] == lean["counts"]
    assert lean["timings"]["advice_ready_ms"] < 0.5 * report["timings"]["advice_ready_ms"]
