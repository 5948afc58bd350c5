"""What a request asks of a model besides the answer: reasoning, temperature, a limit of tokens."""

from __future__ import annotations

import pytest

from refiner.llm.backends.faults import Refusal
from refiner.llm.backends.request_form import RequestForm
from refiner.llm.prompts import Request


def request(model: str, answer_tokens: int = 400) -> Request:
    return Request("coaching", "coaching_advice", model, "s", {}, answer_tokens=answer_tokens)


@pytest.mark.parametrize(
    ("model", "sampling"),
    [
        ("gpt-6-luna", {"reasoning_effort": "none"}),
        ("o4-mini", {"reasoning_effort": "low"}),
        ("gpt-4o-mini", {"temperature": 0}),
        ("llama3.1", {"temperature": 0}),
    ],
)
def test_a_model_reasons_as_little_as_it_can_or_answers_at_temperature_0(model, sampling):
    body = RequestForm().body(request(model))
    assert {k: body[k] for k in ("reasoning_effort", "temperature") if k in body} == sampling


def test_the_effort_that_is_set_is_asked_for_of_any_model():
    body = RequestForm(reasoning="high").body(request("a-model-of-our-own"))
    assert body["reasoning_effort"] == "high"
    assert "temperature" not in body


def test_the_limit_of_an_answer_grows_with_what_is_expected_of_it():
    short, long = (RequestForm().body(request("m", n)) for n in (400, 4000))
    assert 400 < short["max_completion_tokens"] < 10 * 400
    assert long["max_completion_tokens"] > short["max_completion_tokens"]


def limit(reasoning: str | None, model: str = "gpt-6-luna") -> int:
    sent: int = RequestForm(reasoning=reasoning).body(request(model))["max_completion_tokens"]
    return sent


def test_a_model_that_reasons_has_room_for_it_beside_its_answer():
    efforts = (None, "minimal", "low", "medium", "high", "xhigh")
    limits = [limit(effort) for effort in efforts]
    assert limits == sorted(set(limits))
    assert limit(None) == limit("none") == limit(None, "llama3.1")
    assert limit(None, "o4-mini") == limit("low")
    assert limit("max") <= 60_000


def test_a_model_that_takes_no_effort_answers_at_temperature_0_without_room_for_it():
    form = RequestForm(reasoning="high")
    before = form.body(request("gpt-4o"))["max_completion_tokens"]
    message = "Unsupported parameter: 'reasoning_effort' is not supported with this model."
    assert form.simplify(Refusal(400, "unsupported_parameter", message))
    body = form.body(request("gpt-4o"))
    assert body["temperature"] == 0
    assert "reasoning_effort" not in body
    assert body["max_completion_tokens"] < before - 20_000
    assert "temperature" not in form.body(request("o4-mini"))  # takes no other than its own


def test_room_is_made_once_for_a_model_that_reasons_without_being_asked_to():
    form = RequestForm()
    before = form.body(request("qwen3"))["max_completion_tokens"]
    assert form.make_room()
    assert form.body(request("qwen3"))["max_completion_tokens"] > before + 20_000
    assert not form.make_room()
    assert not RequestForm(left_out={"max_completion_tokens", "max_tokens"}).make_room()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("temperature", "Unsupported value: 'temperature' does not support 0 with this model."),
        ("max_completion_tokens", "Unrecognized request argument: max_completion_tokens"),
        ("reasoning_effort", "Unsupported parameter: 'reasoning_effort' is not supported."),
    ],
)
def test_what_a_server_refuses_by_name_is_left_out_from_then_on(name, message):
    form = RequestForm(reasoning="low" if name == "reasoning_effort" else None)
    assert name in form.body(request("m"))
    assert form.simplify(Refusal(400, "invalid_request_error", message))
    assert name not in form.body(request("m"))
    assert form.format == "json_schema"


def test_a_server_that_takes_its_schema_beside_json_object_gets_it_there():
    form = RequestForm()
    assert form.simplify(Refusal(500, "", "Input should be 'text' or 'json_object'"))
    asked = form.body(request("m"))["response_format"]
    assert asked["type"] == "json_object"
    assert asked["schema"]["required"]
    assert "max_tokens" in form.body(request("m"))
    assert form.next_format()
    assert "response_format" not in form.body(request("m"))
