"""Why an answer ended, in the words of the servers that end it."""

from __future__ import annotations

import pytest

from refiner.errors import BackendError, Incomplete, Unusable, Withheld
from refiner.llm.calls import AT_LIMIT, explain_finish


@pytest.mark.parametrize("reason", ["length", "MAX_TOKENS", "max_output_tokens", "model_length"])
def test_an_answer_at_the_models_limit_is_reported_as_cut(reason: str) -> None:
    assert explain_finish(reason, Incomplete("cut")).code == AT_LIMIT


@pytest.mark.parametrize(
    "reason", ["content_filter", "SAFETY", "PROHIBITED_CONTENT", "guardrail_intervened"]
)
def test_an_answer_that_a_filter_ended_is_withheld(reason: str) -> None:
    assert type(explain_finish(reason, Unusable("empty"))) is Withheld


@pytest.mark.parametrize("reason", ["error", "cancelled", "insufficient_system_resource"])
def test_an_answer_that_its_server_broke_off_is_incomplete(reason: str) -> None:
    error = explain_finish(reason, Unusable("empty"))
    assert (type(error), error.code) == (Incomplete, reason)


@pytest.mark.parametrize("reason", ["stop", "eos", "STOP", ""])
def test_any_other_end_leaves_what_the_reader_found(reason: str) -> None:
    failure: BackendError = Unusable("empty")
    assert explain_finish(reason, failure) is failure
