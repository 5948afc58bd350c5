"""Tokens are read under every name and in every place, and what is no count is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.llm.backends import Usage
from refiner.llm.backends.token_usage import read_usage

REPORT = {"prompt_tokens": 1000, "completion_tokens": 200}


@pytest.mark.parametrize(
    "event",
    [
        {"usage": REPORT, "choices": []},
        {"usage": {"prompt_tokens": 1000.0, "completion_tokens": "200"}},
        {"usage": {"input_tokens": 1000, "output_tokens": 200}},
        {"usage": None, "x_groq": {"id": "r", "usage": REPORT}},
        {"choices": [{"index": 0, "finish_reason": "stop", "usage": REPORT}]},
        {"done": True, "prompt_eval_count": 1000, "eval_count": 200},
    ],
)
def test_a_report_is_found_wherever_a_server_puts_it(event: dict[str, Any]) -> None:
    assert read_usage(event) == Usage(1000, 200)


@pytest.mark.parametrize("count", [None, True, -1, 1.5, "many", "-3", 10**30, float("nan"), [1]])
def test_what_is_not_a_count_is_unknown(count: Any) -> None:
    assert read_usage({"usage": REPORT | {"completion_tokens": count}, "choices": 7}) is None
