"""A refusal in the words of real servers is explained by what it means."""

from __future__ import annotations

from typing import Any

import pytest

from refiner.errors import BackendError, Busy, Denied, Withheld
from refiner.llm.backends.faults import build_error, read_refusal


def explain(status: int, body: Any, headers: dict[str, str] | None = None) -> BackendError:
    refusal = read_refusal(body, status, headers)
    assert refusal is not None
    return build_error(refusal, "gpt-4o", "host")


def said(message: str, **fields: Any) -> dict[str, Any]:
    return {"error": {"message": message, **fields}}


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (
            404,
            [said("models/gpt-4o is not found for API version v1main", status="NOT_FOUND")],
            Denied,
            "does not know the model",
        ),
        (400, said("ExceededBudget: User x has exceeded their budget."), Denied, "no credit left"),
        (400, said("Budget has been exceeded!", type="budget_exceeded"), Denied, "no credit left"),
        (404, said("No endpoints found matching your data policy."), Denied, "privacy settings"),
        (
            403,
            said("Your chosen model requires moderation and your input was flagged", code=403),
            Withheld,
            "content filter",
        ),
        (400, said("Input data may contain inappropriate content."), Withheld, "content filter"),
        (403, "<!DOCTYPE html><title>Just a moment...</title>", Denied, "web page that forbids"),
        (
            500,
            said("Model loading was stopped due to insufficient system resources."),
            Denied,
            "too little memory",
        ),
    ],
)
def test_a_refusal_is_explained_by_its_cause(
    status: int, body: Any, kind: type[BackendError], words: str
) -> None:
    error = explain(status, body)
    assert type(error) is kind
    assert words in error.message
    assert "\n" not in error.message


@pytest.mark.parametrize(
    ("message", "seconds"),
    [
        ("Please try again in 2h15m0s.", 8100),
        ("Please try again in 6m0s. Need more tokens?", 360),
        ("Please retry after 26 seconds.", 26),
        ("Please retry in 34.5s.", 34.5),
        ("Try again in 500ms.", 0.5),
        ("Please wait 5 minutes and send it again.", 300),
        ("Try again in 1 day", 86400),
        ("Please retry after 0 seconds. To raise your quota see the portal.", 0),
        ("Try again in 3 steps", None),
    ],
)
def test_a_wait_that_is_asked_for_in_words_is_read(message: str, seconds: float | None) -> None:
    error = explain(429, said(message))
    assert type(error) is Busy
    assert error.retry_after_s == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [("0.52", "1 s"), ("40", "40 s"), ("300", "5 min"), ("8100", "2 h 15 min")],
)
def test_a_long_wait_is_said_in_minutes_or_hours(seconds: str, words: str) -> None:
    assert f"asks to wait {words}" in str(explain(429, said("busy"), {"retry-after": seconds}))
