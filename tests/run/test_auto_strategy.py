"""`auto` cuts an analysis into parts only where that is faster, and never for many more tokens."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.analyst.simulated import SimulatedBackend
from refiner.config.settings import Settings
from refiner.detection.lexicon import load_lexicon
from refiner.model import Source, Transcript
from refiner.run.auto_strategy import ASSUMED, Speed, choose_part_count, known_speed
from refiner.run.verdicts import list_words
from refiner.transcripts.samples import load_sample
from tests.support.runs import document_of
from tests.support.talks import talk_with
from tests.support.virtual_time import run_virtual

OWN_SERVER = Settings(provider="openai", base_url="http://127.0.0.1:1/v1")
OPENAI = Settings(provider="openai", api_key="sk-test")
LONG = Transcript(load_sample("casual") * 20, Source("long", "text", "0" * 64), "long")


def call(name: str, start: float, first: float, end: float, tokens: int, part: str = "") -> Any:
    return {
        "name": name, "start_ms": start, "first_token_ms": first, "end_ms": end, "status": "done",
        "completion_tokens": tokens, "cached": False, "part": part,
    }  # fmt: skip


SIDE_BY_SIDE = [
    call("analysis", 0, 500, 10_500, 800),
    call("coaching", 0, 500, 4_500, 450),
]
ONE_AT_A_TIME = [
    call("analysis", 0, 500, 10_500, 800),
    call("coaching", 0, 10_900, 14_500, 450),
]


def parts_for(talk: Transcript, speed: Speed | None) -> int:
    return choose_part_count(talk, list_words(talk.text, load_lexicon()), speed)


def test_a_rate_is_measured_from_the_first_token_on() -> None:
    speed = known_speed(OWN_SERVER, [SIDE_BY_SIDE] * 3)
    assert speed == Speed(0.5, 80.0)


def test_a_server_that_answers_one_call_at_a_time_gets_no_parts() -> None:
    speed = known_speed(OWN_SERVER, [ONE_AT_A_TIME])
    assert speed is not None
    assert parts_for(LONG, speed) == 1


def test_a_server_of_ones_own_is_measured_before_it_gets_parts() -> None:
    assert known_speed(OWN_SERVER) is None
    assert parts_for(LONG, None) == 1
    assert parts_for(LONG, known_speed(OWN_SERVER, [SIDE_BY_SIDE])) > 1


def test_parts_that_were_slower_than_a_single_call_are_not_tried_again() -> None:
    slow = [call("analysis", 0, 500, 40_500, 800, f"verdicts {n} of 4") for n in range(1, 5)]
    speed = known_speed(OPENAI, [SIDE_BY_SIDE, slow])
    assert speed is not None
    assert speed.total_rate == pytest.approx(80.0)
    assert parts_for(LONG, speed) == 1


def test_failed_and_cached_calls_say_nothing_of_a_speed() -> None:
    failed = [span | {"status": "failed"} for span in SIDE_BY_SIDE]
    cached = [span | {"cached": True} for span in SIDE_BY_SIDE]
    assert known_speed(OPENAI, [failed, cached]) == ASSUMED


def test_the_local_analyst_only_computes_so_it_gets_no_parts() -> None:
    assert known_speed(Settings(provider="local"), [SIDE_BY_SIDE]) is None


@pytest.mark.parametrize(("judged", "parts"), [(20, 1), (119, 1), (400, 6)])
def test_the_parts_grow_with_the_words_to_judge(judged: int, parts: int) -> None:
    sentence = "The plan for the spring is ready and the whole team has read it with care. "
    text = "".join(f"You know, that is point {n}. {sentence}" for n in range(judged))
    talk = Transcript(text, Source(None, "text", "0" * 64))
    assert parts_for(talk, ASSUMED) <= parts
    assert (parts_for(talk, ASSUMED) > 1) is (parts > 1)


def test_a_fast_provider_leaves_nothing_to_save() -> None:
    assert parts_for(LONG, Speed(0.2, 5_000.0)) == 1


def test_auto_is_faster_on_a_long_talk_and_names_what_ran() -> None:
    early, auto = (
        run_virtual(
            document_of(LONG, SimulatedBackend("lean"), strategy=strategy, provider="simulated")
        )
        for strategy in ("early", "auto")
    )
    assert auto["strategy"] == "fanout"
    assert auto["optimization"].startswith("hybrid_fanout_v3")
    assert auto["counts"] == early["counts"]
    assert auto["timings"]["advice_ready_ms"] < early["timings"]["advice_ready_ms"]
    tokens = [d["usage"]["prompt_tokens"] + d["usage"]["completion_tokens"] for d in (early, auto)]
    assert tokens[1] < 1.3 * tokens[0]


def test_auto_is_early_on_a_short_talk() -> None:
    document = run_virtual(
        document_of(talk_with(9), SimulatedBackend("lean"), strategy="auto", provider="simulated")
    )
    assert document["strategy"] == "early"
    assert document["optimization"].startswith("hybrid_early_v2")
