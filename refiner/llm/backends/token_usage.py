"""Reads how many tokens an answer cost, under the names and in the places that servers use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from refiner.llm.backends import Usage

_MAX_COUNT = 10**9  # of a call; more is no count
_NAMES = (
    ("prompt_tokens", "completion_tokens"),
    ("input_tokens", "output_tokens"),
    ("prompt_eval_count", "eval_count"),  # Ollama's own
)


def read_usage(event: Mapping[str, Any]) -> Usage | None:
    """The tokens that an event, or a whole answer, reports; None if it reports none."""
    for place in _places(event):
        for names in _NAMES:
            prompt, completion = (_read_count(place.get(name)) for name in names)
            if prompt is not None and completion is not None:
                return Usage(prompt, completion)
    return None


def _places(event: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Where a report may be: its own field, the event, Groq's field, the first choice's."""
    choices = event.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    holders = (event, event.get("x_groq"), first)
    for place in (*(h.get("usage") for h in holders if isinstance(h, Mapping)), event):
        if isinstance(place, Mapping):
            yield place


def _read_count(value: Any) -> int | None:
    """A whole number that is not negative, also as text or with a decimal point."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= _MAX_COUNT and value % 1 == 0 else None
